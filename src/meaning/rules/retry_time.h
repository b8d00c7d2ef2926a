// SPDX-License-Identifier: Apache-2.0
// Times a reply asks to wait: `try again in 300 seconds`, `retry after 4 hours`, `greylisted for
// 00:04:53`, `come back in 5 mins`, in the languages servers speak.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace smtpscope::rules {

/// Seconds to wait, as the text says. Absent where it names no time, or one that is no wait
/// (`100 messages per hour`). The largest of several.
std::optional<std::uint32_t> find_retry_time(std::string_view text);

}  // namespace smtpscope::rules
