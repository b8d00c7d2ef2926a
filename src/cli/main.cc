// SPDX-License-Identifier: Apache-2.0
#include <csignal>

#include "cli/app.h"
#include "cli/command.h"

int main(int argc, char** argv) {
  namespace cli = smtpscope::cli;
  std::signal(SIGPIPE, SIG_IGN);  // a closed pager is the end of the output, not a crash
  int exit_code = cli::kDone;
  const auto app = cli::build_app(exit_code);
  try {
    app->parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app->exit(error);
    return code == 0 ? cli::kDone : cli::kWrongUsage;
  }
  if (app->get_subcommands().empty()) {
    std::fputs(app->help().c_str(), stderr);
    return cli::kWrongUsage;
  }
  return exit_code;
}
