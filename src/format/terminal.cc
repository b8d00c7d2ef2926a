// SPDX-License-Identifier: Apache-2.0
#include "format/terminal.h"

#include <algorithm>

#include "base/utf8.h"

namespace smtpscope::format {
namespace {

bool is_invisible(char32_t c) noexcept {
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xad || c == 0x61c ||
         (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
         (c >= 0x2060 && c <= 0x206f) || c == 0xfeff || (c >= 0xfff9 && c <= 0xfffb) ||
         (c >= 0xe0000 && c <= 0xe007f);
}

bool is_wide(char32_t c) noexcept {
  return (c >= 0x1100 && c <= 0x115f) || (c >= 0x2e80 && c <= 0xa4cf) ||
         (c >= 0xac00 && c <= 0xd7a3) || (c >= 0xf900 && c <= 0xfaff) ||
         (c >= 0xfe30 && c <= 0xfe6f) || (c >= 0xff00 && c <= 0xff60) ||
         (c >= 0x1f300 && c <= 0x1faff) || (c >= 0x20000 && c <= 0x3fffd);
}

void append_hex(char32_t c, std::string& out) {
  constexpr char kDigits[] = "0123456789abcdef";
  const int digits = c < 0x100 ? 2 : (c < 0x10000 ? 4 : 6);
  out.append(c < 0x100 ? "\\x" : "\\u");
  for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4)
    out.push_back(kDigits[(c >> shift) & 0xf]);
}

}  // namespace

void append_escaped(std::string_view text, bool keep_lines, std::string& out) {
  while (!text.empty()) {
    const std::size_t n = base::utf8_length(text);
    if (n == 0) {
      append_hex(static_cast<unsigned char>(text.front()), out);
      text.remove_prefix(1);
      continue;
    }
    const char32_t c = base::decode_utf8(text);
    if (c == '\r' && text.size() > 1 && text[1] == '\n' && keep_lines) {
      // A line end is one, however it is written.
    } else if (c == '\n' && keep_lines) {
      out.push_back('\n');
    } else if (c == '\t' && keep_lines) {
      out.push_back(' ');
    } else if (is_invisible(c)) {
      append_hex(c, out);
    } else {
      out.append(text.substr(0, n));
    }
    text.remove_prefix(n);
  }
}

std::string escape(std::string_view text) {
  std::string out;
  append_escaped(text, false, out);
  return out;
}

std::size_t count_columns(std::string_view text) noexcept {
  std::size_t columns = 0;
  while (!text.empty()) {
    const std::size_t n = base::utf8_length(text);
    columns += n > 2 && is_wide(base::decode_utf8(text)) ? 2 : 1;
    text.remove_prefix(n == 0 ? 1 : n);
  }
  return columns;
}

std::string_view cut_utf8(std::string_view text, std::size_t most) noexcept {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xc0) == 0x80) --most;
  return text.substr(0, most);
}

void append_wrapped(std::string_view text, std::size_t indent, std::size_t width,
                    std::string& out) {
  std::size_t column = indent;
  bool first = true;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(" \n"), text.size());
    const std::string word = escape(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (word.empty()) continue;
    const std::size_t columns = count_columns(word);
    if (!first && column + 1 + columns > width) {
      out.push_back('\n');
      out.append(indent, ' ');
      column = indent;
      first = true;
    }
    if (!first) {
      out.push_back(' ');
      ++column;
    }
    out.append(word);
    column += columns;
    first = false;
  }
}

}  // namespace smtpscope::format
