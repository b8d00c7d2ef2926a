// SPDX-License-Identifier: Apache-2.0
#include "core/attempt_summary.h"

#include <algorithm>

#include "base/hash.h"
#include "base/text.h"

namespace smtpscope::core {
namespace {

using attempt::Attempt;
using attempt::Outcome;

bool is_failure(Outcome outcome) noexcept {
  return outcome == Outcome::bounced || outcome == Outcome::expired ||
         outcome == Outcome::rejected || outcome == Outcome::complaint ||
         outcome == Outcome::deferred;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = base::to_lower(c);
  return out;
}

std::string receiver_of(const Attempt& attempt, const verdict::Verdict& verdict) {
  if (!verdict.receiver.empty()) return std::string(verdict.receiver);
  const std::size_t sign = attempt.recipient.rfind('@');
  return sign == std::string_view::npos ? "" : lower(attempt.recipient.substr(sign + 1));
}

}  // namespace

void Cause::count_receiver(const std::string& name, std::uint64_t n) {
  const auto it = receivers.find(name);
  if (it != receivers.end()) {
    it->second += n;
  } else if (receivers.size() < kMaxReceivers) {
    receivers.emplace(name, n);
  } else {
    other_receivers += n;
  }
}

void Cause::widen(std::int64_t first, std::int64_t last) noexcept {
  if (first == 0) return;
  first_ms = first_ms == 0 ? first : std::min(first_ms, first);
  last_ms = std::max(last_ms, last);
}

void Cause::merge(const Cause& more) {
  attempts += more.attempts;
  other_receivers += more.other_receivers;
  for (const auto& [name, n] : more.receivers) count_receiver(name, n);
  widen(more.first_ms, more.last_ms);
}

void Summary::add(const Attempt& attempt, const AttemptVerdict& judged, bool proven) {
  const verdict::Verdict& v = judged.verdict;
  ++outcomes[attempt.outcome];
  if (!is_failure(attempt.outcome)) return;
  const bool transient = v.persistence == verdict::Persistence::transient;
  Cause& cause = causes[{v.address_action, v.fault, v.reason, transient}];
  if (cause.attempts++ == 0) {
    cause.verdict = v;
    cause.verdict.receiver_code = {};
    cause.reply = judged.judged;
    cause.recipient = attempt.recipient;
  }
  cause.count_receiver(receiver_of(attempt, v), 1);
  if (attempt.time) cause.widen(attempt.time->epoch_ms, attempt.time->epoch_ms);
  // Complaints may hide who complained.
  const bool named = !attempt.recipient.empty();
  if (named && v.address_action == verdict::AddressAction::suppress &&
      dead.size() < kMaxAddresses) {
    dead[base::hash64(lower(attempt.recipient))] |= proven;
  }
}

void Summary::merge(const Summary& later) {
  mails += later.mails;
  others += later.others;
  for (const auto& [outcome, n] : later.outcomes) outcomes[outcome] += n;
  for (const auto& [key, more] : later.causes) {
    const auto [it, fresh] = causes.try_emplace(key, more);
    if (!fresh) it->second.merge(more);
  }
  for (const auto& [address, proven] : later.dead) {
    if (dead.size() < kMaxAddresses) dead[address] |= proven;
  }
}

}  // namespace smtpscope::core
