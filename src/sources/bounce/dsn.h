// SPDX-License-Identifier: Apache-2.0
// Delivery status notifications: RFC 3464 fields, RFC 6533's UTF-8 types, and the same fields where
// they stand in the words of a mail that lost its MIME parts.
#pragma once

#include "sources/bounce/report.h"

namespace smtpscope::bounce {

/// Reads the fields of `status`, blocks parted by blank lines. False where no recipient stands
/// there.
bool read_status_fields(std::string_view status, Report& report);

/// A letter with a message/delivery-status part, or with its fields in the words.
bool read_dsn(const Letter& letter, base::Arena& arena, Report& report);

}  // namespace smtpscope::bounce
