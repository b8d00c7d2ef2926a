// SPDX-License-Identifier: Apache-2.0
// Some mails with the memory they lie in: what a source of mails hands out, and what a thread takes
// as its piece of work. About a megabyte; one mail where that is larger.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace smtpscope::io {

/// One mail, as bytes. The views are valid as long as its batch is, and until that is filled again.
struct Mail {
  std::string_view bytes;            ///< as it was sent: mbox quoting and the From_ line are off
  std::string_view file;             ///< its path, "-", or the URL of a folder
  std::uint64_t offset = 0;          ///< where it begins in the (unpacked) file; the UID in IMAP
  std::string_view envelope_sender;  ///< of the From_ line, as written; empty where there is none
  std::string_view envelope_date;    ///< of the From_ line
  bool cut = false;                  ///< it was longer than kMaxMail
};

class MailBatch {
 public:
  std::span<const Mail> mails() const noexcept { return mails_; }
  /// What could not be read, between these mails. Whoever sees one is to exit with 3 in the end.
  std::span<const base::Error> problems() const noexcept { return problems_; }

  // From here on: for those that fill a batch. Until finish(), a mail is positions in the bytes.

  struct Slot {
    std::size_t begin = 0, size = 0;
    std::size_t name = 0, name_size = 0;
    std::size_t sender = 0, sender_size = 0, date = 0, date_size = 0;
    std::uint64_t offset = 0;
    bool cut = false;

    /// Both are views into `bytes`, or empty.
    void set_envelope(const char* bytes, std::string_view from, std::string_view when) noexcept {
      if (!from.empty()) sender = static_cast<std::size_t>(from.data() - bytes);
      if (!when.empty()) date = static_cast<std::size_t>(when.data() - bytes);
      sender_size = from.size();
      date_size = when.size();
    }
  };

  void clear();
  void finish();
  bool empty() const noexcept { return slots_.empty() && problems_.empty(); }

  char* data() noexcept { return bytes_.get(); }
  std::size_t size() const noexcept { return size_; }
  std::string_view view(std::size_t begin) const noexcept {
    return {bytes_.get() + begin, size_ - begin};
  }
  /// Room for `count` bytes behind the others; resize() says how many were used.
  char* reserve(std::size_t count);
  void resize(std::size_t size) noexcept { size_ = size; }

  /// The name of the mails that follow.
  void set_name(std::string_view name);
  void add(Slot slot);
  void add_problem(base::Error error) { problems_.push_back(std::move(error)); }
  std::size_t mail_count() const noexcept { return slots_.size(); }

 private:
  struct Free {
    void operator()(char* bytes) const noexcept;
  };
  // malloc, because realloc() of a large block moves pages instead of bytes.
  std::unique_ptr<char, Free> bytes_;
  std::size_t size_ = 0, capacity_ = 0;
  std::string names_;
  std::size_t name_ = 0;
  std::vector<Slot> slots_;
  std::vector<Mail> mails_;
  std::vector<base::Error> problems_;
};

}  // namespace smtpscope::io
