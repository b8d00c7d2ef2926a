// SPDX-License-Identifier: Apache-2.0
// The words of a phrase set: from a word's bytes to its number and to the trie's node that begins
// with it. This is asked for every word of every reply, and what it costs is guessing wrong about
// lengths and waiting for memory: so the first sixteen bytes are two numbers whatever the length,
// a slot is four bytes, a word half a cache line, and common words lie side by side.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "base/hash.h"

namespace smtpscope::rules {

/// A word as what is looked up: its first sixteen bytes with zeros behind, and a hash of all.
struct WordKey {
  std::uint64_t low = 0, high = 0, hash = 0;
};

inline std::uint64_t mix_word(std::uint64_t low, std::uint64_t high, std::size_t size) noexcept {
  const std::uint64_t x = (low ^ (high * 0x9e3779b97f4a7c15 + size)) * 0xd6e8feb86659fd93;
  return (x ^ x >> 32) * 0xa0761d6478bd642f;
}

/// kHeadMasks[8 + n] keeps the first n of eight bytes.
inline constexpr auto kHeadMasks = [] {
  std::array<std::uint64_t, 25> masks{};
  for (std::size_t i = 9; i < masks.size(); ++i)
    masks[i] = ~std::uint64_t{0} >> (i < 16 ? 128 - i * 8 : 0);
  return masks;
}();

/// The key of text[begin, end); not empty.
inline WordKey make_word_key(std::string_view text, std::size_t begin, std::size_t end) noexcept {
  const std::size_t size = end - begin;
  WordKey key;
  if (begin + 16 <= text.size()) {  // in all but the last words bytes behind may be read
    std::memcpy(&key.low, text.data() + begin, 8);
    std::memcpy(&key.high, text.data() + begin + 8, 8);
    const std::size_t n = size < 16 ? size : 16;
    key.low &= kHeadMasks[n + 8];
    key.high &= kHeadMasks[n];
  }
  if (begin + 16 > text.size() || std::endian::native != std::endian::little) {
    char bytes[16] = {};
    std::memcpy(bytes, text.data() + begin, size < 16 ? size : 16);
    std::memcpy(&key.low, bytes, 8);
    std::memcpy(&key.high, bytes + 8, 8);
  }
  key.hash = mix_word(key.low, key.high, size);
  if (size > 16) key.hash ^= base::hash64(text.substr(begin + 16, size - 16));
  return key;
}

class WordTable {
 public:
  static constexpr std::uint32_t kNone = 0xffffffff;

  /// What finding a word begins: its number and the node of phrases that begin with it.
  struct Word {
    std::uint32_t number = kNone;
    std::uint32_t node = kNone;
  };

  /// `words` must outlive the table and differ from each other; nodes[i] belongs to words[i]. Words
  /// given first are found fastest.
  void build(const std::vector<std::string_view>& words, const std::vector<std::uint32_t>& nodes);

  Word find(std::string_view word, const WordKey& key) const noexcept {
    if (lines_.empty()) return {};
    const auto tag = static_cast<std::uint32_t>(key.hash >> 32) & kTag;
    for (std::size_t i = key.hash & mask_;; i = (i + 1) & mask_) {
      const std::uint32_t slot = slots_[i];
      if (slot == kNone) return {};
      if ((slot & kTag) != tag) continue;
      const Line& line = lines_[slot & ~kTag];
      if ((line.low ^ key.low) | (line.high ^ key.high) | (line.size ^ word.size())) continue;
      if (word.size() > 16 && !has_rest(slot & ~kTag, word)) continue;
      return {slot & ~kTag, line.node};
    }
  }

  /// Ask memory for what find() will look at first, and, later, second.
  void prefetch(std::uint64_t hash) const noexcept {
    __builtin_prefetch(slots_.data() + (hash & mask_));
  }
  void prefetch_word(std::uint64_t hash) const noexcept {
    __builtin_prefetch(lines_.data() + (slots_[hash & mask_] & ~kTag));
  }

 private:
  static constexpr std::uint32_t kTag = 0xfff00000;
  struct alignas(8) Line {
    std::uint64_t low = 0, high = 0;
    std::uint32_t size = 0;
    std::uint32_t node = kNone;
  };

  bool has_rest(std::uint32_t number, std::string_view word) const noexcept {
    return rest_[number].substr(16) == word.substr(16);
  }

  std::vector<std::uint32_t> slots_;  // twelve bits of the hash, and twenty of the number
  std::vector<Line> lines_;
  std::vector<std::string_view> rest_;
  std::size_t mask_ = 0;
};

}  // namespace smtpscope::rules
