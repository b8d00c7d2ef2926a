// SPDX-License-Identifier: Apache-2.0
// Fuzz target with an oracle: a JSON string read back by a few lines written here is the text it
// was made of, and holds no byte that a line or a terminal could stumble over.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "base/utf8.h"

#include "format/json.h"
#include "format/terminal.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

char32_t read_hex(std::string_view digits) {
  char32_t c = 0;
  for (const char d : digits) {
    const std::size_t value = std::string_view("0123456789abcdef").find(d);
    require(value != std::string_view::npos);
    c = c << 4 | static_cast<char32_t>(value);
  }
  return c;
}

std::string read_back(std::string_view json) {
  require(json.size() >= 2 && json.front() == '"' && json.back() == '"');
  json = json.substr(1, json.size() - 2);
  std::string out;
  for (std::size_t i = 0; i < json.size(); ++i) {
    require(static_cast<unsigned char>(json[i]) >= 0x20 && json[i] != 0x7f && json[i] != '"');
    if (json[i] != '\\') {
      out.push_back(json[i]);
      continue;
    }
    require(++i < json.size());
    const std::size_t at = std::string_view("\"\\nrt").find(json[i]);
    if (at != std::string_view::npos) {
      out.push_back("\"\\\n\r\t"[at]);
      continue;
    }
    require(json[i] == 'u' && i + 4 < json.size());
    smtpscope::base::append_utf8(read_hex(json.substr(i + 1, 4)), out);
    i += 4;
  }
  return out;
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer calls it so.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace smtpscope;
  std::string text;
  base::repair_utf8({reinterpret_cast<const char*>(data), size}, text);
  std::string json;
  format::append_json_string(text, json);
  require(read_back(json) == text);
  std::string shown;
  format::append_escaped(text, false, shown);
  require(base::is_utf8(shown));
  for (const char c : shown) require(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
  std::string wrapped;
  format::append_wrapped(shown, size % 9, size % 90, wrapped);
  require(wrapped.size() <= shown.size() * 10 + 10);
  return 0;
}
