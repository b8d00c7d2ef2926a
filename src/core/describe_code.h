// SPDX-License-Identifier: Apache-2.0
// The reference: everything the knowledge holds about a code or a word. The one source of `codes`,
// of the dashboard's reference and of the web pages.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "meaning/knowledge/knowledge.h"

namespace smtpscope::core {

/// One example of a reply that carries the code, and the rule it is an example of.
struct KnownReply {
  const knowledge::Rule* rule = nullptr;
  const knowledge::Example* example = nullptr;
};

/// What is known of one basic or enhanced code. Everything points into the knowledge.
struct CodeDescription {
  const knowledge::CodeInfo* basic = nullptr;
  const knowledge::EnhancedInfo* enhanced = nullptr;  ///< the registry's row, or
  const knowledge::EnhancedInfo* subject = nullptr;   ///< that of its subject where no row exists
  std::vector<const knowledge::Rule*>
      own_meanings;  ///< receivers and software that mean something by the code alone
  std::vector<KnownReply> replies;  ///< real replies with this code
};

/// `421`, `5.7.1`, `x.7.1`, `550 5.7.1`. Absent where the query is no code.
std::optional<CodeDescription> describe_code(const knowledge::Knowledge& knowledge,
                                             std::string_view query);

/// What a word is found in: codes, reasons, problems, receivers, lists, rules.
struct SearchResult {
  std::vector<const knowledge::CodeInfo*> codes;
  std::vector<const knowledge::EnhancedInfo*> enhanced;
  std::vector<const knowledge::ReasonInfo*> reasons;
  std::vector<const knowledge::Problem*> problems;
  std::vector<const knowledge::Receiver*> receivers;
  std::vector<const knowledge::List*> lists;
  std::vector<const knowledge::Rule*> rules;
  bool empty() const noexcept {
    return codes.empty() && enhanced.empty() && reasons.empty() && problems.empty() &&
           receivers.empty() && lists.empty() && rules.empty();
  }
};

/// All words of `query` must stand in a row, case ignored.
SearchResult search_knowledge(const knowledge::Knowledge& knowledge, std::string_view query);

}  // namespace smtpscope::core
