// SPDX-License-Identifier: Apache-2.0
// Records by another parser: keys and types of each release, the token, made-up status codes, words
// that a release does not have, and what is left out. tests/bounces compares with Sisimai itself.
#include "format/sisimai.h"

#include <gtest/gtest.h>
#include <simdjson.h>

#include "format/sisimai_words.h"

namespace smtpscope::format {
namespace {

using attempt::Attempt;
using attempt::Outcome;
using verdict::Reason;

const core::Classifier& shipped() {
  static const core::Classifier kClassifier = [] {
    std::vector<base::Error> errors;
    return std::move(*core::Classifier::load({}, errors));
  }();
  return kClassifier;
}

Attempt example() {
  Attempt a;
  a.place = {"bounce", "rfc3464", "-", 0, 0};
  a.from = "Anna Example <Anna@Example.org>";
  a.recipient = "bert@example.net";
  a.message_id = "<1@example.org>";
  a.action = "failed";
  a.software = "postfix";
  a.local_host = "MX1.example.org";
  a.remote_host = "mx.example.net.";
  a.stage = reply::Stage::rcpt;
  a.code = 550;
  a.enhanced = {5, 1, 1};
  a.reply = "550 5.1.1 <bert@example.net> no such user";
  a.time = attempt::Time{1'700'000'000'000, -90, attempt::TimeSource::stated};
  return a;
}

std::string record_of(const Attempt& a, Reason reason, SisimaiForm form, bool all = false) {
  core::AttemptVerdict judged;
  judged.verdict.reason = reason;
  std::string out;
  append_sisimai_record(shipped(), a, judged, form, all, out);
  return out;
}

/// A member as text; numbers and null too.
std::string member(const std::string& record, std::string_view key) {
  simdjson::dom::parser parser;
  simdjson::dom::element value;
  if (parser.parse(record).at_key(key).get(value) != simdjson::SUCCESS) return "<none>";
  return value.is_string() ? std::string(std::string_view(value)) : simdjson::to_string(value);
}

std::string keys(const std::string& record) {
  simdjson::dom::parser parser;
  std::string out;
  for (const auto& [key, value] : parser.parse(record).get_object()) out.append(key).push_back(' ');
  return out;
}

TEST(Sisimai, HasTheKeysOfEachRelease) {
  const Attempt a = example();
  EXPECT_EQ(
      keys(record_of(a, Reason::unknown_recipient, SisimaiForm::v4)),
      "action addresser alias catch deliverystatus destination diagnosticcode diagnostictype "
      "feedbacktype lhost listid messageid origin reason recipient replycode rhost "
      "senderdomain smtpagent smtpcommand softbounce subject timestamp timezoneoffset token ");
  EXPECT_EQ(keys(record_of(a, Reason::unknown_recipient, SisimaiForm::v5_1)),
            "action addresser alias catch deliverystatus destination diagnosticcode diagnostictype "
            "feedbacktype hardbounce lhost listid messageid origin reason recipient replycode "
            "rhost senderdomain smtpagent smtpcommand subject timestamp timezoneoffset token ");
  EXPECT_EQ(keys(record_of(a, Reason::unknown_recipient, SisimaiForm::v5_2)),
            "action addresser alias catch command decodedby deliverystatus destination "
            "diagnosticcode diagnostictype feedbackid feedbacktype hardbounce lhost listid "
            "messageid origin reason recipient replycode rhost senderdomain subject timestamp "
            "timezoneoffset token ");
}

TEST(Sisimai, WritesWhatTheAttemptSays) {
  const std::string record = record_of(example(), Reason::unknown_recipient, SisimaiForm::v4);
  struct Row {
    std::string_view key, value;
  };
  for (const Row& row :
       {Row{"action", "failed"}, Row{"addresser", "Anna@Example.org"}, Row{"catch", "null"},
        Row{"deliverystatus", "5.1.1"}, Row{"destination", "example.net"},
        Row{"diagnostictype", "SMTP"}, Row{"lhost", "mx1.example.org"},
        Row{"messageid", "1@example.org"}, Row{"origin", "<STDIN>"}, Row{"reason", "userunknown"},
        Row{"replycode", "550"}, Row{"rhost", "mx.example.net"}, Row{"senderdomain", "Example.org"},
        Row{"smtpagent", "Postfix"}, Row{"smtpcommand", "RCPT"}, Row{"softbounce", "0"},
        Row{"timestamp", "1700000000"}, Row{"timezoneoffset", "-0130"},
        // printf '\002anna@example.org\036bert@example.net\0361700000000\003'
        Row{"token", "65cba7cf9b1343a853622753db3cc27c083640e9"}}) {
    EXPECT_EQ(member(record, row.key), row.value) << row.key;
  }
  EXPECT_EQ(member(record_of(example(), Reason::unknown_recipient, SisimaiForm::v5_1), "catch"),
            "");
}

TEST(Sisimai, TakesTheTimeInItsOrder) {
  Attempt a = example();
  const auto at = [](std::int64_t s) { return attempt::Time{s * 1000, 0, {}}; };
  const auto time = [&a] {
    return member(record_of(a, Reason::policy, SisimaiForm::v4), "timestamp");
  };
  a.written = at(30);
  EXPECT_EQ(time(), "30");
  a.arrived = at(20);
  EXPECT_EQ(time(), "20");
  a.attempted = at(10);
  EXPECT_EQ(time(), "10");
  a.attempted = a.arrived = std::nullopt;
  a.outcome = Outcome::complaint;
  EXPECT_EQ(time(), "1700000000");
}

TEST(Sisimai, SaysWhatItsReleaseKnows) {
  struct Row {
    Reason reason;
    std::string_view v4, v5_1, v5_2;
  };
  for (const Row& row : {Row{Reason::sender_auth_failed, "blocked", "authfailure", "authfailure"},
                         Row{Reason::bad_rdns, "blocked", "requireptr", "requireptr"},
                         Row{Reason::rate_limited, "toomanyconn", "speeding", "speeding"},
                         Row{Reason::tls, "securityerror", "securityerror", "failedstarttls"},
                         Row{Reason::suppressed, "suspend", "suspend", "suppressed"},
                         Row{Reason::unknown, "onhold", "onhold", "onhold"}}) {
    const Attempt a = example();
    EXPECT_EQ(member(record_of(a, row.reason, SisimaiForm::v4), "reason"), row.v4);
    EXPECT_EQ(member(record_of(a, row.reason, SisimaiForm::v5_1), "reason"), row.v5_1);
    EXPECT_EQ(member(record_of(a, row.reason, SisimaiForm::v5_2), "reason"), row.v5_2);
  }
}

TEST(Sisimai, EveryReasonHasAWordInEveryRelease) {
  for (std::size_t i = 0; i < verdict::kReasonWords.size(); ++i) {
    for (const SisimaiForm form : {SisimaiForm::v4, SisimaiForm::v5_1, SisimaiForm::v5_2}) {
      const std::string word = member(record_of(example(), static_cast<Reason>(i), form), "reason");
      EXPECT_NE(find_sisimai_reason(word, form), nullptr) << verdict::kReasonWords[i];
    }
  }
}

TEST(Sisimai, MakesAStatusUpWhereNoneWasStated) {
  Attempt a = example();
  a.enhanced = {};
  EXPECT_EQ(member(record_of(a, Reason::unknown_recipient, SisimaiForm::v5_1), "deliverystatus"),
            "5.0.911");
  EXPECT_EQ(member(record_of(a, Reason::mailbox_full, SisimaiForm::v5_1), "deliverystatus"),
            "5.0.922");
  a.code = 450;
  EXPECT_EQ(member(record_of(a, Reason::mailbox_full, SisimaiForm::v5_1), "deliverystatus"),
            "4.0.922");
  // No temporary number: the permanent one, and a reply code that contradicts it goes.
  const std::string hard = record_of(a, Reason::unknown_recipient, SisimaiForm::v5_1);
  EXPECT_EQ(member(hard, "deliverystatus"), "5.0.911");
  EXPECT_EQ(member(hard, "replycode"), "");
  EXPECT_EQ(member(hard, "hardbounce"), "1");
}

TEST(Sisimai, TellsHardFromSoftByReason) {
  Attempt a = example();
  EXPECT_EQ(member(record_of(a, Reason::inactive_mailbox, SisimaiForm::v5_1), "hardbounce"), "0");
  EXPECT_EQ(member(record_of(a, Reason::no_mail_service, SisimaiForm::v5_1), "hardbounce"), "1");
  EXPECT_EQ(member(record_of(a, Reason::policy, SisimaiForm::v4), "softbounce"), "1");
  a.enhanced = {4, 3, 2};
  EXPECT_EQ(member(record_of(a, Reason::no_mail_service, SisimaiForm::v5_1), "hardbounce"), "0");
  EXPECT_EQ(member(record_of(a, Reason::unknown_recipient, SisimaiForm::v4), "softbounce"), "0");
}

TEST(Sisimai, LeavesOutWhatIsNoBounce) {
  Attempt a = example();
  const auto given = [&a](Outcome outcome, SisimaiForm form, bool all) {
    a.outcome = outcome;
    return !record_of(a, Reason::accepted, form, all).empty();
  };
  for (const SisimaiForm form : {SisimaiForm::v4, SisimaiForm::v5_1, SisimaiForm::v5_2}) {
    EXPECT_FALSE(given(Outcome::delivered, form, false));
    EXPECT_TRUE(given(Outcome::relayed, form, true));
    EXPECT_EQ(given(Outcome::auto_reply, form, false), form == SisimaiForm::v4);
    EXPECT_TRUE(given(Outcome::auto_reply, form, true));
    EXPECT_FALSE(given(Outcome::mdn, form, true));
    EXPECT_TRUE(given(Outcome::complaint, form, false));
    EXPECT_TRUE(given(Outcome::delayed, form, false));
  }
}

TEST(Sisimai, ComplaintsHaveNoCodes) {
  Attempt a = example();
  a.outcome = Outcome::complaint;
  a.place.format = "arf";
  a.kind = "abuse";
  a.local_ip = "192.0.2.7";
  const std::string record = record_of(a, Reason::complaint, SisimaiForm::v4);
  for (const auto& [key, value] : {std::pair{"action", ""},
                                   {"deliverystatus", ""},
                                   {"diagnostictype", ""},
                                   {"feedbacktype", "abuse"},
                                   {"reason", "feedback"},
                                   {"replycode", ""},
                                   {"rhost", "192.0.2.7"},
                                   {"smtpagent", "Feedback-Loop"},
                                   {"softbounce", "-1"}}) {
    EXPECT_EQ(member(record, key), value) << key;
  }
}

TEST(Sisimai, SaysADiagnosisInOneLine) {
  Attempt a = example();
  a.diagnostic = "550-5.7.1 first  line\n550-5.7.1\tsecond\n550 5.7.1 last";
  EXPECT_EQ(member(record_of(a, Reason::policy, SisimaiForm::v4), "diagnosticcode"),
            "550-5.7.1 first line second last");
}

TEST(Sisimai, FindsTheAddresserAsItDoes) {
  struct Row {
    std::string_view from, addresser, domain;
  };
  for (const Row& row :
       {Row{"a@example.org", "a@example.org", "example.org"},
        Row{"\"b@example.net\" <a@example.org>", "a@example.org", "example.org"},
        Row{"(note) a@example.org (more)", "a@example.org", "example.org"},
        Row{"A <a@example.org>, B <b@example.org>", "a@example.org", "example.org"},
        Row{"<MAILER-DAEMON>", "MAILER-DAEMON", ""}, Row{"Anna", "", ""}}) {
    Attempt a = example();
    a.from = row.from;
    const std::string record = record_of(a, Reason::policy, SisimaiForm::v4);
    EXPECT_EQ(member(record, "addresser"), row.addresser);
    EXPECT_EQ(member(record, "senderdomain"), row.domain);
    EXPECT_EQ(member(record, "token").size(), row.addresser.empty() ? 0U : 40U);
  }
  Attempt a = example();
  a.from = {};
  a.bounce_to = "Return <owner@example.org>";
  EXPECT_EQ(member(record_of(a, Reason::policy, SisimaiForm::v4), "addresser"),
            "owner@example.org");
  a.sender = "envelope@example.org";
  EXPECT_EQ(member(record_of(a, Reason::policy, SisimaiForm::v4), "addresser"),
            "envelope@example.org");
}

TEST(Sisimai, GivesFeedbackIdFromTheTags) {
  Attempt a = example();
  const attempt::Tag tags[] = {{"X-Campaign", "spring"}, {"feedback-id", "1:2:3"}};
  a.tags = tags;
  EXPECT_EQ(member(record_of(a, Reason::policy, SisimaiForm::v5_2), "feedbackid"), "1:2:3");
}

}  // namespace
}  // namespace smtpscope::format
