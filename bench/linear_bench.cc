// SPDX-License-Identifier: Apache-2.0
// Doubling a hostile input at most doubles the time: each pattern from 1 KB to 16 MB through
// Classifier::classify, the least of three runs, and the largest ratio between neighbours that take
// long enough to be measured. Exit code 1 above 2.3.
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>
#include <string>
#include <vector>

#include "core/classifier.h"

namespace {

using smtpscope::core::Classifier;

double cpu_seconds() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

std::string repeat(std::string_view piece, std::size_t size) {
  std::string out;
  while (out.size() < size) out.append(piece);
  return out;
}

struct Pattern {
  const char* name;
  std::function<std::string(std::size_t)> make;
};

const std::vector<Pattern> kPatterns = {
    {"endless 250-", [](std::size_t n) { return repeat("250-\r\n", n); }},
    {"endless 550-5.1.1 flattened", [](std::size_t n) { return repeat("550-5.1.1 user ", n); }},
    {"spaces", [](std::size_t n) { return "550 " + repeat(" ", n); }},
    {"<", [](std::size_t n) { return "550 " + repeat("<", n); }},
    {"digits", [](std::size_t n) { return "550 " + repeat("1", n); }},
    {"digits and dots", [](std::size_t n) { return "550 " + repeat("1.", n); }},
    {"@", [](std::size_t n) { return "550 " + repeat("a@", n); }},
    {"local part without @", [](std::size_t n) { return "550 " + repeat("a=", n); }},
    {"quotes", [](std::size_t n) { return "550 " + repeat("\"a", n); }},
    {"colons", [](std::size_t n) { return "550 " + repeat("a:", n); }},
    {"addresses", [](std::size_t n) { return "550 " + repeat("<user@example.com> ", n); }},
    {"hosts", [](std::size_t n) { return "550 " + repeat("a.b.c.example.com ", n); }},
    {"links", [](std::size_t n) { return "550 " + repeat("https://example.com/a?b=c ", n); }},
    {"one phrase", [](std::size_t n) { return "550 " + repeat("user unknown ", n); }},
    {"nested wrappers",
     [](std::size_t n) { return repeat("host a.example.com[192.0.2.1] said: 550 ", n); }},
    {"nested responses",
     [](std::size_t n) { return repeat("Response { code: 550, content: \"", n); }},
    {"many replies", [](std::size_t n) { return repeat("550 5.1.1 User unknown\n\n", n); }},
    {"JSON escapes", [](std::size_t n) { return "\"" + repeat("550 \\n\\u0041", n) + "\""; }},
    {"HTML escapes", [](std::size_t n) { return repeat("550 &lt;a&gt; ", n); }},
    {"bytes that are no UTF-8", [](std::size_t n) { return "550 " + repeat("\xff\xfe", n); }},
    {"Han", [](std::size_t n) { return "550 " + repeat("\xe4\xb8\x8d", n); }},
    {"NUL", [](std::size_t n) { return "550 " + std::string(n, '\0'); }},
};

}  // namespace

int main() {
  std::vector<smtpscope::base::Error> errors;
  const auto classifier = Classifier::load({}, errors);
  if (!classifier) return 3;
  double worst = 0;
  std::printf("%-30s %12s %12s %8s\n", "pattern", "1 MB", "16 MB", "ratio");
  for (const Pattern& pattern : kPatterns) {
    double before = 0, at_1m = 0, at_16m = 0, ratio = 0;
    for (std::size_t size = 1024; size <= (std::size_t{16} << 20); size *= 2) {
      const std::string text = pattern.make(size);
      double best = 1e9;
      for (int run = 0; run < 3; ++run) {
        smtpscope::core::Memory memory;
        const double begin = cpu_seconds();
        const auto answer =
            classifier->classify({text, smtpscope::reply::Stage::unknown, {}, {}}, memory);
        best = std::min(best, cpu_seconds() - begin);
        if (answer.replies.empty()) return 3;
      }
      if (before > 0.002) ratio = std::max(ratio, best / before);
      before = best;
      if (size == std::size_t{1} << 20) at_1m = best;
      at_16m = best;
    }
    std::printf("%-30s %9.1f ms %9.1f ms %8.2f\n", pattern.name, at_1m * 1e3, at_16m * 1e3, ratio);
    worst = std::max(worst, ratio);
  }
  std::printf("largest ratio for a doubling: %.2f (2.3 at most)\n", worst);
  return worst > 2.3 ? 1 : 0;
}
