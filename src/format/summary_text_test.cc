// SPDX-License-Identifier: Apache-2.0
// The table of a mailbox: its sections and their order, counts, and lines no wider than asked.
#include "format/summary_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/utf8.h"

namespace smtpscope::format {
namespace {

using attempt::Attempt;
using attempt::Outcome;
using testing::HasSubstr;
using testing::Not;
using verdict::Reason;

const core::Classifier& shipped() {
  static const core::Classifier kClassifier = [] {
    std::vector<base::Error> errors;
    return std::move(*core::Classifier::load({}, errors));
  }();
  return kClassifier;
}

void add(core::Summary& summary, std::string_view recipient, std::string_view reply, int code,
         Outcome outcome = Outcome::bounced, bool proven = false) {
  core::Memory memory;
  Attempt a;
  a.recipient = recipient;
  a.reply = reply;
  a.code = code;
  a.outcome = outcome;
  summary.add_mail(true);
  summary.add(a, core::classify_attempt(shipped(), a, memory), proven);
}

core::Summary example() {
  core::Summary summary;
  add(summary, "a@example.net", "550 5.1.1 no such user", 550, Outcome::bounced, true);
  add(summary, "b@example.com", "550 5.1.1 no such user", 550);
  add(summary, "c@example.com", "550 5.7.1 SPF check failed", 550);
  add(summary, "d@example.com", "452 4.2.2 mailbox full", 452);
  add(summary, "e@example.com", "421 4.3.2 try again later", 421);
  add(summary, "f@example.com", "", 0, Outcome::complaint);
  add(summary, "g@example.com", "", 0, Outcome::auto_reply);
  add(summary, "h@example.com", "450 4.4.1 timed out", 450, Outcome::delayed);
  add(summary, "i@example.com", "", 0, Outcome::delivered);
  summary.add_mail(false);
  return summary;
}

std::string table(const core::Summary& summary, bool with_proof = false, std::size_t width = 80) {
  TextOptions options;
  options.width = width;
  return format_summary(shipped(), summary, with_proof, options);
}

TEST(SummaryText, CountsWhatCame) {
  EXPECT_THAT(table(example()),
              HasSubstr("10 mails read, 5 failed deliveries, 1 complaint, 1 delay notice, "
                        "1 report of success, 1 automatic answer, 1 no bounce\n"));
  EXPECT_THAT(table(core::Summary()), testing::StartsWith("0 mails read"));
}

TEST(SummaryText, SectionsStandInTheirOrder) {
  const std::string text = table(example());
  std::size_t before = 0;
  for (const std::string_view title :
       {"Dead addresses", "On your side", "Complaints", "On the recipient's side", "Passing"}) {
    const std::size_t at = text.find(title);
    ASSERT_NE(at, std::string::npos) << title;
    EXPECT_GT(at, before) << title;
    before = at;
  }
  EXPECT_THAT(text, Not(HasSubstr("Elsewhere")));
}

TEST(SummaryText, SpeaksOfProofOnlyWhereItIsAsked) {
  EXPECT_THAT(table(example(), true), HasSubstr("3 addresses to give up, 1 of them proven"));
  EXPECT_THAT(table(example(), false), HasSubstr("3 addresses to give up (--addresses"));
}

TEST(SummaryText, WrapsWhatRepliesSay) {
  core::Summary summary;
  add(summary, "a@example.net", "550 5.1.1 no such user, and many words more than one line holds",
      550);
  for (const std::size_t width : {40U, 60U, 100U}) {
    const std::string text = table(summary, false, width);
    for (std::size_t at = text.find("such as"); at < text.size();) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      EXPECT_LE(end - at, width);
      at = end + 1;
    }
  }
}

TEST(SummaryText, NamesFiveReceiversAndCountsTheRest) {
  core::Summary summary;
  for (char c = 'a'; c < 'i'; ++c) {
    add(summary, std::string("x@") + c + ".example", "550 5.1.1 no such user", 550);
  }
  add(summary, "y@h.example", "550 5.1.1 no such user", 550);
  EXPECT_THAT(table(summary), HasSubstr("h.example 2, a.example 1, b.example 1"));
  EXPECT_THAT(table(summary, false, 120), HasSubstr("3 more receivers"));
}

TEST(SummaryText, WritesCountsInThousands) {
  EXPECT_EQ(format_count(0), "0");
  EXPECT_EQ(format_count(999), "999");
  EXPECT_EQ(format_count(1000), "1,000");
  EXPECT_EQ(format_count(1234567), "1,234,567");
}

}  // namespace
}  // namespace smtpscope::format
