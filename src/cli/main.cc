// SPDX-License-Identifier: Apache-2.0
#include <csignal>
#include <cstdio>
#include <sstream>

#include "cli/app.h"
#include "cli/command.h"
#include "format/terminal.h"

int main(int argc, char** argv) {
  namespace cli = smtpscope::cli;
  std::signal(SIGPIPE, SIG_IGN);  // a closed pager is the end of the output, not a crash
  int exit_code = cli::kDone;
  const auto app = cli::build_app(exit_code);
  try {
    app->parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    std::ostringstream help;
    std::ostringstream message;
    const int code = app->exit(error, help, message);
    std::fputs(help.str().c_str(), stdout);
    std::string shown;  // what was typed may hold escape sequences
    smtpscope::format::append_escaped(message.str(), true, shown);
    std::fputs(shown.c_str(), stderr);
    return code == 0 ? cli::kDone : cli::kWrongUsage;
  }
  if (app->get_subcommands().empty()) {
    std::fputs(app->help().c_str(), stderr);
    return cli::kWrongUsage;
  }
  return exit_code;
}
