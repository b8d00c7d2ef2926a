// SPDX-License-Identifier: Apache-2.0
// Members of a JSON object, appended one after another: what every writer of the contract shares.
// Each begins with its comma; the object's first member is the caller's.
#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

#include "meaning/reply/reply.h"

#include "format/json.h"

namespace smtpscope::format {

template <typename Integer>
void append_integer(Integer n, std::string& out) {
  char digits[24];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, n).ptr);
}

/// `,"key":"word"` for words of the vocabulary, which need no escapes.
inline void append_word_member(std::string_view key, std::string_view word, std::string& out) {
  out.append(",\"").append(key).append("\":\"").append(word).push_back('"');
}

/// Left out where there is nothing to say.
inline void append_text_member(std::string_view key, std::string_view text, std::string& out) {
  if (text.empty()) return;
  out.append(",\"").append(key).append("\":");
  append_json_string(text, out);
}

template <typename Integer>
void append_count_member(std::string_view key, Integer n, std::string& out) {
  out.append(",\"").append(key).append("\":");
  append_integer(n, out);
}

inline void append_enhanced_member(reply::EnhancedCode code, std::string& out) {
  if (!code) return;
  out.append(",\"enhanced\":\"");
  append_integer(static_cast<unsigned>(code.klass), out);
  out.push_back('.');
  append_integer(code.subject, out);
  out.push_back('.');
  append_integer(code.detail, out);
  out.push_back('"');
}

}  // namespace smtpscope::format
