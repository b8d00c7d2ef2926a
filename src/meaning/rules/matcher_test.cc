// SPDX-License-Identifier: Apache-2.0
// Which rule wins: levels, length, conditions, priority, exclusions, and whose reply it is. Rules
// are named by what they are, so that a row reads as "this reply is won by that".
#include "meaning/rules/matcher.h"

#include <gtest/gtest.h>

#include "meaning/rules/small_rules_testing.h"

namespace smtpscope::rules {
namespace {

using reply::Stage;

const std::string kReceivers = R"(
[[receiver]]
id = "big"
title = "Big"
kind = "mailbox"
mx = ["*.big.net"]
domains = ["big.example"]
markers = ["big mail service"]
web = ["help.big.net"]
also = ["family"]
[[receiver]]
id = "family"
title = "Family"
kind = "mailbox"
mx = ["*.family.net"]
[[receiver]]
id = "small"
title = "Small"
kind = "mailbox"
mx = ["*.small.net"]
markers = ["small gateway ... node"]
)";
const std::string kTlds = "tld = [\"net\", \"com\", \"example\"]\n";
const std::string kLists = R"(
[[list]]
id = "zen"
title = "Zen"
kind = "dns"
zones = ["zen.list.net"]
names = ["zen list"]
)";

std::string rule(std::string_view id, std::string_view when, std::string_view more = "") {
  return "[[rule]]\nid = \"t." + std::string(id) + "\"\nwhen = { " + std::string(when) +
         " }\nverdict = { reason = \"policy\" }\n" + std::string(more) + "\n";
}

const std::string kGeneric =
    "[file]\nlanguage = \"en\"\n" + rule("generic", "text = [\"shared words\", \"only generic\"]") +
    rule("generic_long", "text = [\"only generic statement\"]") +
    rule("generic_not", "text = [\"gone away\"], not = [\"not gone\", \"soon ... back\"]") +
    rule("generic_stage", "text = [\"at a stage\"], stage = [\"rcpt\", \"data\"]") +
    rule("generic_enhanced", "text = [\"with a code\"], enhanced = [\"x.1.1\", \"5.7.x\"]") +
    rule("generic_code", "text = [\"with a code\"], code = [5, 421]") +
    rule("generic_first", "text = [\"same length a\"]", "priority = 1") +
    rule("generic_second", "text = [\"same length a\"]") +
    rule("generic_success", "text = [\"discarded\"], code = [250]") +
    rule("generic_regex", "text = [\"number\"], regex = \"number <n> of <n>\"");
const std::string kSoftware = "[file]\nsoftware = \"postfix\"\n" +
                              rule("software", "text = [\"shared words\"]") +
                              rule("software_code", "code = [451]");
const std::string kBig =
    "[file]\nreceiver = \"big\"\n" + rule("big", "text = [\"shared words\", \"big only\"]") +
    rule("big_own", "receiver_code = [\"bg 101\"]") + rule("big_code", "code = [451]") +
    rule("big_enhanced", "enhanced = \"5.7.511\"") +
    rule("big_over_text", "code = [452], enhanced = \"4.3.2\"", "beats_text = true") +
    rule("big_unmistakable", "text = [\"these are words that nobody else would ever say so\"]");
const std::string kFamily = "[file]\nreceiver = \"family\"\n" +
                            rule("family", "text = [\"family words\"]") +
                            rule("family_code", "code = [453]");
const std::string kOwn = "[file]\nlanguage = \"en\"\n" + rule("user", "text = [\"my words\"]") +
                         rule("user_code", "code = [499]") +
                         rule("user_short", "text = [\"shared\"], code = [559]");

SmallRules& rules() {
  static SmallRules kRules({kTlds, kReceivers, kLists, kGeneric, kSoftware, kBig, kFamily}, kOwn);
  return kRules;
}

struct Row {
  std::string_view reply, winner;
  Stage stage = Stage::unknown;
  std::string_view host = {}, domain = {};
};

class Winner : public testing::TestWithParam<Row> {};

TEST_P(Winner, Is) {
  ASSERT_TRUE(rules().errors().empty()) << base::format_error(rules().errors().front());
  const Row& row = GetParam();
  const reply::Reply reply = reply::parse_reply(row.reply);
  const Match match = rules().match(reply, rules().context(reply, row.stage, row.host, row.domain));
  EXPECT_EQ(rules().winner(match), row.winner) << row.reply;
}

constexpr std::string_view kBigHost = "mx.big.net";
constexpr std::string_view kSmallHost = "mx.small.net";

constexpr Row kLevels[] = {
    // user > receiver > software > generic
    {"559 shared words", "t.user_short", Stage::unknown, kBigHost},
    {"550 shared words", "t.big", Stage::unknown, kBigHost},
    {"550 shared words", "t.software", Stage::unknown, kSmallHost},
    {"550 only generic", "t.generic"},
    // while nobody knows whose reply it is, receivers' words count as software's; the tie is by id
    {"550 shared words", "t.big"},
    {"550 big only", "t.big"},
    {"550 big only", "none", Stage::unknown, kSmallHost},
    {"550 bg 101", "t.big_own", Stage::unknown, kBigHost},
    // code only stands below all text, receivers' above software's
    {"451 only generic", "t.generic", Stage::unknown, kBigHost},
    {"451 what", "t.big_code", Stage::unknown, kBigHost},
    {"451 what", "t.software_code", Stage::unknown, kSmallHost},
    {"451 what", "t.software_code"},
    {"550 5.7.511 what", "t.big_enhanced", Stage::unknown, kBigHost},
    {"550 5.7.511 what", "none"},
    {"452 4.3.2 only generic statement", "t.big_over_text", Stage::unknown, kBigHost},
    {"499 what", "t.user_code", Stage::unknown, kBigHost},
    {"550 my words and big only", "t.user", Stage::unknown, kBigHost},
    // a receiver that speaks for others
    {"550 family words", "t.family", Stage::unknown, kBigHost},
    {"453 what", "t.family_code", Stage::unknown, kBigHost},
    {"550 big only", "none", Stage::unknown, "mx.family.net"},
    {"550 family words", "none", Stage::unknown, kSmallHost},
};

constexpr Row kInside[] = {
    {"550 only generic statement", "t.generic_long"},
    {"550 same length a", "t.generic_first"},
    {"550 gone away", "t.generic_not"},
    {"550 gone away, no, not gone", "none"},
    {"550 gone away and soon he is back", "none"},
    {"550 gone away and back soon", "t.generic_not"},
    {"550 at a stage", "t.generic_stage", Stage::rcpt},
    {"550 at a stage", "none", Stage::mail},
    {"550 at a stage", "t.generic_stage"},
    {"550 5.1.1 with a code", "t.generic_code"},  // both fit once; ids decide
    {"421 4.1.1 with a code", "t.generic_code"},
    {"450 4.1.1 with a code", "t.generic_enhanced"},
    {"450 4.7.1 with a code", "none"},
    {"5.7.9 with a code", "t.generic_enhanced"},
    {"with a code", "t.generic_code"},  // nothing is known that speaks against it
    {"550 number 3 of 4", "t.generic_regex"},
    {"550 number 3", "none"},
    {"250 shared words", "none"},
    {"250 discarded", "t.generic_success"},
    {"354 only generic", "none"},
    {"550", "none"},
    {"", "none"},
};

constexpr Row kWhose[] = {
    {"550 big mail service shared words", "t.big"},
    {"451 big mail service", "t.big_code"},
    {"451 small gateway at this node", "t.software_code"},
    {"451 see https://help.big.net/x", "t.big_code"},
    {"451 mx1.big.net says", "t.big_code"},
    {"451 mx1.big.net and mx1.small.net say", "t.software_code"},  // two names tell nothing
    {"451 mx1.big.net and mx1.family.net say", "t.big_code"},      // one speaks for the other
    {"451 what", "t.big_code", Stage::unknown, "", "big.example"},
    {"451 small gateway at this node", "t.software_code", Stage::unknown, "", "big.example"},
    {"451 big mail service", "t.software_code", Stage::unknown, kSmallHost},
};

INSTANTIATE_TEST_SUITE_P(Levels, Winner, testing::ValuesIn(kLevels));
INSTANTIATE_TEST_SUITE_P(Inside, Winner, testing::ValuesIn(kInside));
INSTANTIATE_TEST_SUITE_P(Whose, Winner, testing::ValuesIn(kWhose));

TEST(Matcher, NamesTheReceiver) {
  struct ReceiverRow {
    std::string_view reply, host, receiver;
  };
  for (const ReceiverRow& row :
       {ReceiverRow{"550 what", kBigHost, "big"}, ReceiverRow{"550 big mail service", "", "big"},
        ReceiverRow{"550 what", "mx.nobody.com", ""},
        ReceiverRow{"550 these are words that nobody else would ever say so", "", "big"},
        ReceiverRow{"550 bg 101", "", "big"}, ReceiverRow{"550 big only", "", ""}}) {
    const reply::Reply reply = reply::parse_reply(row.reply);
    const Match match = rules().match(reply, rules().context(reply, Stage::unknown, row.host));
    EXPECT_EQ(match.receiver == kNone ? std::string_view()
                                      : rules().knowledge().receivers[match.receiver].id,
              row.receiver)
        << row.reply;
  }
}

TEST(Matcher, NamesTheList) {
  for (const std::string_view text :
       {"550 listed in zen.list.net", "550 2.0.0.127.zen.list.net", "550 on the Zen List"}) {
    const reply::Reply reply = reply::parse_reply(text);
    EXPECT_EQ(rules().match(reply, rules().context(reply)).list, 0U) << text;
  }
  const reply::Reply reply = reply::parse_reply("550 what");
  EXPECT_EQ(rules().match(reply, rules().context(reply)).list, kNone);
}

TEST(Matcher, TellsRunnersUpOnceEachBestFirst) {
  const reply::Reply reply = reply::parse_reply("451 shared words, only generic statement");
  const Match match = rules().match(reply, rules().context(reply, Stage::unknown, kBigHost));
  EXPECT_EQ(rules().winner(match), "t.big");
  std::vector<std::string_view> ids;
  for (const std::uint32_t i : match.runners_up) {
    if (i != kNone) ids.push_back(rules().knowledge().rules[i].id);
  }
  EXPECT_EQ(ids, (std::vector<std::string_view>{"t.software", "t.generic_long", "t.generic"}));
  EXPECT_GE(rules().memory().candidates.size(), 5U);
}

TEST(Matcher, CountsConditions) {
  struct ConditionRow {
    std::string_view reply;
    Stage stage;
    bool holds;
    int count;
  };
  knowledge::Rule rule;
  rule.codes = {5, 421};
  rule.enhanced = {{5, 1, -1}, {-1, 7, 1}};
  rule.stages = knowledge::stage_bit(Stage::rcpt);
  for (const ConditionRow& row :
       {ConditionRow{"550 5.1.9 x", Stage::rcpt, true, 3},
        ConditionRow{"550 5.1.9 x", Stage::unknown, true, 2},
        ConditionRow{"421 4.7.1 x", Stage::rcpt, true, 3},
        ConditionRow{"450 4.7.1 x", Stage::rcpt, false, 0},
        ConditionRow{"550 5.2.1 x", Stage::rcpt, false, 0},
        ConditionRow{"550 x", Stage::rcpt, false, 0},
        ConditionRow{"550 5.1.9 x", Stage::mail, false, 0},
        ConditionRow{"5.1.9 x", Stage::rcpt, true, 2},  // the class is known, the code is not
        ConditionRow{"4.7.1 x", Stage::rcpt, true, 2},
        ConditionRow{"2.7.1 x", Stage::rcpt, false, 0}}) {
    const reply::Reply reply = reply::parse_reply(row.reply);
    std::uint8_t count = 0;
    const bool holds = conditions_hold(rule, rules().context(reply, row.stage), count);
    EXPECT_EQ(holds, row.holds) << row.reply;
    EXPECT_EQ(holds ? count : 0, row.count) << row.reply;
  }
}

}  // namespace
}  // namespace smtpscope::rules
