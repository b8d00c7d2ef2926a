// SPDX-License-Identifier: Apache-2.0
// Words are told apart by their form, not by their place, because real dates put them anywhere.
#include "sources/bounce/mime/date.h"

#include <array>

#include "base/text.h"

#include "sources/bounce/mime/limits.h"

namespace smtpscope::mime {
namespace {

constexpr int kFirstYear = 1970, kLastYear = 9999;

struct Zone {
  std::string_view name;
  int minutes;
};
// RFC 5322 4.3, then what mail servers write; of names with several meanings the commonest in mail.
constexpr std::array<Zone, 38> kZones = {
    {{"ut", 0},     {"utc", 0},    {"gmt", 0},    {"z", 0},       {"est", -300},  {"edt", -240},
     {"cst", -360}, {"cdt", -300}, {"mst", -420}, {"mdt", -360},  {"pst", -480},  {"pdt", -420},
     {"wet", 0},    {"west", 60},  {"cet", 60},   {"cest", 120},  {"met", 60},    {"mest", 120},
     {"eet", 120},  {"eest", 180}, {"msk", 180},  {"bst", 60},    {"jst", 540},   {"kst", 540},
     {"hkt", 480},  {"sgt", 480},  {"awst", 480}, {"aest", 600},  {"aedt", 660},  {"acst", 570},
     {"acdt", 630}, {"nzst", 720}, {"nzdt", 780}, {"akst", -540}, {"akdt", -480}, {"hst", -600},
     {"brt", -180}, {"sast", 120}}};

constexpr std::string_view kMonths = "janfebmaraprmayjunjulaugsepoctnovdec";
constexpr std::string_view kMonthEnds[] = {"uary", "ruary", "ch",     "il",   "",      "e",
                                           "y",    "ust",   "tember", "ober", "ember", "ember"};

struct Parts {
  int year = -1, month = -1, day = -1;
  int hour = -1, minute = 0, second = 0;
  int half = 0;  ///< 1 for AM, 2 for PM
  int zone = 0;
  bool zone_stated = false;
};

bool is_leap(int year) noexcept { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

int days_in(int month, int year) noexcept {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : kDays[month - 1];
}

/// Days since 1970-01-01, by counting years of 365 days and their leap days.
std::int64_t days_since_epoch(int year, int month, int day) noexcept {
  const int before = year - 1;
  std::int64_t days = 365LL * (year - 1970) + (before / 4 - before / 100 + before / 400) - 477;
  for (int m = 1; m < month; ++m) days += days_in(m, year);
  return days + day - 1;
}

int number(std::string_view digits) noexcept {
  const auto value = base::parse_digits(digits);
  return value && digits.size() <= 9 ? static_cast<int>(*value) : -1;
}

int full_year(int year, std::size_t digits) noexcept {
  if (digits >= 4) return year;
  if (digits == 3) return year + 1900;  // RFC 5322 4.3
  return year < 50 ? year + 2000 : year + 1900;
}

class Reader {
 public:
  explicit Reader(std::string_view s) noexcept : s_(s.substr(0, kMaxDateBytes)) {}

  std::optional<Date> run() noexcept {
    while (pos_ < s_.size()) read_one();
    return finish();
  }

 private:
  void read_one() noexcept {
    const char c = s_[pos_];
    if (c == '(') {
      skip_comment();
    } else if (base::is_digit(c)) {
      read_number();
    } else if ((c == '+' || c == '-') && parts_.hour >= 0 && !parts_.zone_stated) {
      read_offset();
    } else if (base::is_alpha(c)) {
      read_word();
    } else {
      ++pos_;
    }
  }

  void skip_comment() noexcept {
    int depth = 0;
    for (; pos_ < s_.size(); ++pos_) {
      if (s_[pos_] == '(') ++depth;
      if (s_[pos_] == ')' && --depth == 0) break;
    }
    ++pos_;
  }

  std::string_view take_digits() noexcept {
    const std::size_t begin = pos_;
    while (pos_ < s_.size() && base::is_digit(s_[pos_])) ++pos_;
    return s_.substr(begin, pos_ - begin);
  }

  bool take(char c) noexcept {
    if (pos_ >= s_.size() || s_[pos_] != c) return false;
    ++pos_;
    return true;
  }

  bool digit_ahead(std::size_t ahead) const noexcept {
    return pos_ + ahead < s_.size() && base::is_digit(s_[pos_ + ahead]);
  }

  void read_number() noexcept {
    const std::string_view digits = take_digits();
    const char next = pos_ < s_.size() ? s_[pos_] : ' ';
    if (parts_.hour < 0 && digits.size() <= 2 && (next == ':' || next == '.') && digit_ahead(1)) {
      read_time(digits, next);
    } else if (digits.size() == 4 && next == '-' && digit_ahead(1) && parts_.month < 0) {
      read_iso_day(digits);
    } else if (parts_.day < 0 && digits.size() <= 2) {
      parts_.day = number(digits);
    } else if (parts_.year < 0 && digits.size() <= 4) {
      parts_.year = full_year(number(digits), digits.size());
    } else if (digits.size() > 4) {
      broken_ = true;
    }
  }

  void read_time(std::string_view hour, char separator) noexcept {
    parts_.hour = number(hour);
    take(separator);
    parts_.minute = number(take_digits());
    if (!digit_ahead(1) || !take(separator)) return;
    parts_.second = number(take_digits());
    if (digit_ahead(1) && (take('.') || take(','))) take_digits();
  }

  void read_iso_day(std::string_view year) noexcept {
    parts_.year = number(year);
    take('-');
    parts_.month = number(take_digits());
    if (take('-')) parts_.day = number(take_digits());
  }

  /// +hhmm, +hh:mm, +hh. -0000 means that only UTC is known (RFC 5322 3.3), which is stated enough.
  void read_offset() noexcept {
    const std::size_t begin = pos_;
    const bool west = s_[pos_++] == '-';
    const std::string_view digits = take_digits();
    int hours = -1, minutes = 0;
    if (digits.size() == 4) {
      hours = number(digits.substr(0, 2));
      minutes = number(digits.substr(2));
    } else if (digits.size() == 2) {
      hours = number(digits);
      if (digit_ahead(1) && take(':')) minutes = number(take_digits());
    }
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
      pos_ = begin + 1;
      return;
    }
    state_zone((west ? -1 : 1) * (hours * 60 + minutes));
  }

  void read_word() noexcept {
    const std::size_t begin = pos_;
    while (pos_ < s_.size() && base::is_alpha(s_[pos_])) ++pos_;
    const std::string_view word = s_.substr(begin, pos_ - begin);
    // A weekday, also of a language whose Tuesday is `mar,`.
    if (parts_.day < 0 && parts_.hour < 0 && pos_ < s_.size() && s_[pos_] == ',') return;
    if (const int month = find_month(word); month > 0 && parts_.month < 0) {
      parts_.month = month;
    } else if (parts_.hour >= 0) {
      read_word_behind_time(word);
    }
  }

  void read_word_behind_time(std::string_view word) noexcept {
    if (base::equals_nocase(word, "am")) parts_.half = 1;
    if (base::equals_nocase(word, "pm")) parts_.half = 2;
    if (parts_.zone_stated) return;
    for (const Zone& zone : kZones) {
      if (base::equals_nocase(word, zone.name)) state_zone(zone.minutes);
    }
  }

  static int find_month(std::string_view word) noexcept {
    for (int m = 0; m < 12; ++m) {
      const std::string_view brief = kMonths.substr(static_cast<std::size_t>(m) * 3, 3);
      if (!base::starts_with_nocase(word, brief)) continue;
      const std::string_view rest = word.substr(3);
      if (rest.empty() || base::equals_nocase(rest, kMonthEnds[m])) return m + 1;
      if (m == 8 && base::equals_nocase(rest, "t")) return 9;
    }
    return -1;
  }

  void state_zone(int minutes) noexcept {
    parts_.zone = minutes;
    parts_.zone_stated = true;
  }

  std::optional<Date> finish() noexcept {
    Parts& p = parts_;
    if (p.half == 2 && p.hour < 12) p.hour += 12;
    if (p.half == 1 && p.hour == 12) p.hour = 0;
    const bool day = !broken_ && p.year >= kFirstYear && p.year <= kLastYear && p.month >= 1 &&
                     p.month <= 12 && p.day >= 1 && p.day <= days_in(p.month, p.year);
    const bool time = p.hour >= 0 && p.hour <= 23 && p.minute >= 0 && p.minute <= 59 &&
                      p.second >= 0 && p.second <= 60;
    if (!day || !time) return std::nullopt;
    const std::int64_t minutes = days_since_epoch(p.year, p.month, p.day) * 1440 +
                                 std::int64_t{p.hour} * 60 + p.minute - p.zone;
    return Date{minutes * 60 + p.second, static_cast<std::int16_t>(p.zone), p.zone_stated};
  }

  std::string_view s_;
  std::size_t pos_ = 0;
  Parts parts_;
  bool broken_ = false;
};

}  // namespace

std::optional<Date> parse_date(std::string_view value) noexcept { return Reader(value).run(); }

}  // namespace smtpscope::mime
