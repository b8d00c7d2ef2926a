// SPDX-License-Identifier: Apache-2.0
// Replies from a stream in pieces of any size (RFC 5321 section 4.2.1). Gives the same replies as
// the whole stream at once; a test and a fuzz target hold it to that. Only LF ends a line here: a
// bare CR stays inside it, so that no two readers see different replies.
#pragma once

#include <array>
#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "meaning/reply/reply.h"

namespace smtpscope::reply {

class ReplyReader {
 public:
  /// Takes the next bytes. Never throws on content. Beside complete replies not yet asked for,
  /// memory stays below kMaxReplyBytes: a longer reply is cut there and its rest dropped.
  void feed(std::string_view bytes);
  /// Next complete reply's raw text with its line ends, in order; absent until one is complete. A
  /// line without a code belongs to the reply that ends behind it.
  std::optional<std::string> next();
  /// What is left when the stream ended: an unterminated reply, or absent.
  std::optional<std::string> finish();

 private:
  void take(std::string_view piece);
  void end_line();

  std::deque<std::string> ready_;
  std::string current_;         // the reply being read, cut at kMaxReplyBytes
  std::array<char, 4> head_{};  // the first bytes of the line being read
  std::size_t head_size_ = 0;
  bool blank_ = true;  // nothing but line ends since the last reply
};

}  // namespace smtpscope::reply
