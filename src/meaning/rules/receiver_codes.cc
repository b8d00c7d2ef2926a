// SPDX-License-Identifier: Apache-2.0
#include "meaning/rules/receiver_codes.h"

#include "base/text.h"

namespace smtpscope::rules {
namespace {

/// Bytes of `s` that fit `shape` at its start; 0 for none. Linear: nothing is tried twice.
std::size_t fit(std::string_view s, std::string_view shape) noexcept {
  std::size_t at = 0;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] == '#') {
      std::size_t want = 1;
      while (i + 1 < shape.size() && shape[i + 1] == '#') {
        ++want;
        ++i;
      }
      std::size_t have = 0;
      while (at + have < s.size() && base::is_digit(s[at + have]) && have < 24) ++have;
      if (have == 0 || (want > 1 && have != want)) return 0;
      at += have;
    } else if (shape[i] == '@') {
      std::size_t have = 0;
      while (at + have < s.size() && base::is_alpha(s[at + have]) && have < 24) ++have;
      if (have == 0) return 0;
      at += have;
    } else if (at < s.size() && s[at] == shape[i]) {
      ++at;
    } else {
      return 0;
    }
  }
  const bool goes_on =
      at < s.size() && at > 0 && base::is_alnum(s[at - 1]) && base::is_alnum(s[at]);
  return goes_on ? 0 : at;
}

}  // namespace

std::string_view find_receiver_code(std::string_view text,
                                    const knowledge::Strings& shapes) noexcept {
  for (const std::string_view shape : shapes) {
    if (shape.empty()) continue;
    const char first = shape.front();
    const bool wild = first == '#' || first == '@';
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (!wild) i = text.find(first, i);
      if (i == std::string_view::npos) break;
      if (i > 0 && base::is_alnum(text[i - 1])) continue;
      if (const std::size_t n = fit(text.substr(i), shape)) return text.substr(i, n);
    }
  }
  return {};
}

}  // namespace smtpscope::rules
