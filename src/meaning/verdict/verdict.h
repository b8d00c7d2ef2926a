// SPDX-License-Identifier: Apache-2.0
// The meaning of one reply: TAXONOMY's fields and nothing else. How it is reached is rules/; its
// JSON is format/. Plain values and views, no allocation: views point into the knowledge or the
// reply and must not outlive either.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "meaning/reply/reply.h"
#include "meaning/verdict/words.h"

namespace smtpscope::verdict {

/// Half open, in bytes of the UTF-8 reply. Empty where no words decided.
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  bool empty() const noexcept { return begin == end; }
};

/// When to try again. `after_s` counts only where `when` is after.
struct Retry {
  RetryWhen when = RetryWhen::never;
  RetryBasis basis = RetryBasis::reason;
  std::uint32_t after_s = 0;
  std::array<std::uint32_t, 6> steps_s{};  ///< waits between tries, 0 ends the list
  std::uint32_t give_up_s = 0;
};

inline constexpr std::size_t kMaxRunnersUp = 3;

/// Why the verdict is what it is. There is no verdict without.
struct Evidence {
  std::string_view rule;  ///< rule id, or `registry.5.1.1`, `registry.550`, `stage.rcpt`
  Basis basis = Basis::stage;
  Span span;
  std::array<std::string_view, kMaxRunnersUp>
      runners_up{};  ///< best first; empty views end the list
};

inline constexpr std::uint32_t kNoRow = 0xffffffff;

struct Verdict {
  Reason reason = Reason::unknown;
  Fault fault = Fault::unknown;
  std::optional<Persistence> persistence;  ///< absent where nothing failed
  std::optional<Persistence> stated;       ///< the class of the code where it says otherwise
  AddressAction address_action = AddressAction::keep;
  Confidence confidence = Confidence::low;
  int code = 0;
  reply::EnhancedCode enhanced;
  std::string_view receiver;   ///< id of a receiver, or empty
  std::optional<Retry> retry;  ///< absent where nothing failed
  Evidence evidence;
  std::string_view list;           ///< id of the block list named
  std::string_view receiver_code;  ///< the receiver's own code as it stands in the reply
  std::string_view note;
  std::string_view problem;  ///< name of a problem whose advice fits
  /// Where rule and receiver stand in the knowledge that judged, for those who hold it too.
  std::uint32_t rule_row = kNoRow;
  std::uint32_t receiver_row = kNoRow;
};

}  // namespace smtpscope::verdict
