// SPDX-License-Identifier: Apache-2.0
// Which program wrote a bounce, by how it begins and signs. Nothing is decided by it: it names the
// program for people, and for formats that want the name.
#pragma once

#include <string_view>

#include "sources/bounce/report.h"

namespace smtpscope::bounce {

/// A static word as in the formats of shapes ("postfix", "exim", ...); empty where nothing shows
/// it.
std::string_view find_software(const Letter& letter, const Report& report) noexcept;

}  // namespace smtpscope::bounce
