// SPDX-License-Identifier: Apache-2.0
#include "meaning/rules/retry_time.h"

#include <algorithm>
#include <array>

#include "base/text.h"

#include "meaning/rules/limits.h"

namespace smtpscope::rules {
namespace {

struct Unit {
  std::string_view word;  // lower case; a prefix that a letter may follow where `open`
  std::uint32_t seconds;
  bool open;
};

// Longer words first where one begins another.
constexpr std::array kUnits = {
    Unit{"second", 1, true},    Unit{"secs", 1, false},    Unit{"sec", 1, false},
    Unit{"sekund", 1, true},    Unit{"segundo", 1, true},  Unit{"seconde", 1, true},
    Unit{"secondi", 1, true},   Unit{"minute", 60, true},  Unit{"minut", 60, true},
    Unit{"mins", 60, false},    Unit{"min", 60, false},    Unit{"hours", 3600, false},
    Unit{"hour", 3600, false},  Unit{"hrs", 3600, false},  Unit{"hr", 3600, false},
    Unit{"stunde", 3600, true}, Unit{"heure", 3600, true}, Unit{"hora", 3600, true},
    Unit{"ore", 3600, false},   Unit{"uur", 3600, false},  Unit{"godzin", 3600, true},
    Unit{"days", 86400, false}, Unit{"day", 86400, false}, Unit{"tage", 86400, true},
    Unit{"s", 1, false},        Unit{"m", 60, false},      Unit{"h", 3600, false},
    Unit{"d", 86400, false}};

// What makes a span of time a wait. Lower case; looked for in the bytes before the number.
constexpr std::array<std::string_view, 24> kWaitWords = {
    "again",   "retry", "retri",   "wait",      "later", "greylist",    "graylist", "grey list",
    "defer",   "delay", "resend",  "come back", "until", "blocked for", "erneut",   "warten",
    "versuch", "essay", "patient", "intent",    "esper", "riprov",      "opnieuw",  "remaining"};

/// The letters that units begin with.
consteval std::uint32_t first_letters() noexcept {
  std::uint32_t letters = 0;
  for (const Unit& unit : kUnits) letters |= 1U << (unit.word.front() - 'a');
  return letters;
}

bool may_begin_unit(char c) noexcept {
  return base::is_alpha(c) && (first_letters() >> (base::to_lower(c) - 'a') & 1) != 0;
}

std::uint32_t unit_at(std::string_view s) noexcept {
  if (s.empty() || !may_begin_unit(s.front())) return 0;
  for (const Unit& unit : kUnits) {
    if (!base::starts_with_nocase(s, unit.word)) continue;
    const std::size_t n = unit.word.size();
    if (unit.open || s.size() == n || !(base::is_alnum(s[n]) || base::is_high(s[n])))
      return unit.seconds;
  }
  return 0;
}

bool has_wait_word(std::string_view context) noexcept {
  return std::any_of(kWaitWords.begin(), kWaitWords.end(), [&](std::string_view word) {
    return base::find_nocase(context, word) != std::string_view::npos;
  });
}

/// `hh:mm:ss` or `mm:ss` at `pos`.
std::optional<std::uint32_t> clock_at(std::string_view s, std::size_t pos,
                                      std::size_t& end) noexcept {
  std::uint32_t total = 0;
  int parts = 0;
  end = pos;
  while (parts < 3) {
    std::size_t digits = 0;
    while (digits < 3 && end + digits < s.size() && base::is_digit(s[end + digits])) ++digits;
    if (digits == 0 || digits > 2) return std::nullopt;
    total = total * 60 + *base::parse_digits(s.substr(end, digits));
    end += digits;
    ++parts;
    if (end >= s.size() || s[end] != ':') break;
    ++end;
  }
  if (parts < 2 || (end < s.size() && (base::is_alnum(s[end]) || s[end] == ':')))
    return std::nullopt;
  return total;
}

/// A clock that tells the time of day: behind a date or `until`, before a zone or AM and PM.
bool is_time_of_day(std::string_view s, std::size_t begin, std::size_t end) noexcept {
  std::string_view before = s.substr(0, begin);
  while (!before.empty() && (base::is_blank(before.back()) || before.back() == ','))
    before.remove_suffix(1);
  if (!before.empty() && base::is_digit(before.back()) && before.size() < begin) return true;
  for (const std::string_view word : {" until", " till", " at", " bis"}) {
    if (base::ends_with_nocase(before, word)) return true;
  }
  std::string_view behind = s.substr(end);
  while (!behind.empty() && base::is_blank(behind.front())) behind.remove_prefix(1);
  for (const std::string_view word : {"am", "pm", "gmt", "utc", "z"}) {
    const bool whole = behind.size() == word.size() ||
                       (behind.size() > word.size() && !base::is_alnum(behind[word.size()]));
    if (whole && base::starts_with_nocase(behind, word)) return true;
  }
  return behind.size() >= 5 && (behind[0] == '+' || behind[0] == '-') &&
         base::is_digit(behind[1]) && base::is_digit(behind[2]) && base::is_digit(behind[3]) &&
         base::is_digit(behind[4]);
}

/// `1h30m`: two or more numbers with a letter each, and nothing else in the word, so no queue id.
std::optional<std::uint32_t> compact_at(std::string_view s, std::size_t pos,
                                        std::size_t& end) noexcept {
  std::uint64_t total = 0;
  int pairs = 0;
  std::size_t p = pos;
  while (p < s.size() && base::is_digit(s[p])) {
    const auto value = base::parse_digits(s.substr(p));
    while (p < s.size() && base::is_digit(s[p])) ++p;
    const std::size_t letter =
        p < s.size() ? std::string_view("smhd").find(base::to_lower(s[p])) : std::string_view::npos;
    if (!value || letter == std::string_view::npos) return std::nullopt;
    constexpr std::uint32_t kSeconds[] = {1, 60, 3600, 86400};
    total += std::uint64_t{*value} * kSeconds[letter];
    ++pairs;
    ++p;
  }
  if (pairs < 2 || (p < s.size() && (base::is_alnum(s[p]) || base::is_high(s[p]))))
    return std::nullopt;
  end = p;
  if (total > kMaxRetrySeconds) return std::nullopt;
  return static_cast<std::uint32_t>(total);
}

/// A number with units at `pos`: `300 seconds`, `1 hour 5 minutes`, `5-10 minutes`.
std::optional<std::uint32_t> span_at(std::string_view s, std::size_t pos,
                                     std::size_t& end) noexcept {
  std::uint64_t total = 0;
  bool any = false;
  end = pos;
  while (end < s.size() && base::is_digit(s[end])) {
    const auto value = base::parse_digits(s.substr(end));
    std::size_t p = end;
    while (p < s.size() && base::is_digit(s[p])) ++p;
    if (!value) return std::nullopt;
    while (p < s.size() && (s[p] == ' ' || s[p] == '(')) ++p;
    const std::uint32_t unit = unit_at(s.substr(p));
    if (unit == 0) break;
    total += std::uint64_t{*value} * unit;
    any = true;
    while (p < s.size() && base::is_alpha(s[p])) ++p;
    while (p < s.size() && (s[p] == ' ' || s[p] == ',')) ++p;
    end = p;
  }
  if (!any || total == 0 || total > kMaxRetrySeconds) return std::nullopt;
  return static_cast<std::uint32_t>(total);
}

/// A number followed by anything else is no time, and most numbers are.
bool may_be_time(std::string_view s, std::size_t behind) noexcept {
  if (behind >= s.size()) return false;
  if (s[behind] == ':') return true;
  while (behind < s.size() && (s[behind] == ' ' || s[behind] == '(')) ++behind;
  return behind < s.size() && may_begin_unit(s[behind]);
}

}  // namespace

std::optional<std::uint32_t> find_retry_time(std::string_view text) {
  std::optional<std::uint32_t> longest;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!base::is_digit(text[i])) continue;
    if (i > 0 && (base::is_alnum(text[i - 1]) || text[i - 1] == '.' || text[i - 1] == ':'))
      continue;
    if (i > 1 && text[i - 1] == ',' && base::is_digit(text[i - 2])) continue;  // half of `2,500`
    std::size_t end = i;
    while (end < text.size() && base::is_digit(text[end])) ++end;
    if (!may_be_time(text, end)) {
      i = end - 1;
      continue;
    }
    end = i;
    auto seconds = clock_at(text, i, end);
    if (seconds && is_time_of_day(text, i, end)) {
      i = end - 1;
      continue;
    }
    if (!seconds) {
      end = i;
      seconds = compact_at(text, i, end);
    }
    if (!seconds && end == i) seconds = span_at(text, i, end);
    if (seconds && *seconds != 0) {
      const std::size_t from = i > kRetryContextBytes ? i - kRetryContextBytes : 0;
      // `in 5 minutes` may also stand before the word: `come back`, `try again`.
      const bool wait =
          has_wait_word(text.substr(from, i - from)) || has_wait_word(text.substr(end, 24));
      if (wait) longest = std::max(longest.value_or(0), *seconds);
    }
    i = std::max(i, end > i ? end - 1 : i);
    while (i + 1 < text.size() && base::is_digit(text[i + 1])) ++i;
  }
  return longest;
}

}  // namespace smtpscope::rules
