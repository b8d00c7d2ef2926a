// SPDX-License-Identifier: Apache-2.0
// Memory for text that has to be made while something is read (decoded, joined, repaired) and lives
// as long as what points at it. Kept blocks are used again after clear().
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace smtpscope::base {

class Arena {
 public:
  static constexpr std::size_t kBlock = std::size_t{64} * 1024;
  static constexpr std::size_t kKept = std::size_t{1} << 20;  ///< bytes kept by clear()

  /// `first`: bytes of the first block, for an arena that is kept and holds little.
  explicit Arena(std::size_t first = kBlock) noexcept : first_(first) {}

  /// `size` bytes, not initialised; valid until clear().
  char* take(std::size_t size) {
    if (size > left_) add_block(size);
    char* const at = next_;
    next_ += size;
    left_ -= size;
    return at;
  }

  /// Room for one T, whose destructor will not be called.
  template <typename T>
  void* take_aligned() {
    std::size_t room = sizeof(T) + alignof(T);
    void* at = take(room);
    return std::align(alignof(T), sizeof(T), at, room);
  }

  std::string_view keep(std::string_view text) {
    if (text.empty()) return {};
    char* const at = take(text.size());
    std::memcpy(at, text.data(), text.size());
    return {at, text.size()};
  }

  /// Forgets everything; one oversized mail does not keep its memory.
  void clear() noexcept {
    if (blocks_.size() > 1 || (blocks_.size() == 1 && blocks_.front().size > kKept)) {
      blocks_.clear();
      next_ = nullptr;
      left_ = 0;
    } else if (!blocks_.empty()) {
      next_ = blocks_.front().bytes.get();
      left_ = blocks_.front().size;
    }
  }

 private:
  struct Block {
    std::unique_ptr<char[]> bytes;
    std::size_t size = 0;
  };

  void add_block(std::size_t size) {
    const std::size_t room = std::max(size, blocks_.empty() ? first_ : 2 * blocks_.back().size);
    blocks_.push_back({std::unique_ptr<char[]>(new char[room]), room});
    next_ = blocks_.back().bytes.get();
    left_ = room;
  }

  std::size_t first_;
  std::vector<Block> blocks_;
  char* next_ = nullptr;
  std::size_t left_ = 0;
};

}  // namespace smtpscope::base
