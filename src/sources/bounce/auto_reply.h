// SPDX-License-Identifier: Apache-2.0
// Mails that programs answer with and that are no failure: vacation notes and their like (RFC 3834
// and the vendors' headers before it), read receipts (RFC 8098), challenges, changes of address.
#pragma once

#include "sources/bounce/report.h"

namespace smtpscope::bounce {

/// message/disposition-notification.
bool read_disposition(const Letter& letter, base::Arena& arena, Report& report);

bool read_auto_reply(const Letter& letter, base::Arena& arena, Report& report);

}  // namespace smtpscope::bounce
