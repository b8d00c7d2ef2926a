// SPDX-License-Identifier: Apache-2.0
#include "cli/progress.h"

#include <chrono>
#include <cstdio>

#include <unistd.h>

#include "format/summary_text.h"
#include "format/terminal.h"

namespace smtpscope::cli {
namespace {

constexpr std::int64_t kEveryMs = 250;

std::int64_t now_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

}  // namespace

Progress::Progress() : on_(::isatty(STDERR_FILENO) == 1), last_ms_(now_ms()) {}

void Progress::show(const io::MailSource::Progress& p, const std::string& path) {
  if (!on_ || now_ms() - last_ms_ < kEveryMs) return;
  last_ms_ = now_ms();
  std::string line = format::escape(path) + ": ";
  if (p.total_files > 1) {
    line += format::format_count(p.files) + " of " + format::format_count(p.total_files);
  } else if (p.total_bytes > 0) {
    line += std::to_string(p.bytes * 100 / p.total_bytes) + " %";
  } else {
    line += format::format_count(p.bytes >> 20) + " MB";
  }
  std::fprintf(stderr, "\r\x1b[K%s", line.c_str());
  shown_ = true;
}

void Progress::clear() {
  if (shown_) std::fputs("\r\x1b[K", stderr);
  shown_ = false;
}

}  // namespace smtpscope::cli
