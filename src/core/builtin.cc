// SPDX-License-Identifier: Apache-2.0
#include "core/builtin.h"

#include <cstddef>

extern "C" {
extern const char smtpscope_builtin_begin[];
extern const char smtpscope_builtin_end[];
}

namespace smtpscope::core {

std::string_view builtin_knowledge() noexcept {
  return {smtpscope_builtin_begin,
          static_cast<std::size_t>(smtpscope_builtin_end - smtpscope_builtin_begin)};
}

}  // namespace smtpscope::core
