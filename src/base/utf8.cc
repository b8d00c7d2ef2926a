// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"

#include <array>
#include <cstdint>
#include <cstring>

namespace smtpscope::base {
namespace {

// Windows-1252 0x80..0x9f; 0xa0..0xff are the same as U+00A0..U+00FF.
constexpr std::array<char32_t, 32> kWindows1252 = {
    0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178};

constexpr bool is_continuation(unsigned char c) noexcept { return (c & 0xc0) == 0x80; }

std::size_t ascii_prefix(std::string_view s) noexcept {
  std::size_t i = 0;
  for (; i + 8 <= s.size(); i += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, s.data() + i, 8);
    if ((word & 0x8080808080808080ULL) != 0) break;
  }
  while (i < s.size() && static_cast<unsigned char>(s[i]) < 0x80) ++i;
  return i;
}

}  // namespace

std::size_t utf8_length(std::string_view s) noexcept {
  if (s.empty()) return 0;
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(s[i]); };
  const unsigned char lead = at(0);
  if (lead < 0x80) return 1;
  if (lead < 0xc2) return 0;
  if (lead < 0xe0) return s.size() >= 2 && is_continuation(at(1)) ? 2 : 0;
  if (lead < 0xf0) {
    if (s.size() < 3 || !is_continuation(at(1)) || !is_continuation(at(2))) return 0;
    if (lead == 0xe0 && at(1) < 0xa0) return 0;   // overlong
    if (lead == 0xed && at(1) >= 0xa0) return 0;  // surrogate
    return 3;
  }
  if (lead > 0xf4 || s.size() < 4) return 0;
  if (!is_continuation(at(1)) || !is_continuation(at(2)) || !is_continuation(at(3))) return 0;
  if (lead == 0xf0 && at(1) < 0x90) return 0;   // overlong
  if (lead == 0xf4 && at(1) >= 0x90) return 0;  // above U+10FFFF
  return 4;
}

bool is_utf8(std::string_view s) noexcept {
  while (true) {
    s.remove_prefix(ascii_prefix(s));
    if (s.empty()) return true;
    const std::size_t n = utf8_length(s);
    if (n == 0) return false;
    s.remove_prefix(n);
  }
}

void repair_utf8(std::string_view s, std::string& out) {
  while (!s.empty()) {
    const std::size_t ascii = ascii_prefix(s);
    out.append(s.substr(0, ascii));
    s.remove_prefix(ascii);
    if (s.empty()) return;
    if (const std::size_t n = utf8_length(s); n != 0) {
      out.append(s.substr(0, n));
      s.remove_prefix(n);
      continue;
    }
    const auto byte = static_cast<unsigned char>(s.front());
    append_utf8(byte < 0xa0 ? kWindows1252[byte - 0x80U] : byte, out);
    s.remove_prefix(1);
  }
}

char32_t decode_utf8(std::string_view s) noexcept {
  const auto at = [&](std::size_t i) {
    return static_cast<char32_t>(static_cast<unsigned char>(s[i]));
  };
  if (at(0) < 0x80) return at(0);
  if (at(0) < 0xe0) return (at(0) & 0x1f) << 6 | (at(1) & 0x3f);
  if (at(0) < 0xf0) return (at(0) & 0x0f) << 12 | (at(1) & 0x3f) << 6 | (at(2) & 0x3f);
  return (at(0) & 0x07) << 18 | (at(1) & 0x3f) << 12 | (at(2) & 0x3f) << 6 | (at(3) & 0x3f);
}

void append_utf8(char32_t c, std::string& out) {
  if (c > 0x10ffff || (c >= 0xd800 && c < 0xe000)) c = 0xfffd;
  const auto put = [&](char32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xc0 | c >> 6);
    put(0x80 | (c & 0x3f));
  } else if (c < 0x10000) {
    put(0xe0 | c >> 12);
    put(0x80 | (c >> 6 & 0x3f));
    put(0x80 | (c & 0x3f));
  } else {
    put(0xf0 | c >> 18);
    put(0x80 | (c >> 12 & 0x3f));
    put(0x80 | (c >> 6 & 0x3f));
    put(0x80 | (c & 0x3f));
  }
}

}  // namespace smtpscope::base
