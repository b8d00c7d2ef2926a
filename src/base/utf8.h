// SPDX-License-Identifier: Apache-2.0
// UTF-8: checking, and repair of what is not. Bytes that are not UTF-8 are read as Windows-1252,
// as the output contract says; its five undefined bytes become U+FFFD.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace smtpscope::base {

/// Length of the well-formed sequence at the start of `s` (RFC 3629), 0 where there is none.
std::size_t utf8_length(std::string_view s) noexcept;

/// True where the whole of `s` is well-formed. ASCII is checked eight bytes at a time.
bool is_utf8(std::string_view s) noexcept;

/// Appends `s` to `out` with every byte outside a well-formed sequence read as Windows-1252.
void repair_utf8(std::string_view s, std::string& out);

/// Decodes the sequence at the start of `s`, whose length must be utf8_length(s) > 0.
char32_t decode_utf8(std::string_view s) noexcept;

/// Appends one code point; surrogates and values above U+10FFFF become U+FFFD.
void append_utf8(char32_t c, std::string& out);

}  // namespace smtpscope::base
