// SPDX-License-Identifier: Apache-2.0
// A parsed TOML file as plain values that know their line. Keeps toml++ (slow to compile) in one
// source file; dates and floats, which no knowledge file uses, are errors.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace smtpscope::knowledge {

struct TomlField;

struct TomlValue {
  enum class Kind : std::uint8_t { string, integer, boolean, array, table };
  Kind kind = Kind::table;
  std::uint32_t line = 0;
  std::string text;
  std::int64_t number = 0;  ///< also 0 or 1 for a boolean
  std::vector<TomlValue> items;
  std::vector<TomlField> fields;  ///< in the order of their lines

  /// Null where there is none.
  const TomlValue* find(std::string_view key) const noexcept;
};

/// No std::pair: it looks into its types while TomlValue is not complete, which clang refuses.
struct TomlField {
  std::string key;
  TomlValue value;
};

/// The word for a kind in messages: `a string`, `a list`, ...
std::string_view to_string(TomlValue::Kind kind) noexcept;

/// `file` is for messages only.
base::Result<TomlValue> parse_toml(std::string_view bytes, std::string_view file);

}  // namespace smtpscope::knowledge
