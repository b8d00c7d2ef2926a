// SPDX-License-Identifier: Apache-2.0
// Case and punctuation of single characters: docs/folding.md 3 and 4. Internal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace smtpscope::masking {

/// What one character above ASCII is for folding.
enum class Glyph : std::uint8_t { letter, cjk, separator };

/// The glyph at the start of `s` (a high byte) and its length; broken UTF-8 is a letter of one
/// byte.
Glyph classify_glyph(std::string_view s, std::size_t& length) noexcept;

/// Writes the folded form of the character at the start of `s`, `length` bytes, to `out`; the
/// folded form always has the same length.
void fold_glyph(std::string_view s, std::size_t length, char* out) noexcept;

}  // namespace smtpscope::masking
