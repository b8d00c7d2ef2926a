// SPDX-License-Identifier: Apache-2.0
// Text to UTF-8 by the name of its charset. The names are a closed list: what a stranger writes
// does not choose a conversion module of the C library.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace smtpscope::mime {

/// `bytes` as UTF-8: themselves where they are it already, else in `buffer`. Where the charset is
/// unknown, missing or evidently wrong, bytes that are no UTF-8 are read as Windows-1252.
std::string_view to_utf8(std::string_view bytes, std::string_view charset, std::string& buffer);

class Converter;

/// Keeps the C library's tables of charsets loaded from one mail to the next. It frees them when
/// the last conversion is closed, and loading them again costs more than reading a bounce.
class HeldCharsets {
 public:
  HeldCharsets();
  ~HeldCharsets();
  HeldCharsets(HeldCharsets&&) noexcept;
  HeldCharsets& operator=(HeldCharsets&&) noexcept;

  void hold(std::string_view charset);

 private:
  struct Held {
    const char* name;  // iconv's, from the closed list: at most as many are held
    std::unique_ptr<Converter> converter;
  };
  std::vector<Held> held_;
};

}  // namespace smtpscope::mime
