// SPDX-License-Identifier: Apache-2.0
// Results come in the order of the pieces whatever the threads do, each piece once, and an end
// asked for early ends it. The thread sanitizer runs this, too.
#include "cli/ordered_work.h"

#include <atomic>
#include <memory>
#include <string>

#include <gtest/gtest.h>

namespace smtpscope::cli {
namespace {

struct Piece {
  int number = 0;
  std::string result;
};

/// Gives `count` pieces and says what came out, in which order.
std::vector<int> run(std::size_t threads, int count, int end_at = -1) {
  std::vector<int> seen;
  std::atomic<int> worked = 0;
  std::vector<std::size_t> used(std::max<std::size_t>(threads, 1));
  int next = 0;
  {
    OrderedWork<Piece> work(
        threads,
        [&](Piece& piece, std::size_t thread) {
          ++used[thread];  // each thread its own: the sanitizer sees where that is not so
          ++worked;
          // Late pieces are often done first.
          volatile int spin = (piece.number * 7919) % 2000;
          while (spin > 0) spin = spin - 1;
          piece.result = std::to_string(piece.number);
        },
        [&](Piece& piece) {
          EXPECT_EQ(piece.result, std::to_string(piece.number));
          seen.push_back(piece.number);
          return piece.number != end_at;
        });
    work.run([&](Piece& piece) {
      if (next == count) return false;
      piece.number = next++;
      piece.result.clear();
      return true;
    });
  }
  EXPECT_LE(worked, next);
  EXPECT_GE(worked, static_cast<int>(seen.size()));
  return seen;
}

TEST(OrderedWork, KeepsTheOrder) {
  for (const std::size_t threads : {0U, 1U, 2U, 3U, 8U, 32U}) {
    for (const int count : {0, 1, 2, 5, 1000}) {
      const std::vector<int> seen = run(threads, count);
      ASSERT_EQ(seen.size(), static_cast<std::size_t>(count)) << threads;
      for (int i = 0; i < count; ++i) ASSERT_EQ(seen[static_cast<std::size_t>(i)], i) << threads;
    }
  }
}

TEST(OrderedWork, EndsEarly) {
  for (const std::size_t threads : {1U, 2U, 8U}) {
    for (const int end : {0, 1, 17}) {
      const std::vector<int> seen = run(threads, 1'000'000, end);
      ASSERT_EQ(seen.size(), static_cast<std::size_t>(end) + 1) << threads;
      EXPECT_EQ(seen.back(), end);
    }
  }
}

TEST(OrderedWork, HoldsFewPiecesAtATime) {
  constexpr std::size_t kThreads = 4;
  int given = 0;
  int finished = 0;
  int most = 0;
  OrderedWork<Piece> work(
      kThreads, [](Piece&, std::size_t) {}, [&](Piece&) { return ++finished < 5000; });
  work.run([&](Piece&) {
    most = std::max(most, ++given - finished);
    return true;
  });
  EXPECT_LE(most, static_cast<int>(2 * kThreads + 2));
}

TEST(OrderedWork, MayBeLeftUnused) {
  const OrderedWork<Piece> work(
      4, [](Piece&, std::size_t) {}, [](Piece&) { return true; });
}

}  // namespace
}  // namespace smtpscope::cli
