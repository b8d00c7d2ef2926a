// SPDX-License-Identifier: Apache-2.0
// Fuzz target with oracles: the reader gives the same replies for one piece and for many; what is
// found lies inside the text or the unescaped copy, has a code of its text, and one decides.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/utf8.h"

#include "meaning/reply/find_replies.h"
#include "meaning/reply/limits.h"
#include "meaning/reply/reply_reader.h"

namespace {

using smtpscope::reply::Found;
using smtpscope::reply::Paste;

void require(bool holds) {
  if (!holds) std::abort();
}

bool inside(std::string_view view, std::string_view whole) {
  const std::less_equal<const char*> before;
  return view.empty() || (before(whole.data(), view.data()) &&
                          before(view.data() + view.size(), whole.data() + whole.size()));
}

std::vector<std::string> read(std::string_view stream, std::size_t step) {
  smtpscope::reply::ReplyReader reader;
  std::vector<std::string> replies;
  for (std::size_t at = 0; at < stream.size(); at += step) {
    reader.feed(stream.substr(at, step));
    while (true) {
      std::optional<std::string> reply = reader.next();
      if (!reply) break;
      replies.push_back(std::move(*reply));
    }
  }
  if (auto rest = reader.finish()) replies.push_back(*std::move(rest));
  return replies;
}

void check_found(const Found& found, std::string_view text, std::string_view copy) {
  for (const std::string_view view :
       {found.reply.text, found.host, found.ip, found.recipient, found.outer}) {
    require(inside(view, text) || inside(view, copy));
  }
  const int code = found.reply.code;
  require(code == 0 || (code >= 200 && code < 600));
  require(!found.local || code == 0);
  require(found.reply.text.size() <= smtpscope::reply::kMaxReplyBytes);
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer calls it so.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::size_t step = size == 0 ? 1 : 1 + data[0] % 7;
  require(read(bytes, step) == read(bytes, size + 1));
  std::string text;
  smtpscope::base::repair_utf8(bytes, text);
  const Paste paste = smtpscope::reply::find_replies(text);
  require(!paste.replies.empty() && paste.deciding < paste.replies.size());
  for (const Found& found : paste.replies) check_found(found, text, paste.unescaped);
  return 0;
}
