// SPDX-License-Identifier: Apache-2.0
// The reader keeps the first four bytes of the line it is in: these say whether the line is the
// last of its reply, wherever the pieces were split.
#include "meaning/reply/reply_reader.h"

#include <algorithm>
#include <utility>

#include "meaning/reply/wrappers.h"

namespace smtpscope::reply {

void ReplyReader::take(std::string_view piece) {
  const std::size_t head = std::min(piece.size(), head_.size() - head_size_);
  std::copy_n(piece.begin(), head, head_.begin() + static_cast<std::ptrdiff_t>(head_size_));
  head_size_ += head;
  const std::size_t room = kMaxReplyBytes - current_.size();
  current_.append(piece.substr(0, room));
}

void ReplyReader::end_line() {
  const std::string_view head(head_.data(), head_size_);
  const Code code = read_code(head);
  const bool empty = head_size_ < head_.size() && base::trim(head).empty();
  head_size_ = 0;
  if (empty && blank_) {
    current_.clear();
    return;
  }
  blank_ = false;
  if (!code || code.open()) return;
  ready_.push_back(std::exchange(current_, {}));
  blank_ = true;
}

void ReplyReader::feed(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t lf = bytes.find('\n');
    const std::size_t size = lf == kNone ? bytes.size() : lf + 1;
    take(bytes.substr(0, size));
    bytes.remove_prefix(size);
    if (lf != kNone) end_line();
  }
}

std::optional<std::string> ReplyReader::next() {
  if (ready_.empty()) return std::nullopt;
  std::string reply = std::move(ready_.front());
  ready_.pop_front();
  return reply;
}

std::optional<std::string> ReplyReader::finish() {
  head_size_ = 0;
  blank_ = true;
  std::string rest = std::exchange(current_, {});
  if (base::trim(rest).empty()) return std::nullopt;
  return rest;
}

}  // namespace smtpscope::reply
