// SPDX-License-Identifier: Apache-2.0
// Dates of mail (RFC 5322 3.3 and 4.3) and what else stands in their place: ctime(3), ISO 8601,
// zones by name, two-digit years, no weekday, no seconds. Names of months are English.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace smtpscope::mime {

struct Date {
  std::int64_t seconds = 0;         ///< since 1970-01-01 00:00 UTC
  std::int16_t offset_minutes = 0;  ///< of the zone, east is positive
  bool zone_stated = false;         ///< false: read as UTC, as nothing else is known
};

/// Absent where there is no date: never a guess at a day that was not written.
std::optional<Date> parse_date(std::string_view value) noexcept;

}  // namespace smtpscope::mime
