// SPDX-License-Identifier: Apache-2.0
// Subjects as programs write them that return mail. Where nothing else came back than words, this
// tells a bounce from the announcements, statistics and warnings of the same senders.
#pragma once

#include <string_view>

namespace smtpscope::bounce {

/// True where the decoded subject begins as that of a bounce.
bool is_bounce_subject(std::string_view subject) noexcept;

/// True where somebody answers or forwards: `Re: `, `AW: `, `[External] Fwd: `.
bool is_answer_subject(std::string_view subject) noexcept;

/// True for the numbers of ticket systems: `[#118] ...`, `[Ticket#2026] ...`, `Case 118: ...`.
bool is_ticket_subject(std::string_view subject) noexcept;

}  // namespace smtpscope::bounce
