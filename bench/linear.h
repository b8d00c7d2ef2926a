// SPDX-License-Identifier: Apache-2.0
// Doubling a hostile input at most doubles the time: what the linear benchmarks share.
#pragma once

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace smtpscope::bench {

inline constexpr double kMostPerDoubling = 2.3;

inline double cpu_seconds() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

inline std::string repeat(std::string_view piece, std::size_t size) {
  std::string out;
  while (out.size() < size) out.append(piece);
  return out;
}

struct Pattern {
  const char* name;
  std::function<std::string(std::size_t)> make;
};

/// Runs `read` on each pattern from 1 KB to 16 MB, the least of three runs counting, prints a table
/// and returns the exit code: 1 where a doubling that takes long enough to be measured costs more.
inline int measure_linear(const std::vector<Pattern>& patterns,
                          const std::function<void(const std::string&)>& read) {
  double worst = 0;
  std::printf("%-34s %12s %12s %8s\n", "pattern", "1 MB", "16 MB", "ratio");
  for (const Pattern& pattern : patterns) {
    double before = 0, at_1m = 0, at_16m = 0, ratio = 0;
    for (std::size_t size = 1024; size <= (std::size_t{16} << 20); size *= 2) {
      const std::string text = pattern.make(size);
      double best = 1e9;
      for (int run = 0; run < 3; ++run) {
        const double begin = cpu_seconds();
        read(text);
        best = std::min(best, cpu_seconds() - begin);
      }
      if (before > 0.002) ratio = std::max(ratio, best / before);
      before = best;
      if (size == std::size_t{1} << 20) at_1m = best;
      at_16m = best;
    }
    std::printf("%-34s %9.1f ms %9.1f ms %8.2f\n", pattern.name, at_1m * 1e3, at_16m * 1e3, ratio);
    worst = std::max(worst, ratio);
  }
  std::printf("largest ratio for a doubling: %.2f (%.1f at most)\n", worst, kMostPerDoubling);
  return worst > kMostPerDoubling ? 1 : 0;
}

}  // namespace smtpscope::bench
