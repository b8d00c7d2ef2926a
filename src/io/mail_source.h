// SPDX-License-Identifier: Apache-2.0
// Mails from wherever they are, in order, in bounded memory:
//   a file       one mail (.eml; any line ends) or an mbox (all four dialects), told by its content
//   a directory  Maildir, MH, or any tree of such files (io/mail_files.h)
//   "-"          standard input, one mail or an mbox
// each also compressed with gzip, bzip2, xz or zstd. IMAP is io/imap.h. Archives, .msg and .pst are
// recognised and refused in words.
//
//   auto source = io::MailSource::open(path);
//   io::MailBatch batch;
//   while (source->next(batch)) {
//     for (const io::Mail& mail : batch.mails()) ...
//     for (const base::Error& problem : batch.problems()) ...
//   }
//
// With several threads, one calls next() (splitting is a hundred times faster than parsing), gives
// each batch a number and hands it on; a batch owns its bytes and does not need the source.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"

#include "io/mail_batch.h"

namespace smtpscope::io {

class MailSource {
 public:
  /// Opens `path` and finds out what it is. Errors are those of `path` itself; what is wrong with
  /// one of many files is a problem of the batch in which its mails would have been.
  static base::Result<MailSource> open(const std::string& path);

  /// Fills `batch` with the next mails. False, and the batch is empty, where there are no more.
  bool next(MailBatch& batch);

  /// How far it has come, for people who wait; totals are 0 where they are not known.
  struct Progress {
    std::uint64_t bytes = 0, total_bytes = 0;  ///< of a single file, as it lies on the disk
    std::size_t files = 0, total_files = 0;
  };
  Progress progress() const noexcept;

  MailSource(MailSource&&) noexcept;
  MailSource& operator=(MailSource&&) noexcept;
  ~MailSource();

 private:
  class Reader;
  explicit MailSource(std::unique_ptr<Reader> reader);

  std::unique_ptr<Reader> reader_;
};

}  // namespace smtpscope::io
