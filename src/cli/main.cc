// SPDX-License-Identifier: Apache-2.0
#include <csignal>

#include "cli/command.h"

int main(int argc, char** argv) {
  namespace cli = smtpscope::cli;
  std::signal(SIGPIPE, SIG_IGN);  // a closed pager is the end of the output, not a crash
  CLI::App app("smtpscope says what SMTP replies mean: what happened, whose fault it is, whether to try\n"
               "again, what becomes of the address, and what to do, with the evidence.", "smtpscope");
  app.require_subcommand(0, 1);
  app.set_version_flag("--version", "smtpscope " SMTPSCOPE_VERSION);
  app.footer("First steps:\n  smtpscope explain '550 5.1.1 User unknown'\n  smtpscope codes 5.7.1\n  smtpscope COMMAND --help");
  int exit_code = cli::kDone;
  cli::add_explain(app, exit_code);
  cli::add_codes(app, exit_code);
  cli::add_rules(app, exit_code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? cli::kDone : cli::kWrongUsage;
  }
  if (app.get_subcommands().empty()) {
    std::fputs(app.help().c_str(), stderr);
    return cli::kWrongUsage;
  }
  return exit_code;
}
