// SPDX-License-Identifier: Apache-2.0
// Rows by RFC 4180: as many cells as the header, quotes doubled, and no cell that a spreadsheet
// computes.
#include "format/attempt_csv.h"

#include <vector>

#include <gtest/gtest.h>

namespace smtpscope::format {
namespace {

/// A reader of RFC 4180, of one row.
std::vector<std::string> cells_of(std::string_view row) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (std::size_t i = 0; i < row.size(); ++i) {
    const char c = row[i];
    if (c == '"' && quoted && i + 1 < row.size() && row[i + 1] == '"') {
      cells.back().push_back(row[++i]);
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      cells.emplace_back();
    } else if (c == '\r' && !quoted) {
      break;
    } else {
      cells.back().push_back(c);
    }
  }
  return cells;
}

TEST(Csv, QuotesCells) {
  struct Row {
    std::string_view text, cell;
  };
  for (const Row& row :
       {Row{"", ""}, Row{"plain", "plain"}, Row{"a,b", "\"a,b\""}, Row{"a\"b", "\"a\"\"b\""},
        Row{"it's", "\"it's\""}, Row{"=1+1", "\"'=1+1\""}, Row{"+1", "\"'+1\""},
        Row{"-1", "\"'-1\""}, Row{"@SUM(A1)", "\"'@SUM(A1)\""}, Row{"a=1", "a=1"},
        Row{"550 no", "550 no"}, Row{"\xc3\xa4", "\xc3\xa4"}}) {
    std::string out;
    append_csv_cell(row.text, out);
    EXPECT_EQ(out, row.cell);
  }
}

TEST(Csv, ACellIsNeverSeenAsAFormula) {
  for (const std::string_view text :
       {"=1", "+1", "-1", "@a", "\t=1", "\r=1", "\n=1", " =1", "\x01=1", "\"=1", "'=1"}) {
    std::string out;
    append_csv_cell(text, out);
    const std::string cell = cells_of(out).at(0);
    EXPECT_EQ(std::string_view("=+-@\t\r\n").find(cell.front()), std::string_view::npos) << out;
  }
}

TEST(Csv, RowsFitTheHeader) {
  attempt::Attempt a;
  a.place.file = "in.mbox";
  a.recipient = "r@example.net";
  a.subject = "one, \"two\"";
  a.reply = "550-5.1.1 first\n550 5.1.1 last";
  a.code = 550;
  a.enhanced = {5, 1, 1};
  a.stage = reply::Stage::rcpt;
  a.time = attempt::Time{};
  core::AttemptVerdict judged;
  judged.verdict.reason = verdict::Reason::unknown_recipient;
  const std::vector<std::string> names = cells_of(csv_header());
  for (const bool full : {true, false}) {
    std::string row;
    append_csv_row(full ? a : attempt::Attempt(), judged, full, row);
    EXPECT_TRUE(row.ends_with("\r\n"));
    EXPECT_EQ(row.find('\n'), row.size() - 1);
    const std::vector<std::string> cells = cells_of(row);
    ASSERT_EQ(cells.size(), names.size());
    const auto cell = [&](std::string_view name) {
      return cells[static_cast<std::size_t>(std::find(names.begin(), names.end(), name) -
                                            names.begin())];
    };
    EXPECT_EQ(cell("proven"), full ? "yes" : "no");
    EXPECT_EQ(cell("reply"), full ? "550-5.1.1 first 550 5.1.1 last" : "");
    EXPECT_EQ(cell("subject"), full ? "one, \"two\"" : "");
    EXPECT_EQ(cell("code"), full ? "550" : "");
    EXPECT_EQ(cell("enhanced"), full ? "5.1.1" : "");
    EXPECT_EQ(cell("time"), full ? "1970-01-01T00:00:00.000Z" : "");
  }
}

}  // namespace
}  // namespace smtpscope::format
