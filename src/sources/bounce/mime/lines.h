// SPDX-License-Identifier: Apache-2.0
// Lines of a mail, ended by LF or CRLF. CR alone ends a line only where normalize_line_ends() made
// it an LF.
#pragma once

#include <cstddef>
#include <cstring>
#include <string_view>

#include "base/text.h"

namespace smtpscope::mime {

struct Line {
  std::size_t begin = 0;
  std::size_t end = 0;   ///< before the line end
  std::size_t next = 0;  ///< where the next line begins

  bool empty() const noexcept { return begin == end; }
  std::string_view of(std::string_view s) const noexcept { return s.substr(begin, end - begin); }
};

/// The line that begins at `pos`. `line_end` is '\n', or '\r' for text that has no other.
inline Line line_at(std::string_view s, std::size_t pos, char line_end = '\n') noexcept {
  Line line{pos, s.size(), s.size()};
  if (pos >= s.size()) return line;
  if (const void* hit = std::memchr(s.data() + pos, line_end, s.size() - pos)) {
    line.end = static_cast<std::size_t>(static_cast<const char*>(hit) - s.data());
    line.next = line.end + 1;
  }
  while (line.end > pos && s[line.end - 1] == '\r') --line.end;
  return line;
}

/// Place of the colon where the line is `name:` (RFC 5322 2.2, blanks before the colon as
/// in 4.5.3); npos where it is not.
inline std::size_t find_colon(std::string_view line, std::size_t max_name) noexcept {
  std::size_t i = 0;
  const std::size_t n = line.size() < max_name ? line.size() : max_name;
  while (i < n && line[i] > ' ' && line[i] < 0x7f && line[i] != ':') ++i;
  if (i == 0) return std::string_view::npos;
  while (i < n && base::is_blank(line[i])) ++i;
  return i < n && line[i] == ':' ? i : std::string_view::npos;
}

}  // namespace smtpscope::mime
