// SPDX-License-Identifier: Apache-2.0
// smtpscope rules diff: which verdicts change between two knowledge directories.
#pragma once

#include <string>

namespace smtpscope::cli {

/// Over the lines of `replies` (text, or JSON objects with `text`), or over all examples of both.
/// Exit code 0 where nothing changes, 1 where something does, 3 where a path cannot be read.
int run_diff(const std::string& from, const std::string& to, const std::string& replies);

}  // namespace smtpscope::cli
