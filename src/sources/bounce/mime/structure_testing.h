// SPDX-License-Identifier: Apache-2.0
// A mail's structure as an outline, for tests: one line a part, indented by depth, bodies decoded
// and with LF. The same for LF, CRLF and CR.
#pragma once

#include <string>
#include <string_view>

#include "sources/bounce/mime/fields.h"
#include "sources/bounce/mime/walker.h"

namespace smtpscope::mime {

inline std::string without_cr(std::string_view s) {
  std::string out;
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (s[i] != '\r') out.push_back(s[i]);
  }
  return out;
}

inline std::string with_crlf(std::string_view s) {
  std::string out;
  for (const char c : s) out += c == '\n' ? std::string("\r\n") : std::string(1, c);
  return out;
}

inline std::string with_cr(std::string_view s) {
  std::string out(s);
  for (char& c : out) c = c == '\n' ? '\r' : c;
  return out;
}

inline std::string describe_part(const Part& part) {
  std::string out = std::string(part.depth, ' ') + std::to_string(part.depth) + " ";
  out.append(part.type);
  const auto add = [&out](const char* name, std::string_view value) {
    if (!value.empty())
      out.append(" ").append(name).append("(").append(without_cr(value)).append(")");
  };
  add("report", part.report_type);
  add("charset", part.charset);
  add("name", part.name);
  if (part.in_message) out += " in";
  if (!part.terminated) out += " cut";
  if (!part.container && (part.is_multipart() || part.is_message())) out += " leaf";
  if (part.container && part.is_multipart()) {
    out += " pre[" + without_cr(part.preamble) + "]";
  } else if (!part.container) {
    std::string buffer;
    out += " [" + without_cr(decode_body(part, buffer, std::size_t{1} << 24)) + "]";
  }
  return out + "\n";
}

inline std::string outline(std::string_view mail, std::uint32_t& issues) {
  std::string copy, out;
  Walker walker(normalize_line_ends(mail, copy));
  for (Part part; walker.next(part);) out += describe_part(part);
  issues = walker.issues();
  return out;
}

}  // namespace smtpscope::mime
