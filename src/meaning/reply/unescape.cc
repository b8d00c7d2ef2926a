// SPDX-License-Identifier: Apache-2.0
// Escapes undone before the search: JSON documents become `key: value` blocks, strings copied out
// of JSON or of a program's output lose their backslashes, HTML loses entities and tags, folded
// quoted-printable is joined. Nothing is undone that the text does not show: a lone `\n` may be a
// Windows domain and user.
#include <algorithm>
#include <string>

#include "base/utf8.h"

#include "meaning/reply/wrappers.h"

namespace smtpscope::reply {
namespace {

/// Up to `most` hex digits at `at`, which goes behind them.
char32_t read_hex(std::string_view s, std::size_t& at, int most) noexcept {
  char32_t value = 0;
  for (int n = 0; n < most && at < s.size() && base::is_hex(s[at]); ++n, ++at) {
    value = value * 16 + static_cast<char32_t>(hex_value(s[at]));
  }
  return value;
}

/// `\u00e9`, `\u{e9}`, a surrogate pair; `at` is behind the `u`.
void decode_unicode(std::string_view s, std::size_t& at, std::string& out) {
  if (at < s.size() && s[at] == '{') {
    ++at;
    base::append_utf8(read_hex(s, at, 6), out);
    if (at < s.size() && s[at] == '}') ++at;
    return;
  }
  char32_t c = read_hex(s, at, 4);
  if (c >= 0xd800 && c < 0xdc00 && s.substr(at, 2) == "\\u") {
    std::size_t low_at = at + 2;
    const char32_t low = read_hex(s, low_at, 4);
    if (low >= 0xdc00 && low < 0xe000) {
      c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
      at = low_at;
    }
  }
  base::append_utf8(c, out);
}

/// One escape; `at` is at the byte behind the backslash and goes behind the escape.
void decode_escape(std::string_view s, std::size_t& at, std::string& out) {
  const char c = s[at++];
  switch (c) {
    case 'n':
      out += '\n';
      return;
    case 'r':
      out += '\r';
      return;
    case 't':
      out += '\t';
      return;
    case 'x':
      out += static_cast<char>(read_hex(s, at, 2));
      return;
    case 'u':
      decode_unicode(s, at, out);
      return;
    default:
      out += c;
  }
}

/// KumoMTA logs a reply as an object: code, enhanced_code {class, subject, detail}, content.
struct KumoFields {
  std::uint32_t code = 0;
  std::uint32_t parts[3] = {};

  void note(std::string_view key, std::uint32_t value) noexcept {
    if (key == "code") code = value;
    if (key == "class") parts[0] = value;
    if (key == "subject") parts[1] = value;
    if (key == "detail") parts[2] = value;
  }
};

class JsonFlattener {
 public:
  JsonFlattener(std::string_view s, std::string& out) : s_(s), out_(out) {}

  void run() {
    for (std::size_t at = 0; at < s_.size();) {
      if (s_[at] == '"') {
        at = take_string(at + 1);
      } else if (base::is_digit(s_[at])) {
        at = take_number(at);
      } else {
        ++at;
      }
    }
  }

 private:
  std::size_t take_string(std::size_t at) {
    std::string value;
    at = decode_quoted(s_, at, '"', value);
    const std::size_t next = skip_space(s_, at);
    if (next < s_.size() && s_[next] == ':') {
      key_ = std::move(value);
    } else {
      put(value);
    }
    return at;
  }

  std::size_t take_number(std::size_t at) {
    if (const auto value = base::parse_digits(s_.substr(at, 10))) kumo_.note(key_, *value);
    while (at < s_.size() && base::is_digit(s_[at])) ++at;
    return at;
  }

  void put(std::string_view value) {
    out_ += key_;
    out_ += ": ";
    if (key_ == "content" && kumo_.code >= 200 && kumo_.code < 600) {
      out_ += std::to_string(kumo_.code) + ' ';
      if (kumo_.parts[0] != 0) {
        out_ += std::to_string(kumo_.parts[0]) + '.' + std::to_string(kumo_.parts[1]) + '.' +
                std::to_string(kumo_.parts[2]) + ' ';
      }
      kumo_ = {};
    }
    out_ += value;
    out_ += "\n\n";
  }

  std::string_view s_;
  std::string& out_;
  std::string key_;
  KumoFields kumo_;
};

bool is_json_document(std::string_view s) noexcept {
  std::size_t at = skip_space(s, 0);
  if (at >= s.size() || (s[at] != '{' && s[at] != '[')) return false;
  while (at < s.size() && (s[at] == '{' || s[at] == '[' || base::is_space(s[at]))) ++at;
  if (at >= s.size() || s[at] != '"') return false;
  const std::size_t close = s.find('"', at + 1);
  if (close == kNone) return false;
  const std::size_t next = skip_space(s, close + 1);
  return next < s.size() && (s[next] == ':' || s[next] == ',' || s[next] == ']');
}

/// What follows the run of backslashes at `at`.
std::size_t behind_backslashes(std::string_view s, std::size_t at) noexcept {
  while (at < s.size() && s[at] == '\\') ++at;
  return at;
}

bool is_telling_escape(std::string_view s) noexcept {
  if (s.empty()) return false;
  if (s[0] == '"') return true;
  if (s[0] == 'r') return s.substr(1, 2) == "\\n";
  if (s[0] == 'n') {
    return read_code(s.substr(1)) || s.substr(1, 1) == "'" || s.substr(1, 1) == "\"";
  }
  return s.size() > 4 && s[0] == 'u' && std::all_of(s.begin() + 1, s.begin() + 5, base::is_hex);
}

bool shows_escapes(std::string_view s) noexcept {
  for (std::size_t at = s.find('\\'); at != kNone; at = s.find('\\', at)) {
    at = behind_backslashes(s, at);
    if (is_telling_escape(s.substr(at))) return true;
  }
  return false;
}

/// KumoMTA and Python quote strings of their own, which their openers decode.
bool quotes_itself(std::string_view s) noexcept {
  if (s.find("Response {") != kNone && s.find("content: \"") != kNone) return true;
  return s.find(", b'") != kNone || s.find(", b\"") != kNone;
}

/// JavaScript prints a string of several lines as `'one\n' +` LF `'two'`.
std::size_t behind_joint(std::string_view s, std::size_t at) noexcept {
  if (at >= s.size() || (s[at] != '\'' && s[at] != '"')) return at;
  const char quote = s[at];
  std::size_t next = skip_blanks(s, at + 1);
  if (next >= s.size() || s[next] != '+') return at;
  next = skip_space(s, next + 1);
  return next < s.size() && s[next] == quote ? next + 1 : at;
}

void undo_escapes(std::string_view s, std::string& out) {
  for (std::size_t at = 0; at < s.size();) {
    if (s[at] != '\\') {
      out += s[at++];
      continue;
    }
    const std::size_t next = behind_backslashes(s, at);
    const std::string_view known = "nrtu\"'/";
    if (next < s.size() && known.find(s[next]) != kNone) {
      at = next;
      decode_escape(s, at, out);
      if (out.back() == '\n') at = behind_joint(s, at);
    } else {
      out.append(s.substr(at, (next - at + 1) / 2));
      at = next;
    }
  }
}

/// A pasted bounce says so in a header. Only what breaks replies is undone: soft line breaks and
/// the escaped equals sign; `id=20022` in another part stays.
bool undo_soft_breaks(std::string_view s, std::string& out) {
  if (s.find("=\n") == kNone && s.find("=\r\n") == kNone) return false;
  if (base::find_nocase(s, "encoding: quoted-printable") == kNone) return false;
  for (std::size_t at = 0; at < s.size(); ++at) {
    if (s[at] != '=') {
      out += s[at];
    } else if (s.substr(at + 1, 1) == "\n" || s.substr(at + 1, 2) == "\r\n") {
      at += s[at + 1] == '\n' ? 1 : 2;
    } else {
      out += '=';
      if (s.substr(at + 1, 2) == "3D") at += 2;
    }
  }
  return true;
}

}  // namespace

std::size_t decode_quoted(std::string_view s, std::size_t at, char quote, std::string& out) {
  const std::size_t most = out.size() + kMaxReplyBytes;
  while (at < s.size() && out.size() < most) {
    const char c = s[at++];
    if (c == quote) return at;
    if (c != '\\' || at == s.size()) {
      out += c;
    } else {
      decode_escape(s, at, out);
    }
  }
  return at;
}

bool unescape(std::string_view text, std::string& out, std::string_view& word) {
  std::string lines;
  const bool soft = undo_soft_breaks(text, lines);
  if (soft) text = lines;
  std::string_view done;
  if (is_json_document(text)) {
    JsonFlattener(text, out).run();
    done = "json";
  } else if (shows_escapes(text) && !quotes_itself(text)) {
    undo_escapes(text, out);
    done = "json";
  }
  if (done.empty() && soft) out = text;
  const std::string_view so_far = out.empty() ? text : std::string_view(out);
  if (shows_html(so_far)) {
    std::string html;
    if (undo_html(so_far, html)) {
      out = std::move(html);
      done = done.empty() ? "html" : done;
    }
  }
  word = done;
  if (out.empty()) return false;
  if (!base::is_utf8(out)) {
    std::string repaired;
    base::repair_utf8(out, repaired);
    out = std::move(repaired);
  }
  // Room for replies put together later: they may not move what is being searched.
  out.reserve(4 * out.size() + 64);
  return true;
}

}  // namespace smtpscope::reply
