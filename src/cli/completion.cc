// SPDX-License-Identifier: Apache-2.0
// bash and fish first find the path of commands before the cursor, then look up what may stand
// there; zsh's _arguments does that itself.
#include "cli/completion.h"

#include <algorithm>

namespace smtpscope::cli {
namespace {

constexpr const char* kHead = "GENERATED from smtpscope --help; do not edit.\n";
constexpr const char* kListRules = "smtpscope rules list 2>/dev/null | cut -d ' ' -f 1";

/// In single quotes for a POSIX shell; fish has other escapes.
std::string quote(std::string_view text, bool fish = false) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') {
      out += fish ? "\\'" : "'\\''";
    } else if (c == '\\' && fish) {
      out += "\\\\";
    } else {
      out.push_back(c == '\n' ? ' ' : c);
    }
  }
  return out + "'";
}

std::string join(const std::vector<std::string>& words, std::string_view separator) {
  std::string out;
  for (const std::string& word : words) {
    if (!out.empty()) out += separator;
    out += word;
  }
  return out;
}

/// The root and everything below it, a command before its own commands.
std::vector<const CommandInfo*> list_commands(const CommandInfo& root) {
  std::vector<const CommandInfo*> out{&root};
  for (std::size_t i = 0; i < out.size(); ++i) {
    for (const CommandInfo& below : out[i]->commands) out.push_back(&below);
  }
  return out;
}

/// `'smtpscope rules' 'smtpscope rules diff'`: each path that leads to a command.
std::vector<std::string> quoted_paths(const CommandInfo& root) {
  std::vector<std::string> out;
  for (const CommandInfo* command : list_commands(root)) {
    if (command != &root) out.push_back(quote(command->path));
  }
  return out;
}

/// `'smtpscope explain --file'`: each option that takes a value, behind its command.
std::vector<std::string> quoted_value_options(const CommandInfo& root) {
  std::vector<std::string> out;
  for (const CommandInfo* command : list_commands(root)) {
    for (const OptionInfo& option : command->options) {
      for (const std::string& name : option.names) {
        if (option.takes_value) out.push_back(quote(command->path + " " + name));
      }
    }
  }
  return out;
}

// --- bash

std::string bash_values(const OptionInfo& option) {
  switch (option.kind) {
    case ValueKind::directory:
      return "_smtpscope_paths -d";
    case ValueKind::file:
      return "_smtpscope_paths -f";
    case ValueKind::words:
      return "_smtpscope_words " + quote(join(option.words, " "));
    case ValueKind::rule:
      return std::string("_smtpscope_words \"$(") + kListRules + ")\"";
    case ValueKind::text:
      break;
  }
  return ":";
}

constexpr const char* kBashStart = R"sh(
_smtpscope_words() { mapfile -t COMPREPLY < <(compgen -W "$1" -- "$cur"); }
_smtpscope_paths() {
  compopt -o filenames 2>/dev/null
  mapfile -t COMPREPLY < <(compgen "$1" -- "$cur")
}

_smtpscope() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
  local at=smtpscope word i arguments=0 options=1
  COMPREPLY=()
  # bash cuts --option=value into three words.
  if [[ $cur == '=' ]]; then
    cur=
  elif [[ $prev == '=' && $COMP_CWORD -gt 1 ]]; then
    prev=${COMP_WORDS[COMP_CWORD-2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if [[ $options -eq 0 ]]; then
      ((arguments += 1))
      continue
    fi
    case "$at $word" in
      *' --') options=0 ;;
)sh";

constexpr const char* kBashMiddle = R"sh(        [[ ${COMP_WORDS[i+1]-} == '=' ]] && ((i += 1))
        ((i += 1))
        ;;
      *' -'*) ;;
      *) ((arguments += 1)) ;;
    esac
  done
  if [[ $options -eq 1 ]]; then
    case "$at $prev" in
)sh";

std::string bash_option_values(const CommandInfo& command) {
  std::string out;
  for (const OptionInfo& option : command.options) {
    if (!option.takes_value) continue;
    std::vector<std::string> patterns;
    for (const std::string& name : option.names) {
      patterns.push_back(quote(command.path + " " + name));
    }
    out += "      " + join(patterns, "|") + ") " + bash_values(option) + "; return ;;\n";
  }
  return out;
}

std::string bash_options(const CommandInfo& command) {
  std::vector<std::string> names;
  for (const OptionInfo& option : command.options) {
    names.insert(names.end(), option.names.begin(), option.names.end());
  }
  return "      " + quote(command.path) + ") _smtpscope_words " + quote(join(names, " ")) + " ;;\n";
}

std::string bash_arguments(const CommandInfo& command) {
  std::string out = "    " + quote(command.path) + ")\n";
  std::vector<std::string> names;
  for (const CommandInfo& below : command.commands) names.push_back(below.name);
  if (!names.empty()) out += "      _smtpscope_words " + quote(join(names, " ")) + "\n";
  if (!command.positionals.empty()) {
    out += "      case $arguments in\n";
    for (std::size_t i = 0; i < command.positionals.size(); ++i) {
      const OptionInfo& argument = command.positionals[i];
      out += "        " + (argument.repeats ? "*" : std::to_string(i)) + ") " +
             bash_values(argument) + " ;;\n";
    }
    out += "      esac\n";
  }
  return out + "      ;;\n";
}

// --- zsh

/// Colons and brackets mean something in what _arguments takes.
std::string zsh_escape(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == ':' || c == '[' || c == ']' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  return out;
}

std::string zsh_values(const OptionInfo& option) {
  switch (option.kind) {
    case ValueKind::directory:
      return "_files -/";
    case ValueKind::file:
      return "_files";
    case ValueKind::words:
      return "(" + join(option.words, " ") + ")";
    case ValueKind::rule:
      return std::string("{compadd -- ${(f)\"$(") + kListRules + ")\"}}";
    case ValueKind::text:
      break;
  }
  return " ";
}

std::string zsh_option(const OptionInfo& option) {
  std::string out;
  const bool is_help = option.names.back() == "--help" || option.names.back() == "--version";
  const std::string others = is_help ? "- *" : join(option.names, " ");
  if (option.repeats) {
    out += "'*'";
  } else {
    out += quote("(" + others + ")");
  }
  out += option.names.size() == 1 ? option.names[0] : "{" + join(option.names, ",") + "}";
  std::string rest = "[" + zsh_escape(option.description) + "]";
  if (option.takes_value) rest += ":" + zsh_escape(option.label) + ":" + zsh_values(option);
  return out + quote(rest);
}

/// A function for one command; those of its own commands come before it.
std::string zsh_function(const CommandInfo& command) {
  std::string function = "_" + command.path;
  std::replace(function.begin(), function.end(), ' ', '_');
  std::string out = function + "() {\n  local curcontext=$curcontext state line\n";
  out += "  typeset -A opt_args\n  _arguments -C -s";
  for (const OptionInfo& option : command.options) out += " \\\n    " + zsh_option(option);
  for (const OptionInfo& argument : command.positionals) {
    const std::string start = argument.repeats ? "*:" : argument.required ? ":" : "::";
    out += " \\\n    " + quote(start + zsh_escape(argument.label) + ":" + zsh_values(argument));
  }
  if (command.commands.empty()) return out + "\n}\n";
  out += " \\\n    '1:command:->command' \\\n    '*::arguments:->arguments'\n  case $state in\n";
  out += "    command)\n      local -a commands=(\n";
  for (const CommandInfo& below : command.commands) {
    out += "        " + quote(below.name + ":" + zsh_escape(below.description)) + "\n";
  }
  out += "      )\n      _describe command commands\n      ;;\n";
  out += "    arguments)\n      case $line[1] in\n";
  for (const CommandInfo& below : command.commands) {
    out += "        " + below.name + ") " + function + "_" + below.name + " ;;\n";
  }
  return out + "      esac\n      ;;\n  esac\n}\n";
}

// --- fish

std::string fish_values(const OptionInfo& option) {
  switch (option.kind) {
    case ValueKind::directory:
      return " -x -a '(__fish_complete_directories)'";
    case ValueKind::file:
      return " -r -F";
    case ValueKind::words:
      return " -x -a " + quote(join(option.words, " "), true);
    case ValueKind::rule:
      return " -x -a " + quote("(" + std::string(kListRules) + ")", true);
    case ValueKind::text:
      break;
  }
  return " -x";
}

std::string fish_command(const CommandInfo& command) {
  const std::string start =
      "complete -c smtpscope -n " + quote("__smtpscope_at " + quote(command.path, true), true);
  std::string out;
  for (const CommandInfo& below : command.commands) {
    out += start + " -a " + below.name + " -d " + quote(below.description, true) + "\n";
  }
  for (const OptionInfo& argument : command.positionals) {
    if (argument.kind == ValueKind::text) continue;
    const std::string values = fish_values(argument);
    out += start + (argument.kind == ValueKind::file ? " -F" : values.substr(3)) + "\n";
  }
  for (const OptionInfo& option : command.options) {
    out += start;
    for (const std::string& name : option.names) {
      out += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
    }
    if (option.takes_value) out += fish_values(option);
    out += " -d " + quote(option.description, true) + "\n";
  }
  return out;
}

constexpr const char* kFishStart = R"sh(
# True where the commands before the cursor are these.
function __smtpscope_at
    set -l at smtpscope
    set -l skip 0
    for word in (commandline -opc)[2..-1]
        if test $skip -eq 1
            set skip 0
            continue
        end
        switch "$at $word"
            case )sh";

constexpr const char* kFishEnd = R"sh(
                set skip 1
        end
    end
    test "$at" = "$argv[1]"
end

complete -c smtpscope -f
)sh";

}  // namespace

std::string format_bash_completion(const CommandInfo& root) {
  std::string out = std::string("# bash completion for smtpscope. ") + kHead + kBashStart;
  out += "      " + join(quoted_paths(root), "|") + ") at=\"$at $word\" arguments=0 ;;\n";
  out += "      " + join(quoted_value_options(root), "|") + ")\n" + kBashMiddle;
  for (const CommandInfo* command : list_commands(root)) out += bash_option_values(*command);
  out += "    esac\n  fi\n  if [[ $options -eq 1 && $cur == -* ]]; then\n    case $at in\n";
  for (const CommandInfo* command : list_commands(root)) out += bash_options(*command);
  out += "    esac\n    return\n  fi\n  case $at in\n";
  for (const CommandInfo* command : list_commands(root)) out += bash_arguments(*command);
  return out + "  esac\n}\ncomplete -F _smtpscope smtpscope\n";
}

std::string format_zsh_completion(const CommandInfo& root) {
  std::string out = std::string("#compdef smtpscope\n# ") + kHead + "\n";
  auto commands = list_commands(root);
  std::reverse(commands.begin(), commands.end());
  for (const CommandInfo* command : commands) out += zsh_function(*command) + "\n";
  return out + "_smtpscope \"$@\"\n";
}

std::string format_fish_completion(const CommandInfo& root) {
  std::string out = std::string("# fish completion for smtpscope. ") + kHead + kFishStart;
  out +=
      join(quoted_paths(root), " ") + "\n                set at \"$at $word\"\n            case ";
  out += join(quoted_value_options(root), " ") + kFishEnd;
  for (const CommandInfo* command : list_commands(root)) out += fish_command(*command);
  return out;
}

}  // namespace smtpscope::cli
