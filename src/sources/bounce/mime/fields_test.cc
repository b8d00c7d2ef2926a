// SPDX-License-Identifier: Apache-2.0
// Header blocks and the parameters in them, as they are sent.
#include "sources/bounce/mime/fields.h"

#include <string>

#include <gtest/gtest.h>

#include "sources/bounce/mime/content_type.h"
#include "sources/bounce/mime/limits.h"

namespace smtpscope::mime {
namespace {

std::string listing(std::string_view block) {
  std::string out;
  Fields fields(block);
  for (Field field; fields.next(field);) {
    out.append(field.name).append("=").append(field.value).append("|");
  }
  return out + std::to_string(fields.skipped());
}

TEST(Fields, EachLineEndAndWhatIsNoField) {
  struct Row {
    std::string block, expected;
  };
  const Row rows[] = {
      {"", "0"},
      {"A: 1\nB:2\n", "A=1|B=2|0"},
      {"A: 1\r\nB:2\r\n", "A=1|B=2|0"},
      {"A: 1\rB:2\r", "A=1|B=2|0"},
      {"A: 1\r\r\nB:2", "A=1|B=2|0"},
      {"A: 1\n 2\n\t3\nB:\n 4", "A=1\n 2\n\t3|B=4|0"},
      {"A: 1\r\n 2\r\n", "A=1\r\n 2|0"},
      {"A : 1\n", "A=1|0"},
      {"\n folded nothing\nA: 1\nno colon\nno name either: x\n: y\n", "A=1|4"},
      {"Final-Recipient: rfc822; a@example.com\n", "Final-Recipient=rfc822; a@example.com|0"},
      {std::string("A: \0\nB: 1", 9), std::string("A=\0|B=1|0", 9)},
  };
  for (const Row& row : rows) EXPECT_EQ(listing(row.block), row.expected) << row.block;
}

TEST(Fields, OneByName) {
  const std::string_view block = "X-To: no\nTo: a\n b\nto: c\nSubject : s\nTotal: 5\n";
  EXPECT_EQ(find_field(block, "TO"), "a\n b");
  EXPECT_EQ(find_field(block, "subject"), "s");
  EXPECT_EQ(find_field(block, "tot"), "");
  EXPECT_EQ(find_field(block, ""), "");
  EXPECT_EQ(find_field("A: 1\rTo: 2\r", "To"), "2");
}

TEST(Fields, SplitOfMails) {
  const Split split = split_header("From x\nA: 1\n\nbody\n\nmore");
  EXPECT_EQ(split.header, "A: 1\n");
  EXPECT_EQ(split.body, "body\n\nmore");
  EXPECT_EQ(split_header("no header").body, "no header");
}

TEST(Fields, LineEndsAreMadeOneKind) {
  std::string buffer;
  const std::string_view lf = "A: 1\n\nb\rc";
  EXPECT_EQ(normalize_line_ends(lf, buffer).data(), lf.data());
  const std::string_view crlf = "A: 1\r\n\r\n";
  EXPECT_EQ(normalize_line_ends(crlf, buffer).data(), crlf.data());
  EXPECT_EQ(normalize_line_ends("A: 1\rB: 2\r\rx", buffer), "A: 1\nB: 2\n\nx");
  EXPECT_EQ(normalize_line_ends("A: 1\rB: 2\r\rx\ny\rz", buffer), "A: 1\nB: 2\n\nx\ny\nz");
  EXPECT_EQ(normalize_line_ends("", buffer), "");
  EXPECT_EQ(normalize_line_ends("x", buffer), "x");
}

TEST(ContentType, ParametersAsTheyAreWritten) {
  struct Row {
    std::string value, type, name, expected;
  };
  const Row rows[] = {
      {"text/plain", "text/plain", "charset", ""},
      {"text/plain; charset=utf-8", "text/plain", "CHARSET", "utf-8"},
      {"text/plain; Charset = \"utf-8\" ; x=y", "text/plain", "charset", "utf-8"},
      {"text/plain (a comment (inside)) ; (c) charset=x(y)", "text/plain", "charset", "x(y)"},
      {"text/plain charset=utf-8", "text/plain", "charset", "utf-8"},
      {"text/plain;;; charset=utf-8;", "text/plain", "charset", "utf-8"},
      {"text/plain;\r\n\tcharset=utf-8", "text/plain", "charset", "utf-8"},
      {"charset=utf-8", "", "charset", "utf-8"},
      {"\"text/plain\"; charset=utf-8", "text/plain", "charset", "utf-8"},
      {"a/b; x=\"a;charset=no\"; charset=yes", "a/b", "charset", "yes"},
      {"a/b; x=\"open; charset=yes", "a/b", "charset", "yes"},
      {"a/b; x=\"a\\\"b\"", "a/b", "x", "a\"b"},
      {"a/b; x*0=a; x*1=b; x*2=\"c d\"", "a/b", "x", "abc d"},
      {"a/b; x*1=b; x*0=a", "a/b", "x", "ab"},
      {"a/b; x*0*=utf-8'en'%e2%82; x*1*=%AC; x*2=%41", "a/b", "x", "\xe2\x82\xac%41"},
      {"a/b; x*=iso-8859-1''%e9", "a/b", "x", "\xc3\xa9"},
      {"a/b; x*=%zz%4", "a/b", "x", "%zz%4"},
      {"a/b; x*1=b", "a/b", "x", ""},
      {"a/b; x*99999999999=b; x*0=a", "a/b", "x", "a"},
      {"a/b; x", "a/b", "x", ""},
      {"a/b; x=", "a/b", "x", ""},
      {"a/b; ((((((x=1", "a/b", "x", ""},
  };
  for (const Row& row : rows) {
    std::string buffer;
    const ContentType type = parse_content_type(row.value);
    EXPECT_EQ(type.type, row.type) << row.value;
    EXPECT_EQ(type.parameter(row.name, buffer), row.expected) << row.value;
  }
}

}  // namespace
}  // namespace smtpscope::mime
