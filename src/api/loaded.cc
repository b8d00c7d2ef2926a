// SPDX-License-Identifier: Apache-2.0
#include "api/loaded.h"

#include <utility>

#include "api/limits.h"
#include "format/terminal.h"
#include "io/knowledge_files.h"

namespace smtpscope::api {
namespace {

LoadFailure make_failure(const base::Error& error, std::size_t others, bool unreadable) {
  LoadFailure failure;
  failure.unreadable = unreadable;
  format::append_escaped(base::format_error(error), true, failure.message);
  if (others > 0) failure.message += "\nand " + std::to_string(others) + " more";
  return failure;
}

}  // namespace

std::unique_ptr<Workspace> Loaded::borrow() const {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!idle_.empty()) {
      auto workspace = std::move(idle_.back());
      idle_.pop_back();
      return workspace;
    }
    if (idle_.capacity() < kMaxIdleMemories) idle_.reserve(kMaxIdleMemories);
  }
  return std::make_unique<Workspace>();
}

void Loaded::give_back(std::unique_ptr<Workspace> workspace) const noexcept {
  const std::lock_guard<std::mutex> lock(mutex_);
  // Reserved by borrow().
  if (idle_.size() < kMaxIdleMemories) idle_.push_back(std::move(workspace));
}

core::Answer Loaded::classify(const core::Question& question) const {
  auto workspace = borrow();
  core::Answer answer = classifier_.classify(question, workspace->memory);
  give_back(std::move(workspace));
  return answer;
}

tl::expected<std::shared_ptr<const Loaded>, LoadFailure> load(const char* directory) {
  std::vector<knowledge::File> files;
  if (directory != nullptr) {
    auto read = io::read_knowledge(directory);
    if (!read) return tl::unexpected(make_failure(read.error(), 0, true));
    for (auto& [path, bytes] : *read) files.push_back({path, std::move(bytes)});
  }
  std::vector<base::Error> errors;
  const bool whole = knowledge::holds_vocabulary(files);
  auto loaded = whole ? core::Classifier::load_only(std::move(files), errors)
                      : core::Classifier::load(std::move(files), errors);
  if (!errors.empty()) {
    return tl::unexpected(make_failure(errors.front(), errors.size() - 1, false));
  }
  if (!loaded) return tl::unexpected(make_failure(loaded.error(), 0, false));
  return std::make_shared<const Loaded>(std::move(*loaded));
}

}  // namespace smtpscope::api
