// SPDX-License-Identifier: Apache-2.0
// What to do about a file that cannot be read. "Permission denied" names whose file it is, which
// group may read it, and the command that helps.
#pragma once

#include <string>

#include "base/result.h"

namespace smtpscope::io {

/// `what`: the reason of `error` (an errno), and the advice for `path`.
base::Error failed_access(const std::string& path, const std::string& what, int error);

}  // namespace smtpscope::io
