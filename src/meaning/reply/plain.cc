// SPDX-License-Identifier: Apache-2.0
// The quick way: most texts are one reply as the server sent it. One pass over the bytes, stopping
// only where a wrapper or an escape could begin; whatever is doubtful goes the long way.
#include "meaning/reply/wrappers.h"

namespace smtpscope::reply {
namespace {

constexpr Stops kStops = stops_at("\n\r:=<>'\"\\&{(;");

bool ends_with_word(std::string_view s, std::size_t at, std::string_view word) noexcept {
  return at >= word.size() && base::equals_nocase(s.substr(at - word.size(), word.size()), word);
}

bool code_behind(std::string_view s, std::size_t at) noexcept {
  while (at < s.size() && base::is_blank(s[at])) ++at;
  if (at + 3 > s.size() || s[at] < '2' || s[at] > '5' || !base::is_digit(s[at + 1]) ||
      !base::is_digit(s[at + 2])) {
    return false;
  }
  const char next = at + 3 < s.size() ? s[at + 3] : ' ';
  const bool is_ip = next == '.' && at + 4 < s.size() && base::is_digit(s[at + 4]);
  return !is_ip && !base::is_alnum(next);
}

bool opens_by_colon(std::string_view s, std::size_t at) noexcept {
  const char last = at == 0 ? ' ' : s[at - 1];
  if (last == 'd' && (ends_with_word(s, at, "said") || ends_with_word(s, at, "suspended"))) {
    return true;
  }
  return (last == 'e' && ends_with_word(s, at, "to me")) || code_behind(s, at + 1);
}

/// HTML tags that begin a line; `<a@example.net>` is no tag.
bool opens_by_angle(std::string_view s, std::size_t at) noexcept {
  const std::string_view rest = s.substr(at + 1, 4);
  if (rest.empty()) return false;
  if (rest[0] == '<' || rest[0] == '/' || rest[0] == ' ' || rest[0] == '#') return true;
  return code_behind(s, at + 1) || base::starts_with_nocase(rest, "br") ||
         base::starts_with_nocase(rest, "p>") || base::starts_with_nocase(rest, "div");
}

bool opens_by_escape(std::string_view s, std::size_t at) noexcept {
  if (at + 1 >= s.size()) return false;
  const char next = s[at + 1];
  if (s[at] == '\\') return next == 'n' || next == 'r' || next == 't' || next == '"' || next == 'u';
  const std::string_view rest = s.substr(at + 1, 5);
  return next == '#' || rest.substr(0, 3) == "lt;" || rest.substr(0, 3) == "gt;" ||
         rest.substr(0, 4) == "amp;" || rest == "quot;" || rest == "nbsp;";
}

/// `(in reply to RCPT TO command)` and `(550, b'...')`.
bool opens_by_paren(std::string_view s, std::size_t at) noexcept {
  return code_behind(s, at + 1) || base::starts_with_nocase(s.substr(at + 1), "in reply");
}

bool may_open(std::string_view s, std::size_t at) noexcept {
  switch (s[at]) {
    case ':':
      return opens_by_colon(s, at);
    case '=':
      return ends_with_word(s, at, "status") || ends_with_word(s, at, "stat");
    case '<':
      return opens_by_angle(s, at);
    case '>':
      return at > 0 && s[at - 1] == '-' && code_behind(s, at + 1);
    case '\'':
    case '"':
      return at == 0 || s[at - 1] == '-' || code_behind(s, at + 1);
    case '\\':
    case '&':
      return opens_by_escape(s, at);
    case '(':
      return opens_by_paren(s, at);
    case ';':
      return ends_with_word(s, at, "smtp");
    default:
      return true;
  }
}

/// Goes behind the line end at `at` where the next line goes on with the same code, or the text
/// ends. False for anything else.
bool next_line(std::string_view s, std::size_t& at, Code& code) noexcept {
  if (s[at] == '\r' && (at + 1 == s.size() || s[at + 1] == '\n')) ++at;
  if (at == s.size()) return true;
  if (s[at] != '\n') return false;
  if (++at == s.size()) return true;
  const Code next = read_code(s.substr(at));
  if (!code.open() || next.value != code.value) return false;
  code = next;
  return true;
}

}  // namespace

bool is_plain_reply(std::string_view s) noexcept {
  Code code = read_code(s);
  if (!code) return false;
  for (std::size_t at = find_stop(s, 3, kStops); at < s.size(); at = find_stop(s, at, kStops)) {
    if (s[at] == '\n' || s[at] == '\r') {
      if (!next_line(s, at, code)) return false;
    } else if (may_open(s, at)) {
      return false;
    } else {
      ++at;
    }
  }
  return true;
}

}  // namespace smtpscope::reply
