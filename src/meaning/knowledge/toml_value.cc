// SPDX-License-Identifier: Apache-2.0
#include "meaning/knowledge/toml_value.h"

#include <algorithm>
#include <utility>

#define TOML_EXCEPTIONS 0
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wconversion"
#endif
#include <toml++/toml.h>
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

#include "meaning/knowledge/limits.h"

namespace smtpscope::knowledge {
namespace {

using Kind = TomlValue::Kind;

// toml++ itself limits nesting (TOML_MAX_NESTED_VALUES, 256), so this recursion is bounded.
bool convert(const toml::node& node, TomlValue& out);

bool convert_table(const toml::table& table, TomlValue& out) {
  out.kind = Kind::table;
  for (const auto& [key, child] : table) {
    out.fields.push_back({std::string(key.str()), TomlValue{}});
    if (!convert(child, out.fields.back().value)) return false;
  }
  std::stable_sort(out.fields.begin(), out.fields.end(),
                   [](const auto& a, const auto& b) { return a.value.line < b.value.line; });
  return true;
}

bool convert(const toml::node& node, TomlValue& out) {
  out.line = node.source().begin.line;
  if (const auto* table = node.as_table()) return convert_table(*table, out);
  if (const auto* array = node.as_array()) {
    out.kind = Kind::array;
    for (const auto& child : *array) {
      if (!convert(child, out.items.emplace_back())) return false;
    }
    return true;
  }
  if (const auto* text = node.as_string()) {
    out.kind = Kind::string;
    out.text = text->get();
    return true;
  }
  if (const auto* number = node.as_integer()) {
    out.kind = Kind::integer;
    out.number = number->get();
    return true;
  }
  if (const auto* flag = node.as_boolean()) {
    out.kind = Kind::boolean;
    out.number = flag->get() ? 1 : 0;
    return true;
  }
  out.kind = Kind::string;
  return false;
}

}  // namespace

const TomlValue* TomlValue::find(std::string_view key) const noexcept {
  const auto it = std::find_if(fields.begin(), fields.end(),
                               [&](const auto& field) { return field.key == key; });
  return it == fields.end() ? nullptr : &it->value;
}

std::string_view to_string(Kind kind) noexcept {
  switch (kind) {
    case Kind::string:
      return "a string";
    case Kind::integer:
      return "a whole number";
    case Kind::boolean:
      return "true or false";
    case Kind::array:
      return "a list";
    case Kind::table:
      return "a table";
  }
  return "a value";
}

base::Result<TomlValue> parse_toml(std::string_view bytes, std::string_view file) {
  const auto fail = [&](std::size_t line, std::string message, std::string help) {
    return tl::unexpected(
        base::Error{std::string(file), line, std::move(message), std::move(help)});
  };
  if (bytes.size() > kMaxFileBytes) {
    return fail(0, "the file is larger than 4 MiB", "knowledge files are small; is this a log?");
  }
  const toml::parse_result parsed = toml::parse(bytes, file);
  if (!parsed) {
    return fail(parsed.error().source().begin.line, std::string(parsed.error().description()),
                "the file must be TOML, see https://toml.io");
  }
  TomlValue root;
  if (!convert_table(parsed.table(), root)) {
    return fail(0, "dates, times and fractions have no place in a knowledge file",
                "write them as a string");
  }
  return root;
}

}  // namespace smtpscope::knowledge
