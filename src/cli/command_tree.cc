// SPDX-License-Identifier: Apache-2.0
#include "cli/command_tree.h"

#include <sstream>

namespace smtpscope::cli {
namespace {

/// `STAGE:{banner,ehlo}` has the label STAGE and two words.
void read_type(const std::string& type, OptionInfo& out) {
  const std::size_t brace = type.find('{');
  out.label = type.substr(0, std::min(type.find(':'), brace));
  if (brace != type.npos) {
    std::istringstream words(type.substr(brace + 1, type.rfind('}') - brace - 1));
    for (std::string word; std::getline(words, word, ',');) out.words.push_back(word);
    out.kind = ValueKind::words;
  } else if (out.label == "DIR") {
    out.kind = ValueKind::directory;
  } else if (out.label.find("PATH") != std::string::npos || out.label == "FILE") {
    out.kind = ValueKind::file;
  } else if (out.label == "RULE") {
    out.kind = ValueKind::rule;
  }
}

OptionInfo describe_option(const CLI::Option& option) {
  OptionInfo out;
  for (const std::string& name : option.get_snames()) out.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) out.names.push_back("--" + name);
  out.takes_value = option.get_items_expected_max() > 0;
  if (out.takes_value) read_type(option.get_type_name(), out);
  if (out.names.empty()) out.label = option.get_name(true);
  out.description = option.get_description();
  out.required = option.get_required();
  out.repeats = option.get_expected_max() == CLI::detail::expected_max_vector_size;
  return out;
}

CommandInfo describe(const CLI::App& app, const std::string& above) {
  CommandInfo out;
  out.name = app.get_name();
  out.path = above + out.name;
  out.description = app.get_description();
  out.footer = app.get_footer();
  if (app.get_parent() != nullptr && app.get_parent()->get_footer() == out.footer)
    out.footer.clear();
  out.needs_command = app.get_require_subcommand_min() > 0;
  for (const CLI::Option* option : app.get_options({})) {
    if (option->get_group().empty()) continue;
    OptionInfo info = describe_option(*option);
    (info.names.empty() ? out.positionals : out.options).push_back(std::move(info));
  }
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (!command->get_name().empty() && !command->get_group().empty()) {
      out.commands.push_back(
          describe(*command, out.path + " "));  // as deep as the program's own tree
    }
  }
  return out;
}

}  // namespace

CommandInfo describe_command(const CLI::App& app) { return describe(app, ""); }

}  // namespace smtpscope::cli
