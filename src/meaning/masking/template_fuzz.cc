// SPDX-License-Identifier: Apache-2.0
// Fuzz target with oracles: a template is its own template, at most so much longer than the reply,
// and every range of it lies in the reply.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "meaning/masking/limits.h"
#include "meaning/masking/small_names_testing.h"

namespace {

using namespace smtpscope::masking;

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer calls it so.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const SmallNames kNames;
  const Folded folded({reinterpret_cast<const char*>(data), size}, kNames.names);
  const std::string_view text = folded.folded().text;
  require(!text.empty() && text.front() == ' ' && text.back() == ' ');
  require(smtpscope::base::is_utf8(text) || folded.folded().cut);
  // The worst are `a@(a@(`, three bytes to seven, and one link to a known site.
  require(text.size() <= 3 * std::min(folded.reply().text.size(), kMaxFoldedBytes) + 64);
  for (std::uint32_t begin = 0; begin < text.size(); begin += 7) {
    const Range range =
        find_source(folded.folded(), {begin, static_cast<std::uint32_t>(text.size())});
    require(range.begin <= range.end && range.end <= folded.reply().text.size());
  }
  const std::string once = folded.shown();
  if (once.size() < kMaxFoldedBytes) require(Folded(once, kNames.names).shown() == once);
  return 0;
}
