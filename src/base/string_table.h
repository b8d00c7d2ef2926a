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
    if ((size_ + 1) * 2 > slots_.size()) grow();
    Slot& slot = find_slot(key, hash64(key));
    if (slot.value != kNone) return;
    slot = {key, value, static_cast<std::uint32_t>(hash64(key))};
    ++size_;
  }

  /// kNone where the key is not there.
  std::uint32_t find(std::string_view key) const noexcept {
    if (slots_.empty()) return kNone;
    const std::uint64_t hash = hash64(key);
    for (std::size_t i = hash & (slots_.size() - 1);; i = (i + 1) & (slots_.size() - 1)) {
      const Slot& slot = slots_[i];
      if (slot.value == kNone) return kNone;
      if (slot.tag == static_cast<std::uint32_t>(hash) && slot.key == key) return slot.value;
    }
  }

  std::size_t size() const noexcept { return size_; }

 private:
  struct Slot {
    std::string_view key;
    std::uint32_t value = kNone;
    std::uint32_t tag = 0;
  };

  Slot& find_slot(std::string_view key, std::uint64_t hash) noexcept {
    std::size_t i = hash & (slots_.size() - 1);
    while (slots_[i].value != kNone && slots_[i].key != key) i = (i + 1) & (slots_.size() - 1);
    return slots_[i];
  }

  void grow() {
    std::vector<Slot> old(slots_.empty() ? 16 : slots_.size() * 2);
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.value != kNone) find_slot(slot.key, hash64(slot.key)) = slot;
    }
  }

  std::vector<Slot> slots_;
  std::size_t size_ = 0;
};

}  // namespace smtpscope::base
