// SPDX-License-Identifier: Apache-2.0
#include "io/mbox_splitter.h"

#include <algorithm>
#include <cstring>

#include "base/text.h"

#include "io/limits.h"

namespace smtpscope::io {
namespace {

constexpr std::string_view kFrom = "From ";
constexpr auto kNowhere = std::string_view::npos;
constexpr std::size_t kMaxLengthDigits = 10;  // more than parse_digits() takes, so none too many

bool is_line_end(char c) noexcept { return c == '\n' || c == '\r'; }

/// Size of the line end at `at`: 0, 1, or 2 for CRLF.
std::size_t line_end_at(std::string_view s, std::size_t at) noexcept {
  if (at >= s.size() || !is_line_end(s[at])) return 0;
  return s[at] == '\r' && at + 1 < s.size() && s[at + 1] == '\n' ? 2 : 1;
}

/// Size of the line end before `at`.
std::size_t line_end_before(std::string_view s, std::size_t at) noexcept {
  if (at == 0 || !is_line_end(s[at - 1])) return 0;
  return s[at - 1] == '\n' && at > 1 && s[at - 2] == '\r' ? 2 : 1;
}

/// `at` without the blank line before it, if there is one.
std::size_t without_blank_line(std::string_view s, std::size_t at) noexcept {
  const std::size_t last = line_end_before(s, at);
  return last != 0 && line_end_before(s, at - last) != 0 ? at - last : at;
}

std::string_view without_line_end(std::string_view line) noexcept {
  while (!line.empty() && is_line_end(line.back())) line.remove_suffix(1);
  return line;
}

/// Where a run of '>' before `at` begins.
std::size_t quotes_before(std::string_view s, std::size_t at) noexcept {
  while (at > 0 && s[at - 1] == '>') --at;
  return at;
}

}  // namespace

bool MboxSplitter::read_first_line(std::string_view window, bool is_last) {
  const std::string_view head = window.substr(0, kMaxFromLine);
  if (line_end_ == 0) {
    const bool has_lf = head.find('\n') != kNowhere;
    if (!has_lf && !is_last && head.size() < kMaxFromLine) return false;
    line_end_ = !has_lf && head.find('\r') != kNowhere ? '\r' : '\n';
  }
  const std::size_t end = head.find(line_end_);
  if (end == kNowhere && !is_last && head.size() < kMaxFromLine) return false;
  begin_ = end == kNowhere ? 0 : end + 1;  // 0: too long for a From_ line, so it is text
  first_line_read_ = true;
  scanned_ = begin_;
  return true;
}

MboxSplitter::Found MboxSplitter::is_separator(std::string_view window, std::size_t at,
                                               bool is_last) const {
  const std::string_view rest = window.substr(at);
  const std::size_t end = rest.substr(0, kMaxFromLine).find(line_end_);
  if (end == kNowhere && rest.size() >= kMaxFromLine) return Found::no;
  const std::string_view next = end == kNowhere ? std::string_view() : rest.substr(end + 1);
  if (!is_last && next.size() < kMaxFieldName + 2) {
    // Enough is there if the next line has its colon or its end.
    if (next.find(':') == kNowhere && next.find(line_end_) == kNowhere) return Found::more;
  }
  const auto from = parse_from_line(without_line_end(rest.substr(0, end)));
  if (!from) return Found::no;
  if (from->date.empty())
    return looks_like_field(next) && without_blank_line(window, at) != at ? Found::yes : Found::no;
  const bool begins_mail =
      next.empty() || is_line_end(next[0]) || looks_like_field(next) || next.starts_with(">From ");
  return begins_mail ? Found::yes : Found::no;
}

void MboxSplitter::read_header(std::string_view header) {
  constexpr std::string_view kName = "content-length:";
  header_read_ = true;
  std::size_t length = 0;
  for (std::size_t at = begin_; at < header.size() && at - begin_ < kMaxMailHeader;) {
    if (const std::size_t blank = line_end_at(header, at); blank != 0) {
      body_ = at + blank;
      break;
    }
    const std::string_view line = header.substr(at);
    if (base::starts_with_nocase(line, kName)) {
      std::string_view value = line.substr(kName.size());
      while (!value.empty() && base::is_blank(value[0])) value.remove_prefix(1);
      length = base::parse_digits(value.substr(0, kMaxLengthDigits)).value_or(0);
    }
    const std::size_t end = header.find(line_end_, at);
    if (end == kNowhere) break;
    at = end + 1;
  }
  if (body_ != 0 && length != 0 && length <= kMaxContentLength) claimed_ = body_ + length;
}

MboxSplitter::Found MboxSplitter::skip_claimed(std::string_view window, std::size_t& at,
                                               bool is_last) {
  if (!header_read_) read_header(window.substr(0, at));
  if (claimed_ <= at) return Found::no;
  // The claim is true if the mail that it makes ends at a separator or with the file.
  if (!is_last && window.size() < claimed_ + 2) return Found::more;
  std::size_t end = std::min(claimed_, window.size() + 1);
  for (int i = 0; i < 2; ++i) end += line_end_at(window, end);
  Found found = Found::no;
  if (end == window.size()) {
    found = is_last ? Found::yes : Found::more;
  } else if (end < window.size() && line_end_before(window, end) != 0) {
    const bool starts = window.substr(end).starts_with(kFrom.substr(0, window.size() - end));
    found = starts ? is_separator(window, end, is_last) : Found::no;
  }
  if (found == Found::yes) {
    seen_cl2_ = true;
    at = end;
  } else if (found == Found::no) {
    claimed_ = 0;
  }
  return found;
}

MboxMail MboxSplitter::describe(std::string_view window, std::size_t end, std::size_t next) {
  MboxMail out;
  if (quoted_ && !header_read_) read_header(window.substr(0, end));
  if (const auto from = parse_from_line(without_line_end(window.substr(0, begin_))))
    out.from = *from;
  out.begin = begin_;
  out.end = std::max(begin_, end);
  out.next = next;
  out.body = body_;
  const bool claim_is_true = claimed_ >= out.end && claimed_ <= next;
  out.quoted = quoted_ && body_ != 0 && !(claim_is_true && seen_cl2_);
  return out;
}

MboxMail MboxSplitter::take(std::string_view window, std::size_t next) {
  MboxMail out;
  out.next = next;
  if (!passing_) out = describe(window, without_blank_line(window, next), next);
  passing_ = first_line_read_ = header_read_ = quoted_ = false;
  begin_ = body_ = claimed_ = scanned_ = 0;
  return out;
}

MboxMail MboxSplitter::pass_over(std::string_view window) {
  passing_ = true;
  return describe(window, window.size(), window.size());
}

MboxSplitter::Found MboxSplitter::try_candidate(std::string_view window, std::size_t at,
                                                bool is_last) {
  Found found = is_separator(window, at, is_last);
  if (found != Found::yes || passing_) return found;
  std::size_t end = at;
  const Found skipped = skip_claimed(window, end, is_last);
  if (skipped == Found::no) return Found::yes;
  if (skipped == Found::yes) scanned_ = end;
  return skipped == Found::yes ? Found::no : Found::more;
}

std::optional<MboxMail> MboxSplitter::next(std::string_view window, bool is_last) {
  if (window.empty() && !passing_) return std::nullopt;
  if (!first_line_read_ && !passing_ && !read_first_line(window, is_last)) return std::nullopt;
  while (true) {
    const std::size_t hit = window.find(kFrom, scanned_);
    if (hit == kNowhere) break;
    const std::size_t at = quotes_before(window, hit);
    scanned_ = hit + kFrom.size();
    if (at == 0 || window[at - 1] != line_end_) continue;
    if (at != hit) {
      quoted_ = true;
      continue;
    }
    const Found found = try_candidate(window, at, is_last);
    if (found == Found::yes) return take(window, at);
    if (found == Found::more) {
      scanned_ = at;
      return std::nullopt;
    }
  }
  if (is_last) return take(window, window.size());
  // Its beginning may stand at the end.
  scanned_ = std::max(scanned_, window.size() - std::min(window.size(), kFrom.size() - 1));
  return std::nullopt;
}

std::size_t unquote_from(char* mail, std::size_t size, std::size_t from) noexcept {
  const std::string_view text(mail, size);
  std::size_t written = 0, copied = 0;
  for (std::size_t hit = text.find(kFrom, from); hit != kNowhere;
       hit = text.find(kFrom, hit + kFrom.size())) {
    // The text before `hit` may have moved, but what is looked at here lies behind the last move.
    const std::size_t at = std::max(quotes_before(text, hit), copied);
    if (at == hit || at == 0 || at < from || !is_line_end(text[at - 1])) continue;
    std::memmove(mail + written, mail + copied, at - copied);
    written += at - copied;
    copied = at + 1;
  }
  std::memmove(mail + written, mail + copied, size - copied);
  return written + size - copied;
}

}  // namespace smtpscope::io
