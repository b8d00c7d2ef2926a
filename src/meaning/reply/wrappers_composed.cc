// SPDX-License-Identifier: Apache-2.0
// Programs that keep the code and the text of a reply apart: KumoMTA's debug print, Python's
// smtplib, PHPMailer, lettre, IronPort, Zoho, Google of old. The reply is put together again.
#include <algorithm>

#include "base/utf8.h"

#include "meaning/reply/wrappers.h"

namespace smtpscope::reply {
namespace {

/// Finds `name` and the number behind it within `window`.
int number_of(std::string_view window, std::string_view name) noexcept {
  const std::size_t at = window.find(name);
  if (at == kNone) return 0;
  const auto value = base::parse_digits(window.substr(at + name.size(), 9));
  return value ? static_cast<int>(std::min<std::uint32_t>(*value, 999)) : 0;
}

EnhancedCode kumo_enhanced(std::string_view window) noexcept {
  const int klass = number_of(window, "class: ");
  if (klass != 2 && klass != 4 && klass != 5) return {};
  return {static_cast<std::uint8_t>(klass),
          static_cast<std::uint16_t>(number_of(window, "subject: ")),
          static_cast<std::uint16_t>(number_of(window, "detail: "))};
}

std::string repaired(std::string text) {
  if (base::is_utf8(text)) return text;
  std::string out;
  base::repair_utf8(text, out);
  return out;
}

/// `content: "..."` and behind it `command: Some("RCPT TO:<a@b>")`.
std::size_t take_kumo_content(std::string_view text, std::size_t at, std::string& content,
                              Opening& out) {
  const std::string_view window = text.substr(at, kMaxNameBytes);
  const std::size_t found = window.find("content: \"");
  if (found == kNone) return at;
  std::size_t end = decode_quoted(text, at + found + 10, '"', content);
  const std::string_view behind = text.substr(end, kMaxCommandBytes);
  const std::size_t brace = behind.find('}');
  const std::size_t command = behind.find("command: Some(\"");
  if (command != kNone && command < brace) {
    const std::string_view words = behind.substr(command + 15);
    out.stage = stage_of_command(words);
    if (out.stage == Stage::rcpt) out.recipient = angle_text(words, words.find('<'));
  }
  return end + (brace == kNone ? 0 : brace);
}

}  // namespace

bool open_kumo(Source& source, std::size_t, std::size_t after, Opening& out) {
  const std::string_view window = source.text.substr(after, kMaxNameBytes);
  const int code = number_of(window.substr(0, 40), "code: ");
  if (code < 200 || code > 599) return false;
  const std::size_t content_at = window.find("content:");
  const EnhancedCode enhanced = kumo_enhanced(window.substr(0, content_at));
  std::string content;
  out.made_end = take_kumo_content(source.text, after, content, out);
  out.made = source.compose(code, enhanced, repaired(std::move(content)));
  out.wrapper = "kumomta";
  out.begin = after;
  return !out.made.empty();
}

bool open_smtplib(Source& source, std::size_t at, std::size_t after, Opening& out) {
  const std::string_view text = source.text;
  const std::string_view rest = text.substr(after);
  if (rest.size() < 8 || !base::is_digit(rest[0]) || !base::is_digit(rest[1])) return false;
  if (rest[0] < '2' || rest[0] > '5' || !base::is_digit(rest[2])) return false;
  const std::size_t quote = rest.substr(3, 3) == ", b" ? 6 : rest.substr(3, 2) == ", " ? 5 : 0;
  if (quote == 0 || (rest[quote] != '\'' && rest[quote] != '"')) return false;
  std::string content;
  out.made_end = decode_quoted(text, after + quote + 1, rest[quote], content);
  const int code = number_of(rest, "");
  out.made = source.compose(code, {}, repaired(std::move(content)));
  out.begin = after;
  out.wrapper = "smtplib";
  const std::string_view line = line_before(text, at);
  take_markers(line, out);
  out.wrapper = "smtplib";
  // `{'a@example.net': (550, b'...')}`
  const std::size_t colon = line.rfind(": ");
  if (colon != kNone && colon + 2 == line.size() && colon > 1 && line[colon - 1] == '\'') {
    const std::size_t open = line.rfind('\'', colon - 2);
    if (open != kNone) out.recipient = read_address(line.substr(open + 1));
  }
  return !out.made.empty();
}

bool open_bytes(Source& source, std::size_t at, std::size_t after, Opening& out) {
  // smtplib's arguments without their brackets: `421, b'4.7.0 text'`
  const std::string_view text = source.text;
  const std::string_view back = before(text, at, kMaxCommandBytes);
  if (back.size() < 3 || !read_code(back.substr(back.size() - 3))) return false;
  const std::string_view words = back.substr(0, back.size() - 3);
  if (!words.empty() && (base::is_alnum(words.back()) || words.back() == '.')) return false;
  const bool at_start = words.empty() || words.back() == '\n';
  const bool bytes = text[after - 2] == 'b';
  if (!bytes && !at_start && !introduces_code(before(words, words.size(), 40))) return false;
  std::string content;
  out.made_end = decode_quoted(text, after, text[after - 1], content);
  out.made =
      source.compose(number_of(back.substr(back.size() - 3), ""), {}, repaired(std::move(content)));
  out.begin = after;
  take_markers(line_before(text, at), out);
  out.wrapper = "smtplib";
  return !out.made.empty();
}

bool open_square_code(Source& source, std::size_t at, std::size_t after, Opening& out) {
  // `SMTP Error: [554] 5.7.1 text`
  const std::string_view text = source.text;
  const std::string_view rest = text.substr(after);
  if (rest.size() < 6 || rest[3] != ']' || !(base::is_blank(rest[4]) || rest[4] == ':')) {
    return false;
  }
  const Code code = read_code(rest.substr(0, 3));
  const std::size_t words = skip_blanks(text, after + 5);
  std::size_t length = 0;
  const EnhancedCode enhanced = parse_enhanced_code(text.substr(words), length);
  const bool sure = enhanced && enhanced.klass == code.value / 100;
  if (!code || !(sure || (code.failing() && introduces_code(before(text, at, 40))))) return false;
  out.made_end = line_end(text, words);
  out.made = source.compose(code.value, {}, text.substr(words, out.made_end - words));
  out.begin = after;
  take_markers(line_before(text, at), out);
  return !out.made.empty();
}

bool open_phpmailer(Source& source, std::size_t at, std::size_t after, Opening& out) {
  // `RCPT TO command failed Detail: text SMTP code: 550 Additional SMTP info: 5.1.1`
  const std::string_view text = source.text;
  const int code = number_of(text.substr(skip_blanks(text, after), 12), "");
  if (code < 200 || code > 599) return false;
  const std::string_view line = line_before(text, at);
  const std::size_t detail = rfind_nocase(line, "detail:");
  std::string_view content;
  if (detail != kNone) content = base::trim(line.substr(detail + 7));
  out.made_end = skip_blanks(text, after) + 3;
  const std::string_view info = "additional smtp info:";
  std::size_t enhanced_at = skip_space(text, out.made_end);
  EnhancedCode enhanced;
  if (const std::size_t n = match_phrase(text.substr(enhanced_at), info)) {
    enhanced_at = skip_space(text, enhanced_at + n);
    std::size_t length = 0;
    enhanced = parse_enhanced_code(text.substr(enhanced_at), length);
    out.made_end = enhanced_at + length;
  }
  out.made = source.compose(code, enhanced, content);
  out.begin = after;
  out.wrapper = "phpmailer";
  const std::size_t failed = rfind_nocase(line, " command failed");
  if (failed != kNone) {
    const std::size_t colon = line.substr(0, failed).rfind(": ");
    out.stage = stage_of_command(line.substr(colon == kNone ? 0 : colon + 2));
  }
  return !out.made.empty();
}

bool open_error_number(Source& source, std::size_t, std::size_t after, Opening& out) {
  // lettre: `permanent error (550): 5.1.1 ...`
  const std::string_view text = source.text;
  const std::string_view rest = text.substr(after);
  if (rest.size() < 6 || rest.substr(3, 2) != "):") return false;
  const int code = number_of(rest.substr(0, 3), "");
  if (code < 200 || code > 599) return false;
  const std::size_t words = skip_blanks(text, after + 5);
  out.made_end = line_end(text, words);
  out.made = source.compose(code, {}, text.substr(words, out.made_end - words));
  out.begin = after;
  out.wrapper = "lettre";
  return !out.made.empty();
}

bool open_ironport(Source& source, std::size_t, std::size_t after, Opening& out) {
  // `5.1.0 - Unknown address error 550-'5.1.1 ...' (delivery attempts: 0)`
  const std::string_view text = source.text;
  const std::string_view rest = text.substr(after);
  if (rest.size() < 6 || rest.substr(3, 2) != "-'") return false;
  const Code code = read_code(rest);
  if (!code) return false;
  Opening inner;
  inner.begin = after + 5;
  inner.close = Close::quote;
  inner.quote = '\'';
  const std::size_t end = find_close(text, inner, text.size());
  out.made = source.compose(code.value, {}, text.substr(inner.begin, end - inner.begin));
  out.made_end = end;
  out.begin = after;
  out.wrapper = "ironport";
  return !out.made.empty();
}

bool open_zoho(Source& source, std::size_t, std::size_t after, Opening& out) {
  // `ERROR_CODE :550, ERROR_CODE :5.1.1 text`, `ResponseCode 421, , text]`
  const std::string_view text = source.text;
  const std::string_view rest = text.substr(after, 5);
  const int code = rest.size() > 3 && rest[3] == ',' ? number_of(rest.substr(0, 3), "") : 0;
  if (code < 200 || code > 599) return false;
  std::size_t words = skip_blanks(text, after + 4);
  words += match_phrase(text.substr(words), "error_code :");
  while (words < text.size() && (text[words] == ',' || text[words] == ' ')) ++words;
  out.made_end = line_end(text, words);
  std::string_view content = base::trim(text.substr(words, out.made_end - words));
  if (content.ends_with(']')) content.remove_suffix(1);
  out.made = source.compose(code, {}, content);
  out.begin = after;
  return !out.made.empty();
}

bool open_google(Source& source, std::size_t, std::size_t after, Opening& out) {
  // `The error that the other server returned was: 550 550 5.1.1 text (state 14).`,
  // `PERM_FAILURE: SMTP Error (state 9): 550 text`
  const std::string_view text = source.text;
  std::size_t begin = after;
  while (begin < text.size() && (base::is_digit(text[begin]) && begin < after + 3)) ++begin;
  if (begin > after) {
    if (text.substr(begin, 2) != "):") return false;
    begin += 2;
  }
  begin = skip_space(text, begin);
  const Code code = read_code(text.substr(begin));
  if (!code) return false;
  // The first is Google's, the second begins the reply.
  if (read_code(text.substr(begin + 3 + (begin + 3 < text.size()))).value == code.value) begin += 4;
  out.begin = begin;
  out.close = Close::folded;
  return true;
}

}  // namespace smtpscope::reply
