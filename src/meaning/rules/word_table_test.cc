// SPDX-License-Identifier: Apache-2.0
// Words of all lengths, at the end of their text and before it, against those that differ from them
// in one byte.
#include "meaning/rules/word_table.h"

#include <string>

#include <gtest/gtest.h>

namespace smtpscope::rules {
namespace {

/// Found where `text` is all there is, so that a sanitizer sees reading behind it.
std::uint32_t find_alone(const WordTable& table, const std::string& word) {
  const std::vector<char> copy(word.begin(), word.end());
  const std::string_view text(copy.data(), copy.size());
  return table.find(text, make_word_key(text, 0, text.size())).number;
}

/// Found in front of other words.
std::uint32_t find_before_others(const WordTable& table, const std::string& word) {
  const std::string text = " " + word + " and then others that go on for long";
  return table
      .find(std::string_view(text).substr(1, word.size()), make_word_key(text, 1, 1 + word.size()))
      .number;
}

TEST(WordTable, FindsWordsOfAllLengths) {
  std::vector<std::string> bytes;
  for (std::size_t n = 1; n <= 40; ++n) bytes.push_back(std::string(n - 1, 'a') + "b");
  bytes.push_back(std::string("a\0", 2));
  const std::vector<std::string_view> words(bytes.begin(), bytes.end());
  std::vector<std::uint32_t> nodes;
  for (std::uint32_t i = 0; i < words.size(); ++i) nodes.push_back(100 + i);
  WordTable table;
  table.build(words, nodes);
  for (std::uint32_t i = 0; i < bytes.size(); ++i) {
    EXPECT_EQ(find_alone(table, bytes[i]), i);
    EXPECT_EQ(find_before_others(table, bytes[i]), i);
    for (std::size_t at = 0; at < bytes[i].size(); ++at) {
      std::string other = bytes[i];
      other[at] = 'c';
      EXPECT_EQ(find_alone(table, other), WordTable::kNone) << other;
      EXPECT_EQ(find_before_others(table, other), WordTable::kNone) << other;
    }
  }
  EXPECT_EQ(table.find("b", make_word_key("b", 0, 1)).node, 100U);
  EXPECT_EQ(find_alone(table, "a"), WordTable::kNone);
  EXPECT_EQ(find_alone(WordTable(), "a"), WordTable::kNone);
}

TEST(WordTable, KeysDoNotDependOnWhatFollows) {
  const std::string text = "0123456789abcdefghijklmnopqrstuvwxyz";
  for (std::size_t n = 1; n <= text.size(); ++n) {
    const WordKey inside = make_word_key(text, 0, n);
    const WordKey alone = make_word_key(text.substr(0, n), 0, n);
    EXPECT_EQ(inside.hash, alone.hash) << n;
    EXPECT_EQ(inside.low, alone.low) << n;
    EXPECT_EQ(inside.high, alone.high) << n;
  }
}

}  // namespace
}  // namespace smtpscope::rules
