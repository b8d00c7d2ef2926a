// SPDX-License-Identifier: Apache-2.0
#include "meaning/rules/variation.h"

#include <gtest/gtest.h>

#include "meaning/masking/small_names_testing.h"

namespace smtpscope::rules {
namespace {

const masking::Names& names() {
  static const masking::SmallNames kNames;
  return kNames.names;
}

TEST(Variation, ReplacesEachVariableByItsKind) {
  struct Row {
    std::string_view reply, varied;
  };
  for (const Row& row :
       {Row{"550 5.1.1 <a@example.com>: no", "550 5.1.1 <other.person@example.net>: no"},
        Row{"550 a@example.com no", "550 other.person@example.net no"},
        Row{"550 5.7.1 [192.0.2.1] listed", "550 5.7.1 [198.51.100.7] listed"},
        Row{"450 try in 300 seconds", "450 try in 12345 seconds"},
        Row{"550 no words", "550 no words"},
        Row{"550 <host:google> mx.l.google.com stays", "550 <host:google> mx.l.google.com stays"},
        Row{"", ""}}) {
    const masking::Folded folded(row.reply, names());
    EXPECT_EQ(replace_variables(folded.reply(), folded.folded(), 0), row.varied);
  }
}

TEST(Variation, KeepsTheTemplate) {
  for (const std::string_view text :
       {"550 5.1.1 <a@example.com>: Recipient address rejected: User unknown in relay table",
        "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org; "
        "https://www.spamhaus.org/query/ip/192.0.2.1",
        "421 4.7.0 [192.0.2.1 15] Our system 4Z1fXq2kPbz, mail from mx.example.com see "
        "https://example.com/x 12 times",
        "550-5.7.1 one <a@example.com>\r\n550 5.7.1 two 5"}) {
    const masking::Folded folded(text, names());
    for (unsigned seed = 0; seed < 6; ++seed) {
      const std::string varied = replace_variables(folded.reply(), folded.folded(), seed);
      EXPECT_EQ(masking::Folded(varied, names()).shown(), folded.shown()) << varied;
      EXPECT_EQ(reply::parse_reply(varied).code, folded.reply().code);
    }
  }
}

TEST(Variation, JoinsLines) {
  struct Row {
    std::string_view reply, joined;
  };
  for (const Row& row :
       {Row{"550 one", "550 one"}, Row{"550-5.7.1 one\n550 5.7.1 two", "550 5.7.1 one two"},
        Row{"550-one\r\n550-two\r\n550 three", "550 one two three"}, Row{"", ""}}) {
    EXPECT_EQ(join_lines(reply::parse_reply(row.reply)), row.joined);
  }
}

TEST(Variation, WritesCapitals) {
  EXPECT_EQ(format_upper("550 User <a@b> \xc3\xa9"), "550 USER <A@B> \xc3\xa9");
}

}  // namespace
}  // namespace smtpscope::rules
