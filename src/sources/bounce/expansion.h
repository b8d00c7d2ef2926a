// SPDX-License-Identifier: Apache-2.0
// Addresses that were turned into others before delivery failed, as the words for people name both:
// Exim's `(generated from team@example.org)`, Postfix's and Sendmail's `(expanded from <...>)`.
#pragma once

#include <string_view>
#include <vector>

#include "sources/bounce/text.h"

namespace smtpscope::bounce {

struct Expansion {
  std::string_view ended, original;
  bool used = false;
};

/// In the order they stand. Most mails have none, and cost two searches.
std::vector<Expansion> find_expansions(const Words& words);

/// Sets `recipient` to the address it ended as and `original` to the one it was sent to, where the
/// words tell and a report does not. Exim reports the one, Postfix the other as the final
/// recipient.
void apply_expansions(std::vector<Expansion>& expansions, std::string_view& recipient,
                      std::string_view& original) noexcept;

}  // namespace smtpscope::bounce
