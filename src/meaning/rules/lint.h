// SPDX-License-Identifier: Apache-2.0
// What makes a rule a good rule: knowledge/schema/rule.md. One code for tests, for users' own
// directories and for the program at start.
#pragma once

#include <vector>

#include "base/result.h"

#include "meaning/knowledge/knowledge.h"
#include "meaning/masking/names.h"
#include "meaning/rules/matcher.h"

namespace smtpscope::rules {

/// What one rule alone shows: examples, phrases, addresses in examples.
std::vector<base::Error> check_rule_texts(const knowledge::Knowledge& knowledge,
                                          const masking::Names& names, std::size_t first_rule = 0);

/// What rules show against each other: examples won, near misses not won, no ties that disagree.
/// `matcher` must be compiled.
std::vector<base::Error> check_rule_contests(const knowledge::Knowledge& knowledge,
                                             const masking::Names& names, const Matcher& matcher,
                                             std::size_t first_rule = 0);

}  // namespace smtpscope::rules
