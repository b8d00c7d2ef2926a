// SPDX-License-Identifier: Apache-2.0
#include "sources/bounce/expansion.h"

#include <algorithm>

#include "base/text.h"

#include "sources/bounce/limits.h"

namespace smtpscope::bounce {
namespace {

using base::equals_nocase;

constexpr std::size_t kNone = std::string_view::npos;

/// `(expanded from: <a@example.org>)` behind its first word: the address.
std::string_view address_behind(const Words& words, std::size_t at) noexcept {
  at = words.folded.find_first_not_of(' ', at);
  if (at == kNone || !words.folded.substr(at).starts_with("from")) return {};
  std::string_view rest = words.text.substr(at + 4, kMaxAddress);
  rest = rest.substr(0, rest.find(')'));
  std::size_t place = 0;
  return find_address(rest, place);
}

/// The address at the head of `line`, in brackets or not.
std::string_view head_of(std::string_view line) noexcept {
  line = base::trim(line);
  if (line.starts_with('<')) line.remove_prefix(1);
  std::size_t at = 0;
  const std::string_view address = find_address(line, at);
  return !address.empty() && address.data() == line.data() ? address : std::string_view();
}

/// The address the words at `at` are about: on their line, or a few lines above.
std::string_view address_above(std::string_view text, std::size_t at) noexcept {
  const std::size_t from = at > kMaxParagraph ? at - kMaxParagraph : 0;
  std::string_view above = text.substr(from, at - from);
  for (int lines = 0; lines < 4 && !above.empty(); ++lines) {
    const std::size_t end = above.rfind('\n');
    const std::string_view address = head_of(end == kNone ? above : above.substr(end + 1));
    if (!address.empty() || end == kNone) return address;
    above = above.substr(0, end);
  }
  return {};
}

}  // namespace

std::vector<Expansion> find_expansions(const Words& words) {
  std::vector<Expansion> found;
  for (const std::string_view phrase : {"(expanded", "(generated"}) {
    for (std::size_t at = words.find(phrase); at != kNone && found.size() < kMaxExpansions;
         at = words.find(phrase, at + 1)) {
      const std::string_view original = address_behind(words, at + phrase.size());
      if (original.empty()) continue;
      const std::string_view ended = address_above(words.text, at);
      if (!ended.empty() && !equals_nocase(ended, original)) found.push_back({ended, original});
    }
  }
  return found;
}

void apply_expansions(std::vector<Expansion>& expansions, std::string_view& recipient,
                      std::string_view& original) noexcept {
  if (expansions.empty() || !original.empty()) return;
  const auto it = std::find_if(expansions.begin(), expansions.end(), [&](const Expansion& e) {
    return !e.used && (equals_nocase(e.ended, recipient) || equals_nocase(e.original, recipient));
  });
  if (it == expansions.end()) return;
  it->used = true;
  recipient = it->ended;
  original = it->original;
}

}  // namespace smtpscope::bounce
