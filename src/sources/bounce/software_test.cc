// SPDX-License-Identifier: Apache-2.0
// Programs by their habits, and a reply whose second line begins like a block of its own.
#include "sources/bounce/software.h"

#include <gtest/gtest.h>

#include "sources/bounce/bounce.h"

namespace smtpscope::bounce {
namespace {

std::string_view software_of(std::string_view header, std::string_view words) {
  static Reader reader;
  static std::string mail;
  mail = "From: MAILER-DAEMON@example.org\nTo: a@example.org\n";
  mail.append(header).append("\n").append(words).append("\n\n<b@example.net>: 550 no such user\n");
  const Reading& reading = reader.read(mail, "-", 0);
  return reading.attempts.empty() ? "no bounce" : reading.attempts[0].software;
}

TEST(Software, ShowsByItsHabits) {
  EXPECT_EQ(software_of("Subject: Undelivered Mail Returned to Sender\n",
                        "This is the mail system at host mx1.example.org.\n\n"
                        "Your message could not be delivered."),
            "postfix");
  EXPECT_EQ(software_of("Subject: Delivery status notification: error\n",
                        "    Hi!\n\n    This is the MAILER-DAEMON, please DO NOT REPLY to this "
                        "e-mail.\n\n    An error has occurred while attempting to deliver."),
            "opensmtpd");
  EXPECT_EQ(software_of("Subject: Undelivered mail\n", "It could not be delivered."), "");
}

TEST(Software, ShowsByHeadersAndFields) {
  EXPECT_EQ(software_of("Subject: Mail delivery failed\nX-Failed-Recipients: b@example.net\n"
                        "Message-ID: <E1t0CqW-0007Xy-1A@mta.example.org>\n",
                        "Words of an administrator."),
            "exim");
  EXPECT_EQ(software_of("Subject: Undelivered Mail\nX-Mailer: Amazon WorkMail\n",
                        "It could not be delivered."),
            "workmail");
}

TEST(Software, AReplyGoesOnWhereALineBeginsWithItsAddress) {
  Reader reader;
  const std::string mail =
      "From: MAILER-DAEMON@example.org\nTo: a@example.org\nSubject: Undelivered Mail\n\n"
      "This is the mail system at host mx1.example.org.\n\nIt could not be delivered.\n\n"
      "<b@example.net>: host mx.example.net[192.0.2.25] said: 550 5.1.1\n"
      "    <b@example.net>: no mailbox here (in reply to RCPT TO command)\n";
  const Reading& reading = reader.read(mail, "-", 0);
  ASSERT_EQ(reading.attempts.size(), 1U);
  EXPECT_EQ(reading.attempts[0].stage, reply::Stage::rcpt);
  EXPECT_EQ(reading.attempts[0].remote_host, "mx.example.net");
  EXPECT_EQ(reading.attempts[0].code, 550);
}

}  // namespace
}  // namespace smtpscope::bounce
