// SPDX-License-Identifier: Apache-2.0
// The knowledge behind a scope, and the workspaces that calls borrow: a classifier is immutable,
// but each call needs buffers and a cache of its own, and a reader where it reads mail.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/classifier.h"
#include "sources/bounce/bounce.h"

namespace smtpscope::api {

/// What one call at a time uses.
struct Workspace {
  core::Memory memory;
  std::unique_ptr<bounce::Reader> reader;  ///< where a mail was read
};

class Loaded {
 public:
  explicit Loaded(core::Classifier classifier) : classifier_(std::move(classifier)) {}

  const core::Classifier& classifier() const noexcept { return classifier_; }

  /// Classifies with a memory that no other call uses meanwhile. Any thread, any time.
  core::Answer classify(const core::Question& question) const;

  /// A workspace that no other call uses until it is given back. One in which memory ran out is not
  /// given back: its buffers go with it.
  std::unique_ptr<Workspace> borrow() const;
  void give_back(std::unique_ptr<Workspace> workspace) const noexcept;

 private:
  core::Classifier classifier_;
  mutable std::mutex mutex_;
  mutable std::vector<std::unique_ptr<Workspace>> idle_;  // last used last, its cache is warm
};

/// Why a directory could not be loaded: it could not be read, or what is in it is wrong.
struct LoadFailure {
  bool unreadable = false;
  std::string message;  ///< what, where, and what to do; control characters escaped
};

/// The built-in knowledge with `directory` on top of it, or in its place where it is whole; null
/// for none. Nothing is loaded where anything is wrong.
tl::expected<std::shared_ptr<const Loaded>, LoadFailure> load(const char* directory);

}  // namespace smtpscope::api
