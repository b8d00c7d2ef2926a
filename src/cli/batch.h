// SPDX-License-Identifier: Apache-2.0
// explain --batch: NDJSON in, verdicts out, in the same order.
#pragma once

#include "core/classifier.h"

namespace smtpscope::cli {

/// Longest line of a batch; a longer one gets an error in its place. Stops input without line ends.
inline constexpr std::size_t kMaxBatchLine = std::size_t{16} * 1024 * 1024;

/// Longest answer kept for the next line with the same question; usual is a quarter of it. Stops
/// pastes of many replies with prose from filling the memory.
inline constexpr std::size_t kMaxKeptLine = 2048;

/// Reads standard input to its end. Answers stand on standard output as soon as the lines read so
/// far are done, so that a program may talk to it through pipes. Exit code 0, or 3 where a line was
/// no such object or the input could not be read.
int run_batch(const core::Classifier& classifier, bool prose);

}  // namespace smtpscope::cli
