// SPDX-License-Identifier: Apache-2.0
// An answer for a person at a terminal: the reply with the words that decided, what it means, whose
// fault it is, whether to try again, what becomes of the address, and what to do first.
#pragma once

#include <string>

#include "core/classifier.h"
#include "format/terminal.h"

namespace smtpscope::format {

struct TextOptions {
  Style style;
  std::size_t width = 80;
  bool why = false;  ///< the full trail of candidates of the deciding reply
};

/// The deciding reply in full; the others in a line each.
std::string format_answer(const core::Classifier& classifier, const core::Answer& answer,
                          const TextOptions& options);

/// Candidates best first: level, length, words, and why each lost. From Memory::candidates().
std::string format_trail(const core::Classifier& classifier,
                         const std::vector<rules::Candidate>& candidates, std::string_view folded,
                         const TextOptions& options);

/// `5 minutes`, `4 hours`, `2 days`: the largest unit that says it without a fraction, else two.
std::string format_duration(std::uint32_t seconds);

}  // namespace smtpscope::format
