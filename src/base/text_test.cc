// SPDX-License-Identifier: Apache-2.0
// Character classes and searches over ASCII.
#include "base/text.h"

#include <string>

#include <gtest/gtest.h>

namespace smtpscope::base {
namespace {

TEST(Text, EveryByteIsInTheClassesOfC) {
  for (int i = 0; i < 256; ++i) {
    const char c = static_cast<char>(i);
    const bool ascii = i < 0x80;
    const std::string name = "byte " + std::to_string(i);
    EXPECT_EQ(is_digit(c), ascii && i >= '0' && i <= '9') << name;
    EXPECT_EQ(is_alpha(c), (i >= 'A' && i <= 'Z') || (i >= 'a' && i <= 'z')) << name;
    EXPECT_EQ(is_alnum(c), is_alpha(c) || is_digit(c)) << name;
    EXPECT_EQ(is_hex(c),
              ascii && i != 0 && std::string("0123456789abcdefABCDEF").find(c) != std::string::npos)
        << name;
    EXPECT_EQ(is_space(c), i == ' ' || (i >= 9 && i <= 13)) << name;
    EXPECT_EQ(is_blank(c), i == ' ' || i == '\t') << name;
    EXPECT_EQ(is_high(c), !ascii) << name;
    EXPECT_EQ(is_control(c), i < 0x20 || i == 0x7f) << name;
    EXPECT_EQ(to_lower(c), is_upper(c) ? static_cast<char>(i + 32) : c) << name;
  }
}

TEST(Text, Trims) {
  struct Row {
    std::string_view text, trimmed;
  };
  for (const Row& row : {Row{"", ""}, Row{" ", ""}, Row{" \t\r\n\v\f", ""}, Row{"a", "a"},
                         Row{" a b ", "a b"}, Row{"\r\na\n", "a"},
                         Row{"\xa0"
                             "a",
                             "\xa0"
                             "a"}}) {
    EXPECT_EQ(trim(row.text), row.trimmed) << row.text;
  }
}

TEST(Text, ComparesWithoutCase) {
  struct Row {
    std::string_view a, b;
    bool equal, starts, ends;
  };
  for (const Row& row : {Row{"", "", true, true, true}, Row{"abc", "ABC", true, true, true},
                         Row{"abc", "", false, true, true}, Row{"", "a", false, false, false},
                         Row{"abc", "AB", false, true, false}, Row{"abc", "BC", false, false, true},
                         Row{"a@b", "A`B", false, false, false},  // 0x40 and 0x60 are no letters
                         Row{"\xc3\x89", "\xc3\xa9", false, false, false}}) {
    EXPECT_EQ(equals_nocase(row.a, row.b), row.equal) << row.a << " " << row.b;
    EXPECT_EQ(starts_with_nocase(row.a, row.b), row.starts) << row.a << " " << row.b;
    EXPECT_EQ(ends_with_nocase(row.a, row.b), row.ends) << row.a << " " << row.b;
  }
}

TEST(Text, FindsWithoutCase) {
  constexpr auto kNone = std::string_view::npos;
  struct Row {
    std::string_view text, needle;
    std::size_t from, at;
  };
  for (const Row& row :
       {Row{"", "", 0, 0}, Row{"abc", "", 3, 3}, Row{"abc", "", 4, kNone}, Row{"abc", "c", 0, 2},
        Row{"ABC", "bc", 0, 1}, Row{"abcabc", "bc", 2, 4}, Row{"abc", "abcd", 0, kNone},
        Row{"abc", "a", 9, kNone}, Row{"aaab", "aab", 0, 1}, Row{"x-y", "-y", 0, 1},
        Row{"x\rY", "\ry", 0, 1}}) {
    EXPECT_EQ(find_nocase(row.text, row.needle, row.from), row.at) << row.text << " " << row.needle;
  }
}

TEST(Text, ParsesDigits) {
  struct Row {
    std::string_view text;
    std::optional<std::uint32_t> value;
  };
  for (const Row& row :
       {Row{"", std::nullopt}, Row{"a1", std::nullopt}, Row{"0", 0U}, Row{"007x", 7U},
        Row{"999999999", 999999999U}, Row{"1000000000", std::nullopt},
        Row{"0000000000", std::nullopt}, Row{"-1", std::nullopt}, Row{"1.5", 1U}}) {
    EXPECT_EQ(parse_digits(row.text), row.value) << row.text;
  }
}

}  // namespace
}  // namespace smtpscope::base
