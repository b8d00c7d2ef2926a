// SPDX-License-Identifier: Apache-2.0
#include "cli/command.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include <sys/ioctl.h>
#include <unistd.h>

#include "format/terminal.h"
#include "io/knowledge_files.h"

namespace smtpscope::cli {
namespace {

constexpr const char* kSystemDirectory = "/etc/smtpscope/knowledge.d";

}  // namespace

void KnowledgeOptions::add_to(CLI::App& app) {
  app.add_option("--knowledge", directories,
                 "directory with rules of your own, on top of the built-in ones (repeatable)")
      ->type_name("DIR")
      ->allow_extra_args(false);  // else it would take the text behind it too
  app.add_flag("--lenient", lenient, "go on without the parts of your rule files that are broken");
}

void print_error(const base::Error& error) {
  std::string shown;
  format::append_escaped(base::format_error(error), true, shown);
  std::fprintf(stderr, "smtpscope: %s\n", shown.c_str());
}

bool write_out(std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = ::write(STDOUT_FILENO, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return errno == EPIPE;
    text.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

format::TextOptions terminal_options() {
  format::TextOptions options;
  const char* no_color = std::getenv("NO_COLOR");
  options.style.colour = ::isatty(STDOUT_FILENO) == 1 && (no_color == nullptr || *no_color == '\0');
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40) {
    options.width = std::min<std::size_t>(size.ws_col, 100);
  }
  return options;
}

std::unique_ptr<core::Classifier> load_classifier(const KnowledgeOptions& options, int& exit_code) {
  std::vector<std::string> directories = options.directories;
  std::error_code ignored;
  if (directories.empty() && std::filesystem::is_directory(kSystemDirectory, ignored)) {
    directories.emplace_back(kSystemDirectory);
  }
  std::vector<knowledge::File> files;
  for (const std::string& directory : directories) {
    auto read = io::read_knowledge(directory);
    if (!read) {
      print_error(read.error());
      exit_code = kCannotRead;
      return nullptr;
    }
    for (auto& [path, bytes] : *read) files.push_back({path, std::move(bytes)});
  }
  std::vector<base::Error> errors;
  const bool whole = knowledge::holds_vocabulary(files);
  auto loaded = whole ? core::Classifier::load_only(std::move(files), errors)
                      : core::Classifier::load(std::move(files), errors);
  for (const base::Error& error : errors) print_error(error);
  if (!loaded) {
    print_error(loaded.error());
    exit_code = kWrongUsage;
    return nullptr;
  }
  if (!errors.empty() && !options.lenient) {
    std::fprintf(stderr, "smtpscope: nothing was done; mend the files, or use --lenient\n");
    exit_code = kWrongUsage;
    return nullptr;
  }
  return std::make_unique<core::Classifier>(std::move(*loaded));
}

}  // namespace smtpscope::cli
