// SPDX-License-Identifier: Apache-2.0
// A line on standard error while long work is done, only at a terminal.
#pragma once

#include <cstdint>
#include <string>

#include "io/mail_source.h"

namespace smtpscope::cli {

class Progress {
 public:
  Progress();
  ~Progress() { clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Shows how far `path` was read, a few times a second at most.
  void show(const io::MailSource::Progress& progress, const std::string& path);
  /// Takes the line away.
  void clear();

 private:
  bool on_ = false, shown_ = false;
  std::int64_t last_ms_ = 0;
};

}  // namespace smtpscope::cli
