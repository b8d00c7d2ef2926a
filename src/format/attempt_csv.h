// SPDX-License-Identifier: Apache-2.0
// Attempts as CSV (RFC 4180), a row a recipient, for spreadsheets and databases. A cell that a
// spreadsheet would take for a formula gets a quote in front.
#pragma once

#include <string>

#include "core/attempt_verdict.h"
#include "sources/attempt/attempt.h"

namespace smtpscope::format {

/// The first line, with its end.
std::string_view csv_header() noexcept;
void append_csv_row(const attempt::Attempt& attempt, const core::AttemptVerdict& verdict,
                    bool proven, std::string& out);

/// One cell, quoted where it has to be. Control characters are shown as escapes.
void append_csv_cell(std::string_view text, std::string& out);

}  // namespace smtpscope::format
