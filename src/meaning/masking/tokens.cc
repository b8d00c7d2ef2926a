// SPDX-License-Identifier: Apache-2.0
#include "meaning/masking/tokens.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "base/text.h"

#include "meaning/masking/folding.h"
#include "meaning/masking/limits.h"

namespace smtpscope::masking {
namespace {

using base::is_alnum;
using base::is_alpha;
using base::is_digit;
using base::is_hex;
using base::is_high;

constexpr bool is_local_part(char c) noexcept {
  return is_alnum(c) || is_high(c) ||
         std::string_view("._-+=%~!#$&'*/?^`{|}").find(c) != std::string_view::npos;
}

constexpr bool is_name(char c) noexcept {
  return is_alnum(c) || is_high(c) || c == '-' || c == '_' || c == '.';
}

constexpr auto kLocalPart = [] {
  std::array<bool, 256> table{};
  for (std::size_t i = 0; i < 256; ++i) table[i] = is_local_part(static_cast<char>(i));
  return table;
}();

constexpr auto kName = [] {
  std::array<bool, 256> table{};
  for (std::size_t i = 0; i < 256; ++i) table[i] = is_name(static_cast<char>(i));
  return table;
}();

constexpr auto kLink = [] {
  std::array<bool, 256> table{};
  for (std::size_t i = 0x21; i < 256; ++i) table[i] = i != 0x7f;
  for (const char c : std::string_view("<>\"'`[]{}|\\"))
    table[static_cast<unsigned char>(c)] = false;
  return table;
}();

std::size_t trim_end(std::string_view s, std::size_t begin, std::size_t end,
                     std::string_view unwanted) noexcept {
  const auto is_unwanted = [&](char c) {
    return std::any_of(unwanted.begin(), unwanted.end(), [&](char u) { return u == c; });
  };
  while (end > begin && is_unwanted(s[end - 1])) --end;
  return end;
}

/// The domain of an address behind its `@`.
std::size_t match_domain(std::string_view s, std::size_t pos) noexcept {
  if (pos < s.size() && s[pos] == '[') {
    const std::size_t close = s.substr(0, pos + 64).find(']', pos);
    return close == std::string_view::npos ? 0 : close + 1 - pos;
  }
  return match_name_run(s, pos);
}

std::size_t count_digits(std::string_view s, std::size_t pos, std::size_t most) noexcept {
  std::size_t n = 0;
  while (n < most && pos + n < s.size() && is_digit(s[pos + n])) ++n;
  return n;
}

std::size_t match_ipv4(std::string_view s, std::size_t pos) noexcept {
  std::size_t at = pos;
  for (int part = 0; part < 4; ++part) {
    if (part > 0) {
      if (at >= s.size() || s[at] != '.') return 0;
      ++at;
    }
    const std::size_t n = count_digits(s, at, 4);
    if (n == 0 || n > 3 || *base::parse_digits(s.substr(at, n)) > 255) return 0;
    at += n;
  }
  const bool goes_on =
      at < s.size() && (is_alnum(s[at]) || s[at] == '-' || s[at] == '_' ||
                        (s[at] == '.' && at + 1 < s.size() && is_alnum(s[at + 1])));
  return goes_on ? 0 : at - pos;
}

std::size_t match_ipv6(std::string_view s, std::size_t pos) noexcept {
  std::size_t at = pos;
  if (base::starts_with_nocase(s.substr(pos), "ipv6:")) at += 5;
  std::size_t colons = 0;
  std::size_t digits = 0;
  while (at < s.size() && at - pos < 50) {
    if (s[at] == ':') {
      ++colons;
      digits = 0;
    } else if (is_hex(s[at]) && digits < 4) {
      ++digits;
    } else {
      break;
    }
    ++at;
  }
  if (colons < 2 || colons > 8) return 0;
  if (s[at - 1] == ':' && !(at >= 2 && s[at - 2] == ':')) --at;  // `2001:db8::1: refused`
  if (at < s.size() && is_alnum(s[at])) return 0;
  // Two colons alone are `12:30:59` or `a::b`; an address has `::` or all eight groups.
  const std::string_view found = s.substr(pos, at - pos);
  return colons == 7 || found.find("::") != std::string_view::npos ? at - pos : 0;
}

/// What stands behind the first number of a date or time.
constexpr bool is_date_mark(char c) noexcept {
  return c == ':' || c == '-' || c == '/' || c == '.' || c == ' ';
}

constexpr std::string_view kMonths = "jan feb mar apr may jun jul aug sep oct nov dec ";
constexpr std::string_view kDays = "mon tue wed thu fri sat sun ";

bool is_word_of(std::string_view s, std::size_t pos, std::string_view words) noexcept {
  if (pos + 3 > s.size() || (pos + 3 < s.size() && is_alpha(s[pos + 3]))) return false;
  const char lower[] = {base::to_lower(s[pos]), base::to_lower(s[pos + 1]),
                        base::to_lower(s[pos + 2])};
  for (std::size_t i = 0; i < words.size(); i += 4) {
    if (lower[0] == words[i] && lower[1] == words[i + 1] && lower[2] == words[i + 2]) return true;
  }
  return false;
}

std::size_t skip_blanks(std::string_view s, std::size_t pos) noexcept {
  while (pos < s.size() && s[pos] == ' ') ++pos;
  return pos;
}

/// `hh:mm`, `hh:mm:ss`, `hh:mm:ss.fff`, and a zone behind it.
std::size_t end_of_clock(std::string_view s, std::size_t pos) noexcept {
  const std::size_t hours = count_digits(s, pos, 3);
  if (hours == 0 || hours > 2 || pos + hours >= s.size() || s[pos + hours] != ':') return pos;
  std::size_t at = pos + hours + 1;
  if (count_digits(s, at, 3) != 2) return pos;
  at += 2;
  if (at < s.size() && s[at] == ':' && count_digits(s, at + 1, 3) == 2) {
    at += 3;
    if (at + 1 < s.size() && (s[at] == '.' || s[at] == ',') && is_digit(s[at + 1])) {
      at += 1 + count_digits(s, at + 1, 9);
    }
  }
  if (at < s.size() && (is_alnum(s[at]) || s[at] == ':') && s[at] != 'Z') return pos;
  const std::size_t zone = skip_blanks(s, at);
  if (zone < s.size() && s[zone] == 'Z') return zone + 1;
  if (zone + 4 < s.size() && (s[zone] == '+' || s[zone] == '-')) {
    const std::size_t n = count_digits(s, zone + 1, 5);
    if (n == 4) return zone + 5;
    if (n == 2 && s[zone + 3] == ':' && count_digits(s, zone + 4, 3) == 2) return zone + 6;
  }
  for (const std::string_view name : {"GMT", "UTC"}) {
    if (s.substr(zone, 3) == name) return zone + 3;
  }
  return at;
}

/// What may follow a calendar date: `T` or blanks or `:` and a clock.
std::size_t with_clock(std::string_view s, std::size_t at) noexcept {
  std::size_t clock = at;
  if (clock < s.size() && (s[clock] == 'T' || s[clock] == ':' || s[clock] == ',')) ++clock;
  clock = skip_blanks(s, clock);
  const std::size_t end = end_of_clock(s, clock);
  return end == clock ? at : end;
}

/// `2026-10-07`, `2026/10/07`, `07.10.2026`, `10/07/2026` at a digit.
std::size_t end_of_numeric_date(std::string_view s, std::size_t pos) noexcept {
  const std::size_t first = count_digits(s, pos, 5);
  std::size_t at = pos + first;
  if (first == 0 || at >= s.size()) return pos;
  const char separator = s[at];
  if (separator != '-' && separator != '/' && separator != '.') return pos;
  const std::size_t middle = count_digits(s, at + 1, 3);
  at += 1 + middle;
  if (middle == 0 || middle > 2 || at >= s.size() || s[at] != separator) return pos;
  const std::size_t last = count_digits(s, at + 1, 5);
  at += 1 + last;
  const bool year_first = first == 4 && last >= 1 && last <= 2;
  const bool year_last = first <= 2 && last == 4;
  if (!year_first && !year_last) return pos;
  return at < s.size() && is_alnum(s[at]) && s[at] != 'T' ? pos : at;
}

/// `14 Jun 2017`, `14-Jun-2017`, `14/Jun/2017` at a digit.
std::size_t end_of_named_date(std::string_view s, std::size_t pos) noexcept {
  const std::size_t day = count_digits(s, pos, 3);
  std::size_t at = pos + day;
  if (day == 0 || day > 2 || at + 4 >= s.size()) return pos;
  const char separator = s[at];
  if (separator != ' ' && separator != '-' && separator != '/') return pos;
  if (!is_word_of(s, at + 1, kMonths)) return pos;
  at += 4;
  if (at < s.size() && s[at] == separator && count_digits(s, at + 1, 5) == 4) return at + 5;
  return pos;
}

/// `Jun 14`, `Jun 14 2017`, `Jun 14, 2017` at a month.
std::size_t end_of_month_date(std::string_view s, std::size_t pos) noexcept {
  std::size_t at = skip_blanks(s, pos + 3);
  const std::size_t day = count_digits(s, at, 3);
  if (at == pos + 3 || day == 0 || day > 2) return pos;
  at += day;
  std::size_t year = at;
  if (year < s.size() && s[year] == ',') ++year;
  year = skip_blanks(s, year);
  if (year > at && count_digits(s, year, 5) == 4 && (year + 4 == s.size() || s[year + 4] != ':')) {
    return year + 4;
  }
  return at;
}

}  // namespace

std::size_t match_name_run(std::string_view s, std::size_t pos) noexcept {
  std::size_t end = pos;
  const std::size_t limit = std::min(s.size(), pos + kMaxChunkBytes);
  while (end < limit && kName[static_cast<unsigned char>(s[end])]) {
    std::size_t length = 1;
    if (is_high(s[end]) && classify_glyph(s.substr(end), length) != Glyph::letter) break;
    end += length;
  }
  end = std::min(end, limit);
  return trim_end(s, pos, end, ".-_") - pos;
}

std::size_t match_address(std::string_view s, std::size_t pos, std::size_t& no_at_before) noexcept {
  if (pos < no_at_before) return 0;
  std::size_t at = pos;
  while (at < s.size() && kLocalPart[static_cast<unsigned char>(s[at])]) ++at;
  if (at >= s.size() || s[at] != '@' || at == pos) {
    no_at_before = at;
    return 0;
  }
  const std::size_t domain = match_domain(s, at + 1);
  return domain == 0 ? at + 1 - pos : at + 1 + domain - pos;
}

std::size_t match_quoted_address(std::string_view s, std::size_t pos) noexcept {
  const std::size_t limit = std::min(s.size(), pos + kMaxQuotedBytes);
  for (std::size_t at = pos + 1; at < limit && s[at] != '\n'; ++at) {
    if (s[at] != '"') continue;
    if (at + 1 >= s.size() || s[at + 1] != '@') return 0;
    return at + 2 + match_domain(s, at + 2) - pos;
  }
  return 0;
}

std::size_t match_url_path(std::string_view s, std::size_t pos) noexcept {
  std::size_t end = pos;
  while (end < s.size() && kLink[static_cast<unsigned char>(s[end])]) ++end;
  end = trim_end(s, pos, end, ".,;:!?)");
  return end - pos;
}

std::size_t match_url(std::string_view s, std::size_t pos) noexcept {
  std::size_t at = pos;
  while (at < s.size() && at - pos < 8 && is_alpha(s[at])) ++at;
  if (s.substr(at, 3) == "://" && at > pos) {
    at += 3;
  } else if (base::starts_with_nocase(s.substr(pos), "www.")) {
    at = pos;
  } else {
    return 0;
  }
  const std::size_t rest = match_url_path(s, at);
  return rest == 0 ? 0 : at + rest - pos;
}

std::size_t match_ip(std::string_view s, std::size_t pos) noexcept {
  std::size_t n = is_digit(s[pos]) ? match_ipv4(s, pos) : 0;
  const bool v4 = n != 0;
  if (!v4) n = match_ipv6(s, pos);
  if (n == 0) return 0;
  std::size_t at = pos + n;
  if (at + 1 < s.size() && (s[at] == '/' || (v4 && s[at] == ':')) && is_digit(s[at + 1])) {
    at += 1 + count_digits(s, at + 1, 5);
  }
  return at - pos;
}

bool is_host(std::string_view run, const Names& names) noexcept {
  HostName host;
  return read_host(run, host) && is_host(run, host, names);
}

bool read_host(std::string_view run, HostName& out) noexcept {
  if (run.size() > kMaxHostBytes) return false;
  out.size = run.size();
  for (std::size_t i = 0; i < run.size(); ++i) {
    out.lower[i] = base::to_lower(run[i]);
    if (run[i] != '.') continue;
    out.empty_label = out.empty_label || (out.dots != 0 && out.last_dot + 1 == i);
    out.last_dot = i;
    ++out.dots;
  }
  return true;
}

bool is_host(std::string_view run, const HostName& host, const Names& names) noexcept {
  const std::size_t dot = host.last_dot;
  if (dot == 0 || host.empty_label) return false;
  if (!names.is_tld(host.text().substr(dot + 1))) return names.find(host.text()) != nullptr;
  // `denied.Contact`: a sentence that goes on without a space, not a host below .contact.
  return !(host.dots == 1 && base::is_upper(run[dot + 1]) && base::is_lower(run[dot - 1]));
}

std::size_t match_date(std::string_view s, std::size_t pos) noexcept {
  if (is_digit(s[pos])) {
    const std::size_t behind = pos + count_digits(s, pos, 5);
    if (behind >= s.size() || !is_date_mark(s[behind])) return 0;
    if (const std::size_t end = end_of_clock(s, pos); end > pos) return end - pos;
    if (const std::size_t end = end_of_numeric_date(s, pos); end > pos) {
      return with_clock(s, end) - pos;
    }
    if (const std::size_t end = end_of_named_date(s, pos); end > pos) {
      return with_clock(s, end) - pos;
    }
    return 0;
  }
  std::size_t at = pos;
  if (is_word_of(s, at, kDays)) {
    at += 3;
    if (at < s.size() && s[at] == ',') ++at;
    at = skip_blanks(s, at);
    if (at >= s.size()) return 0;
    if (const std::size_t end = end_of_named_date(s, at); end > at) return with_clock(s, end) - pos;
  }
  if (!is_word_of(s, at, kMonths)) return 0;
  const std::size_t end = end_of_month_date(s, at);
  if (end == at) return 0;
  const std::size_t clock = with_clock(s, end);
  if (clock == end) return end - pos;
  const std::size_t year = skip_blanks(s, clock);
  return (year > clock && count_digits(s, year, 5) == 4 ? year + 4 : clock) - pos;
}

std::size_t match_shaped_id(std::string_view s, std::size_t pos) noexcept {
  constexpr std::array<std::array<std::uint8_t, 5>, 3> kShapes = {
      {{8, 4, 4, 4, 12}, {6, 6, 2, 0, 0}, {6, 11, 4, 0, 0}}};
  for (const auto& shape : kShapes) {
    std::size_t at = pos;
    bool fits = true;
    for (std::size_t i = 0; fits && i < shape.size() && shape[i] != 0; ++i) {
      if (i > 0) fits = at < s.size() && s[at++] == '-';
      for (std::size_t n = 0; fits && n < shape[i]; ++n, ++at) {
        fits = at < s.size() && (shape[3] != 0 ? is_hex(s[at]) : is_alnum(s[at]));
      }
    }
    if (fits && (at == s.size() || (!is_alnum(s[at]) && s[at] != '-'))) {
      // Three plain words joined by hyphens may have these lengths; an id has a digit or mixed
      // case.
      const std::string_view id = s.substr(pos, at - pos);
      if (std::any_of(id.begin(), id.end(), is_digit)) return at - pos;
    }
  }
  return 0;
}

std::size_t match_mask(std::string_view s, std::size_t pos) noexcept {
  constexpr std::array<std::string_view, 8> kPlain = {"addr", "ip", "host", "url",
                                                      "id",   "n",  "date", "text"};
  const std::size_t close = s.substr(0, pos + 64).find('>', pos);
  if (close == std::string_view::npos) return 0;
  const std::string_view inside = s.substr(pos + 1, close - pos - 1);
  const std::size_t colon = inside.find(':');
  const std::string_view kind = inside.substr(0, colon);
  if (std::find(kPlain.begin(), kPlain.end(), kind) == kPlain.end() && kind != "list") return 0;
  if (colon == std::string_view::npos) return kind == "list" ? 0 : close + 1 - pos;
  if (kind != "host" && kind != "url" && kind != "list") return 0;
  for (const char c : inside.substr(colon + 1)) {
    if (!base::is_lower(c) && !is_digit(c) && c != '_' && c != '.') return 0;
  }
  return close + 1 - pos;
}

}  // namespace smtpscope::masking
