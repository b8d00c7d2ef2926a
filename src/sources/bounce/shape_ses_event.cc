// SPDX-License-Identifier: Apache-2.0
// What Amazon SES tells its customers through SNS, as it comes by mail: one JSON object with
// `bouncedRecipients`, `complainedRecipients`, `delayedRecipients` or `recipients`, bare or escaped
// inside the `Message` of an SNS envelope. Mail folds long lines, and so JSON arrives that is none
// any more: strings and their keys are read in their order, whatever stands between them.
#include "base/text.h"

#include "sources/bounce/arf.h"
#include "sources/bounce/limits.h"
#include "sources/bounce/shapes.h"

namespace smtpscope::bounce {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

/// The string whose opening quote stands before `at`, undone; `at` moves behind the closing one. A
/// line end inside is what the mail's lines did to it.
std::string_view read_string(std::string_view json, std::size_t& at, base::Arena& arena) {
  const std::size_t begin = at;
  bool plain = true;
  while (at < json.size() && json[at] != '"') {
    plain = plain && json[at] != '\\' && json[at] != '\n';
    at += json[at] == '\\' ? 2 : 1;
  }
  const std::size_t end = at < json.size() ? at : json.size();
  at = end + 1;
  const std::string_view raw = json.substr(begin, end - begin);
  if (plain) return raw;
  char* const out = arena.take(raw.size());
  std::size_t n = 0;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] == '\n') continue;
    if (raw[i] != '\\' || i + 1 == raw.size()) {
      out[n++] = raw[i];
      continue;
    }
    const char c = raw[++i];
    // Escaped letters of other alphabets stand in subjects only, which nobody asks for here.
    out[n++] = c == 'n' || c == 'r' ? '\n' : c == 't' ? ' ' : c;
  }
  return {out, n};
}

struct Pair {
  std::string_view key, value;
};

/// The next string that has a key. `pair` is the one before, an empty one at first.
bool next_pair(std::string_view json, std::size_t& at, base::Arena& arena, Pair& pair) {
  std::string_view key = pair.key;  // which holds for all of a list
  while (at < json.size()) {
    const char c = json[at++];
    if (c == '"') {
      const std::string_view text = read_string(json, at, arena);
      std::size_t next = at;
      while (next < json.size() && base::is_space(json[next])) ++next;
      if (next < json.size() && json[next] == ':') {
        key = text;
        at = next + 1;
      } else if (!key.empty()) {
        pair = {key, text};
        return true;
      }
    } else if (c == '{' || c == '}' || c == ']') {
      key = {};
    }
  }
  return false;
}

void take_of_recipient(const Pair& pair, Finding& finding) {
  if (pair.key == "action") finding.action = pair.value;
  if (pair.key == "status") finding.status = pair.value;
  if (pair.key == "diagnosticCode") {
    const Typed typed = split_type(pair.value);
    finding.diagnostic_type = typed.type;
    finding.diagnostic = typed.value;
  }
}

/// What an event of this type says happened; false for those that say nothing of a recipient.
bool take_type(std::string_view type, Report& report) {
  if (type == "Bounce" || type == "Reject") return true;
  if (type == "DeliveryDelay") {
    report.outcome = attempt::Outcome::delayed;
    return true;
  }
  if (type == "Delivery") {
    report.outcome = attempt::Outcome::delivered;
    return true;
  }
  if (type != "Complaint") return false;
  report.outcome = attempt::Outcome::complaint;
  report.kind = "abuse";
  return true;
}

bool take_event(std::string_view json, base::Arena& arena, Report& report) {
  bool typed = false;
  std::size_t at = 0;
  for (Pair pair; next_pair(json, at, arena, pair);) {
    if (pair.key == "notificationType" || pair.key == "eventType") {
      if (!take_type(pair.value, report)) return false;
      typed = true;
    } else if ((pair.key == "emailAddress" || pair.key == "recipients") &&
               report.findings.size() < kMaxRecipients) {
      report.add(pair.value);
    } else if (pair.key == "smtpResponse" && report.outcome == attempt::Outcome::delivered &&
               !report.findings.empty() && report.findings[0].diagnostic.empty()) {
      for (Finding& finding : report.findings) finding.diagnostic = pair.value;
    } else if (pair.key == "reportingMTA") {
      report.reporting_host = pair.value;
    } else if (pair.key == "complaintFeedbackType") {
      report.kind = find_feedback_kind(pair.value);
    } else if (pair.key == "source" && report.sender.empty()) {
      report.sender = pair.value;
    } else if (pair.key == "messageId" &&
               (report.message_id.empty() || pair.value.starts_with('<'))) {
      report.message_id = pair.value;
    } else if (!report.findings.empty()) {
      take_of_recipient(pair, report.findings.back());
    }
  }
  return typed && !report.findings.empty();
}

/// The event itself, or what the envelope's `Message` holds.
std::string_view find_event(std::string_view text, base::Arena& arena) {
  if (text.find("\"notificationType\"") != kNone || text.find("\"eventType\"") != kNone)
    return text;
  std::size_t at = 0;
  for (Pair pair; next_pair(text, at, arena, pair);) {
    if (pair.key == "Message") return pair.value;
  }
  return {};
}

}  // namespace

bool read_ses_event(const Letter& letter, base::Arena& arena, Report& report) {
  if (!letter.from_words.has("sns.amazonaws.com") &&
      letter.header.find("\nx-amz-sns-message-id:") == kNone)
    return false;
  const std::string_view text = base::trim(letter.words.text);
  if (!text.starts_with('{') || !take_event(find_event(text, arena), arena, report)) {
    report.clear();
    return false;
  }
  report.format = "ses_event";
  report.part = letter.text_part;
  return true;
}

}  // namespace smtpscope::bounce
