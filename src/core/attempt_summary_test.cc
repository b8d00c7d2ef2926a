// SPDX-License-Identifier: Apache-2.0
// Counts by cause: what counts as failure, merged halves equal the whole, limits hold.
#include "core/attempt_summary.h"

#include <gtest/gtest.h>

namespace smtpscope::core {
namespace {

using attempt::Attempt;
using attempt::Outcome;
using verdict::AddressAction;
using verdict::Reason;

AttemptVerdict judged(Reason reason, AddressAction action) {
  AttemptVerdict v;
  v.verdict.reason = reason;
  v.verdict.address_action = action;
  v.verdict.persistence = verdict::Persistence::permanent;
  v.judged = "550 no";
  return v;
}

Attempt to(std::string_view recipient, std::int64_t ms = 0, Outcome outcome = Outcome::bounced) {
  Attempt a;
  a.recipient = recipient;
  a.outcome = outcome;
  if (ms != 0) a.time = attempt::Time{ms, 0, {}};
  return a;
}

const AttemptVerdict kDead = judged(Reason::unknown_recipient, AddressAction::suppress);
const AttemptVerdict kFull = judged(Reason::mailbox_full, AddressAction::review);

TEST(Summary, CountsFailuresByCauseAndReceiver) {
  Summary summary;
  summary.add(to("a@example.net", 2000), kDead, false);
  summary.add(to("b@EXAMPLE.net", 1000), kDead, true);
  summary.add(to("c@example.com", 3000), kFull, false);
  ASSERT_EQ(summary.causes.size(), 2U);
  const Cause& dead = summary.causes.rbegin()->second;
  ASSERT_EQ(dead.verdict.reason, Reason::unknown_recipient);
  EXPECT_EQ(dead.attempts, 2U);
  EXPECT_EQ(dead.receivers.at("example.net"), 2U);
  EXPECT_EQ(dead.first_ms, 1000);
  EXPECT_EQ(dead.last_ms, 2000);
  EXPECT_EQ(dead.recipient, "a@example.net");
  EXPECT_EQ(dead.reply, "550 no");
  EXPECT_EQ(summary.dead.size(), 2U);
}

TEST(Summary, AnAddressIsProvenOnceItWas) {
  Summary summary;
  summary.add(to("a@example.net"), kDead, false);
  summary.add(to("A@example.net"), kDead, true);
  summary.add(to("a@example.net"), kDead, false);
  ASSERT_EQ(summary.dead.size(), 1U);
  EXPECT_TRUE(summary.dead.begin()->second);
}

TEST(Summary, WhatIsNoFailureHasNoCause) {
  for (const Outcome outcome : {Outcome::delivered, Outcome::delayed, Outcome::auto_reply,
                                Outcome::mdn, Outcome::relayed}) {
    Summary summary;
    summary.add(to("a@example.net", 0, outcome), kDead, true);
    EXPECT_TRUE(summary.causes.empty()) << to_string(outcome);
    EXPECT_TRUE(summary.dead.empty());
    EXPECT_EQ(summary.outcomes.at(outcome), 1U);
  }
}

TEST(Summary, HalvesMakeTheWhole) {
  Summary whole, first, second;
  for (int i = 0; i < 100; ++i) {
    const std::string address = std::string(1, static_cast<char>('a' + i % 7)) + "@example.net";
    Summary& half = i < 50 ? first : second;
    for (Summary* s : {&whole, &half}) {
      s->add_mail(i % 3 != 0);
      s->add(to(address, 1000 + i), i % 2 == 0 ? kDead : kFull, i == 77);
    }
  }
  first.merge(second);
  EXPECT_EQ(first.mails, whole.mails);
  EXPECT_EQ(first.others, whole.others);
  EXPECT_EQ(first.outcomes, whole.outcomes);
  EXPECT_EQ(first.dead, whole.dead);
  ASSERT_EQ(first.causes.size(), whole.causes.size());
  for (const auto& [key, cause] : whole.causes) {
    const Cause& other = first.causes.at(key);
    EXPECT_EQ(other.attempts, cause.attempts);
    EXPECT_EQ(other.receivers, cause.receivers);
    EXPECT_EQ(other.first_ms, cause.first_ms);
    EXPECT_EQ(other.last_ms, cause.last_ms);
    EXPECT_EQ(other.recipient, cause.recipient);
  }
}

TEST(Summary, ForgedDomainsFillNoMemory) {
  Cause cause;
  for (std::size_t i = 0; i < Cause::kMaxReceivers + 50; ++i)
    cause.count_receiver(std::to_string(i) + ".example", 1);
  cause.count_receiver("0.example", 1);
  EXPECT_EQ(cause.receivers.size(), Cause::kMaxReceivers);
  EXPECT_EQ(cause.other_receivers, 50U);
  EXPECT_EQ(cause.receivers.at("0.example"), 2U);
  Cause more;
  more.count_receiver("new.example", 3);
  cause.merge(more);
  EXPECT_EQ(cause.receivers.size(), Cause::kMaxReceivers);
  EXPECT_EQ(cause.other_receivers, 53U);
}

TEST(Summary, ATimeThatIsNotKnownWidensNothing) {
  Cause cause;
  cause.widen(0, 0);
  EXPECT_EQ(cause.first_ms, 0);
  cause.widen(5, 5);
  cause.widen(0, 0);
  EXPECT_EQ(cause.first_ms, 5);
  EXPECT_EQ(cause.last_ms, 5);
}

}  // namespace
}  // namespace smtpscope::core
