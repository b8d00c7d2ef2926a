// SPDX-License-Identifier: Apache-2.0
#include "sources/bounce/generic.h"

#include <array>

#include "base/text.h"

#include "sources/bounce/blocks.h"
#include "sources/bounce/limits.h"

namespace smtpscope::bounce {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

constexpr std::array kSubjects = std::to_array<std::string_view>({"undeliver",
                                                                  "returned mail",
                                                                  "failure notice",
                                                                  "delivery fail",
                                                                  "delivery status",
                                                                  "delivery notification",
                                                                  "delivery report",
                                                                  "delivery error",
                                                                  "mail failure",
                                                                  "failed mail",
                                                                  "could not be delivered",
                                                                  "couldn't be delivered",
                                                                  "not delivered",
                                                                  "non remis",
                                                                  "unzustellbar",
                                                                  "nicht zugestellt",
                                                                  "returning message",
                                                                  "delivery problem",
                                                                  "mail delivery",
                                                                  "bounce",
                                                                  "message not delivered",
                                                                  "undelivered",
                                                                  "error sending",
                                                                  "non-delivery",
                                                                  "nondeliverable",
                                                                  "non deliverable",
                                                                  "failed delivery",
                                                                  "unable to deliver",
                                                                  "rejected",
                                                                  "non recapitabile",
                                                                  "no entregado",
                                                                  "no se puede entregar",
                                                                  "n\xc3\xa3o entregue",
                                                                  "onbestelbaar",
                                                                  "echec de",
                                                                  "\xc3\xa9"
                                                                  "chec de",
                                                                  "mancata consegna",
                                                                  "\xe9\x80\x80\xe4\xbf\xa1",
                                                                  "\xe9\x85\x8d\xe4\xbf\xa1",
                                                                  "\xe9\x80\x80\xe4\xbf\xa1"});

constexpr std::array kWords =
    std::to_array<std::string_view>({"could not be delivered",
                                     "couldn't be delivered",
                                     "was not delivered",
                                     "wasn't delivered",
                                     "not be delivered",
                                     "undeliverable",
                                     "delivery failed",
                                     "failed to deliver",
                                     "unable to deliver",
                                     "cannot be delivered",
                                     "can't be delivered",
                                     "can not be delivered",
                                     "able to deliver",
                                     "permanent error",
                                     "did not reach",
                                     "has failed",
                                     "delivery to the following",
                                     "delivery has failed",
                                     "user unknown",
                                     "unknown user",
                                     "no such user",
                                     "does not exist",
                                     "mailbox is full",
                                     "mailbox full",
                                     "rejected",
                                     "returned to you",
                                     "being returned",
                                     "was returned",
                                     "could not deliver",
                                     "could not send",
                                     "failed permanently",
                                     "had problems",
                                     "nicht zugestellt",
                                     "konnte nicht",
                                     "non remis",
                                     "n'a pas",
                                     "no se pudo",
                                     "no ha podido",
                                     "impossibile",
                                     "n\xc3\xa3o p\xc3\xb4"
                                     "de",
                                     "n\xc3\xa3o foi",
                                     "kon niet",
                                     "nie mog",
                                     "\xe9\x80\x81\xe4\xbf\xa1\xe3\x81\xa7\xe3\x81\x8d",
                                     "\xe9\x85\x8d\xe4\xbf\xa1\xe3\x81\xa7\xe3\x81\x8d",
                                     "\xe6\x97\xa0\xe6\xb3\x95",
                                     "\xe9\x80\x80\xe5\x9b\x9e",
                                     "\xd0\xbd\xd0\xb5 \xd0\xbc\xd0\xbe\xd0\xb6\xd0\xb5\xd1\x82"});

constexpr std::array kDelayed = std::to_array<std::string_view>(
    {"will continue to", "will be retried", "still being", "has been delayed", "was delayed",
     "is delayed", "not yet been delivered", "you do not need to resend", "no action is required",
     "will keep trying", "warning message only", "delivery is delayed", "delayed mail",
     "delivery delayed", "attempts will continue", "retry for", "wird weiterhin versucht"});

template <std::size_t N>
bool has_one(const Words& words, const std::array<std::string_view, N>& phrases) noexcept {
  for (const std::string_view phrase : phrases) {
    if (words.has(phrase)) return true;
  }
  return false;
}

/// `X-Failed-Recipients: a@example.net,\n b@example.net`.
bool add_failed_recipients(const Letter& letter, Report& report) {
  const BlockIndex blocks(letter.words);
  std::size_t at = 0;
  while (report.findings.size() < kMaxRecipients) {
    const std::string_view address = find_address(letter.failed_recipients, at);
    if (address.empty()) break;
    Finding& finding = report.add(address);
    const Block* block = blocks.find(address);
    if (block != nullptr) finding.words = block->words;
  }
  if (report.findings.size() == 1 && report.findings[0].words.empty()) {
    report.findings[0].words = letter.words.text.substr(0, kMaxWords);
  }
  return !report.findings.empty();
}

/// The one address in the words that is neither ours nor the sender of the bounce, or the one the
/// message that came back was for.
bool add_only_address(const Letter& letter, Report& report) {
  std::size_t at = 0;
  std::string_view only;
  while (true) {
    const std::string_view address = find_address(letter.words.text, at);
    if (address.empty()) break;
    const bool own = base::find_nocase(letter.to, "@") != kNone && letter.to.find(address) != kNone;
    if (own || letter.from.find(address) != kNone) continue;
    if (!only.empty() && !base::equals_nocase(only, address)) {
      only = {};
      break;
    }
    only = address;
  }
  if (only.empty()) {
    std::size_t to = 0;
    only = find_address(letter.returned.to, to);
  }
  if (only.empty()) return false;
  report.add(only).words = letter.words.text.substr(0, kMaxWords);
  return true;
}

}  // namespace

bool says_undelivered(const Letter& letter) noexcept {
  return has_one(letter.subject_words, kSubjects) || has_one(letter.words, kWords);
}

bool says_delayed(const Letter& letter) noexcept {
  return has_one(letter.words, kDelayed) || letter.subject_words.has_any({"delayed", "warning:"});
}

bool read_generic(const Letter& letter, base::Arena&, Report& report) {
  if (!letter.failed_recipients.empty()) {
    if (!add_failed_recipients(letter, report)) return false;
  } else {
    if (!is_from_system(letter) || !says_undelivered(letter)) return false;
    if (!add_blocks(letter, letter.words, report) && !add_only_address(letter, report))
      return false;
  }
  report.format = "text";
  report.part = letter.text_part;
  if (says_delayed(letter)) report.outcome = attempt::Outcome::delayed;
  return true;
}

}  // namespace smtpscope::bounce
