// SPDX-License-Identifier: Apache-2.0
// What a file is, by its first bytes. Names are not asked: they lie, and a pipe has none.
#pragma once

#include <cstddef>
#include <string_view>

namespace smtpscope::io {

enum class FileKind {
  mail,  ///< anything that is none of the others
  mbox,  ///< begins with a From_ line
  gzip,  ///< gzip to zstd: compressed, can be unpacked
  bzip2,
  xz,
  zstd,
  archive,          ///< zip, tar, 7z, rar, cab: several files in one
  packed,           ///< compressed in a way that is not read: compress, lzip, lz4, lzma
  outlook,          ///< .msg, or another file of Microsoft's compound format
  outlook_store,    ///< .pst or .ost
  outlook_express,  ///< .dbx
};

/// The kind of a file that begins with `head`; kSniffBytes of it are enough.
FileKind find_file_kind(std::string_view head) noexcept;

constexpr bool is_compressed(FileKind kind) noexcept {
  return kind >= FileKind::gzip && kind <= FileKind::zstd;
}

/// What cannot be read of this kind, and what to do instead; empty where it can be read.
struct Refusal {
  std::string_view message, help;
};
Refusal refuse(FileKind kind) noexcept;

/// Bytes at the front that belong to no mail: a byte order mark, and before a From_ line also blank
/// lines.
std::size_t size_of_preamble(std::string_view head) noexcept;

}  // namespace smtpscope::io
