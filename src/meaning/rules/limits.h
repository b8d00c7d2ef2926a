// SPDX-License-Identifier: Apache-2.0
// Limits of matching, each with what it stops.
#pragma once

#include <cstddef>

namespace smtpscope::rules {

/// Phrase hits looked at in one reply. A real reply has fewer than forty; sixteen kilobytes of one
/// phrase would have thousands, and each costs a look at every chain it may belong to.
inline constexpr std::size_t kMaxHits = 512;

/// Templates whose result is remembered. A real log has a few hundred; without the limit a server
/// that invents a new sentence for each mail would fill the memory.
inline constexpr std::size_t kMaxCachedTemplates = std::size_t{1} << 14;

/// Bytes before a time span in which a word such as `again` makes it a retry time.
inline constexpr std::size_t kRetryContextBytes = 80;

/// A retry time beyond this is not believed: nobody asks to come back in ten years.
inline constexpr unsigned kMaxRetrySeconds = 14U * 86400;

}  // namespace smtpscope::rules
