// SPDX-License-Identifier: Apache-2.0
#include "io/file_kind.h"

#include <iterator>

namespace smtpscope::io {
namespace {

using namespace std::string_view_literals;

struct Magic {
  std::size_t at;
  std::string_view bytes;
  FileKind kind;
};

constexpr Magic kMagic[] = {
    {0, "\x1f\x8b\x08"sv, FileKind::gzip},
    {0, "BZh"sv, FileKind::bzip2},
    {0,
     "\xfd"
     "7zXZ\0"sv,
     FileKind::xz},
    {0, "\x28\xb5\x2f\xfd"sv, FileKind::zstd},
    {0, "PK\x03\x04"sv, FileKind::archive},
    {0, "PK\x05\x06"sv, FileKind::archive},
    {0, "7z\xbc\xaf\x27\x1c"sv, FileKind::archive},
    {0, "Rar!\x1a\x07"sv, FileKind::archive},
    {0, "MSCF\0\0\0\0"sv, FileKind::archive},
    {257, "ustar"sv, FileKind::archive},
    {0, "\x1f\x9d"sv, FileKind::packed},
    {0, "LZIP\x01"sv, FileKind::packed},
    {0, "\x04\x22\x4d\x18"sv, FileKind::packed},
    {0, "\x5d\0\0\x80\0"sv, FileKind::packed},
    {0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"sv, FileKind::outlook},
    {0, "!BDN"sv, FileKind::outlook_store},
    {0, "\xcf\xad\x12\xfe"sv, FileKind::outlook_express},
};

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf"sv;

bool begins_mbox(std::string_view head) noexcept {
  // "From :" is a header field written as RFC 822 allowed.
  return head.starts_with("From ") && head.size() > 5 && head[5] != ':';
}

}  // namespace

std::size_t size_of_preamble(std::string_view head) noexcept {
  const std::size_t mark = head.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  const std::size_t text = head.find_first_not_of("\r\n", mark);
  return text != std::string_view::npos && begins_mbox(head.substr(text)) ? text : mark;
}

FileKind find_file_kind(std::string_view head) noexcept {
  for (const Magic& magic : kMagic) {
    if (head.size() >= magic.at && head.substr(magic.at).starts_with(magic.bytes)) {
      // "BZh" could be text; behind it stands the size of the blocks, and then pi.
      if (magic.kind == FileKind::bzip2 && head.substr(4, 3) != "1AY" &&
          head.substr(4, 3) != "\x17rE")
        continue;
      return magic.kind;
    }
  }
  return begins_mbox(head.substr(size_of_preamble(head))) ? FileKind::mbox : FileKind::mail;
}

Refusal refuse(FileKind kind) noexcept {
  switch (kind) {
    case FileKind::archive:
      return {"this is an archive of several files, which is not opened",
              "unpack it into a directory and give that"};
    case FileKind::packed:
      return {"this is compressed in a way that is not read",
              "unpack it first; gzip, bzip2, xz and zstd are read as they are"};
    case FileKind::outlook:
      return {"this is a Microsoft Outlook .msg file, which is not read",
              "save it as .eml, or convert it with msgconvert (Debian package "
              "libemail-outlook-message-perl)"};
    case FileKind::outlook_store:
      return {"this is a Microsoft Outlook .pst file, which is not read",
              "convert it to mbox with readpst (Debian package pst-utils)"};
    case FileKind::outlook_express:
      return {"this is an Outlook Express .dbx file, which is not read",
              "convert it to mbox with undbx (Debian package undbx)"};
    default:
      return {};
  }
}

}  // namespace smtpscope::io
