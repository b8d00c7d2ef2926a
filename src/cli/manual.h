// SPDX-License-Identifier: Apache-2.0
// Man pages, in man(7)'s macros, from the command line itself: what --help says, and the little
// that it leaves out (exit codes, files, the other pages).
#pragma once

#include <string>

#include "cli/command_tree.h"

namespace smtpscope::cli {

/// What stands in a page's head and foot.
struct ManualInfo {
  std::string version;  ///< `0.1.0`
  std::string date;     ///< `2026-10-07`
};

/// `smtpscope-explain`: the page's name without its section.
std::string format_page_name(const CommandInfo& command);

/// The page of `root` or of one of its commands; commands below that are sections of it.
std::string format_man(const CommandInfo& root, const CommandInfo& command, const ManualInfo& info);

}  // namespace smtpscope::cli
