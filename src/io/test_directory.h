// SPDX-License-Identifier: Apache-2.0
// A directory for one test, removed behind it.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace smtpscope::io {

class TestDirectory {
 public:
  TestDirectory() {
    std::string path = (std::filesystem::temp_directory_path() / "smtpscope-XXXXXX").string();
    if (::mkdtemp(path.data()) != nullptr) path_ = path;
  }
  ~TestDirectory() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  TestDirectory(const TestDirectory&) = delete;
  TestDirectory& operator=(const TestDirectory&) = delete;

  const std::string& path() const noexcept { return path_; }
  std::string path(const std::string& name) const { return path_ + "/" + name; }
  /// Writes a file and the directories it needs; returns its path.
  std::string write(const std::string& name, const std::string& bytes) const {
    const std::filesystem::path whole = path(name);
    std::filesystem::create_directories(whole.parent_path());
    std::ofstream(whole, std::ios::binary) << bytes;
    return whole.string();
  }

 private:
  std::string path_;
};

}  // namespace smtpscope::io
