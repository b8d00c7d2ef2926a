// SPDX-License-Identifier: Apache-2.0
#include "api/retry.h"

namespace smtpscope::api {
namespace {

/// The wait after the `tries`-th try. The steps begin with the first wait or, where that was stated
/// by the server or its documentation, behind it.
std::uint32_t find_wait(const verdict::Retry& retry, std::uint32_t tries) noexcept {
  const auto& steps = retry.steps_s;
  std::uint32_t wait = retry.after_s;
  std::size_t next = steps[0] == retry.after_s ? 1 : 0;
  for (; tries > 1 && next < steps.size() && steps[next] != 0; --tries) wait = steps[next++];
  return wait;
}

}  // namespace

NextTry find_next_try(const verdict::Verdict& verdict, std::uint32_t tries,
                      std::uint32_t elapsed_s) noexcept {
  if (!verdict.retry) return {};
  const verdict::Retry& retry = *verdict.retry;
  switch (retry.when) {
    case verdict::RetryWhen::never:
      return {SMTPSCOPE_RETRY_NEVER, 0};
    case verdict::RetryWhen::once_fixed:
      return {SMTPSCOPE_RETRY_ONCE_FIXED, 0};
    case verdict::RetryWhen::after:
      break;
  }
  if (retry.give_up_s != 0 && elapsed_s >= retry.give_up_s) return {SMTPSCOPE_RETRY_NEVER, 0};
  return {SMTPSCOPE_RETRY_AFTER, find_wait(retry, tries)};
}

}  // namespace smtpscope::api
