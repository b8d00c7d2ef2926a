// SPDX-License-Identifier: Apache-2.0
#include "io/file_kind.h"

#include <string>

#include <gtest/gtest.h>

namespace smtpscope::io {
namespace {

TEST(FileKind, IsToldByTheFirstBytes) {
  struct Row {
    std::string head;
    FileKind kind;
  };
  for (const Row& row : {
           Row{"", FileKind::mail},
           Row{"Received: from a", FileKind::mail},
           Row{"From: a@example.com", FileKind::mail},
           Row{"From : a@example.com", FileKind::mail},
           Row{"From ", FileKind::mail},
           Row{"From a@example.com Tue", FileKind::mbox},
           Row{"\n\r\nFrom a", FileKind::mbox},
           Row{"\xef\xbb\xbf\nFrom a", FileKind::mbox},
           Row{"\xef\xbb\xbfReceived: x", FileKind::mail},
           Row{"\x1f\x8b\x08", FileKind::gzip},
           Row{"BZh91AY&SY", FileKind::bzip2},
           Row{"BZhang: ", FileKind::mail},
           Row{std::string("\xfd"
                           "7zXZ\0",
                           6),
               FileKind::xz},
           Row{"\x28\xb5\x2f\xfd", FileKind::zstd},
           Row{"PK\x03\x04", FileKind::archive},
           Row{std::string(257, 'x') + "ustar", FileKind::archive},
           Row{std::string(256, 'x') + "ustar", FileKind::mail},
           Row{"\x1f\x9d", FileKind::packed},
           Row{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileKind::outlook},
           Row{"!BDN", FileKind::outlook_store},
       }) {
    EXPECT_EQ(find_file_kind(row.head), row.kind) << row.head.substr(0, 40);
    const bool refused = row.kind >= FileKind::archive;
    EXPECT_EQ(!refuse(row.kind).message.empty(), refused);
    EXPECT_EQ(!refuse(row.kind).help.empty(), refused);
  }
}

TEST(FileKind, PreambleIsByteOrderMarkAndBlankLines) {
  EXPECT_EQ(size_of_preamble("\xef\xbb\xbfS: 1"), 3U);
  EXPECT_EQ(size_of_preamble("\xef\xbb\xbf\r\nFrom a"), 5U);
  EXPECT_EQ(size_of_preamble("\nS: 1"), 0U);
  EXPECT_EQ(size_of_preamble(""), 0U);
}

}  // namespace
}  // namespace smtpscope::io
