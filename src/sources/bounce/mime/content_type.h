// SPDX-License-Identifier: Apache-2.0
// Content-Type and Content-Disposition (RFC 2045 5.1, RFC 2183): the type and its parameters, with
// continuations and charsets (RFC 2231). Read as they are written in the wild: without semicolons,
// with quotes that do not end, with characters that should have been quoted.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace smtpscope::mime {

struct Parameter {
  std::string_view name;   ///< as written, with the * of RFC 2231
  std::string_view value;  ///< without its quotes; backslashes still in it
  bool escaped = false;    ///< the value holds a backslash that quotes the next character
};

/// Iterates the parameters of a field value, in one pass.
class Parameters {
 public:
  /// `value` is what follows the type.
  explicit Parameters(std::string_view value) noexcept : value_(value) {}
  bool next(Parameter& out) noexcept;

 private:
  void skip_separators() noexcept;
  void read_value(Parameter& out) noexcept;
  void read_quoted(Parameter& out) noexcept;

  std::string_view value_;
  std::size_t pos_ = 0;
};

struct ContentType {
  std::string_view type;        ///< `multipart/report`, as written; empty where it is no type
  std::string_view parameters;  ///< what follows

  /// Value of a parameter (case ignored), put together and in UTF-8; empty where there is none. A
  /// view into the field where nothing had to be undone, else into `buffer`.
  std::string_view parameter(std::string_view name, std::string& buffer) const;
};

ContentType parse_content_type(std::string_view value) noexcept;

/// `value` without the backslashes that quote the next character.
std::string_view unescape(std::string_view value, std::string& buffer);

}  // namespace smtpscope::mime
