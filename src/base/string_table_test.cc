// SPDX-License-Identifier: Apache-2.0
#include "base/string_table.h"

#include <deque>
#include <map>
#include <string>

#include <gtest/gtest.h>

namespace smtpscope::base {
namespace {

TEST(StringTable, EmptyFindsNothing) {
  const StringTable table;
  EXPECT_EQ(table.find(""), StringTable::kNone);
  EXPECT_EQ(table.find("a"), StringTable::kNone);
  EXPECT_EQ(table.size(), 0U);
}

TEST(StringTable, TheFirstValueOfAKeyStays) {
  StringTable table;
  table.insert("a", 1);
  table.insert("a", 2);
  table.insert("", 3);
  table.insert(std::string_view("a\0b", 3), 4);
  EXPECT_EQ(table.find("a"), 1U);
  EXPECT_EQ(table.find(""), 3U);
  EXPECT_EQ(table.find(std::string_view("a\0b", 3)), 4U);
  EXPECT_EQ(table.find(std::string_view("a\0c", 3)), StringTable::kNone);
  EXPECT_EQ(table.size(), 3U);
}

TEST(StringTable, IsAMapAtEverySize) {
  for (const bool reserved : {false, true}) {
    StringTable table;
    if (reserved) table.reserve(3000);
    std::deque<std::string> keys;
    std::map<std::string, std::uint32_t> map;
    for (std::uint32_t i = 0; i < 3000; ++i) {
      const std::string& key = keys.emplace_back(std::to_string(i * 7919 % 2000) + "-key");
      table.insert(key, i);
      map.try_emplace(key, i);
      ASSERT_EQ(table.size(), map.size());
      ASSERT_EQ(table.find(key), map.at(key));
    }
    for (const auto& [key, value] : map) ASSERT_EQ(table.find(key), value);
    for (int i = 0; i < 3000; ++i) ASSERT_EQ(table.find(std::to_string(i)), StringTable::kNone);
  }
}

TEST(StringTable, ReserveKeepsWhatIsThere) {
  StringTable table;
  table.insert("a", 1);
  table.reserve(1000);
  table.reserve(0);
  EXPECT_EQ(table.find("a"), 1U);
}

}  // namespace
}  // namespace smtpscope::base
