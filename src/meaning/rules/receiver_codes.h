// SPDX-License-Identifier: Apache-2.0
// The receiver's own code in a reply, by the shapes that receivers/*.toml gives: `S####`,
// `AS(#)`, `IB###`. # is one or more digits, ## and more exactly that many, @ letters.
#pragma once

#include <string_view>

#include "meaning/knowledge/knowledge.h"

namespace smtpscope::rules {

/// The first text that fits a shape and is not part of a longer word; empty for none.
std::string_view find_receiver_code(std::string_view text,
                                    const knowledge::Strings& shapes) noexcept;

}  // namespace smtpscope::rules
