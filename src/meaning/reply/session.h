// SPDX-License-Identifier: Apache-2.0
// Which command of a pasted session a reply answers. Clients that pipeline show several commands
// before the replies come.
#pragma once

#include <string_view>
#include <vector>

#include "meaning/reply/wrappers.h"

namespace smtpscope::reply {

/// Commands of a session whose replies have not come, and the last one answered.
class Session {
 public:
  void command(Stage stage, std::string_view recipient) {
    seen_ = true;
    if (waiting_.size() < kMaxPipelined) waiting_.push_back({stage, recipient});
  }

  /// Stage and recipient of a reply that comes now.
  void answer(Found& found) {
    if (!waiting_.empty()) {
      last_ = waiting_.front();
      waiting_.erase(waiting_.begin());
    } else if (!seen_ && found.reply.code == 220) {
      last_ = {Stage::banner, {}};
    }
    found.stage = last_.stage;
    if (last_.stage == Stage::rcpt) found.recipient = last_.recipient;
    if (last_.stage == Stage::data && found.reply.code == 354) last_.stage = Stage::eod;
  }

  bool seen() const noexcept { return seen_; }

 private:
  struct Command {
    Stage stage = Stage::unknown;
    std::string_view recipient;
  };
  std::vector<Command> waiting_;
  Command last_;
  bool seen_ = false;
};

}  // namespace smtpscope::reply
