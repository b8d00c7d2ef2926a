// SPDX-License-Identifier: Apache-2.0
#include "meaning/rules/judge.h"

#include <algorithm>

#include "meaning/rules/receiver_codes.h"
#include "meaning/rules/retry_time.h"

namespace smtpscope::rules {
namespace {

using knowledge::Knowledge;
using knowledge::Outcome;
using knowledge::Rule;
using reply::EnhancedCode;
using reply::Stage;
using verdict::AddressAction;
using verdict::Basis;
using verdict::Confidence;
using verdict::Fault;
using verdict::Persistence;
using verdict::Reason;
using verdict::Retry;
using verdict::RetryBasis;
using verdict::RetryWhen;
using verdict::Verdict;

int class_of(const Context& context) noexcept {
  return context.code != 0 ? context.code / 100 : context.enhanced.klass;
}

std::optional<Persistence> by_class(int klass) noexcept {
  if (klass == 4) return Persistence::transient;
  if (klass == 5) return Persistence::permanent;
  return std::nullopt;
}

const Outcome* fitting(const std::vector<knowledge::StageOutcome>& rows, const Context& context,
                       int klass) noexcept {
  for (const auto& row : rows) {
    if (row.klass != 0 && row.klass != klass) continue;
    if (row.code != 0 && row.code != context.code) continue;
    const bool any = row.stages == 0;
    if (any || (row.stages & knowledge::stage_bit(context.stage)) != 0) return &row.outcome;
  }
  return nullptr;
}

const Outcome* known(const Outcome* outcome) noexcept {
  return outcome != nullptr && outcome->reason != Reason::unknown ? outcome : nullptr;
}

/// Before RCPT no address was named, so nothing is said of one.
bool before_rcpt(Stage stage) noexcept {
  return stage == Stage::banner || stage == Stage::ehlo || stage == Stage::starttls ||
         stage == Stage::auth || stage == Stage::mail || stage == Stage::connect;
}

constexpr EnhancedCode kSuppressing[] = {{5, 1, 1}, {5, 1, 6}, {5, 1, 10}, {5, 2, 1}};

/// Whether the basis is strong enough to give up an address (TAXONOMY 9).
bool may_suppress(const Verdict& v, const Context& context) noexcept {
  if (v.persistence != Persistence::permanent || class_of(context) == 4) return false;
  if (v.evidence.basis == Basis::text || v.evidence.basis == Basis::receiver_code) {
    return true;
  }
  const bool listed = std::find(std::begin(kSuppressing), std::end(kSuppressing),
                                context.enhanced) != std::end(kSuppressing);
  return listed && v.evidence.basis == Basis::enhanced_code &&
         (context.stage == Stage::rcpt || context.stage == Stage::unknown);
}

/// Codes of AUTH (RFC 4954): said of a login, whatever the words.
constexpr bool is_auth_code(int code) noexcept {
  return code == 530 || code == 534 || code == 535 || code == 538;
}

AddressAction address_action(const Verdict& v, AddressAction wanted, const Context& context,
                             bool names_mailbox) noexcept {
  if (before_rcpt(context.stage) || is_auth_code(context.code)) return AddressAction::keep;
  // After DATA the words may be about any recipient of the message.
  if (wanted == AddressAction::suppress && context.stage == Stage::eod && !names_mailbox &&
      v.evidence.basis != Basis::receiver_code) {
    return AddressAction::review;
  }
  if (wanted == AddressAction::suppress && !may_suppress(v, context)) return AddressAction::review;
  return wanted;
}

bool is_fixable(Fault fault) noexcept {
  return fault == Fault::sender_address || fault == Fault::sending_domain ||
         fault == Fault::sending_host || fault == Fault::client || fault == Fault::message;
}

void set_steps(Retry& retry, const std::vector<std::uint32_t>& steps) noexcept {
  const std::size_t n = std::min(steps.size(), retry.steps_s.size());
  std::copy_n(steps.begin(), n, retry.steps_s.begin());
}

constexpr std::uint32_t kDefaultRetryS = 900;
constexpr std::uint32_t kDefaultGiveUpS = 432000;  // five days, as RFC 5321 4.5.4.1 asks

Retry retry_of(const Knowledge& knowledge, const Verdict& v, const Outcome& outcome,
               std::uint32_t receiver, std::string_view text) {
  Retry retry;
  const auto& info = knowledge.reason(v.reason);
  if (v.persistence == Persistence::permanent) {
    const bool recipient = v.fault == Fault::recipient || v.fault == Fault::recipient_domain;
    const RetryWhen otherwise = is_fixable(v.fault) ? RetryWhen::once_fixed : RetryWhen::never;
    retry.when = recipient ? RetryWhen::never : info.retry_when.value_or(otherwise);
    return retry;
  }
  retry.when = RetryWhen::after;
  retry.after_s = info.retry_after_s != 0 ? info.retry_after_s : kDefaultRetryS;
  retry.give_up_s = info.give_up_s != 0 ? info.give_up_s : kDefaultGiveUpS;
  set_steps(retry, info.retry_steps_s);
  if (receiver != kNone) {
    for (const auto& row : knowledge.receivers[receiver].retry) {
      if (row.reason != v.reason || row.after_s == 0) continue;
      retry.after_s = row.after_s;
      if (row.give_up_s != 0) retry.give_up_s = row.give_up_s;
      retry.basis = RetryBasis::receiver;
    }
  }
  if (outcome.retry_after_s != 0) {
    retry.after_s = outcome.retry_after_s;
    retry.basis = RetryBasis::receiver;
  }
  if (const auto said = find_retry_time(text)) {
    retry.after_s = *said;
    retry.basis = RetryBasis::text;
  }
  if (retry.basis != RetryBasis::reason) {
    // Steps that begin below the first wait would contradict it.
    auto& steps = retry.steps_s;
    const auto kept = std::remove_if(steps.begin(), steps.end(),
                                     [&](std::uint32_t s) { return s <= retry.after_s; });
    std::fill(kept, steps.end(), 0U);
  }
  return retry;
}

Outcome outcome_of(Reason reason) {
  Outcome out;
  out.reason = reason;
  return out;
}

/// The default when no rule fits: the registries, most specific first.
Outcome fallback(const Knowledge& knowledge, const Context& context, Verdict& v) {
  const int klass = class_of(context);
  v.evidence.rule = "registry";
  if (klass == 2 || klass == 3) {
    v.evidence.basis = context.code != 0 ? Basis::basic_code : Basis::enhanced_code;
    v.confidence = Confidence::high;
    return outcome_of(klass == 2 ? Reason::accepted : Reason::continue_);
  }
  v.evidence.basis = Basis::enhanced_code;
  v.confidence = Confidence::medium;
  if (context.enhanced) {
    v.evidence.rule = "registry.enhanced_code";
    const auto* exact = knowledge::find_enhanced(knowledge, context.enhanced);
    if (exact != nullptr) {
      if (const auto* o = known(fitting(exact->outcomes, context, context.enhanced.klass)))
        return *o;
    }
    const auto* subject =
        exact != nullptr ? nullptr : knowledge::find_subject(knowledge, context.enhanced);
    if (subject != nullptr) {
      if (const auto* o = known(fitting(subject->outcomes, context, context.enhanced.klass)))
        return *o;
    }
  }
  v.evidence.basis = Basis::basic_code;
  v.evidence.rule = "registry.reply_code";
  v.confidence = Confidence::low;
  if (const auto* row = knowledge::find_code(knowledge, context.code)) {
    if (const auto* o = known(fitting(row->outcomes, context, klass))) return *o;
  }
  if (context.stage == Stage::starttls || context.stage == Stage::auth) {
    v.evidence.basis = Basis::stage;
    v.evidence.rule = "registry.stage";
    return outcome_of(context.stage == Stage::auth ? Reason::smtp_auth : Reason::tls);
  }
  if (context.code == 0) {
    v.evidence.basis = context.enhanced ? Basis::enhanced_code : Basis::stage;
    v.evidence.rule = context.enhanced ? "registry.enhanced_code" : "registry.stage";
    if (context.stage == Stage::connect) return outcome_of(Reason::network_error);
    if (context.stage == Stage::dns) return outcome_of(Reason::dns_failure);
  }
  return {};
}

Outcome take_rule(const Knowledge& knowledge, const Match& match, Verdict& v,
                  const masking::Template& folded) {
  const Candidate& winner = match.winner;
  const Rule& rule = knowledge.rules[winner.rule];
  v.evidence.rule = rule.id;
  v.rule_row = winner.rule;
  v.problem = rule.problem;
  if (winner.length == 0) {
    const bool by_enhanced = !rule.enhanced.empty();
    v.evidence.basis = by_enhanced ? Basis::enhanced_code : Basis::basic_code;
    v.confidence = by_enhanced ? (rule.owner == knowledge::Owner::receiver ? Confidence::high
                                                                           : Confidence::medium)
                               : Confidence::medium;
    return rule.outcome;
  }
  v.evidence.basis = winner.own_code ? Basis::receiver_code : Basis::text;
  v.confidence = rule.priority < 0 ? Confidence::medium : Confidence::high;
  const masking::Range range = masking::find_source(folded, {winner.begin, winner.end});
  v.evidence.span = {range.begin, range.end};
  return rule.outcome;
}

}  // namespace

Verdict judge(const Knowledge& knowledge, const Match& match, const Context& context,
              const reply::Reply& reply, const masking::Template& folded) {
  Verdict v;
  v.code = context.code;
  v.enhanced = context.enhanced;
  const bool by_rule = match.winner.rule != kNone;
  const Outcome outcome =
      by_rule ? take_rule(knowledge, match, v, folded) : fallback(knowledge, context, v);
  for (std::size_t i = 0; i < match.runners_up.size() && match.runners_up[i] != kNone; ++i) {
    v.evidence.runners_up[i] = knowledge.rules[match.runners_up[i]].id;
  }
  const auto& info = knowledge.reason(outcome.reason);
  v.reason = outcome.reason;
  v.fault = outcome.fault.value_or(info.fault);
  v.note = outcome.note;
  const bool failed = v.reason != Reason::accepted && v.reason != Reason::continue_ &&
                      v.reason != Reason::auto_reply;
  const auto stated = by_class(class_of(context));
  if (failed) {
    v.persistence =
        outcome.persistence ? outcome.persistence : (stated ? stated : info.persistence);
    if (!v.persistence) v.persistence = Persistence::transient;
    if (stated && stated != v.persistence) v.stated = stated;
  }
  v.address_action = address_action(v, outcome.address_action.value_or(info.address_action),
                                    context, folded.text.find("<addr>") != std::string_view::npos);
  const std::uint32_t receiver = match.receiver;
  if (receiver != kNone) {
    v.receiver = knowledge.receivers[receiver].id;
    v.receiver_row = receiver;
    v.receiver_code = find_receiver_code(reply.text, knowledge.receivers[receiver].codes);
  }
  if (v.receiver_code.empty() && v.evidence.basis == Basis::receiver_code) {
    v.receiver_code =
        reply.text.substr(v.evidence.span.begin, v.evidence.span.end - v.evidence.span.begin);
  }
  if (failed) v.retry = retry_of(knowledge, v, outcome, receiver, reply.text);
  v.list = outcome.list;
  if (v.list.empty() && match.list != kNone && failed) v.list = knowledge.lists[match.list].id;
  return v;
}

}  // namespace smtpscope::rules
