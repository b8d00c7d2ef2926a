// SPDX-License-Identifier: Apache-2.0
#include "sources/bounce/generic.h"

#include <algorithm>
#include <array>

#include "base/text.h"

#include "meaning/reply/find_replies.h"

#include "sources/bounce/blocks.h"
#include "sources/bounce/limits.h"
#include "sources/bounce/subject.h"

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
                                                                  "returning to sender",
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

/// What only programs write that move mail between servers, and people who quote their logs.
constexpr std::array kLogs = std::to_array<std::string_view>(
    {"postfix/", "status=bounced", "status=deferred", "sendmail[", "sm-mta[", "dovecot: ", "exim[",
     "-queue id-", "noqueue: ", "log summaries", "logwatch", "kbytes in "});

/// The statement about one's own message, which opens a bounce.
bool says_your_message(const Letter& letter) noexcept {
  return letter.words.substr(0, kMaxOpening)
      .has_any({"your message", "your mail", "your e-mail", "your email", "a message that you sent",
                "message you sent", "mail you sent", "the original message", "ihre nachricht",
                "ihre e-mail", "votre message", "su mensaje", "sua mensagem", "suo messaggio",
                "uw bericht"});
}

/// The reply of a server among the words, with its code or status.
bool has_reply(std::string_view words) noexcept {
  const reply::Paste paste = reply::find_replies(words);
  const reply::Reply& reply = paste.replies[paste.deciding].reply;
  return reply.code >= 400 || bool(reply.enhanced);
}

/// A full mailbox or bait for its owner.
bool is_only_own(const Letter& letter, const Report& report) noexcept {
  return std::all_of(report.findings.begin(), report.findings.end(),
                     [&](const Finding& f) { return is_own(letter, f.recipient); });
}

/// A filter's notice about a message to us that it kept back: we are whom that was for, or nobody
/// is named but us and its author.
bool is_of_incoming(const Letter& letter, const Report& report) noexcept {
  std::size_t at = 0;
  const std::string_view author = find_address(letter.returned.from, at);
  if (author.empty() || is_own(letter, author)) return false;
  at = 0;
  if (is_own(letter, find_address(letter.returned.to, at))) return true;
  return std::all_of(report.findings.begin(), report.findings.end(), [&](const Finding& f) {
    return base::equals_nocase(f.recipient, author) || is_own(letter, f.recipient);
  });
}

/// What tells a bounce from the other mail of postmasters and null senders, which speaks of mails
/// that were not delivered, too: the message came back, a daemon gave it the subject of a bounce,
/// or it says of one's message what a server replied.
bool is_of_a_message(const Letter& letter, const Report& report) noexcept {
  if (came_back(letter)) return !is_of_incoming(letter, report);
  if (is_from_daemon(letter) && has_bounce_subject(letter)) return true;
  return says_your_message(letter) && has_reply(report.findings.front().words);
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
/// message that came back was for. Where none came back, it may be anybody's.
bool add_only_address(const Letter& letter, Report& report) {
  if (!came_back(letter)) return false;
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
    if (!may_be_bounce(letter) || !says_undelivered(letter)) return false;
    if (!came_back(letter) && has_one(letter.words, kLogs)) return false;
    // What stands before this is the head of the message: its `To:` is not whom it did not reach.
    const Words list = letter.words.behind({"did not reach the following"});
    if (!add_blocks(letter, list.empty() ? letter.words : list, report) &&
        !add_only_address(letter, report))
      return false;
    if (!came_back(letter) && is_only_own(letter, report)) return false;
    if (!is_of_a_message(letter, report)) return false;
  }
  report.format = "text";
  report.part = letter.text_part;
  if (says_delayed(letter)) report.outcome = attempt::Outcome::delayed;
  return true;
}

}  // namespace smtpscope::bounce
