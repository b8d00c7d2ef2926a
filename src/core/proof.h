// SPDX-License-Identifier: Apache-2.0
// A bounce is mail, and anybody can write one. What it says of an address is proven only where it
// shows that the message was sent: it came to an address that carries our tag, or it names a
// message that is known to have been sent to that recipient.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>

#include "sources/attempt/attempt.h"

namespace smtpscope::core {

class Proof {
 public:
  /// Hex digits of a tag: the first 80 bits of HMAC-SHA-256.
  static constexpr std::size_t kTagDigits = 20;

  /// Tags in the envelope sender (VERP) are checked with `key`.
  void set_key(std::string_view key) { key_ = key; }
  /// A list of what was sent, or a log: every line with a message id. Where addresses stand beside
  /// it (behind the id, or as to=<...>), the id proves for these only.
  void add_sent(std::string_view lines);

  bool empty() const noexcept { return key_.empty() && ids_.empty() && pairs_.empty(); }
  bool is_proven(const attempt::Attempt& attempt) const;

  /// The tag of a recipient: lower-case hex of HMAC-SHA-256 over the address in lower case.
  static std::string make_tag(std::string_view key, std::string_view recipient);

 private:
  void add_line(std::string_view line);
  bool has_tag(const attempt::Attempt& attempt) const;
  bool is_sent(const attempt::Attempt& attempt) const;

  std::string key_;
  std::unordered_set<std::uint64_t> ids_, pairs_;
};

}  // namespace smtpscope::core
