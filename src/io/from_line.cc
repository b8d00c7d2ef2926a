// SPDX-License-Identifier: Apache-2.0
#include "io/from_line.h"

#include <algorithm>
#include <array>
#include <span>

#include "base/text.h"

#include "io/limits.h"

namespace smtpscope::io {
namespace {

constexpr std::string_view kDays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
constexpr std::string_view kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

using Words = std::span<const std::string_view>;

bool is_one_of(std::string_view word, std::span<const std::string_view> list) noexcept {
  return std::find(list.begin(), list.end(), word) != list.end();
}

bool is_number(std::string_view word, std::size_t least, std::size_t most) noexcept {
  return word.size() >= least && word.size() <= most &&
         std::all_of(word.begin(), word.end(), base::is_digit);
}

bool is_year(std::string_view word) noexcept {
  return is_number(word, 4, 4) && (word.starts_with("19") || word.starts_with("20"));
}

/// 8:15, 08:15, 08:15:09
bool is_time(std::string_view word) noexcept {
  const std::size_t colon = word.find(':');
  if (colon == std::string_view::npos || !is_number(word.substr(0, colon), 1, 2)) return false;
  const std::string_view rest = word.substr(colon + 1);
  if (rest.size() == 2) return is_number(rest, 2, 2);
  return rest.size() == 5 && rest[2] == ':' && is_number(rest.substr(0, 2), 2, 2) &&
         is_number(rest.substr(3), 2, 2);
}

/// 2026-11-24, also with a time behind a T.
bool is_iso_date(std::string_view word) noexcept {
  return word.size() >= 10 && is_year(word.substr(0, 4)) && word[4] == '-' &&
         is_number(word.substr(5, 2), 2, 2) && word[7] == '-' &&
         is_number(word.substr(8, 2), 2, 2) &&
         (word.size() == 10 || (word[10] == 'T' && is_time(word.substr(11, 5))));
}

/// `Tue Nov 24 18:15:09 2026`, `Tue, 24 Nov 2026 18:15:09 +0000` and what lies between.
bool is_date(Words words) noexcept {
  if (words.size() < 5)
    return !words.empty() && is_iso_date(words[0]) &&
           (words[0].size() > 10 || (words.size() > 1 && is_time(words[1])));
  if (is_iso_date(words[0])) return words[0].size() > 10 || is_time(words[1]);
  std::string_view day = words[0];
  if (day.ends_with(',')) day.remove_suffix(1);
  if (!is_one_of(day, kDays)) return false;
  const bool month_first = is_one_of(words[1], kMonths) && is_number(words[2], 1, 2);
  const bool day_first = is_number(words[1], 1, 2) && is_one_of(words[2], kMonths);
  if (!month_first && !day_first) return false;
  const Words rest = words.subspan(3, std::min<std::size_t>(words.size() - 3, 4));
  return std::any_of(rest.begin(), rest.end(), is_time) &&
         std::any_of(rest.begin(), rest.end(), is_year);
}

bool is_bare_sender(std::string_view word) noexcept {
  return word == "MAILER-DAEMON" || word == "-" ||
         (word.find('@') != std::string_view::npos && !word.ends_with(':'));
}

}  // namespace

std::optional<FromLine> parse_from_line(std::string_view line) noexcept {
  constexpr std::string_view kFrom = "From ";
  if (!line.starts_with(kFrom) || line.size() > kMaxFromLine) return std::nullopt;
  const std::string_view rest = line.substr(kFrom.size());
  std::array<std::string_view, kMaxFromWords> words;
  std::size_t count = 0;
  for (std::size_t i = 0; i < rest.size() && count < words.size();) {
    if (base::is_blank(rest[i])) {
      ++i;
      continue;
    }
    const std::size_t end = std::min(rest.find_first_of(" \t", i), rest.size());
    words[count++] = rest.substr(i, end - i);
    i = end;
  }
  for (std::size_t i = 0; i < count; ++i) {
    if (!is_date(Words(words).subspan(i, count - i))) continue;
    const auto at = static_cast<std::size_t>(words[i].data() - rest.data());
    return FromLine{base::trim(rest.substr(0, at)), base::trim(rest.substr(at))};
  }
  if (count == 1 && is_bare_sender(words[0])) return FromLine{words[0], {}};
  return std::nullopt;
}

bool looks_like_field(std::string_view line) noexcept {
  std::size_t i = 0;
  while (i < line.size() && i < kMaxFieldName && line[i] > ' ' && line[i] < 0x7f && line[i] != ':')
    ++i;
  if (i == 0) return false;
  while (i < line.size() && base::is_blank(line[i])) ++i;
  return i < line.size() && line[i] == ':';
}

}  // namespace smtpscope::io
