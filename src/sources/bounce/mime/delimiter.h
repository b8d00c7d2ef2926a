// SPDX-License-Identifier: Apache-2.0
// The lines that part a multipart (RFC 2046 5.1.1), found without looking at any other line.
#pragma once

#include <cstddef>
#include <string_view>

namespace smtpscope::mime {

struct Delimiter {
  std::size_t begin = 0;  ///< of the line; npos where there is none
  std::size_t next = 0;   ///< where the line behind it begins
  bool closing = false;   ///< `--boundary--`

  bool found() const noexcept { return begin != std::string_view::npos; }
};

/// First delimiter line of `boundary` at or behind `from`, which must begin a line.
Delimiter find_delimiter(std::string_view s, std::size_t from, std::string_view boundary) noexcept;

/// First one that opens a part: a closing one before it means nothing. None for a boundary that is
/// empty or above kMaxBoundary.
Delimiter find_opening(std::string_view s, std::string_view boundary) noexcept;

/// What the boundary seems to be where the declared one is not: the first line that begins with
/// `--` and is followed by a Content- field. Empty where there is none.
std::string_view guess_boundary(std::string_view s) noexcept;

}  // namespace smtpscope::mime
