// SPDX-License-Identifier: Apache-2.0
// The output contract's attempt: one object a recipient.
#pragma once

#include <string>
#include <string_view>

#include "core/attempt_verdict.h"
#include "format/json.h"
#include "sources/attempt/attempt.h"

namespace smtpscope::format {

/// `2026-10-07T09:14:03.000Z`.
void append_utc(std::int64_t epoch_ms, std::string& out);

/// `proven`: core/proof.h; said only where it is true.
void append_attempt_object(const core::Classifier& classifier, const attempt::Attempt& attempt,
                           const core::AttemptVerdict& verdict, bool proven,
                           const JsonOptions& options, std::string& out);

/// Where in an attempt's object its id stands, and where the members behind it begin.
inline constexpr std::size_t kIdAt = 13;
inline constexpr std::size_t kIdSize = 32;
inline constexpr std::size_t kBehindId = kIdAt + kIdSize + 1;
/// The member that says which earlier attempt stated the same: goes at kBehindId.
void append_repeats(std::string_view id, std::string& out);

/// `{"v":1,"source":...,"not_a_bounce":"why"}`.
void append_not_a_bounce(const attempt::Place& place, std::string_view why, std::string& out);

}  // namespace smtpscope::format
