// SPDX-License-Identifier: Apache-2.0
#include "sources/bounce/dsn.h"

#include <array>

#include "base/text.h"

#include "sources/bounce/limits.h"
#include "sources/bounce/mime/mime.h"

namespace smtpscope::bounce {
namespace {

using base::equals_nocase;

/// `value` and the lines below it that go on with its reply without being folded, as nullmailer
/// writes them: `550-5.1.1 a` LF `550 5.1.1 b`.
std::string_view with_unfolded(std::string_view block, std::string_view value) noexcept {
  if (value.size() < 4 || value[3] != '-' || !base::is_digit(value[0])) return value;
  const auto begin = static_cast<std::size_t>(value.data() - block.data());
  std::size_t end = begin + value.size();
  for (std::size_t at = end + 1; at < block.size();) {
    const std::string_view line = take_line(block, at);
    if (line.size() < 4 || !line.starts_with(value.substr(0, 3))) break;
    if (line[3] != '-' && line[3] != ' ') break;
    end = static_cast<std::size_t>(line.data() - block.data()) + line.size();
    if (line[3] == ' ') break;
  }
  return block.substr(begin, end - begin);
}

/// Fields of one recipient (RFC 3464 2.3 and what others add).
void take_recipient_field(std::string_view block, const mime::Field& field, Finding& finding) {
  const auto set = [&](std::string_view& member) {
    if (member.empty()) member = field.value;
  };
  if (equals_nocase(field.name, "final-recipient")) return set(finding.recipient);
  if (equals_nocase(field.name, "original-recipient")) return set(finding.original_recipient);
  if (equals_nocase(field.name, "action")) return set(finding.action);
  if (equals_nocase(field.name, "status")) return set(finding.status);
  if (equals_nocase(field.name, "remote-mta")) return set(finding.remote_host);
  if (equals_nocase(field.name, "last-attempt-date")) return set(finding.date);
  if (equals_nocase(field.name, "diagnostic-code")) {
    if (!finding.diagnostic.empty()) return;
    const Typed typed = split_type(field.value);
    finding.diagnostic_type = typed.type;
    finding.diagnostic = with_unfolded(block, typed.value);
    return;
  }
  if (equals_nocase(field.name, "x-actual-recipient")) {
    set(finding.recipient);
    set(finding.actual_recipient);
  }
}

void take_message_field(const mime::Field& field, Report& report) {
  const auto set = [&](std::string_view& member) {
    if (member.empty()) member = field.value;
  };
  if (equals_nocase(field.name, "reporting-mta")) return set(report.reporting_host);
  if (equals_nocase(field.name, "received-from-mta")) return set(report.received_from);
  if (equals_nocase(field.name, "arrival-date")) return set(report.arrival_date);
  if (equals_nocase(field.name, "x-postfix-queue-id")) return set(report.queue_id);
  if (equals_nocase(field.name, "x-postfix-sender")) return set(report.sender);
  if (equals_nocase(field.name, "x-outbound-mail-relay-queue-id")) return set(report.queue_id);
}

bool names_recipient(const mime::Field& field) noexcept {
  return equals_nocase(field.name, "final-recipient") ||
         equals_nocase(field.name, "original-recipient");
}

/// True where the field belongs to the next recipient: what one has only once has come again.
bool begins_next(const mime::Field& field, const Finding& finding) noexcept {
  if (equals_nocase(field.name, "final-recipient")) return !finding.recipient.empty();
  if (equals_nocase(field.name, "original-recipient")) {
    return !finding.original_recipient.empty() ||
           (!finding.recipient.empty() && !finding.status.empty());
  }
  return false;
}

bool is_named(const Finding& finding) noexcept {
  return !finding.recipient.empty() || !finding.original_recipient.empty();
}

void take_block(std::string_view block, Report& report) {
  Finding finding;
  mime::Fields fields(block);
  for (mime::Field field; fields.next(field);) {
    if (names_recipient(field) && begins_next(field, finding)) {
      if (report.findings.size() < kMaxRecipients) report.findings.push_back(finding);
      finding = Finding{};
    }
    take_message_field(field, report);
    take_recipient_field(block, field, finding);
  }
  if (is_named(finding)) {
    if (report.findings.size() < kMaxRecipients) report.findings.push_back(finding);
  } else if (!report.findings.empty() && !finding.diagnostic.empty() &&
             report.findings.back().diagnostic.empty()) {
    // A blank line inside the block of a recipient.
    Finding& last = report.findings.back();
    last.diagnostic = finding.diagnostic;
    last.diagnostic_type = finding.diagnostic_type;
    if (last.status.empty()) last.status = finding.status;
    if (last.action.empty()) last.action = finding.action;
  }
}

/// `Final-Recipient:` at the start of a line of the words, and where its block begins.
std::string_view fields_in_words(const Words& words) noexcept {
  std::size_t at = 0;
  for (const std::string_view name :
       {"reporting-mta:", "final-recipient:", "original-recipient:"}) {
    for (at = words.find(name); at != std::string_view::npos; at = words.find(name, at + 1)) {
      if (at == 0 || words.text[at - 1] == '\n') return words.text.substr(at);
    }
  }
  return {};
}

}  // namespace

bool read_status_fields(std::string_view status, Report& report) {
  for (std::size_t at = 0; at < status.size();) {
    std::size_t end = at;
    std::size_t next = at;
    while (next < status.size() && !base::trim(take_line(status, next)).empty()) end = next;
    if (end > at) take_block(status.substr(at, end - at), report);
    at = next;
  }
  return !report.findings.empty();
}

bool read_dsn(const Letter& letter, base::Arena&, Report& report) {
  if (!letter.status.empty() && read_status_fields(letter.status, report)) {
    report.part = letter.status_part;
  } else {
    if (letter.words.empty() || !may_be_bounce(letter)) return false;
    const std::string_view fields = fields_in_words(letter.words);
    if (fields.empty() || !read_status_fields(fields, report)) return false;
    report.part = letter.text_part;
  }
  report.format = "rfc3464";
  return true;
}

}  // namespace smtpscope::bounce
