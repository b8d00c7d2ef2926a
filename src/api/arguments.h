// SPDX-License-Identifier: Apache-2.0
// What every call of the C API does with its arguments: exceptions become a status, structs of
// later versions are looked at, and lengths are bounded before anything is read.
#pragma once

#include <algorithm>
#include <cstring>
#include <new>
#include <string_view>

#include <smtpscope/smtpscope.h>

#include "api/limits.h"

namespace smtpscope::api {

/// Runs `call` with every exception turned into a status.
template <class Call>
smtpscope_status guard(const Call& call) noexcept {
  try {
    return call();
  } catch (const std::bad_alloc&) {
    return SMTPSCOPE_NO_MEMORY;
  } catch (...) {
    return SMTPSCOPE_INTERNAL;
  }
}

/// A caller built against a later version has a larger struct; what we do not know must be unset.
template <class Struct>
bool is_size_known(const Struct* given) noexcept {
  const std::size_t size = given->struct_size;
  if (size < sizeof(Struct) || size > kMaxStruct) return false;
  const char* bytes = reinterpret_cast<const char*>(given);
  return std::all_of(bytes + sizeof(Struct), bytes + size, [](char c) { return c == '\0'; });
}

/// False where the text is NULL and its length is not 0.
inline bool find_text(const char* text, std::size_t length, std::string_view& out) noexcept {
  if (text == nullptr) return length == 0;
  out = {text, length == SMTPSCOPE_UNTIL_NUL ? ::strnlen(text, kMaxText + 1) : length};
  return true;
}

inline std::string_view find_name(const char* name) noexcept {
  if (name == nullptr) return {};
  const std::size_t length = ::strnlen(name, kMaxName + 1);
  return length > kMaxName ? std::string_view() : std::string_view(name, length);
}

}  // namespace smtpscope::api
