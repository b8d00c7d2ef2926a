// SPDX-License-Identifier: Apache-2.0
#include "sources/bounce/bounce.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

#include "sources/bounce/arf.h"
#include "sources/bounce/auto_reply.h"
#include "sources/bounce/dsn.h"
#include "sources/bounce/finish.h"
#include "sources/bounce/generic.h"
#include "sources/bounce/limits.h"
#include "sources/bounce/shapes.h"
#include "sources/bounce/subject.h"

namespace smtpscope::bounce {
namespace {

std::string_view why_not(const Letter& letter) noexcept {
  if (letter.has_archive && base::find_nocase(letter.subject, "report domain:") == 0)
    return "a DMARC aggregate report";
  if (letter.has_calendar) return "a calendar message";
  if (is_from_system(letter)) {
    return says_undelivered(letter) ? "a mail system wrote it, but it names no recipient"
                                    : "a mail system wrote it, but it reports no delivery";
  }
  return "neither a report nor written by a mail system";
}

/// Lines ended by LF. Shapes look at lines, and few mails that come from a file have other ends.
std::string_view with_lf(std::string_view mail, std::string& buffer) {
  if (mail.find('\r') == std::string_view::npos) return mail;
  buffer.clear();
  buffer.reserve(mail.size());
  for (std::size_t at = 0; at < mail.size();) {
    const std::size_t cr = std::min(mail.find('\r', at), mail.size());
    buffer.append(mail, at, cr - at);
    if (cr == mail.size()) break;
    at = cr + 1;
    // CR CR LF is one end, too: programs that translate twice write it.
    while (at < mail.size() && mail[at] == '\r' && mail.substr(at + 1, 1) == "\n") ++at;
    if (at < mail.size() && mail[at] == '\n') ++at;
    buffer.push_back('\n');
  }
  return buffer;
}

}  // namespace

Reader::Reader(std::vector<std::string> headers) : headers_(std::move(headers)) {}

bool Reader::read_report(const Letter& letter) {
  static constexpr Shape kReports[] = {
      {"arf", read_feedback}, {"mdn", read_disposition}, {"rfc3464", read_dsn}};
  const auto take = [&](const Shape& shape) {
    report_.clear();
    return shape.read(letter, arena_, report_);
  };
  for (const Shape& shape : kReports) {
    if (take(shape)) return true;
  }
  for (const Shape& shape : shapes()) {
    if (take(shape)) return true;
  }
  // Absence notices have the null sender, too, and say what did not work. A program that says it
  // answers and is no daemon is believed, unless its subject is that of a bounce.
  const bool answer_first = !is_from_daemon(letter) && !has_bounce_subject(letter);
  if (answer_first && take({"auto_reply", read_auto_reply})) return true;
  return take({"text", read_generic}) || (!answer_first && take({"auto_reply", read_auto_reply}));
}

/// A bounce sent on as an attachment.
bool Reader::read_forwarded(const Letter& letter, int depth) {
  if (letter.attached.empty() || depth >= kMaxForwarded) return false;
  read_letter(letter.attached, depth + 1);
  return !reading_.attempts.empty();
}

void Reader::read_letter(std::string_view mail, int depth) {
  const Letter letter = take_apart(mail, arena_, &charsets_);
  if (read_report(letter)) {
    finish(letter, report_, place_, headers_, arena_, reading_.attempts);
    if (!reading_.attempts.empty()) return;
  }
  if (read_forwarded(letter, depth)) return;
  reading_.not_a_bounce = report_.why.empty() ? why_not(letter) : report_.why;
}

const Reading& Reader::read(std::string_view mail, std::string_view file, std::uint64_t offset,
                            bool cut) {
  arena_.clear();
  reading_.attempts.clear();
  reading_.not_a_bounce = {};
  place_ = {"bounce", {}, file, offset, 0};
  read_letter(with_lf(mail, lines_), 0);
  if (cut) {
    for (attempt::Attempt& a : reading_.attempts) a.issues |= attempt::kMailCut;
  }
  return reading_;
}

}  // namespace smtpscope::bounce
