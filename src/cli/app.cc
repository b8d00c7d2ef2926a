// SPDX-License-Identifier: Apache-2.0
#include "cli/app.h"

#include "cli/command.h"

namespace smtpscope::cli {

std::unique_ptr<CLI::App> build_app(int& exit_code) {
  auto app = std::make_unique<CLI::App>(
      "smtpscope says what SMTP replies mean: what happened, whose fault it is, whether to try\n"
      "again, what becomes of the address, and what to do, with the evidence.",
      "smtpscope");
  app->require_subcommand(0, 1);
  app->set_version_flag("--version", "smtpscope " SMTPSCOPE_VERSION);
  app->footer(
      "First steps:\n  smtpscope explain '550 5.1.1 User unknown'\n  smtpscope codes 5.7.1\n"
      "  smtpscope COMMAND --help");
  add_explain(*app, exit_code);
  add_bounces(*app, exit_code);
  add_codes(*app, exit_code);
  add_rules(*app, exit_code);
  return app;
}

}  // namespace smtpscope::cli
