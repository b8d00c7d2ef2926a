// SPDX-License-Identifier: Apache-2.0
// The verdict of an attempt: by its outcome, by its reply, by its words where they say more, and
// never a code that the reply does not have.
#include "core/attempt_verdict.h"

#include <gtest/gtest.h>

namespace smtpscope::core {
namespace {

using attempt::Attempt;
using attempt::Outcome;
using verdict::Reason;

const Classifier& shipped() {
  static const Classifier kClassifier = [] {
    std::vector<base::Error> errors;
    return std::move(*Classifier::load({}, errors));
  }();
  return kClassifier;
}

AttemptVerdict judge(const Attempt& attempt) {
  Memory memory;
  return classify_attempt(shipped(), attempt, memory);
}

Attempt refused(std::string_view reply, int code, reply::EnhancedCode enhanced = {}) {
  Attempt a;
  a.recipient = "bert@example.net";
  a.reply = reply;
  a.code = code;
  a.enhanced = enhanced;
  return a;
}

TEST(AttemptVerdict, OutcomesThatAreNoFailureDecideThemselves) {
  struct Row {
    Outcome outcome;
    Reason reason;
    std::string_view rule;
  };
  for (const Row& row : {Row{Outcome::complaint, Reason::complaint, "outcome.complaint"},
                         Row{Outcome::auto_reply, Reason::auto_reply, "outcome.auto_reply"},
                         Row{Outcome::mdn, Reason::auto_reply, "outcome.auto_reply"},
                         Row{Outcome::challenge, Reason::auto_reply, "outcome.auto_reply"},
                         Row{Outcome::address_change, Reason::auto_reply, "outcome.auto_reply"},
                         Row{Outcome::delivered, Reason::accepted, "outcome.accepted"},
                         Row{Outcome::relayed, Reason::accepted, "outcome.accepted"},
                         Row{Outcome::expanded, Reason::accepted, "outcome.accepted"},
                         Row{Outcome::queued, Reason::accepted, "outcome.accepted"}}) {
    // Whatever the text says: a person wrote it, or it is quoted.
    Attempt a = refused("550 5.1.1 no such user", 550, {5, 1, 1});
    a.outcome = row.outcome;
    const AttemptVerdict judged = judge(a);
    EXPECT_EQ(judged.verdict.reason, row.reason) << to_string(row.outcome);
    EXPECT_EQ(judged.verdict.evidence.rule, row.rule);
    EXPECT_EQ(judged.judged, "");
  }
}

TEST(AttemptVerdict, AReportOfFailedAuthenticationIsNoComplaint) {
  Attempt a = refused("", 0);
  a.outcome = Outcome::delivered;
  a.place.format = "rfc6591";
  EXPECT_EQ(judge(a).verdict.reason, Reason::sender_auth_failed);
  EXPECT_EQ(judge(a).verdict.address_action, verdict::AddressAction::keep);
}

TEST(AttemptVerdict, ComplaintsSayTheirKind) {
  Attempt a = refused("", 0);
  a.outcome = Outcome::complaint;
  a.kind = "abuse";
  EXPECT_EQ(judge(a).verdict.note, "abuse");
  EXPECT_EQ(judge(a).verdict.address_action, verdict::AddressAction::suppress);
}

TEST(AttemptVerdict, TheReplyDecidesWhereItSpeaks) {
  Attempt a = refused("552 5.2.2 Mailbox is full", 552, {5, 2, 2});
  a.words = "We are sorry: there is no such user here.";
  const AttemptVerdict judged = judge(a);
  EXPECT_EQ(judged.verdict.reason, Reason::mailbox_full);
  EXPECT_FALSE(judged.by_words);
  EXPECT_EQ(judged.judged, a.reply);
}

TEST(AttemptVerdict, TheWordsDecideWhereTheReplySaysNothing) {
  Attempt a = refused("550 5.0.0 error", 550, {5, 0, 0});
  a.words = "<bert@example.net>: the mailbox is full";
  const AttemptVerdict judged = judge(a);
  EXPECT_EQ(judged.verdict.reason, Reason::mailbox_full);
  EXPECT_TRUE(judged.by_words);
  EXPECT_EQ(judged.verdict.code, 550);
}

TEST(AttemptVerdict, WordsThatSayNothingChangeNothing) {
  Attempt a = refused("550 5.1.1 whatever", 550, {5, 1, 1});
  a.words = "Your message could not be delivered. Please do not answer.";
  EXPECT_EQ(judge(a).verdict.reason, Reason::unknown_recipient);
  EXPECT_FALSE(judge(a).by_words);
}

TEST(AttemptVerdict, OpensAReplyThatQuotesAnother) {
  Attempt a = refused(
      "550 5.1.1 host mx.example.com[192.0.2.25] said: 552 5.2.2 mailbox full (in reply to RCPT TO "
      "command)",
      550, {5, 1, 1});
  a.nested = true;
  const AttemptVerdict judged = judge(a);
  EXPECT_EQ(judged.verdict.reason, Reason::mailbox_full);
  const verdict::Span span = judged.verdict.evidence.span;
  EXPECT_EQ(judged.judged.substr(span.begin, span.end - span.begin), "mailbox full");
}

TEST(AttemptVerdict, PointsIntoNothingThatIsGone) {
  // Escaped, so that the inner reply is read in a copy.
  const std::string reply =
      R"(550 5.7.1 {"error": "host mx.example.com said: 550 5.7.1 [192.0.2.1] messages weren't sent, \u0022S3150\u0022\r\n part of their network is on our block list (S3150)."})";
  Attempt a = refused(reply, 550, {5, 7, 1});
  a.remote_host = "mx.mail.protection.outlook.com";
  a.nested = true;
  const verdict::Verdict v = judge(a).verdict;
  EXPECT_LE(v.evidence.span.end, reply.size());
  if (!v.receiver_code.empty()) {
    EXPECT_GE(v.receiver_code.data(), reply.data());
    EXPECT_LT(v.receiver_code.data(), reply.data() + reply.size());
  }
}

TEST(AttemptVerdict, WhatWeRefusedSuppressesNobody) {
  Attempt a = refused("550 5.1.1 no such user", 550, {5, 1, 1});
  EXPECT_EQ(judge(a).verdict.address_action, verdict::AddressAction::suppress);
  a.outcome = Outcome::rejected;
  a.direction = attempt::Direction::in;
  EXPECT_EQ(judge(a).verdict.address_action, verdict::AddressAction::keep);
}

TEST(AttemptVerdict, InventsNoCode) {
  Attempt a = refused("", 0);
  a.words = "There is no such user.";
  const AttemptVerdict judged = judge(a);
  EXPECT_EQ(judged.verdict.reason, Reason::unknown_recipient);
  EXPECT_EQ(judged.verdict.code, 0);
  EXPECT_FALSE(judged.verdict.enhanced);
  EXPECT_EQ(judge(refused("", 0)).verdict.reason, Reason::unknown);
}

}  // namespace
}  // namespace smtpscope::core
