// SPDX-License-Identifier: Apache-2.0
#include "sources/bounce/software.h"

#include <array>

#include "base/text.h"

#include "sources/bounce/mime/mime.h"

namespace smtpscope::bounce {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

struct Habit {
  std::string_view begins;  ///< of the words for people, or in From, in lower case
  std::string_view software;
};

constexpr std::array kFirstWords = std::to_array<Habit>({
    {"this is the mail system at host", "postfix"},
    {"this is the postfix program at host", "postfix"},
    {"this is the mail delivery system at", "postfix"},
    {"this message was created automatically by mail delivery software", "exim"},
    {"this message was created automatically by the mail system (ecelerity)", "ecelerity"},
    {"a message that you sent could not be delivered to one or more of its", "exim"},
    {"a message that you sent has not yet been delivered to one or more of its", "exim"},
    {"the original message was received at ", "sendmail"},
    {"**********************************************", "sendmail"},
    {"hi. this is the ", "qmail"},
    {"this is a delivery status notification from ", "courier"},
    {"hi! this is the mailer-daemon, please ", "opensmtpd"},
    {"message from yahoo.com.", "yahoo"},
    {"this report relates to a message you sent with the following header fields",
     "messaging_server"},
    {"delivery to the following recipient failed permanently", "gmail"},
    {"delivery to the following recipients failed.", "outlook"},
    {"this is an automatically generated delivery status notification", "outlook"},
    {"delivery has failed to these recipients or ", "exchange"},
    {"your message did not reach some or all of the intended recipients", "exchange2003"},
    {"** address not found **", "gsuite"},
    {"** message not delivered **", "gsuite"},
    {"** message blocked **", "gsuite"},
    {"** delivery incomplete **", "gsuite"},
    {"error icon ", "gsuite"},
    {"warning icon ", "gsuite"},
});

constexpr std::array kSenders = std::to_array<Habit>({
    {"@googlemail.com", "gsuite"},
    {"apps@sendgrid.net", "sendgrid"},
});

/// Any run of blanks in `text` is as one.
bool begins(std::string_view text, std::string_view phrase) noexcept {
  std::size_t at = 0;
  for (const char c : phrase) {
    if (at >= text.size() || text[at] != c) return false;
    ++at;
    while (c == ' ' && at < text.size() && text[at] == ' ') ++at;
  }
  return true;
}

/// `2026-10-06 12-00-17`: nobody else writes the time of a report so.
bool is_dashed_time(std::string_view date) noexcept {
  date = base::trim(date);
  return date.size() == 19 && date[4] == '-' && date[10] == ' ' && date[13] == '-' &&
         date[16] == '-';
}

/// Amazon's own; the address alone is that of any of its customers' reports, too.
std::string_view find_amazon(const Letter& letter) noexcept {
  if (base::find_nocase(letter.mailer, "amazon workmail") != kNone) return "workmail";
  const bool ses = base::find_nocase(letter.from, "amazonses.com") != kNone &&
                   !mime::find_field(letter.header, "x-ses-outgoing").empty();
  return ses ? "ses" : "";
}

}  // namespace

std::string_view find_software(const Letter& letter, const Report& report) noexcept {
  if (report.format == "postfix_session") return "postfix";
  // Only Postfix has fields of this name; report.queue_id is set from them.
  if (!report.queue_id.empty()) return "postfix";
  const std::string_view words = base::trim(letter.words.folded);
  for (const Habit& habit : kFirstWords) {
    if (begins(words, habit.begins)) return habit.software;
  }
  for (const Habit& habit : kSenders) {
    if (letter.from_words.has(habit.begins)) return habit.software;
  }
  if (base::starts_with_nocase(letter.subject, "delivery failure: ")) return "domino";
  if (is_dashed_time(report.arrival_date)) return "sendgrid";
  // Exim with words of its administrator's.
  if (!letter.failed_recipients.empty() && base::trim(letter.message_id).starts_with("<E1"))
    return "exim";
  return find_amazon(letter);
}

}  // namespace smtpscope::bounce
