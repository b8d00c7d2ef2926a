// SPDX-License-Identifier: Apache-2.0
// From a match to a verdict: TAXONOMY "How to decide" 7 to 10. Defaults of the reason, persistence
// by the code's class, the caps on suppressing, retry times, codes and lists named in the reply.
#pragma once

#include "meaning/rules/matcher.h"

namespace smtpscope::rules {

/// `reply.text` and `folded` are those the match was made of; the verdict points into them.
verdict::Verdict judge(const knowledge::Knowledge& knowledge, const Match& match,
                       const Context& context, const reply::Reply& reply,
                       const masking::Template& folded);

}  // namespace smtpscope::rules
