// SPDX-License-Identifier: Apache-2.0
// The command line as a tree of CLI11 objects. The program parses with it; manual.h and
// completion.h make man pages and completions from it, so that they always say the same.
#pragma once

#include <memory>

#include <CLI/CLI.hpp>

namespace smtpscope::cli {

/// The whole command line. A subcommand runs while it is parsed and leaves its code in `exit_code`,
/// which must outlive the result.
std::unique_ptr<CLI::App> build_app(int& exit_code);

}  // namespace smtpscope::cli
