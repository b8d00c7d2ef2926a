// SPDX-License-Identifier: Apache-2.0
// Rule files, knowledge/schema/rule.md: fields and words. What rules must do beyond that (win their
// examples, not tie) is rules/lint.h.
#include "base/text.h"

#include "meaning/knowledge/field_reader.h"

namespace smtpscope::knowledge {
namespace {

struct Header {
  Owner owner = Owner::generic;
  std::string_view name;
};

Header read_header(const TomlValue& root, LoadContext& context) {
  Header header;
  const TomlValue* file = root.find("file");
  if (file == nullptr || file->kind != TomlValue::Kind::table) {
    context.fail(1, "a rule file begins with [file]",
                 "add [file] with receiver, software or language, and title");
    return header;
  }
  FieldReader reader(*file, context, "[file]");
  const std::string_view receiver = reader.text("receiver");
  const std::string_view software = reader.text("software");
  const std::string_view language = reader.text("language");
  reader.text("title");
  reader.finish();
  if (static_cast<int>(!receiver.empty()) + static_cast<int>(!software.empty()) +
          static_cast<int>(!language.empty()) !=
      1) {
    context.fail(file->line, "[file] says exactly one of receiver, software and language");
  }
  if (!receiver.empty()) return {Owner::receiver, receiver};
  if (!software.empty()) return {Owner::software, software};
  return {Owner::generic, language};
}

std::vector<Example> read_examples(const std::vector<const TomlValue*>& tables, bool near_miss,
                                   LoadContext& context) {
  std::vector<Example> out;
  for (const TomlValue* table : tables) {
    FieldReader reader(*table, context, near_miss ? "a near miss" : "an example");
    Example example;
    example.reply = reader.required("reply");
    example.host = reader.text("host");
    if (const auto stage = reader.word("stage", reply::parse_stage)) example.stage = *stage;
    reader.text("note");
    reader.finish();
    out.push_back(example);
  }
  return out;
}

void read_when(const TomlValue& table, Rule& rule, LoadContext& context) {
  FieldReader when(table, context, "`when`");
  rule.text = when.texts("text");
  rule.receiver_code = when.texts("receiver_code");
  rule.exclude = when.texts("not");
  rule.regex = when.text("regex");
  for (const std::int64_t code : when.numbers("code", 2, 599)) {
    if (code > 5 && code < 200) {
      context.fail(table.line, "`code` is a basic code, or 4 or 5 for a whole class");
    }
    rule.codes.push_back(static_cast<std::uint16_t>(code));
  }
  for (const std::string_view text : when.texts("enhanced")) {
    if (const auto pattern = parse_enhanced_pattern(text)) {
      rule.enhanced.push_back(*pattern);
    } else {
      context.fail(table.line, "`" + std::string(text) + "` is no enhanced code",
                   "write 5.1.1, x.1.1 or 5.7.x");
    }
  }
  rule.stages = when.stages("stage");
  when.finish();
}

bool is_rule_id(std::string_view id) noexcept {
  for (const char c : id) {
    if (!base::is_lower(c) && !base::is_digit(c) && c != '_' && c != '.') return false;
  }
  return id.find('.') != std::string_view::npos;
}

void read_rule(const TomlValue& table, const Header& header, bool user, LoadContext& context) {
  FieldReader reader(table, context, "a rule");
  Rule rule;
  rule.owner = header.owner;
  rule.owner_name = header.name;
  rule.user = user;
  rule.file = context.file;
  rule.line = table.line;
  rule.id = reader.required("id");
  if (!rule.id.empty() && !is_rule_id(rule.id)) {
    context.fail(table.line, "`" + std::string(rule.id) + "` is no rule id",
                 "write owner.reason.what with small letters, digits and _");
  }
  if (const TomlValue* when = reader.value("when", TomlValue::Kind::table)) {
    read_when(*when, rule, context);
  } else {
    context.fail(table.line, "a rule has no `when`", "say which replies it is about");
  }
  if (const TomlValue* outcome = reader.value("verdict", TomlValue::Kind::table)) {
    FieldReader fields(*outcome, context, "`verdict`");
    rule.outcome = read_outcome(fields);
    fields.finish();
    if (outcome->find("reason") == nullptr) context.fail(outcome->line, "`verdict` has no reason");
  } else {
    context.fail(table.line, "a rule has no `verdict`", "add verdict = { reason = \"...\" }");
  }
  rule.priority = static_cast<std::int8_t>(reader.number("priority", -9, 9).value_or(0));
  rule.beats_text = reader.flag("beats_text", false);
  rule.needs_receiver = reader.flag("needs_receiver", false);
  rule.problem = reader.text("problem");
  rule.advice = reader.text("advice");
  rule.source = reader.text("source");
  rule.seen = reader.text("seen");
  rule.examples = read_examples(reader.tables("example"), false, context);
  rule.near_misses = read_examples(reader.tables("near_miss"), true, context);
  reader.finish();
  context.knowledge.rules.push_back(std::move(rule));
}

}  // namespace

void load_rules(const TomlValue& root, bool user, LoadContext& context) {
  const Header header = read_header(root, context);
  FieldReader reader(root, context, "a rule file");
  reader.value("file", TomlValue::Kind::table);
  for (const TomlValue* table : reader.tables("rule")) read_rule(*table, header, user, context);
  reader.finish();
}

}  // namespace smtpscope::knowledge
