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

/// `{"v":1,"source":...,"not_a_bounce":"why"}`.
void append_not_a_bounce(const attempt::Place& place, std::string_view why, std::string& out);

}  // namespace smtpscope::format
