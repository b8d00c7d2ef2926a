// SPDX-License-Identifier: Apache-2.0
#include "sources/bounce/bounce.h"

#include <gtest/gtest.h>

#include "sources/bounce/limits.h"

namespace smtpscope::bounce {
namespace {

constexpr std::string_view kHead =
    "Return-Path: <>\nFrom: MAILER-DAEMON@mx.example.net\nTo: list@example.org\n"
    "Subject: Undelivered Mail Returned to Sender\n";

std::string report(std::string_view fields) {
  return std::string(kHead) +
         "Content-Type: multipart/report; boundary=b\n\n--b\n\nIt failed.\n--b\n"
         "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.net\n\n" +
         std::string(fields);
}

constexpr std::string_view kOne =
    "Final-Recipient: rfc822; ann@example.com\nAction: failed\nStatus: 5.1.1\n\n";

TEST(Bounce, SaysWhatWasCut) {
  Reader reader;
  EXPECT_EQ(reader.read(report(kOne), "", 0).attempts.at(0).issues, 0U);
  EXPECT_EQ(reader.read(report(kOne), "", 0, true).attempts.at(0).issues,
            std::uint32_t{attempt::kMailCut});

  std::string many;
  for (std::size_t i = 0; i < kMaxRecipients + 5; ++i) {
    many += "Final-Recipient: rfc822; a" + std::to_string(i) + "@example.com\nAction: failed\n\n";
  }
  const std::string mail = report(many);
  const Reading& reading = reader.read(mail, "", 0);
  EXPECT_EQ(reading.attempts.size(), kMaxRecipients);
  EXPECT_EQ(reading.attempts.at(0).issues, std::uint32_t{attempt::kTooManyRecipients});
}

TEST(Bounce, SaysTheSameWhateverEndsALine) {
  const std::string lf = report(kOne);
  std::string cr = lf;
  std::string crlf;
  for (char& c : cr) {
    if (c == '\n') c = '\r';
  }
  for (const char c : lf) crlf.append(c == '\n' ? "\r\n" : std::string(1, c));
  Reader one, two;
  const std::string id = format_id(one.read(lf, "", 0).attempts.at(0));
  EXPECT_EQ(format_id(two.read(cr, "", 0).attempts.at(0)), id);
  EXPECT_EQ(format_id(two.read(crlf, "", 0).attempts.at(0)), id);
}

TEST(Bounce, SaysWhyAMailIsNone) {
  struct Row {
    std::string mail, why;
  };
  const Row rows[] = {
      {"From: ann@example.org\nSubject: Lunch\n\nAt noon?\n",
       "neither a report nor written by a mail system"},
      {std::string(kHead) + "\nIt could not be delivered.\n",
       "a mail system wrote it, but it names no recipient"},
      {"", "neither a report nor written by a mail system"},
      {std::string("\0\xff\r\r\n--", 7), "neither a report nor written by a mail system"},
  };
  Reader reader;
  for (const Row& row : rows) {
    const Reading& reading = reader.read(row.mail, "", 0);
    EXPECT_TRUE(reading.attempts.empty()) << row.mail;
    EXPECT_EQ(reading.not_a_bounce, row.why) << row.mail;
  }
}

}  // namespace
}  // namespace smtpscope::bounce
