// SPDX-License-Identifier: Apache-2.0
// What comes out of a gzip, bzip2, xz or zstd file, as it is asked for. One stream only: archives
// and what is compressed twice are refused. libarchive does it (io/shared_library.h says how it is
// loaded); its other formats are not touched.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"

namespace smtpscope::io {

class Unpacker {
 public:
  /// `head` was read from `descriptor` already. The descriptor stays the caller's.
  static base::Result<std::unique_ptr<Unpacker>> open(int descriptor, std::string head);
  virtual ~Unpacker() = default;

  /// Reads up to `size` bytes: their number, 0 at the end. After an error, which is an end too,
  /// error() has a message.
  virtual std::size_t read(char* to, std::size_t size) = 0;
  virtual const base::Error& error() const noexcept = 0;
  /// Compressed bytes that went in so far.
  virtual std::uint64_t consumed() const noexcept = 0;
};

}  // namespace smtpscope::io
