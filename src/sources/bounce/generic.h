// SPDX-License-Identifier: Apache-2.0
// Bounces of programs nobody knows: a mail system wrote it, it says that something was not
// delivered, and it names the address.
#pragma once

#include "sources/bounce/report.h"

namespace smtpscope::bounce {

/// True where subject or words say that a message was not delivered, in any of the languages known.
bool says_undelivered(const Letter& letter) noexcept;

/// True where they say that it is only late and will be tried again.
bool says_delayed(const Letter& letter) noexcept;

bool read_generic(const Letter& letter, base::Arena& arena, Report& report);

}  // namespace smtpscope::bounce
