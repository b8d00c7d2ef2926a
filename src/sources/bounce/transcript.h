// SPDX-License-Identifier: Apache-2.0
// The transcript of a session that Sendmail and its kin print: `>>> RCPT To:<a@example.net>`,
// `<<< 550 5.1.1 ...`, `550 5.1.1 <a@example.net>... User unknown`, and what a mailer wrote.
#pragma once

#include <string_view>
#include <vector>

#include "base/arena.h"

#include "sources/bounce/text.h"

namespace smtpscope::bounce {

/// Behind `----- Transcript of session follows -----`; empty where there is none.
Words find_transcript(const Words& words) noexcept;

/// The transcript without the lines about other recipients. The transcript itself where all of it
/// may be about `recipient`.
std::string_view lines_about(std::string_view transcript, std::string_view recipient,
                             base::Arena& arena);

/// The code of `554 <a@example.net>... Service unavailable` for `recipient`; 0 where no line has
/// one.
int find_summary_code(std::string_view transcript, std::string_view recipient) noexcept;

/// What Sendmail itself says of `recipient`, `Host unknown (Name server: ...)`, where no server
/// said anything.
std::string_view find_statement(std::string_view transcript, std::string_view recipient) noexcept;

/// Addresses that a line gives up: `554 <a@example.net>... Service unavailable`.
void add_transcript_recipients(std::string_view transcript, std::vector<std::string_view>& out);

}  // namespace smtpscope::bounce
