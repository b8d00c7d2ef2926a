// SPDX-License-Identifier: Apache-2.0
#include "io/unpack.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include <archive.h>
#include <unistd.h>

#include "io/limits.h"
#include "io/shared_library.h"

namespace smtpscope::io {
namespace {

struct Archive {
  decltype(&archive_read_new) create = nullptr;
  decltype(&archive_read_free) free = nullptr;
  decltype(&archive_read_support_filter_gzip) gzip = nullptr;
  decltype(&archive_read_support_filter_bzip2) bzip2 = nullptr;
  decltype(&archive_read_support_filter_xz) xz = nullptr;
  decltype(&archive_read_support_filter_zstd) zstd = nullptr;
  decltype(&archive_read_support_format_raw) raw = nullptr;
  decltype(&archive_read_support_format_empty) empty = nullptr;
  decltype(&archive_read_open2) open = nullptr;
  decltype(&archive_read_next_header) next_header = nullptr;
  decltype(&archive_read_data) data = nullptr;
  decltype(&archive_filter_count) filter_count = nullptr;
  decltype(&archive_error_string) error_string = nullptr;
};

base::Result<Archive> load() {
  auto library =
      SharedLibrary::open("libarchive.so.13", "libarchive13", "reading compressed files");
  if (!library) return tl::unexpected(library.error());
  Archive out;
  library->find("archive_read_new", out.create);
  library->find("archive_read_free", out.free);
  library->find("archive_read_support_filter_gzip", out.gzip);
  library->find("archive_read_support_filter_bzip2", out.bzip2);
  library->find("archive_read_support_filter_xz", out.xz);
  library->find("archive_read_support_filter_zstd", out.zstd);
  library->find("archive_read_support_format_raw", out.raw);
  library->find("archive_read_support_format_empty", out.empty);
  library->find("archive_read_open2", out.open);
  library->find("archive_read_next_header", out.next_header);
  library->find("archive_read_data", out.data);
  library->find("archive_filter_count", out.filter_count);
  library->find("archive_error_string", out.error_string);
  if (!library->complete()) {
    return tl::unexpected(base::Error{"", 0, "libarchive.so.13 is too old to read compressed files",
                                      "install libarchive 3.4 or later"});
  }
  return out;
}

/// Loaded once, at the first compressed file.
const base::Result<Archive>& loaded() {
  static const base::Result<Archive> library = load();
  return library;
}

class ArchiveUnpacker : public Unpacker {
 public:
  ArchiveUnpacker(const Archive& library, int descriptor, std::string head)
      : library_(library), descriptor_(descriptor), input_(std::move(head)) {
    archive_ = library_.create();
  }
  ~ArchiveUnpacker() override { library_.free(archive_); }
  ArchiveUnpacker(const ArchiveUnpacker&) = delete;
  ArchiveUnpacker& operator=(const ArchiveUnpacker&) = delete;

  bool start();
  std::size_t read(char* to, std::size_t size) override;
  const base::Error& error() const noexcept override { return error_; }
  std::uint64_t consumed() const noexcept override { return consumed_; }

 private:
  static la_ssize_t feed(archive*, void* self, const void** buffer);
  la_ssize_t feed_more(const void** buffer);
  void fail(std::string message, std::string help);
  void fail_of_library();

  const Archive& library_;
  archive* archive_ = nullptr;
  int descriptor_;
  std::string input_;  // what libarchive reads from; first the head
  bool head_given_ = false;
  std::uint64_t consumed_ = 0, produced_ = 0;
  bool over_ = false;
  int read_error_ = 0;
  base::Error error_;
};

la_ssize_t ArchiveUnpacker::feed(archive*, void* self, const void** buffer) {
  return static_cast<ArchiveUnpacker*>(self)->feed_more(buffer);
}

la_ssize_t ArchiveUnpacker::feed_more(const void** buffer) {
  ssize_t n = 0;
  if (!head_given_) {
    head_given_ = true;
    n = static_cast<ssize_t>(input_.size());
  } else {
    input_.resize(kReadBytes);
    do n = ::read(descriptor_, input_.data(), input_.size());
    while (n < 0 && errno == EINTR);
    if (n < 0) read_error_ = errno;
  }
  *buffer = input_.data();
  consumed_ += n > 0 ? static_cast<std::uint64_t>(n) : 0;
  return n;
}

void ArchiveUnpacker::fail(std::string message, std::string help) {
  over_ = true;
  error_ = {"", 0, std::move(message), std::move(help)};
}

void ArchiveUnpacker::fail_of_library() {
  if (read_error_ != 0) return fail(std::string("cannot read: ") + std::strerror(read_error_), "");
  const char* why = library_.error_string(archive_);
  fail("the compressed data is damaged or cut off after " + std::to_string(produced_) +
           " unpacked bytes" + (why != nullptr ? std::string(" (") + why + ")" : std::string()),
       "what came before was read; get the file again for the rest");
}

bool ArchiveUnpacker::start() {
  if (archive_ == nullptr) {
    fail("no memory to unpack it", "");
    return false;
  }
  library_.gzip(archive_);
  library_.bzip2(archive_);
  library_.xz(archive_);
  library_.zstd(archive_);
  library_.raw(archive_);
  library_.empty(archive_);
  archive_entry* entry = nullptr;
  int status = library_.open(archive_, this, nullptr, feed, nullptr, nullptr);
  if (status == ARCHIVE_OK) status = library_.next_header(archive_, &entry);
  if (status == ARCHIVE_EOF) {
    over_ = true;
  } else if (status < ARCHIVE_WARN) {
    fail_of_library();
    return false;
  } else if (library_.filter_count(archive_) > 2) {  // the last is the file itself
    fail("this is compressed twice, which is not read", "unpack it once, and give what comes out");
    return false;
  }
  return true;
}

std::size_t ArchiveUnpacker::read(char* to, std::size_t size) {
  if (over_) return 0;
  const la_ssize_t n = library_.data(archive_, to, size);
  if (n < 0) {
    fail_of_library();
    return 0;
  }
  produced_ += static_cast<std::uint64_t>(n);
  if (n == 0) over_ = true;
  if (produced_ > kUnpackedFree && produced_ / kMaxUnpackRatio > consumed_) {
    fail("it unpacks to more than " + std::to_string(kMaxUnpackRatio) +
             " times its size, as mail does not",
         "if it is mail nevertheless, unpack it to a file and give that");
    return 0;
  }
  return static_cast<std::size_t>(n);
}

}  // namespace

base::Result<std::unique_ptr<Unpacker>> Unpacker::open(int descriptor, std::string head) {
  const auto& library = loaded();
  if (!library) return tl::unexpected(library.error());
  auto out = std::make_unique<ArchiveUnpacker>(*library, descriptor, std::move(head));
  if (!out->start()) return tl::unexpected(out->error());
  return out;
}

}  // namespace smtpscope::io
