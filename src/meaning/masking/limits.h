// SPDX-License-Identifier: Apache-2.0
// Limits of masking, each with what it stops.
#pragma once

#include <cstddef>

namespace smtpscope::masking {

/// Bytes of a reply that are folded; the rest decides nothing. Stops replies of megabytes from
/// costing more than their reading.
inline constexpr std::size_t kMaxFoldedBytes = std::size_t{16} * 1024;

/// Longest `<...>` looked into for an address or an echo. Stops `<<<<<` from being quadratic: the
/// search from each `<` ends at the next `<`, at a line end, or here. RFC 5321 4.5.3.1.3: 256.
inline constexpr std::size_t kMaxAngleBytes = 320;

/// Longest quoted local part or subject looked for behind a quote.
inline constexpr std::size_t kMaxQuotedBytes = 256;

/// Longest host name (RFC 1035 2.3.4). Stops a run of dots from being looked up label by label.
inline constexpr std::size_t kMaxHostBytes = 255;

/// Longest word with digits that a rule may keep, and longest word before a kept number.
inline constexpr std::size_t kMaxKeptBytes = 128;

/// Longest word examined as address, host or id; longer ones are one id.
inline constexpr std::size_t kMaxChunkBytes = 1024;

}  // namespace smtpscope::masking
