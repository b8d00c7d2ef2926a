// SPDX-License-Identifier: Apache-2.0
// Most bounces for people are the same picture: an address at the head of a line, and below or
// beside it what went wrong. This finds those blocks, whatever the program and its language.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sources/bounce/letter.h"
#include "sources/bounce/report.h"

namespace smtpscope::bounce {

struct Block {
  std::string_view recipient;
  std::string_view words;  ///< from the address to the next block
  std::size_t begin = 0;   ///< of the line, in the words
  /// The address stands alone and `words` are the paragraph above it, which speaks of several.
  bool shared = false;
};

/// Blocks in their order. `<a@example.net>: words`, `a@example.net` alone above indented words,
/// `* a@example.net`, `Recipient: a@example.net`, `a@example.net on Thu, ...` and their like.
std::vector<Block> find_blocks(const Words& words);

/// Blocks by their addresses, case ignored. Built once a letter: a report may have thousands.
class BlockIndex {
 public:
  explicit BlockIndex(const Words& words);
  /// The longest block about an address; null where there is none.
  const Block* find(std::string_view recipient) const noexcept;

 private:
  std::vector<Block> blocks_;
  std::unordered_map<std::uint64_t, std::size_t> longest_;
};

/// True where the bounce itself went to this address.
bool is_own(const Letter& letter, std::string_view address) noexcept;

/// Adds a finding for every block: one an address, the words of its blocks joined where they follow
/// each other. Addresses of the bounce's own recipient and of postmasters are left out where others
/// remain. False where none was found.
bool add_blocks(const Letter& letter, const Words& words, Report& report);

}  // namespace smtpscope::bounce
