// SPDX-License-Identifier: Apache-2.0
// Attempts counted by what they mean and who said it: what an administrator reads first. Bounded:
// each table has a limit, behind which the rest is counted together.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <unordered_map>

#include "core/attempt_verdict.h"

namespace smtpscope::core {

/// One thing that went wrong, over all attempts it explains.
struct Cause {
  /// Receivers counted by name. Stops forged domains from filling the memory.
  static constexpr std::size_t kMaxReceivers = 1'000;

  std::uint64_t attempts = 0;
  std::unordered_map<std::string, std::uint64_t> receivers;  ///< id, else the recipient's domain
  std::uint64_t other_receivers = 0;  ///< attempts at receivers beyond the limit
  verdict::Verdict verdict;           ///< of the first; its views into the text are cleared
  std::string reply;                  ///< of the first
  std::string recipient;
  std::int64_t first_ms = 0, last_ms = 0;  ///< 0: no time known

  void count_receiver(const std::string& name, std::uint64_t n);
  void widen(std::int64_t first, std::int64_t last) noexcept;
  /// Counts of the same thing, later or elsewhere; the example stays.
  void merge(const Cause& more);
};

class Summary {
 public:
  /// Addresses remembered. Stops a mailbox of forgeries from filling the memory.
  static constexpr std::size_t kMaxAddresses = 20'000'000;

  using Key = std::tuple<verdict::AddressAction, verdict::Fault, verdict::Reason, bool>;

  void add_mail(bool is_bounce) noexcept {
    ++mails;
    if (!is_bounce) ++others;
  }
  void add(const attempt::Attempt& attempt, const AttemptVerdict& verdict, bool proven);
  /// `later` was counted behind this.
  void merge(const Summary& later);

  std::uint64_t mails = 0, others = 0;  ///< read; those that are no bounce
  std::map<attempt::Outcome, std::uint64_t> outcomes;
  std::map<Key, Cause> causes;  ///< failures and complaints; the last of the key: transient
  std::unordered_map<std::uint64_t, bool> dead;  ///< hashes of addresses to suppress -> proven
};

}  // namespace smtpscope::core
