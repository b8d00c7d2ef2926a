// SPDX-License-Identifier: Apache-2.0
// Completions for shells, from the command line itself. The scripts stand alone: they need no
// helpers of a completion package, and start the program only to list rule ids.
#pragma once

#include <string>

#include "cli/command_tree.h"

namespace smtpscope::cli {

/// For bash 4 and later; completes `--option=value` too.
std::string format_bash_completion(const CommandInfo& root);
/// An autoloaded function, to be called `_smtpscope`.
std::string format_zsh_completion(const CommandInfo& root);
std::string format_fish_completion(const CommandInfo& root);

}  // namespace smtpscope::cli
