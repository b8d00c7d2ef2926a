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

constexpr std::string_view kBounce = R"(From: MAILER-DAEMON@example.net
To: news@example.com
Subject: Undelivered Mail Returned to Sender
Date: Mon, 5 Oct 2026 11:00:00 +0200
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; ann@example.org
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--b
Content-Type: text/rfc822-headers

Message-ID: <17@example.com>
X-Campaign: autumn
--b--
)";

TEST(Cpp, BounceIsAPlainValue) {
  smtpscope::MailOptions options;
  options.headers = {"X-Campaign"};
  auto result = smtpscope::read_bounce(builtin(), kBounce, options);
  ASSERT_TRUE(result) << result.error();
  ASSERT_EQ(result->attempts.size(), 1U);
  EXPECT_EQ(result->why_not, "");
  const smtpscope::Attempt a = result->attempts[0];
  result = smtpscope::Result<smtpscope::Bounce>::failure("gone");
  EXPECT_EQ(a.outcome, "bounced");
  EXPECT_EQ(a.recipient, "ann@example.org");
  EXPECT_EQ(a.message_id, "<17@example.com>");
  EXPECT_EQ(a.local_host, "mx.example.net");
  EXPECT_EQ(a.code, 550);
  EXPECT_EQ(a.time, 1'791'190'800'000ms);
  EXPECT_EQ(a.time_offset, 2h);
  EXPECT_THAT(a.tags, testing::ElementsAre(testing::Pair("X-Campaign", "autumn")));
  EXPECT_EQ(a.verdict.reason, "unknown_recipient");
  EXPECT_EQ(smtpscope::retry_decision(a.verdict).when, smtpscope::Retry::never);
  EXPECT_EQ(smtpscope::all_verdicts(a.verdict).size(), 1U);
  EXPECT_THAT(smtpscope::format_json(a), testing::HasSubstr("\"outcome\":\"bounced\""));
}

TEST(Cpp, OrdinaryMailIsNoBounce) {
  for (const std::string_view mail : {std::string_view(), std::string_view("Subject: Hi\n\nHi")}) {
    const auto bounce = smtpscope::read_bounce(builtin(), mail);
    ASSERT_TRUE(bounce);
    EXPECT_TRUE(bounce->attempts.empty());
    EXPECT_NE(bounce->why_not, "");
  }
  smtpscope::MailOptions wrong;
  wrong.headers = {""};
  EXPECT_FALSE(smtpscope::read_bounce(builtin(), kBounce, wrong));
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
