// SPDX-License-Identifier: Apache-2.0
// The bytes of one file with mail, unpacked where it is compressed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

#include "io/file_kind.h"
#include "io/unpack.h"

namespace smtpscope::io {

class MailStream {
 public:
  MailStream() = default;
  ~MailStream() { close(); }
  MailStream(const MailStream&) = delete;
  MailStream& operator=(const MailStream&) = delete;

  /// Opens `path` below the directory `below` (AT_FDCWD: the working directory); `name` is for
  /// errors. Files only: what a pipe, socket or device gives is read from standard input.
  base::Result<void> open(int below, const char* path, const std::string& name);
  base::Result<void> open_stdin();
  void close() noexcept;
  bool is_open() const noexcept { return descriptor_ >= 0; }

  /// Reads up to `size` bytes; 0 at the end. After an error, which is an end too, failed() is true.
  std::size_t read(char* to, std::size_t size);
  /// The same, until `size` bytes are there or the end is reached.
  std::size_t read_fully(char* to, std::size_t size);
  /// Unpacks from here on; `head` are the bytes read so far.
  base::Result<void> unpack(std::string_view head);

  bool failed() const noexcept { return !error_.message.empty(); }
  const base::Error& error() const noexcept { return error_; }
  /// True where it is known that nothing more comes.
  bool at_end() const noexcept { return at_end_; }
  /// Size of the file; 0 where it has none, as a pipe.
  std::uint64_t file_size() const noexcept { return size_; }
  /// Bytes taken from the file so far.
  std::uint64_t consumed() const noexcept { return unpacker_ ? unpacker_->consumed() : consumed_; }
  bool is_pipe() const noexcept { return !size_known_; }

 private:
  std::size_t read_plain(char* to, std::size_t size);

  int descriptor_ = -1;
  bool owned_ = false, at_end_ = false, size_known_ = false;
  std::uint64_t size_ = 0, consumed_ = 0;
  std::unique_ptr<Unpacker> unpacker_;
  std::string name_;
  base::Error error_;
};

}  // namespace smtpscope::io
