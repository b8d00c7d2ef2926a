// SPDX-License-Identifier: Apache-2.0
// Text for people: escaping, wrapping, colour. What comes from outside is escaped here, where it
// leaves: control and bidi characters never reach a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace smtpscope::format {

/// Appends `text` with control, bidi and other invisible characters as `\x1b` or `\u202e`; a line
/// end stays only where `keep_lines`.
void append_escaped(std::string_view text, bool keep_lines, std::string& out);

/// The same of one line, as a string.
std::string escape(std::string_view text);

/// Columns a text takes on a terminal: one a code point, two for CJK and other wide ones.
std::size_t count_columns(std::string_view text) noexcept;

/// The first `most` bytes at most, not cut inside a character.
std::string_view cut_utf8(std::string_view text, std::size_t most) noexcept;

/// Appends `text`, escaped, wrapped at `width` columns, each line after the first behind `indent`
/// spaces. The caller has written the first indent.
void append_wrapped(std::string_view text, std::size_t indent, std::size_t width, std::string& out);

/// Colours, or nothing where they are off.
struct Style {
  bool colour = false;
  std::string_view bold() const noexcept { return colour ? "\x1b[1m" : ""; }
  std::string_view dim() const noexcept { return colour ? "\x1b[2m" : ""; }
  std::string_view underline() const noexcept { return colour ? "\x1b[4m" : ""; }
  std::string_view red() const noexcept { return colour ? "\x1b[31m" : ""; }
  std::string_view yellow() const noexcept { return colour ? "\x1b[33m" : ""; }
  std::string_view green() const noexcept { return colour ? "\x1b[32m" : ""; }
  std::string_view cyan() const noexcept { return colour ? "\x1b[36m" : ""; }
  std::string_view off() const noexcept { return colour ? "\x1b[0m" : ""; }
};

}  // namespace smtpscope::format
