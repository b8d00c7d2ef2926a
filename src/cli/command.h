// SPDX-License-Identifier: Apache-2.0
// What the subcommands share: loading the knowledge, output, exit codes. One file a subcommand;
// each adds itself to the command line in app.cc.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "core/classifier.h"
#include "format/answer_text.h"

namespace smtpscope::cli {

/// Exit codes, DESIGN section 6.
enum ExitCode : int { kDone = 0, kFoundProblem = 1, kWrongUsage = 2, kCannotRead = 3 };

/// Options every subcommand that classifies has.
struct KnowledgeOptions {
  std::vector<std::string> directories;
  bool lenient = false;
  void add_to(CLI::App& app);
};

/// The built-in knowledge with the user's on top: --knowledge, else /etc/smtpscope/knowledge.d
/// where that exists. A directory that holds a vocabulary of its own replaces the built-in
/// knowledge. On failure prints what is wrong and returns null; `exit_code` says with which code to
/// leave.
std::unique_ptr<core::Classifier> load_classifier(const KnowledgeOptions& options, int& exit_code);

/// Colour and width of standard output: colour only on a terminal and without NO_COLOR.
format::TextOptions terminal_options();

/// Prints `error: ...` and its help on stderr.
void print_error(const base::Error& error);

/// Writes all of it to standard output; false where that failed (a closed pipe is no failure).
bool write_out(std::string_view text);

void add_explain(CLI::App& app, int& exit_code);
void add_bounces(CLI::App& app, int& exit_code);
void add_codes(CLI::App& app, int& exit_code);
void add_rules(CLI::App& app, int& exit_code);

}  // namespace smtpscope::cli
