// SPDX-License-Identifier: Apache-2.0
// smtpscope-manual DIRECTORY DATE: writes man pages and completions, when the program is built.
#include <cstdio>
#include <filesystem>

#include "cli/app.h"
#include "cli/command.h"
#include "cli/completion.h"
#include "cli/manual.h"
#include "io/files.h"

namespace {

namespace cli = smtpscope::cli;

bool write(const std::string& path, const std::string& text) {
  if (const auto written = smtpscope::io::write_file(path, text); !written) {
    cli::print_error(written.error());
    return false;
  }
  return true;
}

bool write_all(const std::string& directory, const cli::CommandInfo& root,
               const std::string& date) {
  std::filesystem::create_directories(directory + "/man1");
  std::filesystem::create_directories(directory + "/completions");
  const cli::ManualInfo info{SMTPSCOPE_VERSION, date};
  const auto page = [&](const cli::CommandInfo& command) {
    return write(directory + "/man1/" + cli::format_page_name(command) + ".1",
                 cli::format_man(root, command, info));
  };
  bool ok = page(root);
  for (const cli::CommandInfo& command : root.commands) ok = page(command) && ok;
  const std::string completions = directory + "/completions/";
  ok = write(completions + "smtpscope.bash", cli::format_bash_completion(root)) && ok;
  ok = write(completions + "_smtpscope", cli::format_zsh_completion(root)) && ok;
  return write(completions + "smtpscope.fish", cli::format_fish_completion(root)) && ok;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: smtpscope-manual DIRECTORY DATE\n", stderr);
    return cli::kWrongUsage;
  }
  try {
    int unused = 0;
    const auto app = cli::build_app(unused);
    return write_all(argv[1], cli::describe_command(*app), argv[2]) ? cli::kDone : cli::kCannotRead;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "smtpscope-manual: error: %s\n", error.what());
    return cli::kCannotRead;
  }
}
