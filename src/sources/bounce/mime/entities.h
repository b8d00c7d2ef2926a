// SPDX-License-Identifier: Apache-2.0
// HTML character references: all numeric ones, and the names that mail uses.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace smtpscope::mime {

/// Decodes the reference at the start of `s`, which begins with &. Gives back its length and sets
/// `out` to its UTF-8 (a plain blank for the many kinds of blanks, nothing for what has no width);
/// 0 where it is none.
std::size_t decode_entity(std::string_view s, std::string& out);

}  // namespace smtpscope::mime
