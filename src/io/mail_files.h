// SPDX-License-Identifier: Apache-2.0
// The files with mail below a directory, in the order in which they are to be read:
//   Maildir   (it has new/ and cur/) the files of both, by name, which begins with the time of
//             delivery; tmp/ and folders below (.Sent and the like) are not read
//   MH        (it has .mh_sequences) the files whose name is a number, by number
//   others    every file below, hidden ones left out, by path; numbers before names and by value
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace smtpscope::io {

class MailFiles {
 public:
  /// Lists what is below `directory`. What cannot be looked into is added to `problems`; an error
  /// is that `directory` itself cannot, or that nothing is there.
  static base::Result<MailFiles> list(const std::string& directory,
                                      std::vector<base::Error>& problems);

  std::size_t size() const noexcept { return places_.size(); }
  /// Path below the directory; ends with a NUL.
  const char* path(std::size_t i) const noexcept { return names_.data() + places_[i]; }
  /// Whether each file is one mail, even if it begins with a From_ line.
  bool one_mail_a_file() const noexcept { return one_mail_a_file_; }

 private:
  // Names of millions of files lie in one string; each has its place in it.
  std::string names_;
  std::vector<std::uint64_t> places_;
  bool one_mail_a_file_ = false;

  friend class Lister;
};

/// Numbers before other names and by value, those bytewise; component by component.
bool is_before(std::string_view path, std::string_view other) noexcept;

}  // namespace smtpscope::io
