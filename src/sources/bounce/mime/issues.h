// SPDX-License-Identifier: Apache-2.0
// What was wrong with a mail, as bits. None of it keeps the rest from being read.
#pragma once

#include <cstdint>

namespace smtpscope::mime {

enum Issue : std::uint32_t {
  kHeaderJunk = 1U << 0,         ///< a line in a header that is no field
  kHeaderUnended = 1U << 1,      ///< no empty line between header and body
  kHeaderCut = 1U << 2,          ///< a header above kMaxHeaderBytes
  kBoundaryMissing = 1U << 3,    ///< a multipart that declares no boundary
  kBoundaryWrong = 1U << 4,      ///< the declared boundary does not occur
  kUnterminated = 1U << 5,       ///< the last delimiter of a multipart is missing
  kTooManyParts = 1U << 6,       ///< parts were left out
  kTooDeep = 1U << 7,            ///< a container was left unopened
  kPartWithoutHeader = 1U << 8,  ///< text follows a delimiter directly
  kNestedBoundary = 1U << 9,     ///< delimiters go on behind the last one
  kEncodedMessage = 1U << 10,    ///< a message/rfc822 in base64 or quoted-printable, left unopened
  kMultipartUndeclared = 1U << 11  ///< no Content-Type, but a body in parts
};

}  // namespace smtpscope::mime
