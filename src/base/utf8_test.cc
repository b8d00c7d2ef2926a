// SPDX-License-Identifier: Apache-2.0
// RFC 3629 at every border, the repair, and no byte read beyond the text: each text stands in a
// heap block of its exact size.
#include "base/utf8.h"

#include <vector>

#include <gtest/gtest.h>

namespace smtpscope::base {
namespace {

class Exact {
 public:
  explicit Exact(std::string_view text) : bytes_(text.begin(), text.end()) {
    bytes_.shrink_to_fit();
  }
  std::string_view view() const { return {bytes_.data(), bytes_.size()}; }

 private:
  std::vector<char> bytes_;
};

std::string encode(char32_t c) {
  std::string out;
  append_utf8(c, out);
  return out;
}

TEST(Utf8, LengthAtEveryBorder) {
  struct Row {
    std::string_view text;
    std::size_t length;
  };
  for (const Row& row : {Row{"", 0},
                         Row{"a", 1},
                         Row{std::string_view("\0", 1), 1},
                         Row{"\x7f", 1},
                         Row{"\x80", 0},
                         Row{"\xbf", 0},
                         Row{"\xc0\x80", 0},
                         Row{"\xc1\xbf", 0},
                         Row{"\xc2\x80", 2},
                         Row{"\xc2", 0},
                         Row{"\xc2\x7f", 0},
                         Row{"\xc2\xc0", 0},
                         Row{"\xdf\xbf", 2},
                         Row{"\xe0\x9f\xbf", 0},
                         Row{"\xe0\xa0\x80", 3},
                         Row{"\xe0\xa0", 0},
                         Row{"\xe0", 0},
                         Row{"\xed\x9f\xbf", 3},
                         Row{"\xed\xa0\x80", 0},
                         Row{"\xed\xbf\xbf", 0},
                         Row{"\xee\x80\x80", 3},
                         Row{"\xef\xbf\xbf", 3},
                         Row{"\xef\xbf\x7f", 0},
                         Row{"\xf0\x8f\xbf\xbf", 0},
                         Row{"\xf0\x90\x80\x80", 4},
                         Row{"\xf0\x90\x80", 0},
                         Row{"\xf0\x90", 0},
                         Row{"\xf0", 0},
                         Row{"\xf4\x8f\xbf\xbf", 4},
                         Row{"\xf4\x90\x80\x80", 0},
                         Row{"\xf5\x80\x80\x80", 0},
                         Row{"\xfe", 0},
                         Row{"\xff", 0}}) {
    const Exact exact(row.text);
    EXPECT_EQ(utf8_length(exact.view()), row.length) << testing::PrintToString(row.text);
    EXPECT_EQ(is_utf8(exact.view()), row.length != 0 || row.text.empty())
        << testing::PrintToString(row.text);
  }
}

TEST(Utf8, EncodesAndDecodesEveryCodePoint) {
  for (char32_t c = 0; c <= 0x10ffff; c += c < 0x3000 || c > 0x10fff0 ? 1 : 7) {
    const bool surrogate = c >= 0xd800 && c < 0xe000;
    const std::string text = encode(c);
    ASSERT_EQ(utf8_length(text), text.size()) << static_cast<unsigned>(c);
    ASSERT_EQ(decode_utf8(text), surrogate ? 0xfffdU : c);
  }
  EXPECT_EQ(encode(0x110000), "\xef\xbf\xbd");
  EXPECT_EQ(encode(0xffffffff), "\xef\xbf\xbd");
}

TEST(Utf8, ChecksAtEveryOffsetOfAWord) {
  // ASCII is looked at eight bytes at a time: a high byte at each place of one and the next word.
  for (std::size_t length = 0; length < 20; ++length) {
    for (std::size_t at = 0; at < length; ++at) {
      std::string text(length, 'a');
      text[at] = '\xe9';
      const Exact exact(text);
      EXPECT_FALSE(is_utf8(exact.view())) << length << " " << at;
      std::string repaired;
      repair_utf8(exact.view(), repaired);
      std::string wanted = text.substr(0, at);
      wanted.append("\xc3\xa9").append(text.substr(at + 1));
      EXPECT_EQ(repaired, wanted);
    }
    EXPECT_TRUE(is_utf8(Exact(std::string(length, 'a')).view()));
  }
}

TEST(Utf8, RepairsAsWindows1252) {
  struct Row {
    std::string_view bytes, text;
  };
  for (const Row& row :
       {Row{"", ""}, Row{"plain", "plain"}, Row{"\x80", "\xe2\x82\xac"},
        Row{"\x93quoted\x94", "\xe2\x80\x9cquoted\xe2\x80\x9d"},
        Row{"recipient\x92s", "recipient\xe2\x80\x99s"}, Row{"Bo\xeete", "Bo\xc3\xaete"},
        Row{"\xa0", "\xc2\xa0"}, Row{"\xff", "\xc3\xbf"}, Row{"\xc3\xa9 stays", "\xc3\xa9 stays"},
        Row{"\xc3 \xa9", "\xc3\x83 \xc2\xa9"},
        Row{"\xe2\x82", "\xc3\xa2\xe2\x80\x9a"},              // a cut sequence is two letters
        Row{"\xed\xa0\x80", "\xc3\xad\xc2\xa0\xe2\x82\xac"},  // a surrogate is none
        Row{"\x81\x8d\x8f\x90\x9d",
            "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"}}) {
    std::string out;
    repair_utf8(Exact(row.bytes).view(), out);
    EXPECT_EQ(out, row.text) << testing::PrintToString(row.bytes);
    EXPECT_TRUE(is_utf8(out));
    std::string again;
    repair_utf8(out, again);
    EXPECT_EQ(again, out) << "a second repair changes nothing";
  }
}

TEST(Utf8, RepairGivesUtf8ForAllPairsOfBytes) {
  for (int a = 0; a < 256; ++a) {
    for (int b = 0; b < 256; ++b) {
      const char bytes[] = {static_cast<char>(a), static_cast<char>(b)};
      std::string out;
      repair_utf8(Exact({bytes, 2}).view(), out);
      ASSERT_TRUE(is_utf8(out)) << a << " " << b;
      ASSERT_LE(out.size(), 6U);
    }
  }
}

}  // namespace
}  // namespace smtpscope::base
