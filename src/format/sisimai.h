// SPDX-License-Identifier: Apache-2.0
// Attempts as records of Sisimai, for programs that read what it dumps. Field names, reasons, the
// made-up status codes and the names of its modules are spelled here and nowhere else. Left out:
// its YAML, its callbacks, and the text of `diagnosticcode` letter by letter.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/attempt_verdict.h"
#include "sources/attempt/attempt.h"

namespace smtpscope::format {

/// Releases whose records differ: 4.25 (softbounce), 5.1 (hardbounce), 5.2 and later (decodedby,
/// command, feedbackid).
enum class SisimaiForm : std::uint8_t { v4, v5_1, v5_2 };

/// What `--format` calls them, in the order of SisimaiForm.
inline constexpr std::array<std::string_view, 3> kSisimaiNames = {"sisimai-4", "sisimai",
                                                                  "sisimai-5.2"};
std::optional<SisimaiForm> parse_sisimai_form(std::string_view name) noexcept;

/// The header that 5.2 gives as `feedbackid`; expected among an attempt's tags.
inline constexpr std::string_view kFeedbackIdHeader = "Feedback-ID";

/// Appends one record as a JSON object, keys in alphabetical order. False, and nothing appended,
/// where Sisimai gives no record: dispositions (RFC 8098) never, and unless `all` is set mail that
/// was delivered, and from 5 on automatic answers.
bool append_sisimai_record(const core::Classifier& classifier, const attempt::Attempt& attempt,
                           const core::AttemptVerdict& verdict, SisimaiForm form, bool all,
                           std::string& out);

}  // namespace smtpscope::format
