// SPDX-License-Identifier: Apache-2.0
// One bad rule of each kind gives exactly that error.
#include "meaning/rules/lint.h"

#include <gtest/gtest.h>

#include "meaning/rules/small_rules_testing.h"

namespace smtpscope::rules {
namespace {

const std::string kHead = "[file]\nlanguage = \"en\"\n";
const std::string kExample = "[[rule.example]]\nreply = \"550 5.7.1 gremlins ate the mail\"\n";

std::string rule(std::string_view when, std::string_view more, std::string_view id = "own.bad") {
  return "[[rule]]\nid = \"" + std::string(id) + "\"\nwhen = { " + std::string(when) +
         " }\nverdict = { reason = \"policy\" }\n" + std::string(more);
}

std::string example(std::string_view reply) {
  return "[[rule.example]]\nreply = \"" + std::string(reply) + "\"\n";
}

std::vector<std::string> lint(std::vector<std::string> files) {
  files.push_back("tld = [\"com\", \"net\", \"example\"]");
  files.push_back(
      "[[receiver]]\nid = \"big\"\ntitle = \"B\"\nkind = \"k\"\nmx = [\"*.big.net\"]\ndomains = "
      "[\"big.net\"]\n");
  const SmallRules rules(std::move(files));
  std::vector<std::string> out;
  for (const auto& list :
       {rules.errors(), check_rule_texts(rules.knowledge(), rules.names()),
        check_rule_contests(rules.knowledge(), rules.names(), rules.matcher())}) {
    for (const base::Error& error : list) {
      out.push_back(error.message);
      EXPECT_FALSE(error.file.empty() && error.line != 0);
    }
  }
  return out;
}

struct Row {
  std::string_view name;
  std::string file, error;  ///< no error: the rule is good
};

class Lint : public testing::TestWithParam<Row> {};

TEST_P(Lint, FindsExactlyThat) {
  const auto errors = lint({GetParam().file});
  if (GetParam().error.empty()) {
    EXPECT_TRUE(errors.empty()) << testing::PrintToString(errors);
    return;
  }
  ASSERT_EQ(errors.size(), 1U) << testing::PrintToString(errors);
  EXPECT_NE(errors[0].find(GetParam().error), std::string::npos) << errors[0];
}

const std::string kText = "text = [\"gremlins ate\"]";

const Row kRows[] = {
    {"good", kHead + rule(kText, kExample), ""},
    {"no_example", kHead + rule(kText, ""), "has no example"},
    {"beats_text_unproven",
     "[file]\nreceiver = \"big\"\n" + rule("code = [550]", "beats_text = true\n" + kExample),
     "says beats_text without a near miss"},
    {"receiver_code_only", "[file]\nreceiver = \"big\"\n" + rule("code = [550]", kExample), ""},
    {"long_phrase",
     kHead + rule("text = [\"gremlins ate the mail of one and of all\"]",
                  example("550 gremlins ate the mail of one and of all")),
     "more than eight words"},
    {"eight_words",
     kHead + rule("text = [\"gremlins ate the mail of one and of\"]",
                  example("550 gremlins ate the mail of one and of all")),
     ""},
    {"short_phrase", kHead + rule("text = [\"ate\"]", kExample),
     "fewer than four letters or digits"},
    {"short_cjk", kHead + rule("text = [\"\xe4\xb8\x8d\"]", example("550 \xe4\xb8\x8d")),
     "fewer than four letters"},
    {"two_cjk",
     kHead + rule("text = [\"\xe4\xb8\x8d\xe6\x98\x8e\"]", example("550 \xe4\xb8\x8d\xe6\x98\x8e")),
     ""},
    {"only_masks",
     kHead + rule("text = [\"<addr> <ip>\"]", example("550 a@example.com [192.0.2.1]")),
     "fewer than four letters or digits"},
    {"stop_words", kHead + rule("text = [\"this message\"]", example("550 this message")),
     "made only of common words"},
    {"address_of_somebody",
     kHead + rule(kText, example("550 gremlins ate mail of joe@somebody.com")),
     "an address at somebody.com"},
    {"address_of_another_receiver",
     kHead + rule(kText, example("550 gremlins ate mail of joe@big.net")), "an address at big.net"},
    {"address_of_the_receiver",
     "[file]\nreceiver = \"big\"\n" + rule(kText, example("550 gremlins ate mail of joe@big.net")),
     ""},
    {"ip_of_somebody", kHead + rule(kText, example("550 gremlins ate mail of [8.8.8.8]")),
     "the address 8.8.8.8"},
    {"ipv6_of_somebody", kHead + rule(kText, example("550 gremlins ate mail of 2a00:1450::1")),
     "the address 2a00:1450::1"},
    {"ip_of_nobody",
     kHead + rule(kText, example("550 gremlins ate mail of [203.0.113.9] IPv6:2001:db8::1")), ""},
    {"example_not_won", kHead + rule(kText, example("550 nobody ate it")),
     "does not win its example: `no rule` does"},
    {"near_miss_won",
     kHead + rule(kText, kExample + "[[rule.near_miss]]\nreply = \"450 gremlins ate it\"\n"),
     "wins its near miss"},
    {"near_miss_not_won",
     kHead + rule(kText, kExample + "[[rule.near_miss]]\nreply = \"450 trolls ate it\"\n"), ""},
    {"over_two_lines",
     kHead +
         rule("text = [\"gremlins ate\"], not = [\"trolls\"]", example("550-gremlins\\n550 ate")),
     ""},
    {"example_won_by_another",
     kHead + rule(kText, kExample, "own.a") +
         rule("text = [\"gremlins ate the mail\"]", kExample, "own.b"),
     "does not win its example: `own.b` does"},
    {"same_twice_agrees",
     kHead + rule(kText, kExample, "own.a") +
         rule("text = [\"ate the mail\"]", example("550 trolls ate the mail"), "own.b"),
     ""},
};

INSTANTIATE_TEST_SUITE_P(Rules, Lint, testing::ValuesIn(kRows),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(Lint, RuleThatAsksForNothing) {
  const auto errors =
      lint({"[file]\nsoftware = \"postfix\"\n" + rule("not = [\"gremlins\"]", kExample)});
  ASSERT_EQ(errors.size(), 2U) << testing::PrintToString(errors);
  EXPECT_NE(errors[0].find("asks for nothing"), std::string::npos);
}

/// Rules with more than one thing wrong: all are told, in this order.
TEST(Lint, TellsAllThatIsWrong) {
  constexpr std::string_view kMany = "more than 5 % of the rules have a regex";
  constexpr std::string_view kLost = "the rule `own.bad` does not win its example: `no rule` does";
  struct ManyRow {
    std::string file;
    std::vector<std::string_view> errors;
  };
  for (const ManyRow& row :
       {ManyRow{"[file]\nsoftware = \"postfix\"\n" + rule("code = [550], regex = \"a\"", kExample),
                {"the rule `own.bad` has a regex without text", kMany}},
        ManyRow{kHead + rule("text = [\"gremlins ate\"], regex = \"a(\"", kExample),
                {kMany, kLost}},
        ManyRow{kHead + rule("code = [550]", kExample),
                {"the rule `own.bad` has no text in a file of wordings", kLost}}}) {
    const auto errors = lint({row.file});
    EXPECT_EQ(std::vector<std::string_view>(errors.begin(), errors.end()), row.errors);
  }
}

TEST(Lint, TieThatDisagrees) {
  const std::string other =
      "[[rule]]\nid = \"own.b\"\nwhen = { text = [\"gremlins ate\"] }\nverdict = { reason = "
      "\"virus\" }\n";
  const auto errors = lint({kHead + rule(kText, kExample, "own.a") + other + kExample});
  ASSERT_EQ(errors.size(), 2U) << testing::PrintToString(errors);
  EXPECT_NE(errors[0].find("ties with `own.b`"), std::string::npos);
  EXPECT_NE(errors[1].find("does not win its example: `own.a`"), std::string::npos);
}

TEST(Lint, FirstRuleIsWhereItBegins) {
  const SmallRules rules(
      {kHead + rule(kText, "", "own.a") + rule("text = [\"trolls ate\"]", "", "own.b")});
  EXPECT_EQ(check_rule_texts(rules.knowledge(), rules.names(), 0).size(), 2U);
  EXPECT_EQ(check_rule_texts(rules.knowledge(), rules.names(), 1).size(), 1U);
  EXPECT_EQ(check_rule_texts(rules.knowledge(), rules.names(), 2).size(), 0U);
}

TEST(Lint, ErrorsAreBounded) {
  std::string file = kHead;
  for (int i = 0; i < 300; ++i) file += rule("text = [\"a\"]", "", "own.r" + std::to_string(i));
  EXPECT_LE(lint({file}).size(), 400U);
}

}  // namespace
}  // namespace smtpscope::rules
