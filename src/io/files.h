// SPDX-License-Identifier: Apache-2.0
// Reading files and directories. Errors say what, where, and what to do.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/result.h"

namespace smtpscope::io {

/// Most bytes read from one path where nobody says otherwise: what people paste is small, and a
/// device or an endless pipe given by mistake must not fill the memory.
inline constexpr std::size_t kMaxFileBytes = std::size_t{64} * 1024 * 1024;

/// The whole file. Refuses directories, and files larger than `limit`.
base::Result<std::string> read_file(const std::string& path, std::size_t limit = kMaxFileBytes);

/// Everything on standard input, up to `limit`.
base::Result<std::string> read_stdin(std::size_t limit = kMaxFileBytes);

/// Paths of the files below `directory` whose name ends in `suffix`, sorted; hidden ones left out.
/// A path that is a file is itself.
base::Result<std::vector<std::string>> list_files(const std::string& directory,
                                                  const std::string& suffix);

/// Writes the whole file, through a temporary one beside it, so that a reader never sees half.
base::Result<void> write_file(const std::string& path, const std::string& bytes);

}  // namespace smtpscope::io
