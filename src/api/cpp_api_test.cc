// SPDX-License-Identifier: Apache-2.0
// The C++ header over the C API.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <smtpscope/smtpscope.hpp>

namespace {

using namespace std::chrono_literals;

const smtpscope::Scope& builtin() {
  static const auto scope = smtpscope::Scope::open();
  return *scope;
}

TEST(Cpp, OpenSaysWhatIsWrong) {
  const auto scope = smtpscope::Scope::open("/no/such/dir");
  EXPECT_FALSE(scope);
  EXPECT_THAT(scope.error(), testing::HasSubstr("/no/such/dir"));
}

TEST(Cpp, VerdictIsAPlainValue) {
  smtpscope::Options options;
  options.stage = "rcpt";
  auto result = smtpscope::classify(builtin(), "550 5.1.1 User unknown", options);
  ASSERT_TRUE(result) << result.error();
  const smtpscope::Verdict v = *result;
  result = smtpscope::Result<smtpscope::Verdict>::failure("gone");
  EXPECT_EQ(v.reason, "unknown_recipient");
  EXPECT_EQ(v.fault, "recipient");
  EXPECT_EQ(v.persistence, "permanent");
  EXPECT_EQ(v.code, 550);
  EXPECT_EQ(v.enhanced, "5.1.1");
  EXPECT_EQ(v.stage, "rcpt");
  EXPECT_EQ(v.retry.when, smtpscope::Retry::never);
  EXPECT_THAT(v.reply.substr(v.span_begin, v.span_end - v.span_begin),
              testing::EndsWith("User unknown"));
  EXPECT_FALSE(v.actions.empty());
  EXPECT_EQ(smtpscope::format_json(v).front(), '{');
  EXPECT_EQ(smtpscope::all_verdicts(v).size(), 1U);
}

TEST(Cpp, WrongStageIsAnError) {
  const auto verdict = smtpscope::classify(builtin(), "550 no", {"nonsense", "", ""});
  EXPECT_FALSE(verdict);
  EXPECT_THAT(verdict.error(), testing::HasSubstr("stage"));
}

TEST(Cpp, RetryDecision) {
  const auto verdict =
      smtpscope::classify(builtin(), "450 4.2.0 Greylisted, try again in 300 seconds");
  ASSERT_TRUE(verdict);
  EXPECT_EQ(smtpscope::retry_decision(*verdict).when, smtpscope::Retry::after);
  EXPECT_EQ(smtpscope::retry_decision(*verdict).after, 300s);
  EXPECT_EQ(smtpscope::retry_decision(*verdict, 50, 24h * 365).when, smtpscope::Retry::never);
  EXPECT_EQ(smtpscope::retry_decision(*verdict, 1, -5s).after, 300s);
  EXPECT_EQ(smtpscope::retry_decision(*verdict, 1, std::chrono::seconds::max()).when,
            smtpscope::Retry::never);
}

TEST(Cpp, ParseReply) {
  const auto reply = smtpscope::parse_reply("250-first\r\n250 2.0.0 second\r\n");
  EXPECT_EQ(reply.code, 250);
  EXPECT_EQ(reply.lines, 2U);
  EXPECT_EQ(reply.enhanced[0], 2);
  EXPECT_EQ(smtpscope::parse_reply({}).code, 0);
}

TEST(Cpp, SeveralReplies) {
  const auto verdict = smtpscope::classify(builtin(), "250 2.1.0 Ok\r\n550 5.1.1 User unknown\r\n");
  ASSERT_TRUE(verdict);
  const auto all = smtpscope::all_verdicts(*verdict);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].code, 250);
  EXPECT_EQ(all[1].code, 550);
}

}  // namespace
