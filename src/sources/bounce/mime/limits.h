// SPDX-License-Identifier: Apache-2.0
// Limits of reading a mail's structure, each with what it stops. Time is linear in the mail: each
// level of nesting reads its bytes once more, so the limit on depth is the factor.
#pragma once

#include <cstddef>
#include <cstdint>

namespace smtpscope::mime {

/// Parts read of one mail; the rest is left out, and issues say so. Stops 14 MB of delimiters that
/// become 2 million parts. Real bounces have up to 20, digests a few hundred.
inline constexpr std::uint32_t kMaxParts = 1000;

/// Containers inside one another; deeper ones are given as they are, unopened. Stops multiparts
/// nested by the thousand: every level searches its bytes for its own delimiter.
inline constexpr std::uint32_t kMaxDepth = 32;

/// Bytes of a header that are looked at; the rest of it belongs to nothing, the body still begins
/// behind it. Stops headers of 100 MB that every later search for a field would read again.
inline constexpr std::size_t kMaxHeaderBytes = std::size_t{1} << 20;

/// Bytes of a field's name. Stops prose with a colon far away from being taken for a field.
inline constexpr std::size_t kMaxFieldName = 128;

/// Bytes of a boundary (RFC 2046 5.1.1 allows 70). Stops one of megabytes that each delimiter would
/// be compared with.
inline constexpr std::size_t kMaxBoundary = 512;

/// Bytes of a Content-Type or Content-Disposition that are read. Stops a million parameters.
inline constexpr std::size_t kMaxParameterBytes = std::size_t{64} * 1024;

/// Pieces of one parameter (RFC 2231 section 3). Stops `name*999999999`.
inline constexpr std::uint32_t kMaxParameterPieces = 100;

/// Empty lines and mbox lines before a header that are passed over.
inline constexpr int kMaxLeadingLines = 64;

/// Bytes of a body looked at to tell whether it is the base64 it is said to be.
inline constexpr std::size_t kBase64Sample = 256;

/// Bytes of the name of a charset (RFC 2978 2.3 allows 40). Stops names that are text.
inline constexpr std::size_t kMaxCharsetName = 40;

/// Bytes of a date that are read. Stops a million comments in it.
inline constexpr std::size_t kMaxDateBytes = 256;

/// Bytes of one address (RFC 5321 4.5.3.1.3 allows 256). Stops text that has an @ somewhere.
inline constexpr std::size_t kMaxAddressBytes = 512;

/// Addresses of one field. Stops a `To` with a million of them.
inline constexpr std::size_t kMaxAddresses = 10000;

/// Bytes of an HTML character reference between & and ;
inline constexpr std::size_t kMaxEntityBytes = 12;

}  // namespace smtpscope::mime
