// SPDX-License-Identifier: Apache-2.0
// What came more than once, by the hash of its key. An entry is made at the second sight only: a
// stream that never repeats itself would otherwise pay more for remembering than for working, and
// would push out what does repeat. The caller compares keys; here are places and their order.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace smtpscope::core {

/// A bounded number of entries in buckets of four, the oldest of a bucket first to go. Keys made to
/// collide share one bucket and cost four looks each.
template <class Entry>
class RepeatCache {
 public:
  /// Room for `most` entries, a power of two.
  explicit RepeatCache(std::size_t most) : buckets_(most / kWays) {}

  /// The entry with this hash that is `same`; null for none.
  template <class Same>
  Entry* find(std::uint64_t hash, Same same) const {
    const Bucket& bucket = buckets_[hash & (buckets_.size() - 1)];
    const std::uint32_t tag = tag_of(hash);
    for (std::size_t way = 0; way < kWays; ++way) {
      if (bucket.tags[way] != tag) continue;
      Entry* entry = bucket.entries[way].get();
      if (same(*entry)) return entry;
    }
    return nullptr;
  }

  /// The place for what was not found, to be filled, perhaps with an old entry in it; null at the
  /// first sight.
  Entry* admit(std::uint64_t hash) {
    Bucket& bucket = buckets_[hash & (buckets_.size() - 1)];
    const std::uint32_t tag = tag_of(hash);
    if (bucket.seen[0] != tag && bucket.seen[1] != tag && bucket.seen[2] != tag) {
      bucket.seen = {tag, bucket.seen[0], bucket.seen[1]};
      return nullptr;
    }
    const std::size_t way = bucket.next++ % kWays;
    std::unique_ptr<Entry>& entry = bucket.entries[way];
    if (entry == nullptr) entry = std::make_unique<Entry>();
    bucket.tags[way] = tag;
    return entry.get();
  }

 private:
  static constexpr std::size_t kWays = 4;
  struct alignas(64) Bucket {  // a cache line: most of a look is waiting for it
    std::array<std::uint32_t, kWays> tags{};
    std::array<std::uint32_t, 3> seen{};
    std::uint32_t next = 0;
    std::array<std::unique_ptr<Entry>, kWays> entries;
  };

  /// Never that of an empty place.
  static std::uint32_t tag_of(std::uint64_t hash) noexcept {
    return static_cast<std::uint32_t>(hash >> 32) | 1U;
  }

  std::vector<Bucket> buckets_;
};

}  // namespace smtpscope::core
