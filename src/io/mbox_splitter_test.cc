// SPDX-License-Identifier: Apache-2.0
// Separators of mboxes in all dialects, and: pieces of any size give the same mails.
#include "io/mbox_splitter.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "io/limits.h"

namespace smtpscope::io {
namespace {

/// The mails of `mbox` as strings, the window growing by `step` bytes.
std::vector<std::string> split(std::string_view mbox, std::size_t step) {
  std::vector<std::string> out;
  MboxSplitter splitter;
  std::size_t begin = 0, end = 0;
  while (true) {
    const bool is_last = end == mbox.size();
    while (const auto mail = splitter.next(mbox.substr(begin, end - begin), is_last)) {
      std::string bytes(mbox.substr(begin + mail->begin, mail->end - mail->begin));
      if (mail->quoted)
        bytes.resize(unquote_from(bytes.data(), bytes.size(), mail->body - mail->begin));
      out.push_back(std::string(mail->from.sender) + "|" + bytes);
      begin += mail->next;
    }
    if (is_last) return out;
    end = std::min(mbox.size(), end + step);
  }
}

std::string with_line_ends(std::string_view text, std::string_view end) {
  std::string out;
  for (const char c : text) {
    if (c == '\n')
      out += end;
    else
      out += c;
  }
  return out;
}

const std::string kDate = " Tue Nov 24 18:15:09 2026\n";
const std::string kFromA = "From a@example.com" + kDate;
const std::string kFromB = "From b@example.com" + kDate;

struct Row {
  const char* name;
  std::string mbox;
  std::vector<std::string> mails;
};

std::vector<Row> rows() {
  return {
      {"nothing", "", {}},
      {"one mail", kFromA + "S: 1\n\nx\n\n", {"a@example.com|S: 1\n\nx\n"}},
      {"two mails",
       kFromA + "S: 1\n\nx\n\n" + kFromB + "S: 2\n\ny\n\n",
       {"a@example.com|S: 1\n\nx\n", "b@example.com|S: 2\n\ny\n"}},
      {"no blank line before the separator, no line end after the last line",
       kFromA + "S: 1\n\nx\n" + kFromB + "S: 2\n\ny",
       {"a@example.com|S: 1\n\nx\n", "b@example.com|S: 2\n\ny"}},
      {"empty mails", kFromA + "\n" + kFromB + "\n", {"a@example.com|", "b@example.com|"}},
      {"a From_ line alone", kFromA, {"a@example.com|"}},
      {"a From_ line without its end",
       "From a@example.com Tue Nov 24 18:15:09 2026",
       {"|From a@example.com Tue Nov 24 18:15:09 2026"}},
      {"header alone",
       kFromA + "S: 1\n" + kFromB + "S: 2\n",
       {"a@example.com|S: 1\n", "b@example.com|S: 2\n"}},
      {"sentences do not split",
       kFromA + "S: 1\n\nFrom me to you\n\nFrom Tue to Wed: open\nFrom: x\n\nFrom \n",
       {"a@example.com|S: 1\n\nFrom me to you\n\nFrom Tue to Wed: open\nFrom: x\n\nFrom \n"}},
      {"a date alone does not split where no header follows",
       kFromA + "S: 1\n\nFrom b" + kDate + "wrote he\n",
       {"a@example.com|S: 1\n\nFrom b" + kDate + "wrote he\n"}},
      {"address without date, behind a blank line and before a header",
       kFromA + "S: 1\n\nx\n\nFrom b@example.com\nS: 2\n\ny\n",
       {"a@example.com|S: 1\n\nx\n", "b@example.com|S: 2\n\ny\n"}},
      {"address without date, elsewhere",
       kFromA + "S: 1\n\nx\nFrom b@example.com\nS: 2\n\nFrom c@example.com\nand so on",
       {"a@example.com|S: 1\n\nx\nFrom b@example.com\nS: 2\n\nFrom c@example.com\nand so on"}},
      {"mboxo and mboxrd: one > is taken",
       kFromA + "S: 1\n\n>From x\n>>From y\n > From z\n>From\n" + kFromB + "\n>From w\n",
       {"a@example.com|S: 1\n\nFrom x\n>From y\n > From z\n>From\n", "b@example.com|\nFrom w\n"}},
      {"what UUCP left in the header stays",
       kFromA + ">From c@example.com\nS: 1\n\n>From x\n",
       {"a@example.com|>From c@example.com\nS: 1\n\nFrom x\n"}},
      {"mboxcl2: a true Content-Length spares a separator in the body",
       kFromA + "Content-Length: " + std::to_string(kFromB.size() + 5) + "\n\n" + kFromB +
           "S: 2\n\n" + kFromA + "S: 3\n\n",
       {"a@example.com|Content-Length: " + std::to_string(kFromB.size() + 5) + "\n\n" + kFromB +
            "S: 2\n",
        "a@example.com|S: 3\n"}},
      {"mboxcl2: true at the end of the file, without a blank line",
       kFromA + "content-length:" + std::to_string(kFromB.size() + 5) + "\n\n" + kFromB + "S: 2\n",
       {"a@example.com|content-length:" + std::to_string(kFromB.size() + 5) + "\n\n" + kFromB +
        "S: 2\n"}},
      {"mboxcl2: >From stays as it is in a later mail, too",
       kFromA + "Content-Length: " + std::to_string(kFromB.size() + 5) + "\n\n" + kFromB +
           "S: 2\n\n" + kFromA + "Content-Length: 8\n\n>From x\n\n",
       {"a@example.com|Content-Length: " + std::to_string(kFromB.size() + 5) + "\n\n" + kFromB +
            "S: 2\n",
        "a@example.com|Content-Length: 8\n\n>From x\n"}},
      {"mboxcl: quoted and counted",
       kFromA + "Content-Length: 8\n\n>From x\n\n" + kFromB + "S: 2\n",
       {"a@example.com|Content-Length: 8\n\nFrom x\n", "b@example.com|S: 2\n"}},
      {"a Content-Length that is false is not believed",
       kFromA + "Content-Length: 9\n\nx\n\n" + kFromB + "Content-Length: 999999\n\ny\n\n" + kFromA +
           "Content-Length: 1\n\nxyz\n\n" + kFromB,
       {"a@example.com|Content-Length: 9\n\nx\n", "b@example.com|Content-Length: 999999\n\ny\n",
        "a@example.com|Content-Length: 1\n\nxyz\n", "b@example.com|"}},
      {"a Content-Length of the body is not that of the mail",
       kFromA + "S: 1\n\nContent-Length: " + std::to_string(kFromB.size() + 5) + "\n\n" + kFromB +
           "S: 2\n\n" + kFromA + "S: 3\n",
       {"a@example.com|S: 1\n\nContent-Length: " + std::to_string(kFromB.size() + 5) + "\n",
        "b@example.com|S: 2\n", "a@example.com|S: 3\n"}},
      {"NULs and broken UTF-8",
       kFromA + std::string("S: \0\xff\n\n\0From \n\n", 15) + kFromB + "S: 2\n",
       {std::string("a@example.com|S: \0\xff\n\n\0From \n", 28), "b@example.com|S: 2\n"}},
      {"the first line is too long",
       "From " + std::string(kMaxFromLine, 'x') + "\nS: 1\n\n" + kFromB,
       {"|From " + std::string(kMaxFromLine, 'x') + "\nS: 1\n", "b@example.com|"}},
  };
}

TEST(MboxSplitter, SplitsAllDialectsWithAllLineEndsInPiecesOfAnySize) {
  for (const Row& row : rows()) {
    for (const std::string_view end : {"\n", "\r\n", "\r"}) {
      // Lengths are counted for LF, and CR is looked for in the first line only.
      if (end != "\n" && row.mbox.find("ength:") != std::string::npos) continue;
      if (end == "\r" && row.mbox.find("\n") > kMaxFromLine) continue;
      const std::string mbox = with_line_ends(row.mbox, end);
      std::vector<std::string> expected;
      for (const std::string& mail : row.mails) expected.push_back(with_line_ends(mail, end));
      for (const std::size_t step : {std::size_t{1}, std::size_t{2}, std::size_t{7},
                                     std::size_t{64}, std::size_t{1} << 20}) {
        EXPECT_EQ(split(mbox, step), expected)
            << row.name << ", " << step << " bytes at a time, line end of " << end.size();
      }
    }
  }
}

TEST(MboxSplitter, TakesOneQuoteFromEachLine) {
  struct Case {
    std::string_view text, expected;
  };
  for (const Case& c : {Case{"", ""}, Case{">From ", ">From "}, Case{"\n>From ", "\nFrom "},
                        Case{"\n>From a\n>>From b\n>>>From c", "\nFrom a\n>From b\n>>From c"},
                        Case{"\n> From a\n>From", "\n> From a\n>From"},
                        Case{"\r>From a\rx>From", "\rFrom a\rx>From"},
                        Case{"x>From a\n\n>From From >From b", "x>From a\n\nFrom From >From b"}}) {
    std::string text(c.text);
    text.resize(unquote_from(text.data(), text.size(), 0));
    EXPECT_EQ(text, c.expected) << c.text;
  }
}

TEST(MboxSplitter, PassesOverAMailThatIsGivenUp) {
  const std::string mbox =
      kFromA + "S: 1\n\n" + std::string(5000, 'x') + "\n>From y\n\n" + kFromB + "S: 2\n";
  MboxSplitter splitter;
  std::string window = mbox.substr(0, 3000);
  EXPECT_FALSE(splitter.next(window, false));
  const MboxMail kept = splitter.pass_over(window);
  EXPECT_EQ(kept.from.sender, "a@example.com");
  EXPECT_EQ(window.substr(kept.begin, 4), "S: 1");
  std::size_t taken = 3000, offset = 0;
  while (true) {
    const std::size_t passed = splitter.passed();
    window.erase(0, passed);
    splitter.drop(passed);
    offset += passed;
    EXPECT_LT(window.size(), kMaxFromLine);
    window += mbox.substr(taken, 10);
    taken = std::min(taken + 10, mbox.size());
    if (const auto mail = splitter.next(window, taken == mbox.size())) {
      EXPECT_EQ(offset + mail->next, mbox.find(kFromB));
      window.erase(0, mail->next);
      break;
    }
    ASSERT_LT(taken, mbox.size());
  }
  window += mbox.substr(taken);
  const auto mail = splitter.next(window, true);
  ASSERT_TRUE(mail);
  EXPECT_EQ(mail->from.sender, "b@example.com");
}

}  // namespace
}  // namespace smtpscope::io
