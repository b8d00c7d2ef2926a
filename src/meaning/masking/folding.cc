// SPDX-License-Identifier: Apache-2.0
#include "meaning/masking/folding.h"

#include <algorithm>

#include "base/utf8.h"

#include "meaning/masking/template.h"

namespace smtpscope::masking {
namespace {

constexpr bool within(char32_t c, char32_t low, char32_t high) noexcept {
  return c >= low && c <= high;
}

constexpr bool is_separator(char32_t c) noexcept {
  return within(c, 0x80, 0xbf) || within(c, 0x2000, 0x206f) || within(c, 0x3000, 0x303f) ||
         within(c, 0xff00, 0xff0f) || within(c, 0xff1a, 0xff20) || c == 0xfeff;
}

/// The small letter, or `c` itself where there is none of two bytes of UTF-8. Full folding would
/// make U+0130 an `i` with a dot above it, which nobody writes in small letters.
constexpr char32_t fold_two_bytes(char32_t c) noexcept {
  if (within(c, 0xc0, 0xde) && c != 0xd7) return c + 0x20;
  if (c == 0x130) return U'i';
  if (within(c, 0x100, 0x137) && c != 0x131) return c | 1;
  if (within(c, 0x139, 0x148)) return (c & 1) != 0 ? c + 1 : c;
  if (within(c, 0x14a, 0x177)) return c | 1;
  if (c == 0x178) return 0xff;
  if (within(c, 0x179, 0x17e)) return (c & 1) != 0 ? c + 1 : c;
  if (c == 0x386) return 0x3ac;
  if (within(c, 0x388, 0x38a)) return c + 0x25;
  if (c == 0x38c) return 0x3cc;
  if (within(c, 0x38e, 0x38f)) return c + 0x3f;
  if (within(c, 0x391, 0x3ab) && c != 0x3a2) return c + 0x20;
  if (within(c, 0x410, 0x42f)) return c + 0x20;
  if (within(c, 0x400, 0x40f)) return c + 0x50;
  if (within(c, 0x460, 0x481) || within(c, 0x48a, 0x4bf) || within(c, 0x4d0, 0x52f)) return c | 1;
  if (within(c, 0x4c1, 0x4ce)) return (c & 1) != 0 ? c + 1 : c;
  return c;
}

}  // namespace

bool is_cjk(char32_t c) noexcept {
  return within(c, 0x3040, 0x30ff) || within(c, 0x3400, 0x4dbf) || within(c, 0x4e00, 0x9fff) ||
         within(c, 0xf900, 0xfaff) || within(c, 0xff21, 0xff9f) || within(c, 0x20000, 0x3fffd);
}

Glyph classify_glyph(std::string_view s, std::size_t& length) noexcept {
  length = base::utf8_length(s);
  if (length == 0) {
    length = 1;
    return Glyph::letter;
  }
  if (begins_letter(s[0])) return Glyph::letter;
  const char32_t c = base::decode_utf8(s);
  if (is_separator(c)) return Glyph::separator;
  return is_cjk(c) ? Glyph::cjk : Glyph::letter;
}

std::size_t fold_glyph(std::string_view s, std::size_t length, char* out) noexcept {
  std::copy_n(s.data(), length, out);
  if (length != 2) return length;
  const char32_t c = fold_two_bytes(base::decode_utf8(s));
  if (c < 0x80) {
    out[0] = static_cast<char>(c);
    return 1;
  }
  out[0] = static_cast<char>(0xc0 | c >> 6);
  out[1] = static_cast<char>(0x80 | (c & 0x3f));
  return 2;
}

}  // namespace smtpscope::masking
