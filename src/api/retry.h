// SPDX-License-Identifier: Apache-2.0
// The retry decision of a message that has been tried before.
#pragma once

#include <cstdint>

#include <smtpscope/smtpscope.h>

#include "meaning/verdict/verdict.h"

namespace smtpscope::api {

struct NextTry {
  smtpscope_retry_when when = SMTPSCOPE_RETRY_NOT_NEEDED;
  std::uint32_t after_s = 0;
};

/// After `tries` tries (0 counts as 1) over `elapsed_s` seconds. The first wait is the verdict's
/// own, then its steps, the last of them again and again until its time to give up.
NextTry find_next_try(const verdict::Verdict& verdict, std::uint32_t tries,
                      std::uint32_t elapsed_s) noexcept;

}  // namespace smtpscope::api
