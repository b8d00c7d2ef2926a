// SPDX-License-Identifier: Apache-2.0
#include "format/json.h"
#include "format/reference_text.h"

namespace smtpscope::format {
namespace {

/// Members of one JSON object, in the order they are written.
class ObjectWriter {
 public:
  explicit ObjectWriter(std::string_view kind) {
    out_ = "{\"v\":1,\"kind\":\"";
    out_.append(kind).push_back('"');
  }
  ObjectWriter& text(std::string_view key, std::string_view value) {
    if (value.empty()) return *this;
    name(key);
    append_json_string(value, out_);
    return *this;
  }
  ObjectWriter& number(std::string_view key, std::uint64_t value) {
    name(key);
    out_ += std::to_string(value);
    return *this;
  }
  ObjectWriter& texts(std::string_view key, const knowledge::Strings& values) {
    if (values.empty()) return *this;
    name(key);
    out_.push_back('[');
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i > 0) out_.push_back(',');
      append_json_string(values[i], out_);
    }
    out_.push_back(']');
    return *this;
  }
  std::string line() { return std::move(out_) + "}\n"; }

 private:
  void name(std::string_view key) { out_.append(",\"").append(key).append("\":"); }
  std::string out_;
};

std::string code_object(const knowledge::CodeInfo& row) {
  return ObjectWriter("code")
      .number("code", row.code)
      .text("title", row.title)
      .text("meaning", row.meaning)
      .texts("commands", row.commands)
      .texts("enhanced", row.enhanced)
      .text("reference", row.reference)
      .text("note", row.note)
      .line();
}

std::string enhanced_object(const knowledge::EnhancedInfo& row) {
  return ObjectWriter("enhanced")
      .text("enhanced", format_pattern(row.code))
      .text("title", row.title)
      .text("meaning", row.meaning)
      .text("reference", row.reference)
      .text("registry", row.kind)
      .text("note", row.note)
      .line();
}

std::string rule_object(const knowledge::Rule& rule) {
  knowledge::Strings examples;
  for (const auto& example : rule.examples) examples.push_back(example.reply);
  return ObjectWriter("rule")
      .text("rule", rule.id)
      .text("reason", to_string(rule.outcome.reason))
      .text("of", rule.owner_name)
      .texts("examples", examples)
      .text("source", rule.source)
      .line();
}

}  // namespace

std::string format_code_json(const knowledge::Knowledge&, const core::CodeDescription& code) {
  std::string out;
  if (code.basic != nullptr) out += code_object(*code.basic);
  if (code.enhanced != nullptr) out += enhanced_object(*code.enhanced);
  if (code.subject != nullptr) out += enhanced_object(*code.subject);
  for (const auto* rule : code.own_meanings) out += rule_object(*rule);
  for (const auto& known : code.replies) {
    out += ObjectWriter("reply")
               .text("reply", known.example->reply)
               .text("rule", known.rule->id)
               .text("reason", to_string(known.rule->outcome.reason))
               .text("of", known.rule->owner_name)
               .line();
  }
  return out;
}

std::string format_search_json(const knowledge::Knowledge&, const core::SearchResult& result) {
  std::string out;
  for (const auto* row : result.reasons) {
    out += ObjectWriter("reason")
               .text("reason", to_string(row->name))
               .text("title", row->title)
               .text("summary", row->summary)
               .text("explanation", row->explanation)
               .line();
  }
  for (const auto* row : result.problems) {
    out += ObjectWriter("problem")
               .text("problem", row->name)
               .text("title", row->title)
               .text("explanation", row->explanation)
               .line();
  }
  for (const auto* row : result.codes) out += code_object(*row);
  for (const auto* row : result.enhanced) out += enhanced_object(*row);
  for (const auto* row : result.receivers) {
    out += ObjectWriter("receiver")
               .text("receiver", row->id)
               .text("title", row->title)
               .texts("domains", row->domains)
               .texts("mx", row->mx)
               .text("postmaster", row->postmaster)
               .text("delist", row->delist)
               .text("fbl", row->fbl)
               .text("contact", row->contact)
               .line();
  }
  for (const auto* row : result.lists) {
    out += ObjectWriter("list")
               .text("list", row->id)
               .text("title", row->title)
               .texts("zones", row->zones)
               .text("delist", row->delist)
               .line();
  }
  for (const auto* rule : result.rules) out += rule_object(*rule);
  return out;
}

}  // namespace smtpscope::format
