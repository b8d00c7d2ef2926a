// SPDX-License-Identifier: Apache-2.0
// Replies as they are, one or several; sessions; what decides. Wrappers have their own test files.
#include "meaning/reply/find_replies.h"

#include <chrono>
#include <string>

#include <gtest/gtest.h>

#include "meaning/reply/found_rows.h"
#include "meaning/reply/limits.h"

namespace smtpscope::reply {
namespace {

constexpr auto kUnknown = Stage::unknown;

TEST(FindReplies, one_reply) {
  for (const FoundRow& row : std::initializer_list<FoundRow>{
           {"550 5.1.1 no such user", 1, 550, "5.1.1", kUnknown, "", "", "", "",
            "550 5.1.1 no such user"},
           {"550-5.1.1 no such\r\n550 5.1.1 user\r\n", 1, 550, "5.1.1", kUnknown, "", "", "", "",
            "550-5.1.1 no such\r\n550 5.1.1 user"},
           {"", 1, 0, "", kUnknown, "", "", "", "", ""},
           {" \n ", 1, 0, "", kUnknown, "", "", "", "", ""},
           {"user is over quota", 1, 0, "", kUnknown, "", "", "", "", "user is over quota"},
           {"5.7.1 Unable to relay", 1, 0, "5.7.1", kUnknown, "", "", "", "",
            "5.7.1 Unable to relay"},
           {"4.4.1 Connection timed out", 1, 0, "4.4.1", kUnknown, "", "", "", "",
            "4.4.1 Connection timed out"},
           {"mx.example.com\nscore too low: http://example.com/", 1, 0, "", kUnknown, "", "", "",
            "", "mx.example.com\nscore too low: http://example.com/"},
           {"> 550 5.1.1 quoted", 1, 550, "5.1.1", kUnknown, "", "", "", "", "550 5.1.1 quoted"},
           {"I got this error:\n550 5.1.1 no such user", 1, 550, "5.1.1", kUnknown, "", "", "", "",
            "550 5.1.1 no such user"},
           {"2023-05-01 127.0.0.1 sent to 500 recipients", 1, 0, "", kUnknown, "", "", "", "",
            "2023-05-01 127.0.0.1 sent to 500 recipients"},
           {"250 2.7.1 Ok, discarded: limit of 500 messages", 1, 250, "2.7.1", kUnknown, "", "", "",
            "", "250 2.7.1 Ok, discarded: limit of 500 messages"},
           {"550 5.7.1 error: 500 messages is the limit", 1, 550, "5.7.1", kUnknown, "", "", "", "",
            "550 5.7.1 error: 500 messages is the limit"},
           {"550 user's mailbox isn't 'here' <a@example.com>", 1, 550, "", kUnknown, "", "", "", "",
            "550 user's mailbox isn't 'here' <a@example.com>"},
           {"550 5.7.1 EXAMPLE\\norbert may not send", 1, 550, "5.7.1", kUnknown, "", "", "", "",
            "550 5.7.1 EXAMPLE\\norbert may not send"},
       }) {
    check_row(row);
  }
}

TEST(FindReplies, lines_that_belong_together) {
  for (const FoundRow& row : std::initializer_list<FoundRow>{
           {"421-4.7.28 unusual rate 421-4.7.28 of mail 421 4.7.28 end", 1, 421, "4.7.28", kUnknown,
            "", "", "", "", "421-4.7.28 unusual rate 421-4.7.28 of mail 421 4.7.28 end"},
           {"550-5.7.1 not compliant: 550-5.7.1 'From' is missing. 550 5.7.1 end", 1, 550, "5.7.1",
            kUnknown, "", "", "", "",
            "550-5.7.1 not compliant: 550-5.7.1 'From' is missing. 550 5.7.1 end"},
           {"Our system says that this is\n550-5.7.1 not compliant.\n550 5.7.1 end", 1, 550,
            "5.7.1", kUnknown, "", "", "", "",
            "Our system says that this is\n550-5.7.1 not compliant.\n550 5.7.1 end"},
           {"550 5.7.1\n    Unfortunately, messages from\n    list (AS3140).", 1, 550, "5.7.1",
            kUnknown, "", "", "", "",
            "550 5.7.1\n    Unfortunately, messages from\n    list (AS3140)."},
           {"550 OU-001\n(SNT0) Unfortunately\nplease contact", 1, 550, "", kUnknown, "", "", "",
            "", "550 OU-001\n(SNT0) Unfortunately\nplease contact"},
           {"550-SPF-check failed:\n550 example.com doesn't allow", 1, 550, "", kUnknown, "", "",
            "", "", "550-SPF-check failed:\n550 example.com doesn't allow"},
           {"550-a\n\n550 b", 1, 550, "", kUnknown, "", "", "", "", "550-a\n\n550 b"},
           {"550-a\n554 b", 1, 554, "", kUnknown, "", "", "", "", "550-a\n554 b"},
           {"550 5.7.1 one statement of\n550 5.7.1 a bad server", 1, 550, "5.7.1", kUnknown, "", "",
            "", "", "550 5.7.1 one statement of\n550 5.7.1 a bad server"},
       }) {
    check_row(row);
  }
}

TEST(FindReplies, lines_without_code_inside_a_reply) {
  for (const FoundRow& row : std::initializer_list<FoundRow>{
           {"550-5.7.26 A\nB 550-5.7.26 C", 1, 550, "5.7.26", kUnknown, "", "", "", "",
            "550-5.7.26 A\nB 550-5.7.26 C"},
           {"host x said:\n550-5.7.26 A\nB 550-5.7.26 C", 1, 550, "5.7.26", kUnknown, "postfix", "",
            "", "", "550-5.7.26 A\nB 550-5.7.26 C"},
           {"host x said:\n550-5.7.26 A\nB 550-5.7.26 C\n550 5.7.26 D", 1, 550, "5.7.26", kUnknown,
            "postfix", "", "", "", "550-5.7.26 A\nB 550-5.7.26 C\n550 5.7.26 D"},
           {"host mx.example.com[192.0.2.1] said: 550-5.7.26 A\nB\n550 5.7.26 C (in reply to DATA "
            "command)",
            1, 550, "5.7.26", Stage::data, "postfix", "mx.example.com", "192.0.2.1", "",
            "550-5.7.26 A\nB\n550 5.7.26 C"},
           {"host mx.example.com[192.0.2.1] said: 550-5.7.26 blocked as it\nis not signed. "
            "Results: 550-5.7.26 DKIM\nfailed. 550 5.7.26 go\nto x (in reply to end of "
            "DATA\ncommand)",
            1, 550, "5.7.26", Stage::eod, "postfix", "mx.example.com", "192.0.2.1", "",
            "550-5.7.26 blocked as it\nis not signed. Results: 550-5.7.26 DKIM\nfailed. 550 5.7.26 "
            "go\nto x"},
           {"host x said: 550-5.7.1 A\n\n550 5.7.1 B", 2, 550, "5.7.1", kUnknown, "postfix", "", "",
            "", "550-5.7.1 A"},
           {"host x said: 550-5.7.1 A\nunrelated\nhost y said: 554 B", 2, 550, "5.7.1", kUnknown,
            "postfix", "", "", "", "550-5.7.1 A"},
           {"553 <u@x>\n   ... unauthorized relay traffic prohibited", 1, 553, "", kUnknown, "", "",
            "", "", "553 <u@x>\n   ... unauthorized relay traffic prohibited"},
           {"host x said: 553 <u@x>\n   ... unauthorized relay", 1, 553, "", kUnknown, "postfix",
            "", "", "", "553 <u@x>\n   ... unauthorized relay"},
       }) {
    check_row(row);
  }
}

TEST(FindReplies, sender_callout_is_one_reply) {
  for (const FoundRow& row : std::initializer_list<FoundRow>{
           {"550-Verification failed for <a@example.com>\n550-Called:   192.0.2.1\n550-Response: "
            "550 5.1.1 User unknown\n550 Sender verify failed",
            1, 550, "", kUnknown, "", "", "", "",
            "550-Verification failed for <a@example.com>\n550-Called:   192.0.2.1\n550-Response: "
            "550 5.1.1 User unknown\n550 Sender verify failed"},
           {"550-Verification failed for <a@example.com>\n550-Called:   192.0.2.1\n550-Response: "
            "553 5.1.1 User unknown\n550 Sender verify failed",
            1, 550, "", kUnknown, "", "", "", "",
            "550-Verification failed for <a@example.com>\n550-Called:   192.0.2.1\n550-Response: "
            "553 5.1.1 User unknown\n550 Sender verify failed"},
           {"550-Verification failed for <a@example.com>\nCalled:   192.0.2.1\n550-Response: 553 "
            "5.1.1 User unknown\n550 Sender verify failed",
            1, 550, "", kUnknown, "", "", "", "",
            "550-Verification failed for <a@example.com>\nCalled:   192.0.2.1\n550-Response: 553 "
            "5.1.1 User unknown\n550 Sender verify failed"},
           {"550-Verification failed for <a@example.com>\n550-Unrouteable address\n550 Sender "
            "verify failed",
            1, 550, "", kUnknown, "", "", "", "",
            "550-Verification failed for <a@example.com>\n550-Unrouteable address\n550 Sender "
            "verify failed"},
           {"550-Checked the sender\n550-Response: 553 5.1.1 User unknown\n550 Sender verify "
            "failed",
            1, 550, "", kUnknown, "", "", "", "",
            "550-Checked the sender\n550-Response: 553 5.1.1 User unknown\n550 Sender verify "
            "failed"},
           {"host x said: 550-Verification failed for <a@example.com>\n550-Called:   "
            "192.0.2.1\n550-Response: 550 5.1.1 User unknown\n550 Sender verify failed",
            1, 550, "", kUnknown, "postfix", "", "", "",
            "550-Verification failed for <a@example.com>\n550-Called:   192.0.2.1\n550-Response: "
            "550 5.1.1 User unknown\n550 Sender verify failed"},
           {"host x said: 550-Verification failed for <a@example.com>\n550-Called:   "
            "192.0.2.1\n550-Response: 553 5.1.1 User unknown\n550 Sender verify failed",
            1, 550, "", kUnknown, "postfix", "", "", "",
            "550-Verification failed for <a@example.com>\n550-Called:   192.0.2.1\n550-Response: "
            "553 5.1.1 User unknown\n550 Sender verify failed"},
           {"host x said: 550-Verification failed for <a@example.com>\nCalled:   "
            "192.0.2.1\n550-Response: 553 5.1.1 User unknown\n550 Sender verify failed",
            1, 550, "", kUnknown, "postfix", "", "", "",
            "550-Verification failed for <a@example.com>\nCalled:   192.0.2.1\n550-Response: 553 "
            "5.1.1 User unknown\n550 Sender verify failed"},
           {"host x said: 550-Verification failed for <a@example.com>\n550-Unrouteable "
            "address\n550 Sender verify failed",
            1, 550, "", kUnknown, "postfix", "", "", "",
            "550-Verification failed for <a@example.com>\n550-Unrouteable address\n550 Sender "
            "verify failed"},
           {"SMTP error from remote mail server after RCPT TO:<b@example.net>:\n    host "
            "mx.example.net [192.0.2.1]: 550-Verification failed for <a@example.com>\n    "
            "550-Called:   192.0.2.1\n    550-Response: 550 5.1.1 User unknown\n    550 Sender "
            "verify failed",
            1, 550, "", Stage::rcpt, "exim", "mx.example.net", "192.0.2.1", "b@example.net",
            "550-Verification failed for <a@example.com>\n    550-Called:   192.0.2.1\n    "
            "550-Response: 550 5.1.1 User unknown\n    550 Sender verify failed"},
           {"Verification failed for <a@example.com>\n550-Unrouteable address\n550 Sender verify "
            "failed",
            1, 550, "", kUnknown, "", "", "", "",
            "Verification failed for <a@example.com>\n550-Unrouteable address\n550 Sender verify "
            "failed"},
       }) {
    check_row(row);
  }
}

TEST(FindReplies, header_of_a_mail_decides_nothing) {
  for (const FoundRow& row : std::initializer_list<FoundRow>{
           {"From: a@example.com\nTo: b@example.com\nSubject: mailbox full, connection "
            "refused\n\nHello,\n\nthis is the text.",
            1, 0, "", kUnknown, "", "", "", "", "Hello,\n\nthis is the text."},
           {"From: a@example.com\r\nTo: b@example.com\r\nSubject: mailbox full, connection "
            "refused\r\n\r\nHello.",
            1, 0, "", kUnknown, "", "", "", "", "Hello."},
           {"Return-Path: <>\nReceived: from mx.example.com\n	by mx2.example.com\nSubject: "
            "failure notice\n\nThe mailbox is full.\n\n--- Below this line is a copy of the "
            "message.\n\nReturn-Path: <b@example.com>",
            1, 0, "", kUnknown, "", "", "", "", "The mailbox is full."},
           {"Return-Path: <>\nReceived: from mx.example.com\n	by mx2.example.com\nSubject: "
            "failure notice\n\nThe mailbox is full.\n\nReceived: from x\nSubject: spam",
            1, 0, "", kUnknown, "", "", "", "", "The mailbox is full."},
           {"Return-Path: <>\nReceived: from mx.example.com\n	by mx2.example.com\nSubject: "
            "failure notice\n\n--=_x\nContent-Type: text/plain\n\nThe mailbox is full.",
            1, 0, "", kUnknown, "", "", "", "", "The mailbox is full."},
           {"From b@example.com Mon Jan  1 10:00:00 2024\nFrom: a@example.com\nTo: "
            "b@example.com\nSubject: mailbox full, connection refused\n\nHello.",
            1, 0, "", kUnknown, "", "", "", "", "Hello."},
           {"From: a@example.com\nTo: b@example.com\nSubject: mailbox full, connection "
            "refused\n\nThe reply was\n550 5.1.1 no such user",
            1, 550, "5.1.1", kUnknown, "", "", "", "", "550 5.1.1 no such user"},
           {"To: a@example.com\nSubject: x\n550 5.1.1 no such user", 1, 550, "5.1.1", kUnknown, "",
            "", "", "", "550 5.1.1 no such user"},
           {"Note: the mailbox\n\nis full", 1, 0, "", kUnknown, "", "", "", "",
            "Note: the mailbox\n\nis full"},
       }) {
    check_row(row);
  }
}

TEST(FindReplies, several_replies) {
  for (const FoundRow& row : std::initializer_list<FoundRow>{
           {"550 a\n550 b", 2, 550, "", kUnknown, "", "", "", "", "550 a"},
           {"550 5.1.1 <a@example.com>: no\n550 5.1.1 <b@example.com>: no", 2, 550, "5.1.1",
            kUnknown, "", "", "", "", "550 5.1.1 <a@example.com>: no"},
           {"250 ok\n451 later", 2, 451, "", kUnknown, "", "", "", "", "451 later"},
           {"354 go on\n250 2.0.0 <a@example.com> Saved\n552 5.2.2 <b@example.com> full", 3, 552,
            "5.2.2", kUnknown, "", "", "", "", "552 5.2.2 <b@example.com> full"},
           {"550 5.1.1 no such user\n554 5.5.1 Error: no valid recipients", 2, 550, "5.1.1",
            kUnknown, "", "", "", "", "550 5.1.1 no such user"},
           {"503 5.5.1 RCPT first\n\n550 5.1.1 no such user", 2, 550, "5.1.1", kUnknown, "", "", "",
            "", "550 5.1.1 no such user"},
           {"554 5.5.1 Error: no valid recipients", 1, 554, "5.5.1", kUnknown, "", "", "", "",
            "554 5.5.1 Error: no valid recipients"},
           {"550 5.1.1 a.\n550 5.7.1 b", 2, 550, "5.1.1", kUnknown, "", "", "", "", "550 5.1.1 a."},
           {"host x said:\n    550 5.1.1 a.\n    550 5.7.1 b", 2, 550, "5.1.1", kUnknown, "postfix",
            "", "", "", "550 5.1.1 a."},
           {"host x said: 550 5.1.1 a.\n550 5.7.1 b", 2, 550, "5.1.1", kUnknown, "postfix", "", "",
            "", "550 5.1.1 a."},
           {"550 first\n\ntext between\n\n451 second", 2, 550, "", kUnknown, "", "", "", "",
            "550 first"},
       }) {
    check_row(row);
  }
}

TEST(FindReplies, sessions) {
  for (const FoundRow& row : std::initializer_list<FoundRow>{
           {"EHLO me.example.org\n250 mx\nMAIL FROM:<a@example.org>\n250 ok\n"
            "RCPT TO:<b@example.com>\n550 5.1.1 no such user\nDATA\n503 5.5.1 RCPT first\nQUIT\n"
            "221 bye",
            5, 550, "5.1.1", Stage::rcpt, "", "", "", "b@example.com", "550 5.1.1 no such user"},
           {"220 mx ESMTP\nEHLO me\n502 no\nHELO me\n250 ok\nMAIL FROM:<a@example.org>\n451 later",
            4, 451, "", Stage::mail, "", "", "", "", "451 later"},
           {"C: DATA\nS: 354 go\nC: .\nS: 554 5.7.1 spam", 2, 554, "5.7.1", Stage::eod,
            "transcript", "", "", "", "554 5.7.1 spam"},
           {"C: STARTTLS\nS: 454 no\nC: MAIL FROM:<a@example.org>\nS: 530 5.7.0 tls first", 2, 530,
            "5.7.0", Stage::mail, "transcript", "", "", "", "530 5.7.0 tls first"},
           {" -> RCPT TO:<b@example.com>\n<** 550 5.1.1 no such user", 1, 550, "5.1.1", Stage::rcpt,
            "transcript", "", "", "b@example.com", "550 5.1.1 no such user"},
           {"> MAIL FROM:<a@example.org>\n< 250 ok\n> RCPT TO:<b@example.com>\n< 450 4.2.0 grey", 2,
            450, "4.2.0", Stage::rcpt, "transcript", "", "", "b@example.com", "450 4.2.0 grey"},
           {"MAIL FROM:<a@example.org>\nRCPT TO:<b@example.com>\nRCPT TO:<c@example.com>\nDATA\n"
            "250 ok\n250 ok\n550 5.1.1 no\n354 go",
            4, 550, "5.1.1", Stage::rcpt, "", "", "", "c@example.com", "550 5.1.1 no"},
           {"... while talking to mx.example.com.:\n>>> RCPT To:<b@example.com>\n"
            "<<< 550-5.1.1 no such\n<<< 550 5.1.1 user\n"
            "550 5.1.1 <b@example.com>... User unknown\n>>> DATA\n<<< 503 5.0.0 Need RCPT",
            3, 550, "5.1.1", Stage::rcpt, "sendmail", "mx.example.com", "", "b@example.com",
            "550-5.1.1 no such\n550 5.1.1 user"},
           {"<<< 550 5.7.1 refused", 1, 550, "5.7.1", kUnknown, "transcript", "", "", "",
            "550 5.7.1 refused"},
           {"CLIENT -> SERVER: AUTH LOGIN\nSERVER -> CLIENT: 535 5.7.8 bad password", 1, 535,
            "5.7.8", Stage::auth, "transcript", "", "", "", "535 5.7.8 bad password"},
       }) {
    check_row(row);
  }
}

TEST(FindReplies, echoes_are_marked) {
  const Paste paste =
      find_replies("550 5.1.1 no such user\n\n554 5.5.1 Error: no valid recipients\n\n250 ok");
  ASSERT_EQ(paste.replies.size(), 3U);
  EXPECT_FALSE(paste.replies[0].echo);
  EXPECT_TRUE(paste.replies[1].echo);
  EXPECT_FALSE(paste.replies[2].echo);
  const Paste alone = find_replies("250 ok\n\n554 5.5.1 Error: no valid recipients");
  EXPECT_FALSE(alone.replies[1].echo);
  EXPECT_EQ(alone.deciding, 1U);
}

TEST(FindReplies, outer_reply_is_kept) {
  const Paste paste = find_replies(
      "551 5.1.1 <a@example.com>: rejected: host mx2.example.com[192.0.2.2] said: 554 5.7.1 failed "
      "(in reply to RCPT TO command)");
  ASSERT_EQ(paste.replies.size(), 1U);
  EXPECT_EQ(paste.replies[0].reply.text, "554 5.7.1 failed");
  EXPECT_EQ(paste.replies[0].outer.substr(0, 9), "551 5.1.1");
}

TEST(FindReplies, views_stay_when_the_paste_moves) {
  Paste first = find_replies("{'a@example.com': (550, b'5.1.1 x')}");
  const Paste second = std::move(first);
  EXPECT_EQ(second.replies[0].reply.text, "550 5.1.1 x");
  EXPECT_GE(second.replies[0].reply.text.data(), second.unescaped.data());
}

TEST(FindReplies, limits_hold) {
  std::string many;
  for (std::size_t i = 0; i < 2 * kMaxRepliesPerPaste; ++i) many += "550 x\n\n";
  EXPECT_EQ(find_replies(many).replies.size(), kMaxRepliesPerPaste);
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "550 5.1.1 a: host mx[192.0.2.1] said: ";
  deep += "554 5.7.1 end";
  const Paste paste = find_replies(deep);
  ASSERT_EQ(paste.replies.size(), 1U);
  EXPECT_EQ(paste.replies[0].reply.code, 550);
}

double seconds_for(std::string_view unit, std::size_t bytes) {
  std::string text;
  while (text.size() < bytes) text += unit;
  const auto start = std::chrono::steady_clock::now();
  EXPECT_FALSE(find_replies(text).replies.empty());
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Eight times the text may take eight times as long, with room for a busy machine; a quadratic
/// search would take sixty-four times.
TEST(FindReplies, hostile_texts_take_linear_time) {
  constexpr std::size_t kSmall = std::size_t{32} * 1024;
  for (const std::string_view unit : {"250-",
                                      "250-a\r\n",
                                      "250 a\n",
                                      " ",
                                      "\n",
                                      "<",
                                      "<p ",
                                      "5",
                                      "host a said: ",
                                      "host a[192.0.2.1] said: 550 5.1.1 ",
                                      "host a said: 550 x <421 4.4.2 y> ",
                                      ": ",
                                      "a: 550-5.1.1 ",
                                      "Response { code: 550, content: \"",
                                      "(550, b'",
                                      "\\n",
                                      "\\\"\\",
                                      "{\"a\":",
                                      "&lt;",
                                      "&#",
                                      "SMTP error from remote mail server after RCPT TO:<",
                                      "'550 5.1.1 <421 4.4.2 x> ",
                                      "dsn=1, stat=",
                                      "dsn=1 status=x (",
                                      "reject: RCPT from ",
                                      "( ",
                                      "#<smtp;550 ",
                                      "Diagnostic-Code: smtp; 550 \n",
                                      "connect to a[1]: ",
                                      "lost connection with ",
                                      "RCPT TO:<a@b>\n",
                                      "said:\n 550 a\n",
                                      "\"",
                                      "{LED=550 ",
                                      "550-'",
                                      "550-a\nb\n",
                                      "550-a\nb 550-5.1.1 c\n",
                                      "550-Response: 550 ",
                                      "host a said: 550-a\nb\n",
                                      ": 451 a: retry timeout exceeded",
                                      "451, b'",
                                      "[550 5.1.1 ",
                                      "[554] 5.1.1 ",
                                      "[Errno 1] connection refused ",
                                      "From: a\nTo: b\n",
                                      "From: a\nTo: b\n\n",
                                      "=\n"}) {
    SCOPED_TRACE(unit);
    const double small = seconds_for(unit, kSmall);
    const double large = seconds_for(unit, 8 * kSmall);
    EXPECT_LT(large, 0.05 + 30 * small);
  }
}

}  // namespace
}  // namespace smtpscope::reply
