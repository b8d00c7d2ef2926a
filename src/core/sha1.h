// SPDX-License-Identifier: Apache-2.0
// SHA-1, for tokens that programs before us made with it. Nothing is kept safe by it.
#pragma once

#include <string>
#include <string_view>

namespace smtpscope::core {

/// 40 lower-case hex digits.
std::string sha1_hex(std::string_view bytes);

}  // namespace smtpscope::core
