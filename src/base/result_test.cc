// SPDX-License-Identifier: Apache-2.0
#include "base/result.h"

#include <gtest/gtest.h>

namespace smtpscope::base {
namespace {

TEST(Result, FormatsWhatIsKnown) {
  struct Row {
    Error error;
    std::string_view text;
  };
  for (const Row& row :
       {Row{{"a.toml", 3, "no id", "add one"}, "a.toml:3: error: no id\n  help: add one"},
        Row{{"a.toml", 0, "no id", ""}, "a.toml: error: no id"},
        Row{{"", 3, "no id", ""}, "error: no id"},
        Row{{"", 0, "no id", "add one"}, "error: no id\n  help: add one"}}) {
    EXPECT_EQ(format_error(row.error), row.text);
  }
}

TEST(Result, HoldsAValueOrAnError) {
  const Result<int> good = 4;
  const Result<int> bad = tl::unexpected(Error{"", 0, "no", ""});
  EXPECT_EQ(*good, 4);
  ASSERT_FALSE(bad.has_value());
  EXPECT_EQ(bad.error().message, "no");
}

}  // namespace
}  // namespace smtpscope::base
