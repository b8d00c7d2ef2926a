// SPDX-License-Identifier: Apache-2.0
#include "meaning/reply/reply_reader.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "meaning/reply/found_rows.h"
#include "meaning/reply/limits.h"

namespace smtpscope::reply {
namespace {

void drain(ReplyReader& reader, std::vector<std::string>& out) {
  while (true) {
    std::optional<std::string> reply = reader.next();
    if (!reply) break;
    out.push_back(std::move(*reply));
  }
}

std::vector<std::string> read(std::initializer_list<std::string_view> pieces) {
  ReplyReader reader;
  std::vector<std::string> out;
  for (const std::string_view piece : pieces) {
    const HeapText block(piece);
    reader.feed(block.view());
    drain(reader, out);
  }
  if (auto rest = reader.finish()) out.push_back(*std::move(rest));
  return out;
}

using Replies = std::vector<std::string>;

TEST(ReplyReader, replies_in_order) {
  EXPECT_EQ(read({"220 hello\r\n250-a\r\n250 b\r\n"}),
            (Replies{"220 hello\r\n", "250-a\r\n250 b\r\n"}));
  EXPECT_EQ(read({"250\r\n250\n"}), (Replies{"250\r\n", "250\n"}));
  EXPECT_EQ(read({"250-a\r\n550 b\r\n"}), (Replies{"250-a\r\n550 b\r\n"}));
  EXPECT_EQ(read({"\r\n\n250 ok\r\n"}), (Replies{"250 ok\r\n"}));
  EXPECT_EQ(read({"no code\r\n550-a\r\n550 b\r\n"}), (Replies{"no code\r\n550-a\r\n550 b\r\n"}));
  EXPECT_EQ(read({"250-a\r\n\r\n    b\r\n250 c\r\n"}),
            (Replies{"250-a\r\n\r\n    b\r\n250 c\r\n"}));
}

TEST(ReplyReader, what_is_left) {
  EXPECT_EQ(read({"550-cut off"}), (Replies{"550-cut off"}));
  EXPECT_EQ(read({"250 ok\r\n25"}), (Replies{"250 ok\r\n", "25"}));
  EXPECT_EQ(read({"550 no line end"}), (Replies{"550 no line end"}));
  EXPECT_EQ(read({"\r\n"}), (Replies{}));
  EXPECT_EQ(read({}), (Replies{}));
}

TEST(ReplyReader, bare_cr_ends_no_line) {
  EXPECT_EQ(read({"250 a\r550 b\r\n"}), (Replies{"250 a\r550 b\r\n"}));
  EXPECT_EQ(read({"250-a\r250 b\r\n250 c\r\n"}), (Replies{"250-a\r250 b\r\n250 c\r\n"}));
}

TEST(ReplyReader, every_split_gives_the_same) {
  const std::string stream =
      "220-mx.example.com\r\n220 ESMTP\r\n250-SIZE\r\n\r\n250\r\n\n550-5.1.1 a\n550 5.1.1 b\r\r\n"
      "junk\r\n   \r\n421 bye\r\n55";
  const Replies whole = read({stream});
  EXPECT_EQ(whole.size(), 5U);
  const std::string_view view = stream;
  for (std::size_t i = 0; i <= view.size(); ++i) {
    for (std::size_t j = i; j <= view.size(); ++j) {
      ASSERT_EQ(read({view.substr(0, i), view.substr(i, j - i), view.substr(j)}), whole)
          << i << ' ' << j;
    }
  }
}

TEST(ReplyReader, endless_reply_is_cut_and_dropped_to_its_end) {
  std::string stream;
  while (stream.size() < 3 * kMaxReplyBytes) stream += "250-again and again\r\n";
  stream += "250 end\r\n550 next\r\n";
  const Replies whole = read({stream});
  ASSERT_EQ(whole.size(), 2U);
  EXPECT_EQ(whole[0].size(), kMaxReplyBytes);
  EXPECT_EQ(whole[1], "550 next\r\n");
  ReplyReader reader;
  Replies bytewise;
  for (const char c : stream) {
    reader.feed({&c, 1});
    drain(reader, bytewise);
  }
  EXPECT_EQ(bytewise, whole);
}

TEST(ReplyReader, can_go_on_after_finish) {
  ReplyReader reader;
  reader.feed("250-half");
  EXPECT_EQ(reader.finish(), "250-half");
  EXPECT_EQ(reader.finish(), std::nullopt);
  reader.feed("250 whole\r\n");
  EXPECT_EQ(reader.next(), "250 whole\r\n");
  EXPECT_EQ(reader.next(), std::nullopt);
}

}  // namespace
}  // namespace smtpscope::reply
