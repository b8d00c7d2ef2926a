// SPDX-License-Identifier: Apache-2.0
// Case and punctuation of single characters: docs/folding.md 3 and 4. Internal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace smtpscope::masking {

/// What one character above ASCII is for folding.
enum class Glyph : std::uint8_t { letter, cjk, separator };

/// True of the lead bytes whose characters are letters all: U+00C0-U+1FFF and most of the scripts
/// beyond U+A000.
constexpr bool begins_letter(char lead) noexcept {
  const auto c = static_cast<unsigned char>(lead);
  return (c >= 0xc3 && c <= 0xe1) || (c >= 0xea && c <= 0xee);
}

/// The glyph at the start of `s` (a high byte) and its length; broken UTF-8 is a letter of one
/// byte.
Glyph classify_glyph(std::string_view s, std::size_t& length) noexcept;

/// Writes the folded form of the character at the start of `s`, `length` bytes, to `out` and tells
/// its length, which is the same but for U+0130, the Turkish dotted I, which is an `i`.
std::size_t fold_glyph(std::string_view s, std::size_t length, char* out) noexcept;

}  // namespace smtpscope::masking
