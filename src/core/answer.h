// SPDX-License-Identifier: Apache-2.0
// What a classification gives: every reply found and what it means. Its views point into the text
// that was asked about, so a copy for an equal text elsewhere has them moved there.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "meaning/reply/find_replies.h"
#include "meaning/verdict/verdict.h"

namespace smtpscope::core {

/// One reply found in the text, and what it means.
struct Judged {
  reply::Found found;
  reply::Stage stage = reply::Stage::unknown;  ///< of the wrapper, else of the question
  verdict::Verdict verdict;
};

/// Everything found. Views point into the question, into `repaired` and `unescaped`, and into the
/// classifier.
struct Answer {
  std::string_view raw;                   ///< the question's text, as it came
  std::unique_ptr<std::string> repaired;  ///< the text, where it had to be repaired to UTF-8
  reply::Paste paste;                     ///< owns the unescaped copy; see `replies` for the rest
  std::vector<Judged> replies;            ///< never empty
  std::size_t deciding = 0;
  bool was_repaired = false;
  const Judged& verdict() const noexcept { return replies[deciding]; }
};

/// Makes `to` the answer to the same question with its text at `text`.
void copy_answer(const Answer& from, std::string_view text, Answer& to);

}  // namespace smtpscope::core
