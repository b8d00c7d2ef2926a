// SPDX-License-Identifier: Apache-2.0
// Sixteen places are compared with LF, - and - at once. A line by line search costs five times as
// much, and a mail of empty lines forty times.
#include "sources/bounce/mime/delimiter.h"

#include <cstdint>
#include <cstring>

#include "base/text.h"

#include "sources/bounce/mime/limits.h"
#include "sources/bounce/mime/lines.h"

namespace smtpscope::mime {
namespace {

constexpr std::size_t kNone = std::string_view::npos;
using Bytes = std::uint8_t __attribute__((vector_size(16)));

Bytes load(const char* p) noexcept {
  Bytes out;
  std::memcpy(&out, p, sizeof out);
  return out;
}

bool any(Bytes b) noexcept {
  std::uint64_t halves[2];
  std::memcpy(halves, &b, sizeof b);
  return (halves[0] | halves[1]) != 0;
}

bool is_dashes(const char* p) noexcept { return p[0] == '\n' && p[1] == '-' && p[2] == '-'; }

/// The next line that begins with `--`, where `from` is inside the line before.
std::size_t find_next_dashes(std::string_view s, std::size_t from) noexcept {
  const char* const data = s.data();
  std::size_t i = from;
  for (; i + 18 <= s.size(); i += 16) {
    const Bytes hit =
        (load(data + i) == '\n') & (load(data + i + 1) == '-') & (load(data + i + 2) == '-');
    if (!any(hit)) continue;
    for (std::size_t k = i; k < i + 16; ++k) {
      if (is_dashes(data + k)) return k + 1;
    }
  }
  for (; i + 3 <= s.size(); ++i) {
    if (is_dashes(data + i)) return i + 1;
  }
  return kNone;
}

/// As find_next_dashes(), where `from` begins a line.
std::size_t find_dashes(std::string_view s, std::size_t from) noexcept {
  return s.substr(from, 2) == "--" ? from : find_next_dashes(s, from);
}

}  // namespace

Delimiter find_delimiter(std::string_view s, std::size_t from, std::string_view boundary) noexcept {
  for (std::size_t at = find_dashes(s, from); at != kNone; at = find_next_dashes(s, at + 2)) {
    std::size_t end = at + 2 + boundary.size();
    if (s.compare(at + 2, boundary.size(), boundary) != 0) continue;
    const bool closing = s.substr(end, 2) == "--";
    if (closing) end += 2;
    while (end < s.size() && base::is_space(s[end]) && s[end] != '\n') ++end;
    if (end == s.size()) return {at, end, closing};
    if (s[end] == '\n') return {at, end + 1, closing};
  }
  return {kNone, 0, false};
}

Delimiter find_opening(std::string_view s, std::string_view boundary) noexcept {
  if (boundary.empty() || boundary.size() > kMaxBoundary) return {kNone, 0, false};
  Delimiter out = find_delimiter(s, 0, boundary);
  while (out.found() && out.closing) out = find_delimiter(s, out.next, boundary);
  return out;
}

std::string_view guess_boundary(std::string_view s) noexcept {
  for (std::size_t at = find_dashes(s, 0); at != kNone; at = find_next_dashes(s, at + 2)) {
    const Line line = line_at(s, at);
    if (!base::starts_with_nocase(s.substr(line.next), "content-")) continue;
    const std::string_view boundary = base::trim(line.of(s).substr(2));
    if (!boundary.empty() && boundary.size() <= kMaxBoundary) return boundary;
  }
  return {};
}

}  // namespace smtpscope::mime
