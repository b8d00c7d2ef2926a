// SPDX-License-Identifier: Apache-2.0
#include "core/answer.h"

#include <algorithm>
#include <array>
#include <functional>

namespace smtpscope::core {
namespace {

/// Moves views from the memory of one answer to the same places in another's.
class Mover {
 public:
  Mover(const Answer& from, const Answer& to)
      : moves_{{{from.raw, to.raw.data()},
                {text_of(from.repaired), text_of(to.repaired).data()},
                {from.paste.unescaped, to.paste.unescaped.data()}}} {}

  void move_views(Judged& judged) const {
    reply::Found& found = judged.found;
    for (std::string_view* view : {&found.reply.text, &found.host, &found.ip, &found.recipient,
                                   &found.outer, &judged.verdict.receiver_code}) {
      move(*view);
    }
  }

 private:
  struct Move {
    std::string_view from;
    const char* to;
  };

  static std::string_view text_of(const std::unique_ptr<std::string>& text) {
    return text == nullptr ? std::string_view{} : std::string_view(*text);
  }

  void move(std::string_view& view) const {
    if (view.empty()) {
      view = {};
      return;
    }
    constexpr std::less<> kBefore;  // of pointers into different memory, too
    for (const Move& m : moves_) {
      const char* const end = m.from.data() + m.from.size();
      if (kBefore(view.data(), m.from.data()) || !kBefore(view.data(), end)) continue;
      view = {m.to + (view.data() - m.from.data()), view.size()};
      return;
    }
  }

  std::array<Move, 3> moves_;
};

}  // namespace

void copy_answer(const Answer& from, std::string_view text, Answer& to) {
  to.raw = text;
  to.repaired = from.repaired ? std::make_unique<std::string>(*from.repaired) : nullptr;
  to.paste.replies.clear();
  to.paste.unescaped.clear();
  if (!from.paste.unescaped.empty()) {
    // Never so short that it lies inside the Answer, which may move.
    to.paste.unescaped.reserve(std::max<std::size_t>(from.paste.unescaped.size(), 64));
    to.paste.unescaped = from.paste.unescaped;
  }
  to.replies = from.replies;
  to.deciding = from.deciding;
  to.was_repaired = from.was_repaired;
  const Mover mover(from, to);
  for (Judged& judged : to.replies) mover.move_views(judged);
}

}  // namespace smtpscope::core
