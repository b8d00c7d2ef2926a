// SPDX-License-Identifier: Apache-2.0
#include "io/mail_stream.h"

#include <algorithm>
#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/access.h"

namespace smtpscope::io {
namespace {

tl::unexpected<base::Error> refused(const std::string& name, const char* message,
                                    const char* help) {
  return tl::unexpected(base::Error{name, 0, message, help});
}

/// What <(command) of a shell and /dev/stdin name.
bool is_own_descriptor(std::string_view path) noexcept {
  return path.starts_with("/dev/fd/") || path.starts_with("/proc/self/fd/") || path == "/dev/stdin";
}

base::Result<void> accept(const struct stat& info, const std::string& name) {
  constexpr const char* kByStdin = "give what it says on standard input, with - as the path";
  if (S_ISREG(info.st_mode)) return {};
  if (S_ISFIFO(info.st_mode)) {
    if (is_own_descriptor(name)) return {};
    return refused(name, "this is a named pipe, not a mailbox", kByStdin);
  }
  if (S_ISSOCK(info.st_mode)) return refused(name, "this is a socket, not a mailbox", kByStdin);
  if (S_ISDIR(info.st_mode)) return refused(name, "this is a directory, not a file", "");
  return refused(name, "this is a device, not a mailbox", kByStdin);
}

}  // namespace

base::Result<void> MailStream::open(int below, const char* path, const std::string& name) {
  close();
  // O_NONBLOCK: a named pipe that nobody writes to would be waited for.
  const int flags = O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
  const int descriptor = ::openat(below, path, flags);
  if (descriptor < 0) {
    if (errno == ENXIO) return refused(name, "this is a socket, not a mailbox", "");
    return tl::unexpected(failed_access(name, "cannot open", errno));
  }
  struct stat info {};
  base::Result<void> good;
  if (::fstat(descriptor, &info) != 0) {
    good = tl::unexpected(failed_access(name, "cannot read", errno));
  } else {
    good = accept(info, name);
  }
  if (!good) {
    ::close(descriptor);
    return good;
  }
  if (!S_ISREG(info.st_mode)) ::fcntl(descriptor, F_SETFL, flags & ~O_NONBLOCK);
  descriptor_ = descriptor;
  owned_ = true;
  size_known_ = S_ISREG(info.st_mode);
  size_ = size_known_ ? static_cast<std::uint64_t>(info.st_size) : 0;
  name_ = name;
  return {};
}

base::Result<void> MailStream::open_stdin() {
  close();
  struct stat info {};
  name_ = "standard input";
  if (::fstat(0, &info) != 0)
    return refused(name_, "it is closed", "give a path, or pipe mail into it");
  if (S_ISDIR(info.st_mode))
    return refused(name_, "this is a directory", "give its path instead of -");
  descriptor_ = 0;
  owned_ = false;
  size_known_ = S_ISREG(info.st_mode);
  size_ = size_known_ ? static_cast<std::uint64_t>(info.st_size) : 0;
  return {};
}

void MailStream::close() noexcept {
  unpacker_.reset();
  if (owned_ && descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
  owned_ = at_end_ = size_known_ = false;
  size_ = consumed_ = 0;
  error_ = {};
}

std::size_t MailStream::read_plain(char* to, std::size_t size) {
  ssize_t n = 0;
  do n = ::read(descriptor_, to, size);
  while (n < 0 && errno == EINTR);
  if (n < 0) error_ = failed_access(name_, "cannot read", errno);
  if (n <= 0) return 0;
  consumed_ += static_cast<std::uint64_t>(n);
  return static_cast<std::size_t>(n);
}

std::size_t MailStream::read(char* to, std::size_t size) {
  if (at_end_) return 0;
  std::size_t n = 0;
  if (unpacker_ != nullptr) {
    n = unpacker_->read(to, size);
    if (n == 0 && !unpacker_->error().message.empty()) {
      error_ = unpacker_->error();
      error_.file = name_;
    }
  } else {
    n = read_plain(to, size);
    // Less than asked for, and all there was: that is the end, and saves a call a file.
    if (n < size && size_ != 0 && consumed_ >= size_) at_end_ = true;
  }
  if (n == 0) at_end_ = true;
  return n;
}

std::size_t MailStream::read_fully(char* to, std::size_t size) {
  std::size_t done = 0;
  while (done < size && !at_end_) done += read(to + done, size - done);
  return done;
}

base::Result<void> MailStream::unpack(std::string_view head) {
  auto unpacker = Unpacker::open(descriptor_, std::string(head));
  if (!unpacker) {
    base::Error error = unpacker.error();
    error.file = name_;
    return tl::unexpected(std::move(error));
  }
  unpacker_ = std::move(*unpacker);
  at_end_ = false;
  return {};
}

}  // namespace smtpscope::io
