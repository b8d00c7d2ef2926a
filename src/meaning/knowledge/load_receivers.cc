// SPDX-License-Identifier: Apache-2.0
// Receivers, lists, problems and what was declined: knowledge/schema/receivers.md.
#include "meaning/knowledge/field_reader.h"

namespace smtpscope::knowledge {
namespace {

std::vector<Sourced> read_sourced(const std::vector<const TomlValue*>& tables,
                                  LoadContext& context) {
  std::vector<Sourced> out;
  for (const TomlValue* table : tables) {
    FieldReader reader(*table, context, "a limit or requirement");
    Sourced row;
    row.what = reader.required("what");
    row.source = reader.text("source");
    reader.finish();
    out.push_back(row);
  }
  return out;
}

std::vector<ReceiverRetry> read_retry(const TomlValue* table, LoadContext& context) {
  std::vector<ReceiverRetry> out;
  if (table == nullptr) return out;
  for (const auto& [name, value] : table->fields) {
    const auto reason = verdict::parse_reason(name);
    if (!reason || value.kind != TomlValue::Kind::table) {
      context.fail(value.line, "`" + name + "` is no reason of the vocabulary",
                   "[receiver.retry] has lines such as rate_limited = { after_s = 3600 }");
      continue;
    }
    FieldReader reader(value, context, "a retry time");
    ReceiverRetry row;
    row.reason = *reason;
    row.after_s = static_cast<std::uint32_t>(reader.number("after_s", 1, 30LL * 86400).value_or(0));
    row.give_up_s =
        static_cast<std::uint32_t>(reader.number("give_up_s", 1, 30LL * 86400).value_or(0));
    row.source = reader.text("source");
    reader.finish();
    out.push_back(row);
  }
  return out;
}

Receiver read_receiver(const TomlValue& table, LoadContext& context) {
  FieldReader reader(table, context, "a receiver");
  Receiver out;
  out.file = context.file;
  out.line = table.line;
  out.id = reader.required("id");
  out.title = reader.required("title");
  out.kind = reader.required("kind");
  out.also = reader.texts("also");
  out.mx = reader.texts("mx");
  out.domains = reader.texts("domains");
  out.markers = reader.texts("markers");
  out.codes = reader.texts("codes");
  out.web = reader.texts("web");
  out.banner = reader.text("banner");
  out.ehlo = reader.texts("ehlo");
  out.postmaster = reader.text("postmaster");
  out.delist = reader.text("delist");
  out.fbl = reader.text("fbl");
  out.contact = reader.text("contact");
  out.limits = read_sourced(reader.tables("limit"), context);
  out.requirements = read_sourced(reader.tables("requirement"), context);
  out.retry = read_retry(reader.value("retry", TomlValue::Kind::table), context);
  reader.finish();
  return out;
}

List read_list(const TomlValue& table, LoadContext& context) {
  FieldReader reader(table, context, "a list");
  List out;
  out.file = context.file;
  out.line = table.line;
  out.id = reader.required("id");
  out.title = reader.required("title");
  out.kind = reader.required("kind");
  out.zones = reader.texts("zones");
  out.names = reader.texts("names");
  out.web = reader.texts("web");
  out.delist = reader.text("delist");
  out.note = reader.text("note");
  for (const TomlValue* row : reader.tables("return")) {
    FieldReader fields(*row, context, "a return code");
    const std::string_view code = fields.required("code");
    const std::string_view means = fields.required("means");
    fields.finish();
    out.returns.push_back({code, means});
  }
  reader.finish();
  return out;
}

Problem read_problem(const TomlValue& table, LoadContext& context) {
  FieldReader reader(table, context, "a problem");
  Problem out;
  out.file = context.file;
  out.line = table.line;
  out.name = reader.required("name");
  out.title = reader.required("title");
  out.explanation = reader.required("explanation");
  out.for_sender = reader.text("for_sender");
  out.source = reader.text("source");
  out.words = reader.texts("words");
  out.actions = read_actions(reader.tables("actions"), context);
  reader.finish();
  return out;
}

}  // namespace

std::vector<Action> read_actions(const std::vector<const TomlValue*>& tables,
                                 LoadContext& context) {
  std::vector<Action> out;
  for (const TomlValue* table : tables) {
    FieldReader reader(*table, context, "an action");
    Action action;
    if (const auto word = reader.word("action", verdict::parse_action)) action.action = *word;
    action.text = reader.required("text");
    action.link = reader.text("link");
    reader.finish();
    out.push_back(action);
  }
  return out;
}

void load_receivers(const TomlValue& root, LoadContext& context) {
  FieldReader reader(root, context, "a receiver file");
  for (const TomlValue* table : reader.tables("receiver")) {
    context.knowledge.receivers.push_back(read_receiver(*table, context));
  }
  reader.finish();
}

void load_lists(const TomlValue& root, LoadContext& context) {
  FieldReader reader(root, context, "a file of lists");
  for (const TomlValue* table : reader.tables("list")) {
    context.knowledge.lists.push_back(read_list(*table, context));
  }
  reader.finish();
}

void load_problems(const TomlValue& root, LoadContext& context) {
  FieldReader reader(root, context, "a file of problems");
  for (const TomlValue* table : reader.tables("problem")) {
    context.knowledge.problems.push_back(read_problem(*table, context));
  }
  reader.finish();
}

void load_declined(const TomlValue& root, LoadContext& context) {
  FieldReader reader(root, context, "declined.toml");
  for (const TomlValue* table : reader.tables("declined")) {
    FieldReader fields(*table, context, "a declined row");
    Declined row;
    row.receiver = fields.text("receiver");
    row.match = fields.required("match");
    row.why = fields.required("why");
    fields.finish();
    context.knowledge.declined.push_back(row);
  }
  reader.finish();
}

}  // namespace smtpscope::knowledge
