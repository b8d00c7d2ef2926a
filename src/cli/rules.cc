// SPDX-License-Identifier: Apache-2.0
// smtpscope rules: check, list, show, new, diff. What a rule must do is rules/lint.h.
#include "base/utf8.h"

#include "meaning/rules/lint.h"

#include "cli/command.h"
#include "cli/rules_diff.h"
#include "format/json.h"
#include "format/reference_text.h"
#include "io/knowledge_files.h"

namespace smtpscope::cli {
namespace {

using knowledge::Rule;

struct RulesOptions {
  std::vector<std::string> directories;
  std::string id, reply, from, to, replies;
  bool json = false;
};

void print_plain(const base::Error& error) {
  std::string shown;
  format::append_escaped(base::format_error(error), true, shown);
  std::fprintf(stderr, "%s\n", shown.c_str());
}

/// Loads without stopping at errors, since showing them is the point.
base::Result<core::Classifier> load_for_check(const RulesOptions& o,
                                              std::vector<base::Error>& errors,
                                              std::size_t& first_rule) {
  std::vector<knowledge::File> files;
  for (const std::string& directory : o.directories) {
    auto read = io::read_knowledge(directory);
    if (!read) return tl::unexpected(read.error());
    for (auto& [path, bytes] : *read) {
      files.push_back({path, std::move(bytes)});
    }
  }
  const bool whole = knowledge::holds_vocabulary(files);
  auto loaded = whole ? core::Classifier::load_only(std::move(files), errors)
                      : core::Classifier::load(std::move(files), errors);
  if (!loaded) return loaded;
  first_rule = 0;
  if (!whole && !o.directories.empty()) {
    const auto& rules = loaded->knowledge().rules;
    while (first_rule < rules.size() && !rules[first_rule].user) ++first_rule;
  }
  return loaded;
}

int check(const RulesOptions& o) {
  std::vector<base::Error> errors;
  std::size_t first_rule = 0;
  const auto loaded = load_for_check(o, errors, first_rule);
  if (!loaded) {
    for (const auto& error : errors) print_plain(error);
    print_plain(loaded.error());
    return kCannotRead;
  }
  const auto& knowledge = loaded->knowledge();
  for (const auto& found :
       {rules::check_rule_texts(knowledge, loaded->names(), first_rule),
        rules::check_rule_contests(knowledge, loaded->names(), loaded->matcher(), first_rule)}) {
    errors.insert(errors.end(), found.begin(), found.end());
  }
  for (const auto& error : errors) print_plain(error);
  std::string out = std::to_string(knowledge.rules.size() - first_rule) + " rules, " +
                    std::to_string(loaded->matcher().builtin().phrase_count() +
                                   loaded->matcher().user().phrase_count()) +
                    " phrases in all: " +
                    (errors.empty() ? "all good" : std::to_string(errors.size()) + " errors") +
                    "\n";
  write_out(out);
  return errors.empty() ? kDone : kFoundProblem;
}

std::string list_line(const Rule& rule) {
  std::string out(rule.id);
  out.append(rule.id.size() < 48 ? 48 - rule.id.size() : 1, ' ');
  out.append(to_string(rule.outcome.reason))
      .append("  ")
      .append(rule.file)
      .append(":")
      .append(std::to_string(rule.line));
  return out + "\n";
}

std::string join(const knowledge::Strings& words) {
  std::string out;
  for (const auto word : words) out.append(out.empty() ? "\"" : ", \"").append(word).push_back('"');
  return out;
}

std::string describe_rule(const knowledge::Knowledge& knowledge, const Rule& rule) {
  std::string out(rule.id);
  const auto add = [&](std::string_view label, std::string_view value) {
    if (!value.empty()) out.append("  ").append(label).append(": ").append(value).push_back('\n');
  };
  out += "\n";
  add("file", std::string(rule.file) + ":" + std::to_string(rule.line));
  add("speaks for", rule.owner_name);
  add("reason", to_string(rule.outcome.reason));
  add("fault", to_string(rule.outcome.fault.value_or(knowledge.reason(rule.outcome.reason).fault)));
  add("text", join(rule.text));
  add("own codes", join(rule.receiver_code));
  add("not", join(rule.exclude));
  add("regex", rule.regex);
  std::string codes;
  for (const auto code : rule.codes) codes += (codes.empty() ? "" : ", ") + std::to_string(code);
  add("code", codes);
  std::string enhanced;
  for (const auto& pattern : rule.enhanced)
    enhanced += (enhanced.empty() ? "" : ", ") + format::format_pattern(pattern);
  add("enhanced", enhanced);
  add("advice", rule.advice);
  add("note", rule.outcome.note);
  add("source", rule.source);
  add("seen", rule.seen);
  for (const auto& example : rule.examples) add("example", example.reply);
  for (const auto& miss : rule.near_misses) add("near miss", miss.reply);
  std::string shown;
  format::append_escaped(out, true, shown);
  return shown;
}

int list_or_show(const RulesOptions& o, bool show) {
  std::vector<base::Error> errors;
  std::size_t first_rule = 0;
  const auto loaded = load_for_check(o, errors, first_rule);
  if (!loaded) {
    print_error(loaded.error());
    return kCannotRead;
  }
  std::string out;
  for (const Rule& rule : loaded->knowledge().rules) {
    const bool wanted =
        o.id.empty() || (show ? rule.id == o.id : rule.id.find(o.id) != std::string_view::npos);
    if (wanted) out += show ? describe_rule(loaded->knowledge(), rule) : list_line(rule);
  }
  if (out.empty()) {
    print_error({"", 0, "there is no rule `" + o.id + "`", "smtpscope rules list shows them all"});
    return kFoundProblem;
  }
  return write_out(out) ? kDone : kCannotRead;
}

/// A skeleton that loads once the words in capitals are replaced.
int print_skeleton(const RulesOptions& o) {
  std::string text;
  base::repair_utf8(o.reply.empty() ? "550 5.7.1 Example text" : o.reply, text);
  std::string reply;
  format::append_json_string(text, reply);  // JSON's escapes are TOML's, too
  std::string out =
      "[file]\nlanguage = \"en\"                       # or receiver = \"...\" or software = "
      "\"...\"\ntitle    = \"Our own rules\"\n\n"
      "[[rule]]\nid       = \"own.REASON.WHAT\"           # small letters, digits, _\n"
      "when     = { text = [\"THE WORDS THAT MATTER\"] }\n"
      "verdict  = { reason = \"REASON\" }          # a word of `smtpscope codes`\n"
      "source   = \"observed\"\nseen     = \"" SMTPSCOPE_MONTH
      "\"\n"
      "[[rule.example]]\nreply    = " +
      reply +
      "   # use example.com and 192.0.2.1 for what is not yours to tell\n"
      "[[rule.near_miss]]\nreply    = \"A REPLY WITH SIMILAR WORDS THAT MEANS SOMETHING ELSE\"\n";
  return write_out(out) ? kDone : kCannotRead;
}

}  // namespace

void add_rules(CLI::App& app, int& exit_code) {
  auto o = std::make_shared<RulesOptions>();
  CLI::App* command = app.add_subcommand("rules", "check, list and compare the rules");
  command->require_subcommand(1);
  const auto with_knowledge = [&](CLI::App* sub) {
    sub->add_option("--knowledge", o->directories,
                    "a knowledge directory, or one with rules of your own")
        ->type_name("DIR")
        ->allow_extra_args(false);
    return sub;
  };
  auto* check_command = with_knowledge(
      command->add_subcommand("check", "check rules; exit code 1 where one is wrong"));
  check_command->callback([o, &exit_code] { exit_code = check(*o); });
  auto* list = with_knowledge(command->add_subcommand("list", "every rule, a line each"));
  list->add_option("part", o->id, "only ids with this in them");
  list->callback([o, &exit_code] { exit_code = list_or_show(*o, false); });
  auto* show = with_knowledge(command->add_subcommand("show", "one rule with its examples"));
  show->add_option("id", o->id, "the rule's id")->required()->type_name("RULE");
  show->callback([o, &exit_code] { exit_code = list_or_show(*o, true); });
  auto* fresh = command->add_subcommand("new", "print the skeleton of a rule file");
  fresh->add_option("reply", o->reply, "the reply it is for");
  fresh->callback([o, &exit_code] { exit_code = print_skeleton(*o); });
  auto* diff = command->add_subcommand(
      "diff",
      "which verdicts change between two knowledge directories; exit code 1 where one does");
  diff->add_option("from", o->from, "the old directory")->required()->type_name("DIR");
  diff->add_option("to", o->to, "the new directory")->required()->type_name("DIR");
  diff->add_option("--replies", o->replies,
                   "replies to compare with, one a line; else all examples of both")
      ->type_name("FILE");
  diff->callback([o, &exit_code] { exit_code = run_diff(o->from, o->to, o->replies); });
}

}  // namespace smtpscope::cli
