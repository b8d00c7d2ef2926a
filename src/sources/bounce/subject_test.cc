// SPDX-License-Identifier: Apache-2.0
#include "sources/bounce/subject.h"

#include <gtest/gtest.h>

namespace smtpscope::bounce {
namespace {

TEST(Subject, OfBounces) {
  for (const std::string_view subject :
       {"Undelivered Mail Returned to Sender", "UNDELIVERABLE: offer",
        "Returned mail: User unknown", "  failure notice",
        "Mail delivery failed: returning message to sender", "FAILURE NOTICE : x",
        "Delivery Status Notification (Failure)", "Warning: message 1abc-22 delayed 24 hours",
        "Unzustellbar: Rechnung", "Non remis : Facture", "\xe9\x80\x80\xe4\xbf\xa1"}) {
    EXPECT_TRUE(is_bounce_subject(subject)) << subject;
  }
  for (const std::string_view subject :
       {"", "Re: Undelivered Mail Returned to Sender", "[#118] Undeliverable: offer",
        "Undelivered messages: weekly overview", "Bounce! The trampoline newsletter",
        "Returned mail? Not with our envelopes", "Warning: mail queue on mx1", "Quota warning",
        "Rejected by everyone?", "118 undelivered messages in queue"}) {
    EXPECT_FALSE(is_bounce_subject(subject)) << subject;
  }
}

TEST(Subject, OfAnswers) {
  for (const std::string_view subject :
       {"Re: offer", "AW: offer", "[External] Fwd: offer", "\xe5\x9b\x9e\xe5\xa4\x8d: offer"}) {
    EXPECT_TRUE(is_answer_subject(subject)) << subject;
  }
  for (const std::string_view subject :
       {"", "Returned mail: x", "[choir] offer", "Regarding", "["}) {
    EXPECT_FALSE(is_answer_subject(subject)) << subject;
  }
}

TEST(Subject, OfTickets) {
  for (const std::string_view subject :
       {"[#118] x", "[Ticket#2026118] x", "Case 118 has been updated", "[JIRA] (MAIL-118) x",
        "Re: [acme/mailer] x (Issue #118)", "[Bug 118] New: x"}) {
    EXPECT_TRUE(is_ticket_subject(subject)) << subject;
  }
  for (const std::string_view subject :
       {"", "#", "failure notice", "In any case of failure, call", "Mail delivery failed"}) {
    EXPECT_FALSE(is_ticket_subject(subject)) << subject;
  }
}

}  // namespace
}  // namespace smtpscope::bounce
