// SPDX-License-Identifier: Apache-2.0
// The table of shapes: bounces without a machine-readable report, one file each (shape_*.cc). They
// are asked in this order; each looks at From and Subject first.
#pragma once

#include <span>

#include "sources/bounce/report.h"

namespace smtpscope::bounce {

bool read_postfix_session(const Letter& letter, base::Arena& arena, Report& report);
bool read_qmail(const Letter& letter, base::Arena& arena, Report& report);
bool read_exchange2003(const Letter& letter, base::Arena& arena, Report& report);
bool read_exchange2007(const Letter& letter, base::Arena& arena, Report& report);
bool read_list_answer(const Letter& letter, base::Arena& arena, Report& report);
bool read_sendmail(const Letter& letter, base::Arena& arena, Report& report);
bool read_ses_event(const Letter& letter, base::Arena& arena, Report& report);

std::span<const Shape> shapes() noexcept;

}  // namespace smtpscope::bounce
