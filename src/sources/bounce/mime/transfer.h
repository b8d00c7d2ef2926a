// SPDX-License-Identifier: Apache-2.0
// Content-Transfer-Encoding (RFC 2045 section 6): quoted-printable and base64 undone, as they are
// found in bounces: cut off, without padding, with other text among them. uuencode is left alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace smtpscope::mime {

enum class Encoding : std::uint8_t {
  none,  ///< 7bit, 8bit, binary, or nothing said
  quoted_printable,
  base64,
  other
};

Encoding parse_encoding(std::string_view value) noexcept;

/// `bytes` without their encoding: themselves where there is none, else in `buffer`, at most
/// `limit` bytes. What is said to be base64 and plainly is not comes back as it is. Line ends stay
/// as they are encoded.
std::string_view decode(std::string_view bytes, Encoding encoding, std::string& buffer,
                        std::size_t limit);

/// Appends to `out` until it holds `limit` bytes. `in_word`: as in an encoded word (RFC 2047 4.2),
/// where _ is a blank.
void decode_quoted_printable(std::string_view s, bool in_word, std::string& out, std::size_t limit);
void decode_base64(std::string_view s, std::string& out, std::size_t limit);

}  // namespace smtpscope::mime
