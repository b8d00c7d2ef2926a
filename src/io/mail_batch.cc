// SPDX-License-Identifier: Apache-2.0
#include "io/mail_batch.h"

#include <algorithm>
#include <cstdlib>
#include <new>

#include "io/limits.h"

namespace smtpscope::io {

void MailBatch::Free::operator()(char* bytes) const noexcept { std::free(bytes); }

void MailBatch::clear() {
  if (capacity_ > kKeptBuffer) {
    bytes_.reset();
    capacity_ = 0;
  }
  size_ = name_ = 0;
  names_.clear();
  slots_.clear();
  mails_.clear();
  problems_.clear();
}

char* MailBatch::reserve(std::size_t count) {
  if (capacity_ - size_ < count) {
    const std::size_t wanted =
        std::max({size_ + count, capacity_ + capacity_ / 2, kBatchBytes + kReadBytes});
    void* grown = std::realloc(bytes_.get(), wanted);
    if (grown == nullptr) throw std::bad_alloc();
    static_cast<void>(bytes_.release());
    bytes_.reset(static_cast<char*>(grown));
    capacity_ = wanted;
  }
  return bytes_.get() + size_;
}

void MailBatch::set_name(std::string_view name) {
  name_ = names_.size();
  names_ += name;
}

void MailBatch::add(Slot slot) {
  slot.name = name_;
  slot.name_size = names_.size() - name_;
  slots_.push_back(slot);
}

void MailBatch::finish() {
  mails_.reserve(slots_.size());
  const char* bytes = bytes_.get();
  for (const Slot& slot : slots_) {
    const auto view = [&](std::size_t at, std::size_t size) {
      return size == 0 ? std::string_view() : std::string_view(bytes + at, size);
    };
    mails_.push_back({view(slot.begin, slot.size),
                      std::string_view(names_).substr(slot.name, slot.name_size), slot.offset,
                      view(slot.sender, slot.sender_size), view(slot.date, slot.date_size),
                      slot.cut});
  }
}

}  // namespace smtpscope::io
