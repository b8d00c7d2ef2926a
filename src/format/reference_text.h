// SPDX-License-Identifier: Apache-2.0
// The reference for a terminal: what `codes` prints, from core::describe_code.
#pragma once

#include <string>

#include "core/describe_code.h"
#include "format/answer_text.h"

namespace smtpscope::format {

std::string format_code(const knowledge::Knowledge& knowledge, const core::CodeDescription& code,
                        const TextOptions& options);
std::string format_search(const knowledge::Knowledge& knowledge, const core::SearchResult& result,
                          const TextOptions& options);
/// Every basic and enhanced code, a line each.
std::string format_all_codes(const knowledge::Knowledge& knowledge, const TextOptions& options);

/// The same as JSON, one object a line.
std::string format_code_json(const knowledge::Knowledge& knowledge,
                             const core::CodeDescription& code);
std::string format_search_json(const knowledge::Knowledge& knowledge,
                               const core::SearchResult& result);

/// `x.7.26`, `5.7.x`
std::string format_pattern(const knowledge::EnhancedPattern& pattern);

}  // namespace smtpscope::format
