// SPDX-License-Identifier: Apache-2.0
// Work in several threads whose results come out in the order in which the pieces went in. One
// thread gives pieces and takes results; memory is bounded by the pieces under way.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace smtpscope::cli {

/// Piece is default constructible and holds what goes in and what comes out.
template <typename Piece>
class OrderedWork {
 public:
  /// `work` is called with a piece and the number of its thread; `finish` with each piece, in
  /// order, in the calling thread; false ends the work.
  OrderedWork(std::size_t threads, std::function<void(Piece&, std::size_t)> work,
              std::function<bool(Piece&)> finish)
      : work_(std::move(work)), finish_(std::move(finish)) {
    if (threads < 2) return;
    for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this, i] { run_thread(i); });
  }

  ~OrderedWork() {
    {
      const std::lock_guard lock(mutex_);
      closing_ = true;
    }
    wake_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }
  OrderedWork(const OrderedWork&) = delete;
  OrderedWork& operator=(const OrderedWork&) = delete;

  /// `fill` puts the next piece into what it is given, and says false where there is none. Returns
  /// when all is finished, or `finish` said false.
  void run(const std::function<bool(Piece&)>& fill) {
    if (threads_.empty()) {
      Piece piece;
      while (fill(piece)) {
        work_(piece, 0);
        if (!finish_(piece)) return;
      }
      return;
    }
    bool more = true;
    while (true) {
      while (more && slots_.size() < 2 * threads_.size() + 2) more = give(fill);
      if (slots_.empty() || !take()) return;
    }
  }

 private:
  struct Slot {
    Piece piece;
    bool taken = false, done = false;
  };

  bool give(const std::function<bool(Piece&)>& fill) {
    std::unique_ptr<Slot> slot = std::move(spare_);
    if (slot == nullptr) slot = std::make_unique<Slot>();
    slot->taken = slot->done = false;
    if (!fill(slot->piece)) return false;
    {
      const std::lock_guard lock(mutex_);
      slots_.push_back(std::move(slot));
    }
    wake_.notify_one();
    return true;
  }

  /// Waits for the oldest piece and finishes it.
  bool take() {
    std::unique_ptr<Slot> slot;
    {
      std::unique_lock lock(mutex_);
      done_.wait(lock, [this] { return slots_.front()->done; });
      slot = std::move(slots_.front());
      slots_.pop_front();
    }
    const bool go_on = finish_(slot->piece);
    spare_ = std::move(slot);
    return go_on;
  }

  Slot* next_piece() {
    for (const auto& slot : slots_) {
      if (slot->taken) continue;
      slot->taken = true;
      return slot.get();
    }
    return nullptr;
  }

  void run_thread(std::size_t number) {
    std::unique_lock lock(mutex_);
    while (true) {
      Slot* slot = nullptr;
      wake_.wait(lock, [&] { return closing_ || (slot = next_piece()) != nullptr; });
      if (slot == nullptr) return;
      lock.unlock();
      work_(slot->piece, number);
      lock.lock();
      slot->done = true;
      done_.notify_one();
    }
  }

  std::function<void(Piece&, std::size_t)> work_;
  std::function<bool(Piece&)> finish_;
  std::vector<std::thread> threads_;
  std::mutex mutex_;
  std::condition_variable wake_, done_;
  std::deque<std::unique_ptr<Slot>> slots_;
  std::unique_ptr<Slot> spare_;
  bool closing_ = false;
};

}  // namespace smtpscope::cli
