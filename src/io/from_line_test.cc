// SPDX-License-Identifier: Apache-2.0
// From_ lines as mail servers and programs write them, and sentences that begin with "From".
#include "io/from_line.h"

#include <string>

#include <gtest/gtest.h>

namespace smtpscope::io {
namespace {

TEST(FromLine, ReadsWhatIsWritten) {
  struct Row {
    std::string_view line, sender, date;
  };
  for (const Row& row : {
           Row{"From a@example.com Tue Nov 24 18:15:09 2026", "a@example.com",
               "Tue Nov 24 18:15:09 2026"},
           Row{"From a@example.com  Tue Nov  4 08:15:09 2026", "a@example.com",
               "Tue Nov  4 08:15:09 2026"},
           Row{"From MAILER-DAEMON Tue Nov 24 18:15 2026", "MAILER-DAEMON",
               "Tue Nov 24 18:15 2026"},
           Row{"From - Tue Nov 24 18:15:09 2026", "-", "Tue Nov 24 18:15:09 2026"},
           Row{"From Tue Nov 24 18:15:09 2026", "", "Tue Nov 24 18:15:09 2026"},
           Row{"From  Tue Nov 24 18:15:09 2026", "", "Tue Nov 24 18:15:09 2026"},
           Row{"From a Tue Nov 24 18:15:09 CET 2026", "a", "Tue Nov 24 18:15:09 CET 2026"},
           Row{"From 17@xxx Tue Nov 24 18:15:09 +0000 2026", "17@xxx",
               "Tue Nov 24 18:15:09 +0000 2026"},
           Row{"From a Tue Nov 24 18:15:09 2026 +0100", "a", "Tue Nov 24 18:15:09 2026 +0100"},
           Row{"From a Tue Nov 24 18:15:09 2026 remote from host", "a",
               "Tue Nov 24 18:15:09 2026 remote from host"},
           Row{"From a Tue, 24 Nov 2026 18:15:09 +0100", "a", "Tue, 24 Nov 2026 18:15:09 +0100"},
           Row{"From a@example.com 2026-11-24 18:15:09", "a@example.com", "2026-11-24 18:15:09"},
           Row{"From a@example.com 2026-11-24T18:15:09Z", "a@example.com", "2026-11-24T18:15:09Z"},
           Row{"From \"a b\"@example.com Tue Nov 24 18:15:09 2026", "\"a b\"@example.com",
               "Tue Nov 24 18:15:09 2026"},
           Row{"From a at example.com  Tue Nov 24 18:15:09 2026", "a at example.com",
               "Tue Nov 24 18:15:09 2026"},
           Row{"From ???@??? Tue Nov 24 18:15:09 2026", "???@???", "Tue Nov 24 18:15:09 2026"},
           Row{"From a@example.com", "a@example.com", ""},
       }) {
    const auto from = parse_from_line(row.line);
    ASSERT_TRUE(from) << row.line;
    EXPECT_EQ(from->sender, row.sender) << row.line;
    EXPECT_EQ(from->date, row.date) << row.line;
  }
}

TEST(FromLine, LeavesSentencesAlone) {
  for (const std::string& line :
       {std::string("From me to you"), std::string("From"), std::string("From "),
        std::string("From: a@example.com"), std::string("From a@example.com:"),
        std::string("From a@example.com to b@example.com"),
        std::string("From Tue to Wed, 10:00 to 18:00"), std::string("From 10:15 on Tue Nov 24"),
        std::string("From Tue Nov 24 to Wed Nov 25"), std::string("From 2026-11-24 on"),
        std::string("From a Tue Nov 24 18:15:09 26"),
        std::string("from a Tue Nov 24 18:15:09 2026"),
        std::string("From a Die Nov 24 18:15:09 2026"),
        "From a Tue Nov 24 18:15:09 2026" + std::string(2000, 'x'),
        "From" + std::string(500, ' ') + "a"}) {
    EXPECT_FALSE(parse_from_line(line)) << line.substr(0, 80);
  }
}

TEST(FromLine, TellsFieldsFromText) {
  for (const std::string_view line : {"S: 1", "Return-Path:<>", "X-A :", "a:"})
    EXPECT_TRUE(looks_like_field(line)) << line;
  for (const std::string_view line : {"", ":", " S: 1", "he wrote: x", "\xc3\xa4: x", "abc"})
    EXPECT_FALSE(looks_like_field(line)) << line;
}

}  // namespace
}  // namespace smtpscope::io
