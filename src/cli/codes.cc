// SPDX-License-Identifier: Apache-2.0
// smtpscope codes: the reference at the terminal.
#include "cli/command.h"
#include "core/describe_code.h"
#include "format/reference_text.h"

namespace smtpscope::cli {
namespace {

struct CodesOptions {
  std::vector<std::string> words;
  bool all = false, json = false;
  KnowledgeOptions knowledge;
};

int run(const CodesOptions& o) {
  int exit_code = kDone;
  const auto classifier = load_classifier(o.knowledge, exit_code);
  if (!classifier) return exit_code;
  const auto& knowledge = classifier->knowledge();
  const format::TextOptions options = terminal_options();
  if (o.all) return write_out(format::format_all_codes(knowledge, options)) ? kDone : kCannotRead;
  std::string query;
  for (const std::string& word : o.words) query.append(query.empty() ? "" : " ").append(word);
  if (query.empty()) {
    print_error(
        {"", 0, "which code?", "smtpscope codes 421, codes 5.7.1, codes mailbox, or codes --all"});
    return kWrongUsage;
  }
  if (const auto code = core::describe_code(knowledge, query)) {
    return write_out(o.json ? format::format_code_json(knowledge, *code)
                            : format::format_code(knowledge, *code, options))
               ? kDone
               : kCannotRead;
  }
  const auto found = core::search_knowledge(knowledge, query);
  if (found.empty()) {
    print_error(
        {"", 0, "nothing is known of \"" + query + "\"", "try one word of it, or codes --all"});
    return kFoundProblem;
  }
  return write_out(o.json ? format::format_search_json(knowledge, found)
                          : format::format_search(knowledge, found, options))
             ? kDone
             : kCannotRead;
}

}  // namespace

void add_codes(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<CodesOptions>();
  CLI::App* command =
      app.add_subcommand("codes", "look up a reply code, an enhanced code or a word");
  command->footer(
      "Examples:\n  smtpscope codes 421\n  smtpscope codes 5.7.1\n  smtpscope codes mailbox full\n"
      "  smtpscope codes gmail\n  smtpscope codes --all");
  command->add_option("query", options->words, "a code such as 421, 5.7.26 or x.7.26, or words");
  command->add_flag("--all", options->all, "every code, a line each");
  command->add_flag("--json", options->json, "one JSON object a line");
  options->knowledge.add_to(*command);
  command->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace smtpscope::cli
