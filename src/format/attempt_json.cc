// SPDX-License-Identifier: Apache-2.0
#include "format/attempt_json.h"

#include <utility>

#include "format/json_writer.h"

namespace smtpscope::format {
namespace {

using attempt::Attempt;

void append_padded(unsigned n, int width, std::string& out) {
  for (unsigned limit = 10; width > 1; --width, limit *= 10) {
    if (n < limit) {
      out.append(static_cast<std::size_t>(width - 1), '0');
      break;
    }
  }
  append_integer(n, out);
}

struct Piece {
  char mark;
  unsigned value;
  int width;
};

struct Civil {
  std::int64_t year;
  unsigned month, day;
};

/// Gregorian date of a day counted from 1970-01-01, years from March on so that a leap day is last.
/// Years before 0 read as 0: dates in mail are checked when they are parsed.
Civil civil_from_days(std::int64_t days) noexcept {
  constexpr std::int64_t kEra = 146'097;  // days of 400 years
  days += 719'468;
  const std::int64_t era = (days >= 0 ? days : days - kEra + 1) / kEra;
  const auto day = static_cast<unsigned>(days - era * kEra);
  const unsigned year = (day - day / 1460 + day / 36'524 - day / 146'096) / 365;
  const unsigned of_year = day - (365 * year + year / 4 - year / 100);
  const unsigned month = (5 * of_year + 2) / 153;
  const std::int64_t civil_year = era * 400 + year + (month >= 10 ? 1 : 0);
  return {civil_year < 0 ? 0 : civil_year, month < 10 ? month + 3 : month - 9,
          of_year - (153 * month + 2) / 5 + 1};
}

void append_source(const attempt::Place& place, std::string& out) {
  out.append(",\"source\":{\"kind\":\"").append(place.kind).push_back('"');
  if (!place.format.empty()) append_word_member("format", place.format, out);
  append_text_member("file", place.file, out);
  if (place.offset != 0) append_count_member("offset", place.offset, out);
  if (place.part != 0) append_count_member("part", place.part, out);
  out.push_back('}');
}

void append_time(const Attempt& a, std::string& out) {
  if (!a.time) return;
  out.append(",\"time\":\"");
  append_utc(a.time->epoch_ms, out);
  out.push_back('"');
  append_word_member("time_source", to_string(a.time->source), out);
}

void append_addresses(const Attempt& a, std::string& out) {
  if (a.has_sender && a.sender.empty()) {
    append_word_member("sender", "<>", out);
  } else {
    append_text_member("sender", a.sender, out);
  }
  append_text_member("recipient", a.recipient, out);
  append_text_member("original_recipient", a.original_recipient, out);
}

void append_session(const Attempt& a, std::string& out) {
  append_text_member("message_id", a.message_id, out);
  append_text_member("queue_id", a.queue_id, out);
  append_text_member("local_host", a.local_host, out);
  append_text_member("local_ip", a.local_ip, out);
  append_text_member("remote_host", a.remote_host, out);
  append_text_member("remote_ip", a.remote_ip, out);
  if (a.stage != reply::Stage::unknown) append_word_member("stage", to_string(a.stage), out);
  if (a.code != 0) append_count_member("code", a.code, out);
  append_enhanced_member(a.enhanced, out);
  append_text_member("dsn_status", a.dsn_status, out);
  append_text_member("reply", a.reply, out);
}

void append_message(const Attempt& a, std::string& out) {
  append_text_member("kind", a.kind, out);
  append_text_member("subject", a.subject, out);
  append_text_member("from", a.from, out);
  append_text_member("list_id", a.list_id, out);
  if (a.tags.empty()) return;
  out.append(",\"tags\":{");
  bool first = true;
  for (const attempt::Tag& tag : a.tags) {
    if (!first) out.push_back(',');
    first = false;
    append_json_string(tag.name, out);
    out.push_back(':');
    append_json_string(tag.value, out);
  }
  out.push_back('}');
}

/// What was left out because of a limit, by name.
void append_issues(std::uint32_t issues, std::string& out) {
  if (issues == 0) return;
  constexpr std::pair<std::uint32_t, std::string_view> kNames[] = {
      {attempt::kMailCut, "mail_cut"},     {attempt::kTextCut, "text_cut"},
      {attempt::kHeaderCut, "header_cut"}, {attempt::kTooManyParts, "too_many_parts"},
      {attempt::kTooDeep, "too_deep"},     {attempt::kTooManyRecipients, "too_many_recipients"}};
  out.append(",\"issues\":[");
  for (const auto& [bit, name] : kNames) {
    if ((issues & bit) == 0) continue;
    if (!out.ends_with('[')) out.push_back(',');
    out.append("\"").append(name).push_back('"');
  }
  out.push_back(']');
}

}  // namespace

void append_utc(std::int64_t epoch_ms, std::string& out) {
  constexpr std::int64_t kDayMs = 86'400'000;
  const std::int64_t days = epoch_ms >= 0 ? epoch_ms / kDayMs : (epoch_ms + 1) / kDayMs - 1;
  const auto ms = static_cast<unsigned>(epoch_ms - days * kDayMs);
  const Civil date = civil_from_days(days);
  append_padded(static_cast<unsigned>(date.year), 4, out);
  for (const auto& [mark, value, width] :
       {Piece{'-', date.month, 2}, Piece{'-', date.day, 2}, Piece{'T', ms / 3'600'000, 2},
        Piece{':', ms / 60'000 % 60, 2}, Piece{':', ms / 1000 % 60, 2}, Piece{'.', ms % 1000, 3}}) {
    out.push_back(mark);
    append_padded(value, width, out);
  }
  out.push_back('Z');
}

void append_attempt_object(const core::Classifier& classifier, const Attempt& attempt,
                           const core::AttemptVerdict& verdict, bool proven,
                           const JsonOptions& options, std::string& out) {
  out.append("{\"v\":1");
  append_word_member("id", format_id(attempt), out);
  append_time(attempt, out);
  append_source(attempt.place, out);
  append_word_member("direction", to_string(attempt.direction), out);
  append_word_member("outcome", to_string(attempt.outcome), out);
  append_addresses(attempt, out);
  append_session(attempt, out);
  append_message(attempt, out);
  append_issues(attempt.issues, out);
  if (proven) out.append(",\"proven\":true");
  if (verdict.by_words) append_text_member("words", verdict.judged, out);
  out.append(",\"verdict\":{");
  append_verdict_members(classifier, verdict.verdict, options, out);
  out.append("}}");
}

void append_repeats(std::string_view id, std::string& out) {
  append_word_member("repeats", id, out);
}

void append_not_a_bounce(const attempt::Place& place, std::string_view why, std::string& out) {
  out.append("{\"v\":1");
  append_source(place, out);
  append_text_member("not_a_bounce", why, out);
  out.push_back('}');
}

}  // namespace smtpscope::format
