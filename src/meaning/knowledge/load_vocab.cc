// SPDX-License-Identifier: Apache-2.0
// Reasons and registries: knowledge/schema/registries.md.
#include <algorithm>

#include "meaning/knowledge/field_reader.h"

namespace smtpscope::knowledge {
namespace {

constexpr std::int64_t kMaxRetryS = 30LL * 86400;

void read_retry(const TomlValue* table, ReasonInfo& out, LoadContext& context) {
  if (table == nullptr) return;
  FieldReader reader(*table, context, "`retry`");
  out.retry_after_s =
      static_cast<std::uint32_t>(reader.number("after_s", 1, kMaxRetryS).value_or(3600));
  for (const std::int64_t step : reader.numbers("steps_s", 1, kMaxRetryS)) {
    out.retry_steps_s.push_back(static_cast<std::uint32_t>(step));
  }
  out.give_up_s =
      static_cast<std::uint32_t>(reader.number("give_up_s", 1, kMaxRetryS).value_or(432000));
  reader.finish();
}

void read_maps(const TomlValue* table, ReasonInfo& out, LoadContext& context) {
  if (table == nullptr) return;
  FieldReader reader(*table, context, "`maps`");
  out.sisimai = reader.texts("sisimai");
  out.kumomta = reader.texts("kumomta");
  out.sparkpost = reader.texts("sparkpost");
  out.powermta = reader.texts("powermta");
  out.ses = reader.texts("ses");
  out.split = reader.text("split");
  reader.finish();
}

void read_reason(const TomlValue& table, LoadContext& context) {
  FieldReader reader(table, context, "a reason");
  ReasonInfo out;
  const auto name = reader.word("name", verdict::parse_reason);
  if (const auto fault = reader.word("fault", verdict::parse_fault)) out.fault = *fault;
  out.persistence = reader.word("persistence", verdict::parse_persistence);
  if (const auto action = reader.word("address_action", verdict::parse_address_action)) {
    out.address_action = *action;
  }
  out.title = reader.text("title");
  out.summary = reader.text("summary");
  out.explanation = reader.text("explanation");
  out.for_sender = reader.text("for_sender");
  out.actions = read_actions(reader.tables("actions"), context);
  out.retry_when = reader.word("retry_when", verdict::parse_retry_when);
  read_retry(reader.value("retry", TomlValue::Kind::table), out, context);
  read_maps(reader.value("maps", TomlValue::Kind::table), out, context);
  reader.finish();
  if (!name) return;
  out.name = *name;
  context.knowledge.reasons.resize(verdict::kReasonWords.size());
  context.knowledge.reasons[static_cast<std::size_t>(*name)] = std::move(out);
}

std::vector<StageOutcome> read_outcomes(const std::vector<const TomlValue*>& tables,
                                        LoadContext& context) {
  std::vector<StageOutcome> out;
  for (const TomlValue* table : tables) {
    FieldReader reader(*table, context, "a default verdict");
    StageOutcome row;
    row.stages = reader.stages("stage");
    row.code = static_cast<std::uint16_t>(reader.number("code", 200, 599).value_or(0));
    row.klass = static_cast<std::uint8_t>(reader.number("class", 2, 5).value_or(0));
    row.outcome = read_outcome(reader);
    reader.finish();
    out.push_back(row);
  }
  return out;
}

void read_code(const TomlValue& table, LoadContext& context) {
  FieldReader reader(table, context, "a code");
  CodeInfo out;
  out.code = static_cast<std::uint16_t>(reader.number("code", 200, 599).value_or(0));
  out.title = reader.required("title");
  out.meaning = reader.required("meaning");
  out.commands = reader.texts("commands");
  out.enhanced = reader.texts("enhanced");
  out.reference = reader.text("reference");
  out.note = reader.text("note");
  out.standard = reader.flag("standard", true);
  out.outcomes = read_outcomes(reader.tables("verdict"), context);
  reader.finish();
  if (find_code(context.knowledge, out.code) != nullptr) {
    context.fail(table.line, "the code " + std::to_string(out.code) + " stands twice");
  }
  auto& codes = context.knowledge.codes;
  codes.insert(std::upper_bound(codes.begin(), codes.end(), out.code,
                                [](int code, const CodeInfo& row) { return code < row.code; }),
               std::move(out));
}

EnhancedInfo read_enhanced(const TomlValue& table, LoadContext& context) {
  FieldReader reader(table, context, "an enhanced code");
  EnhancedInfo out;
  if (const auto subject = reader.number("subject", 0, 9)) {
    out.code = {-1, static_cast<std::int16_t>(*subject), -1};
  } else if (const auto pattern = parse_enhanced_pattern(reader.required("code"))) {
    out.code = *pattern;
  } else {
    context.fail(table.line, "`code` is no enhanced code", "write x.1.1 or 4.7.500");
  }
  out.title = reader.required("title");
  out.meaning = reader.required("meaning");
  for (const std::int64_t basic : reader.numbers("basic", 200, 599)) {
    out.basic.push_back(static_cast<std::uint16_t>(basic));
  }
  out.reference = reader.text("reference");
  out.note = reader.text("note");
  out.kind = reader.text("kind");
  out.outcomes = read_outcomes(reader.tables("verdict"), context);
  reader.finish();
  return out;
}

}  // namespace

void load_reasons(const TomlValue& root, LoadContext& context) {
  FieldReader reader(root, context, "the reasons");
  for (const TomlValue* table : reader.tables("reason")) read_reason(*table, context);
  reader.finish();
}

void load_codes(const TomlValue& root, LoadContext& context) {
  FieldReader reader(root, context, "the reply codes");
  for (const TomlValue* table : reader.tables("code")) read_code(*table, context);
  reader.finish();
}

void load_enhanced(const TomlValue& root, LoadContext& context) {
  FieldReader reader(root, context, "the enhanced codes");
  auto& rows = context.knowledge.enhanced;
  for (const TomlValue* table : reader.tables("enhanced")) {
    rows.push_back(read_enhanced(*table, context));
  }
  // A row for one class is more specific than one for all.
  std::stable_partition(rows.begin(), rows.end(),
                        [](const EnhancedInfo& row) { return row.code.klass >= 0; });
  for (const TomlValue* table : reader.tables("subject")) {
    context.knowledge.subjects.push_back(read_enhanced(*table, context));
  }
  reader.finish();
}

void load_tlds(const TomlValue& root, LoadContext& context) {
  FieldReader reader(root, context, "the top-level domains");
  for (const std::string_view key : {"tld", "special"}) {
    for (const std::string_view name : reader.texts(key)) context.knowledge.tlds.push_back(name);
  }
  reader.finish();
}

}  // namespace smtpscope::knowledge
