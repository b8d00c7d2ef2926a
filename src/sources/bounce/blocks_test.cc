// SPDX-License-Identifier: Apache-2.0
#include "sources/bounce/blocks.h"

#include <string>

#include <gtest/gtest.h>

namespace smtpscope::bounce {
namespace {

std::string described(std::string_view text) {
  base::Arena arena;
  std::string out;
  for (const Block& block : find_blocks(fold(text, arena))) {
    std::string words(block.words);
    for (char& c : words) c = c == '\n' ? '/' : c;
    out.append(block.recipient).append(block.shared ? " shared " : " ").append(words) += '\n';
  }
  return out;
}

TEST(Blocks, lines_about_a_recipient) {
  struct Row {
    std::string_view text, blocks;
  };
  for (const Row& row : std::initializer_list<Row>{
           {"<a@example.net>: no", "a@example.net <a@example.net>: no\n"},
           {"a@example.net on Thu, 29 Apr 2010 10:00:00 -0000\n  no",
            "a@example.net a@example.net on Thu, 29 Apr 2010 10:00:00 -0000/  no\n"},
           {"a@example.net am 29.04.2010 10:00\n  nein",
            "a@example.net a@example.net am 29.04.2010 10:00/  nein\n"},
           {"a@example.net is at 10:00 or later today", ""},
           {"a@example.net : colons at the start 1",
            "a@example.net a@example.net : colons at the "
            "start 1\n"},
           {"a@example.net \t: x behind a blank",
            "a@example.net a@example.net \t: x behind a "
            "blank\n"},
           {"Hi.\n\nNot delivered to these:\n\n  a@example.net\n  <b@example.net>\n",
            "a@example.net shared Not delivered to these:\nb@example.net shared Not delivered to "
            "these:\n"},
           {"<a@example.net>: no\n\nb@example.net\n",
            "a@example.net <a@example.net>: no\nb@example.net b@example.net\n"},
       }) {
    EXPECT_EQ(described(row.text), row.blocks) << row.text;
  }
}

}  // namespace
}  // namespace smtpscope::bounce
