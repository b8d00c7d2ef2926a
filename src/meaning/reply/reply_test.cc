// SPDX-License-Identifier: Apache-2.0
#include "meaning/reply/reply.h"

#include <cstring>
#include <string>

#include <gtest/gtest.h>

#include "meaning/reply/found_rows.h"
#include "meaning/reply/limits.h"

namespace smtpscope::reply {
namespace {

TEST(EnhancedCode, reads_only_what_is_one) {
  struct Row {
    std::string_view text;
    std::string_view code;
    std::size_t length;
  };
  for (const Row& row : std::initializer_list<Row>{
           {"5.1.1 x", "5.1.1", 5},
           {"5.7.26", "5.7.26", 6},
           {"5.7.511 Access", "5.7.511", 7},
           {"4.16.55 x", "4.16.55", 7},
           {"2.0.0", "2.0.0", 5},
           {"5.1.1.", "5.1.1", 5},
           {"5.1.1)", "5.1.1", 5},
           {"5.1.1.2", "", 0},
           {"5.1.1234", "", 0},
           {"5.1234.1", "", 0},
           {"3.1.1", "", 0},
           {"1.1.1", "", 0},
           {"5.1", "", 0},
           {"5..1", "", 0},
           {"5.1.", "", 0},
           {"55.1.1", "", 0},
           {"5", "", 0},
           {"", "", 0},
       }) {
    SCOPED_TRACE(row.text);
    const HeapText block(row.text);
    std::size_t length = 99;
    EXPECT_EQ(format_enhanced_code(parse_enhanced_code(block.view(), length)), row.code);
    EXPECT_EQ(length, row.length);
  }
}

struct Row {
  std::string_view text;
  int code;
  std::string_view enhanced;
  std::uint32_t lines;
  std::uint32_t issues;
};

void check(const Row& row) {
  SCOPED_TRACE(row.text);
  const HeapText block(row.text);
  const Reply reply = parse_reply(block.view());
  EXPECT_EQ(reply.code, row.code);
  EXPECT_EQ(format_enhanced_code(reply.enhanced), row.enhanced);
  EXPECT_EQ(reply.lines, row.lines);
  EXPECT_EQ(reply.issues, row.issues);
}

TEST(ParseReply, codes_and_lines) {
  for (const Row& row : std::initializer_list<Row>{
           {"250 ok", 250, "", 1, 0},
           {"250", 250, "", 1, 0},
           {"550 5.1.1 no such user", 550, "5.1.1", 1, 0},
           {"550 5.1.1 no such user\r\n", 550, "5.1.1", 1, 0},
           {"550-5.1.1 no such\r\n550 5.1.1 user\r\n", 550, "5.1.1", 2, 0},
           {"550-no such\r\n550 5.1.1 user", 550, "5.1.1", 2, 0},
           {"550-5.1.1 no such\r\n550 user", 550, "5.1.1", 2, 0},
           {"250-mx.example.com\r\n250-SIZE 1000\r\n250 HELP\r\n", 250, "", 3, 0},
           {"550-a\r\n550-\r\n550 b", 550, "", 3, 0},
           {"550-a\r\n550", 550, "", 2, 0},
           {"421 4.7.26 rate limited", 421, "4.7.26", 1, 0},
           {"550 5.7.511 Access denied", 550, "5.7.511", 1, 0},
           {"  550 5.1.1 x", 550, "5.1.1", 1, 0},
           {"\"550 5.1.1 x\"", 550, "5.1.1", 1, 0},
           {"<<< 550 5.1.1 x", 550, "5.1.1", 1, 0},
           {"554", 554, "", 1, 0},
           {"597 unwanted", 597, "", 1, 0},
       }) {
    check(row);
  }
}

TEST(ParseReply, places_of_the_enhanced_code) {
  for (const Row& row : std::initializer_list<Row>{
           {"553 sorry, relaying denied (#5.7.1)", 553, "5.7.1", 1, 0},
           {"550 #5.1.0 Address rejected.", 550, "5.1.0", 1, 0},
           {"550: 5.7.1 local policy", 550, "5.7.1", 1, 0},
           {"421 4.7.1 : (DYN:T1)", 421, "4.7.1", 1, 0},
           {"550 refused [5.7.1] by us", 550, "5.7.1", 1, 0},
           {"550 refused (5.7.1)", 550, "5.7.1", 1, 0},
           {"550 OOPS SC=5.1.1", 550, "5.1.1", 1, 0},
           {"450 tag_x 4.7.1 <a@example.com>: rejected", 450, "4.7.1", 1, 0},
           {"550\n    5.1.8 folded", 550, "5.1.8", 2, kBareLf},
           {"451 busy [#4.16.1].", 451, "", 1, 0},
           {"551 loop (#id-5.9.0)", 551, "", 1, 0},
           {"550 version (4.3.2) of our server", 550, "", 1, 0},
           {"550 4.16.55.1 is no code", 550, "", 1, 0},
           {"554 http://example.com/a=5.1.1", 554, "", 1, 0},
           {"553-a\n553 b (#5.1.1)", 553, "5.1.1", 2, kBareLf},
       }) {
    check(row);
  }
}

TEST(ParseReply, without_a_code) {
  for (const Row& row : std::initializer_list<Row>{
           {"", 0, "", 0, kNoCode},
           {"  \r\n ", 0, "", 0, kNoCode},
           {"user is over quota", 0, "", 1, kNoCode},
           {"5.7.1 Unable to relay", 0, "5.7.1", 1, kNoCode},
           {"denied for your location (#5.7.1)", 0, "5.7.1", 1, kNoCode},
           {"127.0.0.1 is listed", 0, "", 1, kNoCode},
           {"2023-05-01 rejected", 0, "", 1, kNoCode},
           {"192.0.2.1 said 550 5.1.1", 0, "", 1, kNoCode},
           {"199 x", 0, "", 1, kNoCode},
           {"600 x", 0, "", 1, kNoCode},
           {"55 x", 0, "", 1, kNoCode},
           {"5500 x", 0, "", 1, kNoCode},
           {"250.1 x", 0, "", 1, kNoCode},
           {"too many: 500 recipients", 0, "", 1, kNoCode},
       }) {
    check(row);
  }
}

TEST(ParseReply, issues) {
  for (const Row& row : std::initializer_list<Row>{
           {"550-a\n550 b", 550, "", 2, kBareLf},
           {"550-a\r550 b", 550, "", 2, kBareCr},
           {"550-5.1.1 a\r\n554 5.1.1 b", 554, "5.1.1", 2, kCodeChanges},
           {"550-5.1.1 a\r\n550 5.7.1 b", 550, "5.7.1", 2, kEnhancedChanges},
           {"550 4.4.7 expired", 550, "4.4.7", 1, kClassMismatch},
           {"421-more to come", 421, "", 1, kUnterminated},
           {"550-a\r\n550-b", 550, "", 2, kUnterminated},
           {"421-4.7.28 unusual rate 421-4.7.28 of mail 421 4.7.28 end", 421, "4.7.28", 1,
            kFlattened},
           {"421-4.7.28 unusual rate 421-4.7.28 of mail", 421, "4.7.28", 1,
            kFlattened | kUnterminated},
           {"501 5.5.4 Empty argument. 501 5.5.4 https://example.com/", 501, "5.5.4", 1,
            kFlattened},
           {"550 5.7.1 550 User Unknown", 550, "5.7.1", 1, 0},
           {"550 5.7.1 limit of 550 messages", 550, "5.7.1", 1, 0},
           {"550-5.1.1 one\r\n  two 550-5.1.1 three\r\n  four 550 5.1.1 five", 550, "5.1.1", 3,
            kFlattened},
           {"550 5.7.1 blocked\r\n  250 messages an hour", 550, "5.7.1", 2, 0},
           {"first words\r\n550-5.7.1 second\r\n550 5.7.1 third", 550, "5.7.1", 3, 0},
       }) {
    check(row);
  }
}

TEST(ParseReply, nul_and_other_bytes) {
  const std::string nul("550 5.1.1 a\0b", 13);
  const HeapText block(nul);
  EXPECT_EQ(parse_reply(block.view()).issues, kNul);
  const HeapText high("550 5.1.1 Das Postfach f\xc3\xbcr <a@example.com> \xff\xfe");
  const Reply reply = parse_reply(high.view());
  EXPECT_EQ(format_enhanced_code(reply.enhanced), "5.1.1");
  EXPECT_EQ(reply.text.size(), high.view().size());
}

TEST(ParseReply, text_is_the_reply_without_its_line_end) {
  const HeapText block("\r\n550-5.1.1 a\r\n550 5.1.1 b\r\n");
  const Reply reply = parse_reply(block.view());
  EXPECT_EQ(reply.text, "550-5.1.1 a\r\n550 5.1.1 b");
  EXPECT_EQ(reply.text.data(), block.view().data() + 2);
}

TEST(ParseReply, endless_reply_is_cut_between_characters) {
  std::string endless = "550 5.1.1 ";
  while (endless.size() < 2 * kMaxReplyBytes) endless += "\xe2\x82\xac";
  const HeapText block(endless);
  const Reply reply = parse_reply(block.view());
  EXPECT_EQ(reply.issues, kCut);
  EXPECT_LE(reply.text.size(), kMaxReplyBytes);
  EXPECT_GT(reply.text.size(), kMaxReplyBytes - 4);
  EXPECT_EQ(reply.text.substr(reply.text.size() - 3), "\xe2\x82\xac");
}

TEST(ParseReply, any_bytes_any_length) {
  std::uint32_t seed = 12345;
  for (int n = 0; n < 20000; ++n) {
    std::string text;
    seed = seed * 1664525U + 1013904223U;
    for (std::uint32_t i = seed % 24; i > 0; --i) {
      seed = seed * 1664525U + 1013904223U;
      text += "550 421-5.1.1\r\n\t #(<[=:\0x"[(seed >> 16) % 26];
    }
    const HeapText block(text);
    const Reply reply = parse_reply(block.view());
    EXPECT_LE(reply.text.size(), text.size());
    EXPECT_TRUE(reply.code == 0 || (reply.code >= 200 && reply.code < 600));
    EXPECT_EQ(reply.code == 0, (reply.issues & kNoCode) != 0);
  }
}

}  // namespace
}  // namespace smtpscope::reply
