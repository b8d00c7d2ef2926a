// SPDX-License-Identifier: Apache-2.0
#include "io/knowledge_files.h"

#include "io/files.h"

namespace smtpscope::io {

base::Result<std::vector<std::pair<std::string, std::string>>> read_knowledge(
    const std::string& directory) {
  auto paths = list_files(directory, ".toml");
  if (!paths) return tl::unexpected(paths.error());
  if (paths->empty()) {
    return tl::unexpected(base::Error{directory, 0, "there is no .toml file in it",
                                      "give the directory that holds rules/, vocab/ and so on"});
  }
  std::vector<std::pair<std::string, std::string>> out;
  for (const std::string& path : *paths) {
    auto bytes = read_file(path);
    if (!bytes) return tl::unexpected(bytes.error());
    out.emplace_back(path, std::move(*bytes));
  }
  return out;
}

}  // namespace smtpscope::io
