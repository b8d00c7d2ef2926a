// SPDX-License-Identifier: Apache-2.0
// What is asked, and a copy of it to tell by whether the same was asked before: an answer is a pure
// function of its question, so the whole question is the key and nothing less.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/hash.h"

#include "meaning/reply/stage.h"

#include "core/limits.h"

namespace smtpscope::core {

/// What to classify. Only `text` is needed. Views must outlive the Answer.
struct Question {
  std::string_view text;
  reply::Stage stage = reply::Stage::unknown;
  std::string_view host;    ///< the server that said it, for receivers' own rules
  std::string_view domain;  ///< the recipient's domain, where the host is not known
};

inline std::uint64_t hash_question(const Question& question) noexcept {
  std::uint64_t hash = base::hash64(question.text, static_cast<std::uint64_t>(question.stage));
  if (!question.host.empty()) hash = base::hash64(question.host, hash);
  if (!question.domain.empty()) hash = base::hash64(question.domain, ~hash);
  return hash;
}

/// Short enough for what is remembered.
inline bool is_short(const Question& question) noexcept {
  return question.text.size() <= kMaxKeptTextBytes &&
         question.host.size() + question.domain.size() <= kMaxKeptTextBytes;
}

/// A question in memory of its own, in one piece.
class KeptQuestion {
 public:
  void keep(const Question& question) {
    bytes_.clear();
    bytes_.append(question.text).append(question.host).append(question.domain);
    text_ = question.text.size();
    host_ = question.host.size();
    stage_ = question.stage;
  }
  bool is(const Question& question) const noexcept {
    const std::string_view behind = std::string_view(bytes_).substr(text_);
    return stage_ == question.stage && text() == question.text &&
           behind.substr(0, host_) == question.host && behind.substr(host_) == question.domain;
  }
  std::string_view text() const noexcept { return std::string_view(bytes_).substr(0, text_); }

 private:
  std::string bytes_;
  std::size_t text_ = 0;
  std::size_t host_ = 0;
  reply::Stage stage_ = reply::Stage::unknown;
};

}  // namespace smtpscope::core
