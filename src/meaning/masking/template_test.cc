// SPDX-License-Identifier: Apache-2.0
// The table of docs/folding.md, and what a template tells besides its text. The page is the source:
// a new case is a new row there.
#include "meaning/masking/template.h"

#include <fstream>

#include <gtest/gtest.h>

#include "base/text.h"

#include "meaning/masking/small_names_testing.h"

namespace smtpscope::masking {
namespace {

struct Row {
  std::string reply, folded;
};

/// A cell without its backticks and escapes.
std::string read_cell(std::string_view cell) {
  cell = base::trim(cell);
  if (cell.size() >= 2 && cell.front() == '`') cell = cell.substr(1, cell.size() - 2);
  std::string out;
  for (std::size_t i = 0; i < cell.size(); ++i) {
    if (cell[i] != '\\' || i + 1 == cell.size()) {
      out.push_back(cell[i]);
      continue;
    }
    const char c = cell[++i];
    if (c == 'x') {
      out.push_back(static_cast<char>(std::stoi(std::string(cell.substr(i + 1, 2)), nullptr, 16)));
      i += 2;
    } else {
      out.push_back(c == 'n' ? '\n' : c == 'r' ? '\r' : c == 't' ? '\t' : c);
    }
  }
  return out;
}

/// The cells of a row of a table; `\|` does not end one.
std::vector<std::string> read_cells(std::string_view line) {
  std::vector<std::string> cells;
  std::size_t begin = 1;
  for (std::size_t i = 1; i < line.size(); ++i) {
    if (line[i] == '\\')
      ++i;
    else if (line[i] == '|') {
      cells.push_back(read_cell(line.substr(begin, i - begin)));
      begin = i + 1;
    }
  }
  return cells;
}

std::vector<Row> read_table() {
  std::vector<Row> rows;
  std::ifstream page(SMTPSCOPE_KNOWLEDGE_DIR "/../docs/folding.md");
  bool cases = false;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("## ")) cases = line == "## Cases";
    if (!cases || !line.starts_with("| ") || line.starts_with("| reply |")) continue;
    const auto cells = read_cells(line);
    if (cells.size() == 2)
      rows.push_back({cells[0], cells[1]});
    else
      rows.push_back({"a row of docs/folding.md has another number of cells: " + line, ""});
  }
  return rows;
}

const Names& names() {
  static const SmallNames kNames;
  return kNames.names;
}

class Folding : public testing::TestWithParam<Row> {};

TEST_P(Folding, MasksAndFolds) {
  EXPECT_EQ(Folded(GetParam().reply, names()).shown(), GetParam().folded) << GetParam().reply;
}

TEST_P(Folding, TemplateOfATemplateIsItself) {
  EXPECT_EQ(Folded(GetParam().folded, names()).shown(), GetParam().folded);
}

INSTANTIATE_TEST_SUITE_P(Table, Folding, testing::ValuesIn(read_table()));

TEST(FoldingPage, IsThere) { EXPECT_GE(read_table().size(), 60U); }

TEST(Folding, IsCutAtItsLimit) {
  const std::string text = "550 " + std::string(40000, 'a');
  const Folded folded(text, names());
  EXPECT_TRUE(folded.folded().cut);
  EXPECT_LT(folded.folded().text.size(), 17000U);
  EXPECT_FALSE(Folded("550 a", names()).folded().cut);
}

TEST(Folding, MemoryIsUsedAgain) {
  Template out;
  for (const std::string_view text : {"550 a b c d <a@example.com>", "550 x", "", "550 1 2 3"}) {
    make_template(reply::parse_reply(text), names(), out);
    EXPECT_EQ(out.shown(), Folded(text, names()).shown());
    ASSERT_GE(out.buffer.size(), out.text.size() + Template::kSpareBytes);
  }
}

TEST(FoldPhrase, KeepsDigitsAndCjkBorders) {
  struct PhraseRow {
    std::string_view phrase, folded;
    bool keep_numbers = false;
  };
  for (const PhraseRow& row :
       {PhraseRow{"S3150", " s3150 "}, PhraseRow{"recipient's mailbox", " recipient s mailbox "},
        PhraseRow{"within 5 minutes", " within <n> minutes "},
        PhraseRow{"<addr> is not", " <addr> is not "},
        PhraseRow{"\xe4\xb8\x8d\xe6\x98\x8e", "\xe4\xb8\x8d\xe6\x98\x8e"},
        PhraseRow{"user \xe4\xb8\x8d", " user \xe4\xb8\x8d"},
        PhraseRow{"\xe4\xb8\x8d user", "\xe4\xb8\x8d user "}, PhraseRow{"", " "},
        PhraseRow{"...", " "}, PhraseRow{"mx.l.google.com said", " <host:google> said "},
        PhraseRow{"https://support.google.com/mail", " <url:google> mail "},
        PhraseRow{"code 554", " code 554 ", true}, PhraseRow{"code 55", " code <n> ", true},
        PhraseRow{"ipv6 8bit", " ipv6 8bit "}}) {
    EXPECT_EQ(fold_phrase(row.phrase, names(), row.keep_numbers), row.folded);
  }
}

TEST(FindSource, PointsAtTheWordsOfTheReply) {
  struct SourceRow {
    std::string_view reply, words, source;
  };
  for (const SourceRow& row :
       {SourceRow{"550 5.1.1 <a@example.com>: User  Unknown!", "user unknown", "User  Unknown"},
        SourceRow{"550-5.1.1 user\r\n550 5.1.1 unknown", "user unknown",
                  "user\r\n550 5.1.1 unknown"},
        SourceRow{"550 <a@example.com> is gone", "<addr> is", "<a@example.com> is"},
        SourceRow{"550 listed at 1.2.0.192.zen.spamhaus.org now", "<list:spamhaus.zen>",
                  "1.2.0.192.zen.spamhaus.org"},
        SourceRow{"550 \xe5\xae\x9b\xe5\x85\x88\xe4\xb8\x8d\xe6\x98\x8e\xe3\x81\xa7\xe3\x81\x99",
                  "\xe4\xb8\x8d\xe6\x98\x8e", "\xe4\xb8\x8d\xe6\x98\x8e"},
        SourceRow{"550 x", "x", "x"}}) {
    const Folded folded(row.reply, names());
    const std::size_t at = folded.folded().text.find(row.words);
    ASSERT_NE(at, std::string_view::npos) << folded.shown();
    const Range range = find_source(
        folded.folded(),
        {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + row.words.size())});
    EXPECT_EQ(folded.reply().text.substr(range.begin, range.end - range.begin), row.source);
  }
}

}  // namespace
}  // namespace smtpscope::masking
