// SPDX-License-Identifier: Apache-2.0
// Limits of knowledge files, each with what it stops.
#pragma once

#include <cstddef>

namespace smtpscope::knowledge {

/// Rules a user may add. Compiling phrases costs time and memory at every start.
inline constexpr std::size_t kMaxUserRules = 5000;

/// Bytes of one knowledge file. Stops a log given by mistake as a rule file.
inline constexpr std::size_t kMaxFileBytes = std::size_t{4} * 1024 * 1024;

/// Errors reported of one load. A wrong directory would print thousands.
inline constexpr std::size_t kMaxErrors = 200;

/// Words that a gap in a phrase may pass.
inline constexpr int kMaxGapWords = 6;

/// Words in one phrase; longer ones fit a sample, not a statement.
inline constexpr int kMaxPhraseWords = 8;

}  // namespace smtpscope::knowledge
