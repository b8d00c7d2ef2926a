// SPDX-License-Identifier: Apache-2.0
#include "cli/manual.h"

#include <algorithm>
#include <sstream>

#include "base/text.h"

namespace smtpscope::cli {
namespace {

/// Text that roff takes as it is: `-` as the ASCII character that can be pasted, no requests.
std::string escape(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool at_line_start = i == 0 || text[i - 1] == '\n';
    if (at_line_start && (c == '.' || c == '\'')) out += "\\&";
    switch (c) {
      case '\\':
        out += "\\e";
        break;
      case '-':
        out += "\\-";
        break;
      case '\'':
        out += "\\(aq";
        break;
      case '`':
        out += "\\(ga";
        break;
      case '^':
        out += "\\(ha";
        break;
      case '~':
        out += "\\(ti";
        break;
      default:
        out.push_back(c);
    }
  }
  return out;
}

std::string bold(std::string_view text) { return "\\fB" + escape(text) + "\\fR"; }
std::string italic(std::string_view text) { return "\\fI" + escape(text) + "\\fR"; }

/// Prose as lines of source that fit an editor; where they end makes no difference.
std::string escape_prose(const std::string& text) {
  std::string out, word;
  std::size_t column = 0;
  for (std::istringstream words(text); words >> word; column += word.size()) {
    if (column > 0) out.push_back(column + word.size() < 76 ? ' ' : '\n');
    column = column + word.size() < 76 ? column + 1 : 0;
    out += escape(word);  // guards a dot at the front wherever the word stands
  }
  return out;
}

/// A sentence from the phrase that --help has.
std::string make_sentence(std::string text) {
  if (text.empty()) return text;
  if (base::is_lower(text[0]) && !text.starts_with("smtpscope "))
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  if (text.back() != '.') text.push_back('.');
  return text;
}

/// One line for the NAME section, which is what apropos(1) shows.
std::string make_title(const CommandInfo& command) {
  std::string text = command.description.substr(0, command.description.find_first_of(":\n"));
  if (text.starts_with(command.name + " ")) text.erase(0, command.name.size() + 1);
  return text;
}

std::string make_synopsis(const CommandInfo& command) {
  std::string out = ".B " + escape(command.path) + "\n[\\fIoptions\\fR]";
  for (const OptionInfo& argument : command.positionals) {
    const std::string name = italic(argument.label) + (argument.repeats ? " ..." : "");
    out += argument.required ? " " + name : " [" + name + "]";
  }
  if (!command.commands.empty()) {
    out += command.needs_command ? " \\fIcommand\\fR" : " [\\fIcommand\\fR]";
    out += " [\\fIarguments\\fR]";
  }
  return out + "\n";
}

std::string make_item(const OptionInfo& option) {
  std::string out = ".TP\n";
  if (option.names.empty()) {
    out += italic(option.label);
  } else {
    for (const std::string& name : option.names) {
      if (&name != &option.names.front()) out += ", ";
      out += bold(name);
    }
    if (option.takes_value && !option.label.empty()) out += " " + italic(option.label);
  }
  out += "\n" + escape_prose(make_sentence(option.description)) + "\n";
  if (option.words.empty()) return out;
  out += "One of\n";
  for (const std::string& word : option.words) {
    out += (&word == &option.words.back() ? "and " : "") + bold(word) +
           (&word == &option.words.back() ? ".\n" : ",\n");
  }
  return out;
}

std::string make_items(const std::vector<OptionInfo>& options, std::string_view heading) {
  std::string out;
  if (options.empty()) return out;
  if (!heading.empty()) out.append(".SH ").append(heading).append("\n");
  for (const OptionInfo& option : options) out += make_item(option);
  return out;
}

/// A footer's lines: `Examples:` begins a section, indented lines are shown as they are, the rest
/// is prose.
std::string make_footer(const std::string& footer) {
  std::string out, line;
  bool in_example = false, in_section = false;
  std::istringstream lines(footer);
  const auto close = [&] {
    if (in_example) out += ".EE\n";
    in_example = false;
  };
  while (std::getline(lines, line)) {
    if (line.starts_with("  ")) {
      if (!in_example) out += ".EX\n";
      in_example = true;
      out += escape(line.substr(2)) + "\n";
    } else if (line.empty()) {
      close();
      in_section = false;
    } else if (line.back() == ':') {
      close();
      line.pop_back();
      std::transform(line.begin(), line.end(), line.begin(),
                     [](char c) { return base::is_lower(c) ? static_cast<char>(c - 0x20) : c; });
      out += ".SH " + escape(line) + "\n";
      in_section = true;
    } else {
      close();
      if (!in_section) out += ".SH NOTES\n";
      in_section = true;
      out += escape_prose(line) + "\n";
    }
  }
  close();
  return out;
}

std::string make_commands(const CommandInfo& root, const CommandInfo& command) {
  std::string out;
  if (command.commands.empty()) return out;
  out += ".SH COMMANDS\n";
  for (const CommandInfo& below : command.commands) {
    const std::string sentence = escape_prose(make_sentence(below.description)) + "\n";
    if (&command == &root) {
      out += ".TP\n" + bold(below.name) + "\n" + sentence + "See " + bold(format_page_name(below)) +
             "(1).\n";
      continue;
    }
    std::vector<OptionInfo> options = below.positionals;
    std::copy_if(below.options.begin(), below.options.end(), std::back_inserter(options),
                 [](const OptionInfo& o) { return o.names.back() != "--help"; });
    out += ".SS " + escape(below.name) + "\n" + make_synopsis(below) + ".PP\n" + sentence +
           make_items(options, "");
  }
  return out;
}

bool has_option(const CommandInfo& command, std::string_view name) {
  const auto has = [&](const OptionInfo& o) {
    return std::find(o.names.begin(), o.names.end(), name) != o.names.end();
  };
  return std::any_of(command.options.begin(), command.options.end(), has);
}

std::string make_end(const CommandInfo& root, const CommandInfo& command) {
  std::string out =
      ".SH EXIT STATUS\n.TP\n.B 0\nDone.\n.TP\n.B 1\nA problem was found where a check was asked "
      "for.\n"
      ".TP\n.B 2\nWrong usage.\n.TP\n.B 3\nSomething could not be read.\n"
      ".SH ENVIRONMENT\n.TP\n.B NO_COLOR\nWhere it is set and not empty, output on a terminal has "
      "no "
      "colours.\n";
  if (&command == &root || has_option(command, "--lenient")) {
    out +=
        ".SH FILES\n.TP\n.I /etc/smtpscope/knowledge.d\nRules of your own, read where no\n"
        ".B \\-\\-knowledge\nis given.\n";
  }
  out += ".SH SEE ALSO\n";
  std::vector<const CommandInfo*> pages{&root};
  for (const CommandInfo& other : root.commands) pages.push_back(&other);
  pages.erase(std::find(pages.begin(), pages.end(), &command));
  for (const CommandInfo* page : pages) {
    out +=
        ".BR " + escape(format_page_name(*page)) + " (1)" + (page == pages.back() ? "\n" : ",\n");
  }
  return out;
}

}  // namespace

std::string format_page_name(const CommandInfo& command) {
  std::string out = command.path;
  std::replace(out.begin(), out.end(), ' ', '-');
  return out;
}

std::string format_man(const CommandInfo& root, const CommandInfo& command,
                       const ManualInfo& info) {
  std::string name = format_page_name(command);
  std::string out = ".\\\" GENERATED from smtpscope \\-\\-help; do not edit.\n.TH ";
  std::transform(name.begin(), name.end(), std::back_inserter(out),
                 [](char c) { return base::is_lower(c) ? static_cast<char>(c - 0x20) : c; });
  out += " 1 \"" + info.date + "\" \"smtpscope " + info.version + "\" \"User Commands\"\n";
  out += ".SH NAME\n" + escape(name) + " \\- " + escape(make_title(command)) + "\n";
  out += ".SH SYNOPSIS\n" + make_synopsis(command);
  out += ".SH DESCRIPTION\n" + escape_prose(make_sentence(command.description)) + "\n";
  out += make_items(command.positionals, "ARGUMENTS");
  out += make_items(command.options, "OPTIONS");
  out += make_commands(root, command);
  out += make_footer(command.footer);
  return out + make_end(root, command);
}

}  // namespace smtpscope::cli
