// SPDX-License-Identifier: Apache-2.0
// The compiled knowledge, part of the program.
#pragma once

#include <string_view>

namespace smtpscope::core {

/// Empty in the program that makes it (the build-time compiler).
std::string_view builtin_knowledge() noexcept;

}  // namespace smtpscope::core
