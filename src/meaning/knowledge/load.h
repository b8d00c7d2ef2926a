// SPDX-License-Identifier: Apache-2.0
// Knowledge from bytes: TOML files as people write them. The compiled form is compiled.h.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

#include "meaning/knowledge/knowledge.h"

namespace smtpscope::knowledge {

/// One file: its name is for messages and tells nothing about what is in it.
struct File {
  std::string name;
  std::string bytes;
  bool user = false;  ///< rules of a user's own directory stand above all built-in ones
};

/// True where the files bring a vocabulary of their own: a whole knowledge directory, to be used
/// instead of the built-in one and not on top of it.
bool holds_vocabulary(const std::vector<File>& files) noexcept;

/// Adds `files` to `knowledge`. What a file holds is told by its top-level tables (rule, receiver,
/// list, reason, problem, code, enhanced, declined). Errors are collected; what is right is loaded.
/// Files are taken in order of name, so that a load gives the same tables everywhere.
std::vector<base::Error> load_files(std::vector<File> files, Knowledge& knowledge);

/// Checks what one file alone cannot tell: ids used twice, references to receivers, lists and
/// problems that do not exist, reasons without defaults.
std::vector<base::Error> check_references(const Knowledge& knowledge);

}  // namespace smtpscope::knowledge
