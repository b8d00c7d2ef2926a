// SPDX-License-Identifier: Apache-2.0
// A summary of attempts for a person: what is dead, what is one's own fault and what to do about
// it, what others have to mend, what passes by itself.
#pragma once

#include <string>

#include "core/attempt_summary.h"
#include "format/answer_text.h"

namespace smtpscope::format {

/// `with_proof`: addresses are told apart by whether it is proven that mail was sent to them.
std::string format_summary(const core::Classifier& classifier, const core::Summary& summary,
                           bool with_proof, const TextOptions& options);

/// `1,204`.
std::string format_count(std::uint64_t n);

}  // namespace smtpscope::format
