// SPDX-License-Identifier: Apache-2.0
// Words for people: what a verdict means, why, and what to do first. From the reason, the problem
// that fits better, what is special to the rule, and the receiver's forms.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "meaning/knowledge/knowledge.h"
#include "meaning/verdict/verdict.h"

namespace smtpscope::core {

/// Everything points into the knowledge.
struct Explanation {
  std::string_view title;        ///< of the problem, else of the reason
  std::string_view summary;
  std::string_view explanation;
  std::string_view advice;       ///< what is special to this wording; may be empty
  std::string_view for_sender;   ///< one line for the person who sent the mail
  std::vector<knowledge::Action> actions;  ///< first to last, with the receiver's links
  std::string_view page;         ///< the receiver's page about its replies; may be empty
};

Explanation explain(const knowledge::Knowledge& knowledge, const verdict::Verdict& verdict);

}  // namespace smtpscope::core
