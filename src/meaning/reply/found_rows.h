// SPDX-License-Identifier: Apache-2.0
// For tests: rows of a text and what must be found in it. The text is put into a heap block of its
// exact size, so that the address sanitizer sees every read beyond it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "meaning/reply/find_replies.h"

namespace smtpscope::reply {

class HeapText {
 public:
  explicit HeapText(std::string_view text)
      : size_(text.size()), block_(std::make_unique<char[]>(std::max<std::size_t>(size_, 1))) {
    std::copy(text.begin(), text.end(), block_.get());
  }
  std::string_view view() const noexcept { return {block_.get(), size_}; }

 private:
  std::size_t size_;
  std::unique_ptr<char[]> block_;
};

/// What decides, and how many replies were found. `reply` is the whole text of it.
struct FoundRow {
  std::string_view text;
  std::size_t count;
  int code;
  std::string_view enhanced;
  Stage stage;
  std::string_view wrapper;
  std::string_view host;
  std::string_view ip;
  std::string_view recipient;
  std::string_view reply;
  bool local = false;
};

inline void check_row(const FoundRow& row) {
  SCOPED_TRACE(row.text);
  const HeapText block(row.text);
  const Paste paste = find_replies(block.view());
  ASSERT_LT(paste.deciding, paste.replies.size());
  EXPECT_EQ(paste.replies.size(), row.count);
  const Found& found = paste.replies[paste.deciding];
  EXPECT_EQ(found.reply.code, row.code);
  EXPECT_EQ(format_enhanced_code(found.reply.enhanced), row.enhanced);
  EXPECT_EQ(to_string(found.stage), to_string(row.stage));
  EXPECT_EQ(found.wrapper, row.wrapper);
  EXPECT_EQ(found.host, row.host);
  EXPECT_EQ(found.ip, row.ip);
  EXPECT_EQ(found.recipient, row.recipient);
  EXPECT_EQ(found.reply.text, row.reply);
  EXPECT_EQ(found.local, row.local);
}

}  // namespace smtpscope::reply
