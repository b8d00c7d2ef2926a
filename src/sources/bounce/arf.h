// SPDX-License-Identifier: Apache-2.0
// Feedback reports (ARF): RFC 5965, authentication failures of RFC 6591, RFC 6650's advice, and the
// forms that have no feedback-report part.
#pragma once

#include "sources/bounce/report.h"

namespace smtpscope::bounce {

bool read_feedback(const Letter& letter, base::Arena& arena, Report& report);

}  // namespace smtpscope::bounce
