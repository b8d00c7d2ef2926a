// SPDX-License-Identifier: Apache-2.0
// Sixteen bytes at once see what one by one would.
#include "meaning/masking/word_scan.h"

#include <random>
#include <string_view>

#include <gtest/gtest.h>

namespace smtpscope::masking {
namespace {

void compare(const char* s) {
  char wide[kScanBytes];
  char narrow[kScanBytes];
  const WordScan a = scan_word(s, wide);
  const WordScan b = scan_bytes(s, narrow);
  const std::string_view text(s, kScanBytes);
  ASSERT_EQ(a.length, b.length) << text;
  ASSERT_EQ(a.digits, b.digits) << text;
  ASSERT_EQ(std::string_view(wide, kScanBytes), std::string_view(narrow, kScanBytes));
}

TEST(WordScan, EveryByteAtEveryPlace) {
  for (std::size_t at = 0; at < kScanBytes; ++at) {
    for (int byte = 0; byte < 256; ++byte) {
      char s[] = "abcDEF0123456789";
      s[at] = static_cast<char>(byte);
      compare(s);
      if (HasFatalFailure()) return;
    }
  }
}

TEST(WordScan, RandomBytes) {
  std::mt19937 random(1);
  constexpr std::string_view kAround = "@AZ[`az{/09:\x7f\x80\xff ";
  for (int i = 0; i < 20000; ++i) {
    char s[kScanBytes];
    for (char& c : s) {
      c = random() % 2 == 0 ? static_cast<char>(random()) : kAround[random() % kAround.size()];
    }
    compare(s);
    if (HasFatalFailure()) return;
  }
}

}  // namespace
}  // namespace smtpscope::masking
