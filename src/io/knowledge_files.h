// SPDX-License-Identifier: Apache-2.0
// The files of a knowledge directory, read into memory for knowledge::load_files.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/result.h"

namespace smtpscope::io {

/// Name (below `directory`) and bytes of each .toml file.
base::Result<std::vector<std::pair<std::string, std::string>>> read_knowledge(
    const std::string& directory);

}  // namespace smtpscope::io
