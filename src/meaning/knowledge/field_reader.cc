// SPDX-License-Identifier: Apache-2.0
#include "meaning/knowledge/field_reader.h"

#include "base/text.h"

#include "meaning/knowledge/limits.h"

namespace smtpscope::knowledge {

using Kind = TomlValue::Kind;

std::string_view LoadContext::intern(std::string_view text) {
  if (text.empty()) return {};
  return knowledge.strings.emplace_back(text);
}

void LoadContext::fail(std::uint32_t line, std::string message, std::string help) {
  if (errors.size() >= kMaxErrors) return;
  errors.push_back({std::string(file), line, std::move(message), std::move(help)});
}

const TomlValue* FieldReader::take(std::string_view key) {
  seen_.insert(key);
  return table_.find(key);
}

const TomlValue* FieldReader::value(std::string_view key, Kind kind) {
  const TomlValue* found = take(key);
  if (found == nullptr || found->kind == kind) return found;
  wrong_kind(*found, key, to_string(kind));
  return nullptr;
}

std::string_view FieldReader::text(std::string_view key) {
  const TomlValue* found = value(key, Kind::string);
  return found == nullptr ? std::string_view{} : context_.intern(found->text);
}

std::string_view FieldReader::required(std::string_view key) {
  const std::string_view found = text(key);
  if (found.empty() && table_.find(key) == nullptr) {
    context_.fail(line(), std::string(what_) + " has no `" + std::string(key) + "`",
                  "add " + std::string(key) + " = \"...\"");
  } else if (found.empty() && table_.find(key)->kind == Kind::string) {
    context_.fail(line(), "`" + std::string(key) + "` is empty");
  }
  return found;
}

Strings FieldReader::texts(std::string_view key) {
  const TomlValue* found = take(key);
  Strings out;
  if (found == nullptr) return out;
  if (found->kind == Kind::string && !found->text.empty()) return {context_.intern(found->text)};
  if (found->kind == Kind::string) {
    wrong_kind(*found, key, "a list of strings that are not empty");
    return out;
  }
  if (found->kind != Kind::array) wrong_kind(*found, key, "a list of strings");
  for (const TomlValue& item : found->items) {
    if (item.kind == Kind::string && !item.text.empty()) {
      out.push_back(context_.intern(item.text));
    } else {
      wrong_kind(item, key, "a list of strings that are not empty");
    }
  }
  return out;
}

std::optional<std::int64_t> FieldReader::number(std::string_view key, std::int64_t low,
                                                std::int64_t high) {
  const TomlValue* found = value(key, Kind::integer);
  if (found == nullptr) return std::nullopt;
  if (found->number < low || found->number > high) {
    wrong_kind(*found, key, "between " + std::to_string(low) + " and " + std::to_string(high));
    return std::nullopt;
  }
  return found->number;
}

std::vector<std::int64_t> FieldReader::numbers(std::string_view key, std::int64_t low,
                                               std::int64_t high) {
  const TomlValue* found = take(key);
  std::vector<std::int64_t> out;
  if (found == nullptr) return out;
  const auto add = [&](const TomlValue& item) {
    if (item.kind == Kind::integer && item.number >= low && item.number <= high) {
      out.push_back(item.number);
    } else {
      wrong_kind(item, key,
                 "whole numbers between " + std::to_string(low) + " and " + std::to_string(high));
    }
  };
  if (found->kind != Kind::array) {
    add(*found);
    return out;
  }
  for (const TomlValue& item : found->items) add(item);
  return out;
}

bool FieldReader::flag(std::string_view key, bool otherwise) {
  const TomlValue* found = value(key, Kind::boolean);
  return found == nullptr ? otherwise : found->number != 0;
}

std::vector<const TomlValue*> FieldReader::tables(std::string_view key) {
  const TomlValue* found = value(key, Kind::array);
  std::vector<const TomlValue*> out;
  if (found == nullptr) return out;
  for (const TomlValue& item : found->items) {
    if (item.kind == Kind::table) {
      out.push_back(&item);
    } else {
      wrong_kind(item, key, "a list of tables");
    }
  }
  return out;
}

StageSet FieldReader::stages(std::string_view key) {
  StageSet set = 0;
  for (const std::string_view word : texts(key)) {
    if (const auto stage = reply::parse_stage(word)) {
      set |= stage_bit(*stage);
    } else {
      context_.fail(line(), "`" + std::string(word) + "` is no stage",
                    "the stages stand in vocab/words.toml");
    }
  }
  return set;
}

void FieldReader::finish() {
  for (const auto& [key, field] : table_.fields) {
    if (!seen_.contains(key)) {
      context_.fail(field.line, std::string(what_) + " knows no field `" + key + "`",
                    "the fields stand in knowledge/schema/");
    }
  }
}

void FieldReader::wrong_kind(const TomlValue& found, std::string_view key,
                             std::string_view wanted) {
  context_.fail(found.line, "`" + std::string(key) + "` must be " + std::string(wanted));
}

void FieldReader::unknown_word(const TomlValue& found, std::string_view key) {
  context_.fail(found.line, "`" + found.text + "` is no " + std::string(key) + " of the vocabulary",
                "the words stand in vocab/; check the spelling");
}

Outcome read_outcome(FieldReader& reader) {
  Outcome out;
  if (const auto reason = reader.word("reason", verdict::parse_reason)) out.reason = *reason;
  out.fault = reader.word("fault", verdict::parse_fault);
  out.persistence = reader.word("persistence", verdict::parse_persistence);
  out.address_action = reader.word("address_action", verdict::parse_address_action);
  out.retry_after_s =
      static_cast<std::uint32_t>(reader.number("retry_after_s", 0, 30LL * 86400).value_or(0));
  out.list = reader.text("list");
  out.link = reader.text("link");
  out.note = reader.text("note");
  return out;
}

std::optional<EnhancedPattern> parse_enhanced_pattern(std::string_view text) noexcept {
  std::int16_t parts[3];
  for (std::int16_t& part : parts) {
    const std::size_t dot = text.find('.');
    if ((dot == std::string_view::npos) != (&part == &parts[2])) return std::nullopt;
    const std::string_view piece = text.substr(0, dot);
    if (piece == "x" || piece == "X") {
      part = -1;
    } else if (const auto value = base::parse_digits(piece); value && *value <= 999) {
      part = static_cast<std::int16_t>(*value);
      if (piece.size() > 3 || piece.find_first_not_of("0123456789") != std::string_view::npos)
        return std::nullopt;
    } else {
      return std::nullopt;
    }
    text = dot == std::string_view::npos ? std::string_view{} : text.substr(dot + 1);
  }
  return EnhancedPattern{parts[0], parts[1], parts[2]};
}

}  // namespace smtpscope::knowledge
