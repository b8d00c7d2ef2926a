// SPDX-License-Identifier: Apache-2.0
// Pairs of hexadecimal digits, as quoted-printable, RFC 2231 and HTML have them; both cases.
#pragma once

#include "base/text.h"

namespace smtpscope::mime {

/// Precondition: base::is_hex(c).
constexpr unsigned hex_digit(char c) noexcept {
  return static_cast<unsigned>(base::is_digit(c) ? c - '0' : base::to_lower(c) - 'a' + 10);
}

constexpr char hex_byte(char high, char low) noexcept {
  return static_cast<char>(hex_digit(high) << 4 | hex_digit(low));
}

}  // namespace smtpscope::mime
