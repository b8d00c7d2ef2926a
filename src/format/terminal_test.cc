// SPDX-License-Identifier: Apache-2.0
// Escaping, widths and wrapping for a terminal, and durations in words.
#include "format/terminal.h"

#include <gtest/gtest.h>

#include "format/answer_text.h"
#include "format/reference_text.h"

namespace smtpscope::format {
namespace {

TEST(Terminal, Escapes) {
  struct Row {
    std::string_view text, lines, line;  ///< with line ends kept, and without
  };
  for (const Row& row :
       {Row{"", "", ""},
        Row{"plain \xc3\xa9 \xe4\xb8\x8d", "plain \xc3\xa9 \xe4\xb8\x8d",
            "plain \xc3\xa9 \xe4\xb8\x8d"},
        Row{"a\nb", "a\nb", "a\\x0ab"}, Row{"a\r\nb", "a\nb", "a\\x0d\\x0ab"},
        Row{"a\rb", "a\\x0db", "a\\x0db"}, Row{"a\r", "a\\x0d", "a\\x0d"},
        Row{"a\tb", "a b", "a\\x09b"}, Row{"\x1b[31m", "\\x1b[31m", "\\x1b[31m"},
        Row{"\x7f\xc2\x9b", "\\x7f\\x9b", "\\x7f\\x9b"}, Row{"\xe2\x80\xae", "\\u202e", "\\u202e"},
        Row{"\xd8\x9c", "\\u061c", "\\u061c"}, Row{"\xef\xbb\xbf", "\\ufeff", "\\ufeff"},
        Row{"\xc2\xad", "\\xad", "\\xad"}, Row{"\xf3\xa0\x80\x81", "\\u0e0001", "\\u0e0001"},
        Row{"\xff\xe2\x80", "\\xff\\xe2\\x80", "\\xff\\xe2\\x80"}}) {
    std::string lines;
    std::string line;
    append_escaped(row.text, true, lines);
    append_escaped(row.text, false, line);
    EXPECT_EQ(lines, row.lines);
    EXPECT_EQ(line, row.line);
  }
}

TEST(Terminal, CountsColumns) {
  struct Row {
    std::string_view text;
    std::size_t columns;
  };
  for (const Row& row : {Row{"", 0}, Row{"abc", 3}, Row{"\xc3\xa9", 1},
                         Row{"\xe4\xb8\x8d\xe6\x98\x8e", 4}, Row{"\xea\xb0\x80", 2},
                         Row{"\xf0\x9f\x98\x80", 2}, Row{"\xe2\x82\xac", 1}, Row{"\xff", 1}}) {
    EXPECT_EQ(count_columns(row.text), row.columns) << row.text;
  }
}

TEST(Terminal, CutsBetweenCharacters) {
  struct Row {
    std::string_view text;
    std::size_t most;
    std::string_view cut;
  };
  for (const Row& row : {Row{"abc", 5, "abc"}, Row{"abc", 2, "ab"}, Row{"a\xc3\xa9", 2, "a"},
                         Row{"\xe4\xb8\x8d\xe6\x98\x8e", 5, "\xe4\xb8\x8d"},
                         Row{"\xe4\xb8\x8d", 2, ""}, Row{"", 0, ""}}) {
    EXPECT_EQ(cut_utf8(row.text, row.most), row.cut);
  }
}

TEST(Terminal, WrapsAtTheWidth) {
  struct Row {
    std::string_view text;
    std::size_t indent, width;
    std::string_view wrapped;
  };
  for (const Row& row :
       {Row{"", 0, 10, ""}, Row{"one two", 0, 7, "one two"}, Row{"one two", 0, 6, "one\ntwo"},
        Row{"one  two\nthree", 0, 80, "one two three"}, Row{"one two", 2, 8, "one\n  two"},
        Row{"overlongword x", 0, 4, "overlongword\nx"}, Row{"a b c", 0, 0, "a\nb\nc"},
        Row{"\xe4\xb8\x8d\xe6\x98\x8e a", 0, 6, "\xe4\xb8\x8d\xe6\x98\x8e a"},
        Row{"\xe4\xb8\x8d\xe6\x98\x8e ab", 0, 6, "\xe4\xb8\x8d\xe6\x98\x8e\nab"}}) {
    std::string out;
    append_wrapped(row.text, row.indent, row.width, out);
    EXPECT_EQ(out, row.wrapped) << row.text;
  }
}

TEST(Terminal, NoLineIsWiderThanAsked) {
  const std::string text =
      "The server waits for more: the message, or the next step of the login. "
      "\xe4\xb8\x8d\xe6\x98\x8e \xe4\xb8\x8d\xe6\x98\x8e \xc3\xa9t\xc3\xa9.";
  for (std::size_t width = 12; width < 100; ++width) {
    std::string out(4, ' ');
    append_wrapped(text, 4, width, out);
    for (std::size_t at = 0; at <= out.size();) {
      const std::size_t end = std::min(out.find('\n', at), out.size());
      ASSERT_LE(count_columns(std::string_view(out).substr(at, end - at)), width);
      at = end + 1;
    }
  }
}

TEST(Duration, IsInTheLargestUnits) {
  struct Row {
    std::uint32_t seconds;
    std::string_view words;
  };
  for (const Row& row :
       {Row{0, "0 seconds"}, Row{1, "1 second"}, Row{59, "59 seconds"}, Row{60, "1 minute"},
        Row{90, "1 minute 30 seconds"}, Row{300, "5 minutes"}, Row{3600, "1 hour"},
        Row{3661, "1 hour 1 minute"}, Row{7200, "2 hours"}, Row{86400, "1 day"},
        Row{86460, "1 day 1 minute"}, Row{90061, "1 day 1 hour"}, Row{432000, "5 days"},
        Row{4294967295U, "49710 days 6 hours"}}) {
    EXPECT_EQ(format_duration(row.seconds), row.words);
  }
}

TEST(Pattern, ShowsWildParts) {
  EXPECT_EQ(format_pattern({-1, 7, 26}), "x.7.26");
  EXPECT_EQ(format_pattern({5, 7, -1}), "5.7.x");
  EXPECT_EQ(format_pattern({-1, 7, -1}), "x.7.x");
}

}  // namespace
}  // namespace smtpscope::format
