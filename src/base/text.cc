// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"

#include <cstring>

namespace smtpscope::base {
namespace {

std::size_t find_either(std::string_view s, char lower, char upper, std::size_t from) noexcept {
  for (std::size_t i = from; i < s.size(); ++i) {
    if (s[i] == lower || s[i] == upper) return i;
  }
  return std::string_view::npos;
}

}  // namespace

std::size_t find_nocase(std::string_view s, std::string_view needle, std::size_t from) noexcept {
  if (needle.empty()) return from <= s.size() ? from : std::string_view::npos;
  const char lower = needle.front();
  const char upper = is_lower(lower) ? static_cast<char>(lower & ~0x20) : lower;
  while (true) {
    from = find_either(s, lower, upper, from);
    if (from == std::string_view::npos || s.size() - from < needle.size()) {
      return std::string_view::npos;
    }
    if (equals_nocase(s.substr(from, needle.size()), needle)) return from;
    ++from;
  }
}

std::optional<std::uint32_t> parse_digits(std::string_view s) noexcept {
  std::uint32_t value = 0;
  std::size_t n = 0;
  for (; n < s.size() && is_digit(s[n]); ++n) {
    if (n == 9) return std::nullopt;
    value = value * 10 + static_cast<std::uint32_t>(s[n] - '0');
  }
  if (n == 0) return std::nullopt;
  return value;
}

}  // namespace smtpscope::base
