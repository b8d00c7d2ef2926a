// SPDX-License-Identifier: Apache-2.0
#include "meaning/rules/word_table.h"

namespace smtpscope::rules {

void WordTable::build(const std::vector<std::string_view>& words,
                      const std::vector<std::uint32_t>& nodes) {
  std::size_t size = 16;
  while (size < words.size() * 2) size *= 2;
  slots_.assign(size, kNone);
  mask_ = size - 1;
  lines_.clear();
  lines_.reserve(words.size());
  rest_ = words;
  for (std::uint32_t number = 0; number < words.size(); ++number) {
    const WordKey key = make_word_key(words[number], 0, words[number].size());
    lines_.push_back(
        {key.low, key.high, static_cast<std::uint32_t>(words[number].size()), nodes[number]});
    std::size_t i = key.hash & mask_;
    while (slots_[i] != kNone) i = (i + 1) & mask_;
    slots_[i] = (static_cast<std::uint32_t>(key.hash >> 32) & kTag) | number;
  }
}

}  // namespace smtpscope::rules
