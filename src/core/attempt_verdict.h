// SPDX-License-Identifier: Apache-2.0
// What an attempt means: the verdict of its innermost reply, with the words of a bounce as a second
// witness where the reply alone does not tell.
#pragma once

#include <span>

#include "core/classifier.h"
#include "sources/attempt/attempt.h"

namespace smtpscope::core {

struct AttemptVerdict {
  verdict::Verdict verdict;
  /// The text in which the evidence's span counts: the attempt's reply, or a part of its words.
  std::string_view judged;
  bool by_words = false;  ///< the words decided, not the reply
};

/// Never fails. Outcomes that are no failure have their own verdicts, decided by the outcome.
AttemptVerdict classify_attempt(const Classifier& classifier, const attempt::Attempt& attempt,
                                Memory& memory);

/// The attempts of one mail as an answer: a reply each, the first that failed decides. For those
/// who paste a bounce where a reply is asked for. `attempts` must not be empty; views point into
/// them.
Answer answer_attempts(const Classifier& classifier, std::span<const attempt::Attempt> attempts,
                       Memory& memory);

}  // namespace smtpscope::core
