// SPDX-License-Identifier: Apache-2.0
// The command line as plain values: what man pages and completions need to know of it. The only
// place besides the subcommands that looks into CLI11.
#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace smtpscope::cli {

/// What stands where a value is expected. Told by the name of its type: DIR, PATH or FILE, a set of
/// words in braces, RULE.
enum class ValueKind { text, directory, file, words, rule };

/// An option, or a positional argument where it has no names.
struct OptionInfo {
  std::vector<std::string> names;  ///< `-f`, `--file`
  std::string label;               ///< of its value: PATH; of a positional its own name
  std::string description;
  std::vector<std::string> words;  ///< for ValueKind::words
  ValueKind kind = ValueKind::text;
  bool takes_value = false;
  bool required = false;
  bool repeats = false;
};

struct CommandInfo {
  std::string name;  ///< `diff`
  std::string path;  ///< `smtpscope rules diff`
  std::string description;
  std::string footer;  ///< of its own, not one that it inherits
  bool needs_command = false;
  std::vector<OptionInfo> options, positionals;
  std::vector<CommandInfo> commands;
};

/// Hidden commands and options (with an empty group) are left out.
CommandInfo describe_command(const CLI::App& app);

}  // namespace smtpscope::cli
