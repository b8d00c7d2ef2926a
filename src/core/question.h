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

/// A question in memory of its own.
class KeptQuestion {
 public:
  void keep(const Question& question) {
    text_ = question.text;
    host_ = question.host;
    domain_ = question.domain;
    stage_ = question.stage;
  }
  bool is(const Question& question) const noexcept {
    return stage_ == question.stage && text_ == question.text && host_ == question.host &&
           domain_ == question.domain;
  }
  std::string_view text() const noexcept { return text_; }

 private:
  std::string text_, host_, domain_;
  reply::Stage stage_ = reply::Stage::unknown;
};

}  // namespace smtpscope::core
