// SPDX-License-Identifier: Apache-2.0
// The reply of one recipient: from the diagnostic, else from the words; stage and host from
// whichever tells.
#pragma once

#include "sources/attempt/attempt.h"
#include "sources/bounce/report.h"

namespace smtpscope::bounce {

/// Sets reply, code, enhanced, stage, remote host and ip, statement, words of `attempt`.
void take_evidence(const Finding& finding, base::Arena& arena, attempt::Attempt& attempt);

/// How far a statement of the sending side says that it came.
reply::Stage find_stage(std::string_view statement);

/// One reply whose lines were joined by blanks gets its line ends back where the repeated code
/// shows them: `550-5.1.1 a 550 5.1.1 b`. The text itself where there are none.
std::string_view restore_lines(std::string_view reply, int code, base::Arena& arena);

}  // namespace smtpscope::bounce
