// SPDX-License-Identifier: Apache-2.0
#include "sources/bounce/arf.h"

#include <array>
#include <vector>

#include "base/text.h"

#include "sources/bounce/limits.h"
#include "sources/bounce/mime/mime.h"

namespace smtpscope::bounce {
namespace {

using base::equals_nocase;

/// Recipients the report names; else those of the message complained about.
void add_recipients(const Letter& letter, const std::vector<std::string_view>& named,
                    Report& report) {
  for (const std::string_view recipient : named) {
    if (report.findings.size() < kMaxRecipients) report.add(recipient);
  }
  if (!report.findings.empty()) return;
  for (const std::string_view name :
       {"x-apparently-to", "x-original-to", "delivered-to", "x-hmxmroriginalrecipient", "to"}) {
    const std::string_view value = mime::find_field(letter.returned_header, name);
    std::size_t at = 0;
    while (report.findings.size() < kMaxRecipients) {
      const std::string_view address = find_address(value, at);
      if (address.empty()) break;
      report.add(address);
    }
    if (!report.findings.empty()) return;
  }
  report.add({});
}

bool read_report(const Letter& letter, Report& report) {
  std::vector<std::string_view> recipients;
  std::string_view result;
  mime::Fields fields(letter.feedback);
  report.kind = "abuse";
  for (mime::Field field; fields.next(field);) {
    if (equals_nocase(field.name, "feedback-type")) report.kind = find_feedback_kind(field.value);
    if (equals_nocase(field.name, "original-rcpt-to") ||
        equals_nocase(field.name, "removal-recipient")) {
      recipients.push_back(field.value);
    }
    if (equals_nocase(field.name, "original-mail-from")) report.sender = field.value;
    if (equals_nocase(field.name, "arrival-date") || equals_nocase(field.name, "received-date"))
      report.arrival_date = field.value;
    if (equals_nocase(field.name, "source-ip")) report.source_ip = field.value;
    if (equals_nocase(field.name, "reporting-mta")) report.reporting_host = field.value;
    if (equals_nocase(field.name, "delivery-result")) result = base::trim(field.value);
  }
  add_recipients(letter, recipients, report);
  report.part = letter.feedback_part;
  report.format = "arf";
  report.outcome = attempt::Outcome::complaint;
  if (report.kind != "auth-failure" && report.kind != "dkim") return true;
  // Nobody complained: the message was not authenticated, and may not even be ours.
  report.format = "rfc6591";
  const bool refused = equals_nocase(result, "reject") || equals_nocase(result, "policy");
  report.outcome = refused ? attempt::Outcome::bounced : attempt::Outcome::delivered;
  return true;
}

/// Microsoft's JMRP: the message complained about, attached, and a From that says so.
bool read_jmrp(const Letter& letter, Report& report) {
  if (letter.attached.empty()) return false;
  const bool microsoft =
      base::find_nocase(letter.from, "staff@hotmail.com") != std::string_view::npos ||
      base::starts_with_nocase(base::trim(letter.subject), "complaint about message from");
  if (!microsoft) return false;
  report.format = "jmrp";
  report.kind = "abuse";
  report.outcome = attempt::Outcome::complaint;
  add_recipients(letter, {}, report);
  return !report.findings.empty();
}

/// A mail program that unsubscribes for its user by mail (List-Unsubscribe: mailto:).
bool read_unsubscribe(const Letter& letter, Report& report) {
  if (letter.apple_unsubscribe.empty()) return false;
  std::size_t at = 0;
  const std::string_view address = find_address(letter.from, at);
  if (address.empty()) return false;
  report.format = "unsubscribe";
  report.kind = "opt-out";
  report.outcome = attempt::Outcome::complaint;
  report.add(address);
  return true;
}

}  // namespace

// RFC 5965 7.3 and RFC 6591: what somebody pressed a button for.
std::string_view find_feedback_kind(std::string_view written) noexcept {
  static constexpr std::array kKinds = std::to_array<std::string_view>(
      {"abuse", "fraud", "virus", "other", "not-spam", "auth-failure", "dkim", "opt-out",
       "opt-out-list", "miscategorized"});
  for (const std::string_view kind : kKinds) {
    if (equals_nocase(base::trim(written), kind)) return kind;
  }
  return "other";
}

bool read_feedback(const Letter& letter, base::Arena&, Report& report) {
  if (!letter.feedback.empty()) return read_report(letter, report);
  return read_jmrp(letter, report) || read_unsubscribe(letter, report);
}

}  // namespace smtpscope::bounce
