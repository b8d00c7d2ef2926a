// SPDX-License-Identifier: Apache-2.0
// The line that separates the mails of an mbox (RFC 4155 and what is older than that):
//   From sender@example.com Tue Nov 24 18:15:09 2026
// There is no grammar of it that all writers keep. Senders may hold blanks or be missing; zones
// stand before or behind the year, or not at all. A date is what tells it from a sentence.
#pragma once

#include <optional>
#include <string_view>

namespace smtpscope::io {

/// The parts of a From_ line; views into it.
struct FromLine {
  std::string_view sender;  ///< as written, may be empty or "-" (Mozilla) or "MAILER-DAEMON"
  std::string_view date;    ///< from the day of the week on; empty where there is none
};

/// Reads a line without its end. Absent where it is a sentence that begins with "From". Without a
/// date it is one only if nothing but an address follows.
std::optional<FromLine> parse_from_line(std::string_view line) noexcept;

/// Whether `line` begins as a header field does: a name and a colon.
bool looks_like_field(std::string_view line) noexcept;

}  // namespace smtpscope::io
