// SPDX-License-Identifier: Apache-2.0
// Fuzz target with oracles: pieces of any size give the same mails as the whole, mails lie in order
// and apart, and a mail that is passed over ends where it would have ended.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "io/from_line.h"
#include "io/limits.h"
#include "io/mbox_splitter.h"

namespace {

using namespace smtpscope;

void require(bool holds) {
  if (!holds) std::abort();
}

struct Found {
  std::size_t begin, end, next;
  std::string text;
  bool operator==(const Found&) const = default;
};

std::vector<Found> split(std::string_view mbox, std::size_t step) {
  std::vector<Found> out;
  io::MboxSplitter splitter;
  std::size_t begin = 0, end = std::min(step, mbox.size());
  while (true) {
    const bool is_last = end == mbox.size();
    while (const auto mail = splitter.next(mbox.substr(begin, end - begin), is_last)) {
      require(mail->begin <= mail->end && mail->end <= mail->next && mail->next <= end - begin);
      require(mail->next > 0);
      std::string text(mbox.substr(begin + mail->begin, mail->end - mail->begin));
      if (mail->quoted) {
        require(mail->body >= mail->begin && mail->body <= mail->end + 2);
        const std::size_t body = std::min(mail->body - mail->begin, text.size());
        const std::size_t size = io::unquote_from(text.data(), text.size(), body);
        require(size <= text.size());
        text.resize(size);
      }
      out.push_back({begin + mail->begin, begin + mail->end, begin + mail->next, std::move(text)});
      begin += mail->next;
    }
    if (is_last) break;
    end = std::min(mbox.size(), end + step);
  }
  require(begin == mbox.size());
  return out;
}

/// Where the first mail ends if it is given up after `size` bytes.
std::size_t pass_over(std::string_view mbox, std::size_t size) {
  io::MboxSplitter splitter;
  std::string window(mbox.substr(0, size));
  if (splitter.next(window, false)) return 0;
  splitter.pass_over(window);
  std::size_t offset = 0, taken = size;
  while (true) {
    const std::size_t passed = splitter.passed();
    window.erase(0, passed);
    splitter.drop(passed);
    offset += passed;
    const std::size_t more = std::min<std::size_t>(31, mbox.size() - taken);
    window += mbox.substr(taken, more);
    taken += more;
    if (const auto mail = splitter.next(window, taken == mbox.size())) return offset + mail->next;
    require(taken < mbox.size());
    require(window.size() < 4 * io::kMaxFromLine);
  }
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer calls it so.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view mbox(reinterpret_cast<const char*>(data + 1), size - 1);
  const auto whole = split(mbox, mbox.size() + 1);
  require(whole == split(mbox, data[0] % 64 + 1U));
  // Content-Length is not believed while passing over; without one, the end is the same.
  constexpr std::size_t kGivenUpAfter = io::kMaxFromLine + 200;
  if (mbox.size() > kGivenUpAfter && mbox.find(':') == std::string_view::npos) {
    const std::size_t end = pass_over(mbox, kGivenUpAfter);
    require(end == 0 || end == whole[0].next);
  }
  return 0;
}
