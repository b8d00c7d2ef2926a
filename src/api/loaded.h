// SPDX-License-Identifier: Apache-2.0
// The knowledge behind a scope, and the memories that calls borrow: a classifier is immutable, but
// each call needs buffers and a cache of its own.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/classifier.h"

namespace smtpscope::api {

class Loaded {
 public:
  explicit Loaded(core::Classifier classifier) : classifier_(std::move(classifier)) {}

  const core::Classifier& classifier() const noexcept { return classifier_; }

  /// Classifies with a memory that no other call uses meanwhile. Any thread, any time.
  core::Answer classify(const core::Question& question) const;

 private:
  std::unique_ptr<core::Memory> borrow() const;
  void give_back(std::unique_ptr<core::Memory> memory) const noexcept;

  core::Classifier classifier_;
  mutable std::mutex mutex_;
  mutable std::vector<std::unique_ptr<core::Memory>> idle_;  // last used last, its cache is warm
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
