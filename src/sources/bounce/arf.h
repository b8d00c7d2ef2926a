// SPDX-License-Identifier: Apache-2.0
// Feedback reports (ARF): RFC 5965, authentication failures of RFC 6591, RFC 6650's advice, and the
// forms that have no feedback-report part.
#pragma once

#include "sources/bounce/report.h"

namespace smtpscope::bounce {

/// `Feedback-Type` as a static word; "other" for what RFC 5965 does not know.
std::string_view find_feedback_kind(std::string_view written) noexcept;

bool read_feedback(const Letter& letter, base::Arena& arena, Report& report);

}  // namespace smtpscope::bounce
