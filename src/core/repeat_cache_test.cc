// SPDX-License-Identifier: Apache-2.0
// Places of a cache: the second sight makes one, four share a bucket, and colliding hashes are told
// apart by their keys.
#include "core/repeat_cache.h"

#include <gtest/gtest.h>

namespace smtpscope::core {
namespace {

struct Entry {
  int key = 0;
};

class Cache {
 public:
  bool has(std::uint64_t hash, int key) const {
    return cache_.find(hash, [&](const Entry& e) { return e.key == key; }) != nullptr;
  }
  bool offer(std::uint64_t hash, int key) {
    Entry* place = cache_.admit(hash);
    if (place != nullptr) place->key = key;
    return place != nullptr;
  }

 private:
  RepeatCache<Entry> cache_{8};
};

TEST(RepeatCache, KeepsFromTheSecondSight) {
  Cache cache;
  EXPECT_FALSE(cache.has(0, 7));
  EXPECT_FALSE(cache.offer(0, 7));
  EXPECT_FALSE(cache.has(0, 7));
  EXPECT_TRUE(cache.offer(0, 7));
  EXPECT_TRUE(cache.has(0, 7));
  EXPECT_FALSE(cache.has(0, 8));  // the same hash, another key
  EXPECT_FALSE(cache.has(1, 7));
}

TEST(RepeatCache, TheOldestOfABucketGoesFirst) {
  Cache cache;
  for (int key = 1; key <= 5; ++key) {
    const auto hash = static_cast<std::uint64_t>(key) << 33;  // all in the first bucket
    cache.offer(hash, key);
    cache.offer(hash, key);
  }
  EXPECT_FALSE(cache.has(std::uint64_t{1} << 33, 1));
  for (int key = 2; key <= 5; ++key) {
    EXPECT_TRUE(cache.has(static_cast<std::uint64_t>(key) << 33, key));
  }
}

TEST(RepeatCache, WhatNeverRepeatsPushesNothingOut) {
  Cache cache;
  cache.offer(std::uint64_t{1} << 33, 1);
  cache.offer(std::uint64_t{1} << 33, 1);
  for (std::uint64_t i = 2; i < 1000; ++i) EXPECT_FALSE(cache.offer(i << 33, 9));
  EXPECT_TRUE(cache.has(std::uint64_t{1} << 33, 1));
}

}  // namespace
}  // namespace smtpscope::core
