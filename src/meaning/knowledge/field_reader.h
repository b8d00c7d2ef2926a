// SPDX-License-Identifier: Apache-2.0
// Reads the fields of one TOML table, each at most once, and reports what is missing, of the wrong
// kind, not in the vocabulary, or unknown. Internal to the loaders.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

#include "meaning/knowledge/knowledge.h"
#include "meaning/knowledge/toml_value.h"

namespace smtpscope::knowledge {

/// What a loader writes to.
struct LoadContext {
  Knowledge& knowledge;
  std::vector<base::Error>& errors;
  std::string_view file;

  std::string_view intern(std::string_view text);
  void fail(std::uint32_t line, std::string message, std::string help = "");
};

class FieldReader {
 public:
  FieldReader(const TomlValue& table, LoadContext& context, std::string_view what)
      : table_(table), context_(context), what_(what) {}

  std::string_view required(std::string_view key);
  std::string_view text(std::string_view key);
  /// A list of strings; a single string is a list of one.
  Strings texts(std::string_view key);
  /// Within [low, high], else an error.
  std::optional<std::int64_t> number(std::string_view key, std::int64_t low, std::int64_t high);
  /// A list of numbers; a single one is a list of one.
  std::vector<std::int64_t> numbers(std::string_view key, std::int64_t low, std::int64_t high);
  bool flag(std::string_view key, bool otherwise);
  /// Null where absent; an error where it is of another kind.
  const TomlValue* value(std::string_view key, TomlValue::Kind kind);
  /// The tables of an array of tables; empty where absent.
  std::vector<const TomlValue*> tables(std::string_view key);
  StageSet stages(std::string_view key);

  /// A word of the vocabulary; `parse` is a generated parse_<enum>.
  template <class Parse>
  auto word(std::string_view key, Parse parse) -> decltype(parse(std::string_view{})) {
    const TomlValue* found = value(key, TomlValue::Kind::string);
    if (found == nullptr) return std::nullopt;
    auto parsed = parse(std::string_view(found->text));
    if (!parsed) unknown_word(*found, key);
    return parsed;
  }

  /// Reports fields nobody asked for. Call last.
  void finish();

  std::uint32_t line() const noexcept { return table_.line; }

 private:
  void wrong_kind(const TomlValue& found, std::string_view key, std::string_view wanted);
  void unknown_word(const TomlValue& found, std::string_view key);
  const TomlValue* take(std::string_view key);

  const TomlValue& table_;
  LoadContext& context_;
  std::string_view what_;
  std::set<std::string_view> seen_;
};

/// Reads reason, fault, persistence and the rest of an outcome from the fields of `reader`.
Outcome read_outcome(FieldReader& reader);
/// A list of { action, text, link }.
std::vector<Action> read_actions(const std::vector<const TomlValue*>& tables, LoadContext& context);
/// `5.1.1`, `x.1.1`, `5.7.x`; an error names the line.
std::optional<EnhancedPattern> parse_enhanced_pattern(std::string_view text) noexcept;

// One loader for each kind of file, by the top-level key that a file has.
void load_rules(const TomlValue& root, bool user, LoadContext& context);
void load_receivers(const TomlValue& root, LoadContext& context);
void load_lists(const TomlValue& root, LoadContext& context);
void load_reasons(const TomlValue& root, LoadContext& context);
void load_problems(const TomlValue& root, LoadContext& context);
void load_codes(const TomlValue& root, LoadContext& context);
void load_enhanced(const TomlValue& root, LoadContext& context);
void load_tlds(const TomlValue& root, LoadContext& context);
void load_declined(const TomlValue& root, LoadContext& context);

}  // namespace smtpscope::knowledge
