// SPDX-License-Identifier: Apache-2.0
// Bounces and statements of mail servers: Postfix, Exim, Sendmail, qmail, Exchange, DSN fields.
#include <gtest/gtest.h>

#include "meaning/reply/found_rows.h"

namespace smtpscope::reply {
namespace {

constexpr auto kUnknown = Stage::unknown;

TEST(Wrappers, postfix) {
  for (const FoundRow& row : std::initializer_list<FoundRow>{
           {"host mx.example.com[192.0.2.1] said: 550 5.1.1 no such user (in reply to RCPT TO "
            "command)",
            1, 550, "5.1.1", Stage::rcpt, "postfix", "mx.example.com", "192.0.2.1", "",
            "550 5.1.1 no such user"},
           {"host mx.example.com[2001:db8::1]:25 said: 451 4.3.0 later (in reply to end of DATA "
            "command)",
            1, 451, "4.3.0", Stage::eod, "postfix", "mx.example.com", "2001:db8::1", "",
            "451 4.3.0 later"},
           {"<a@example.com>: host mx.example.com[192.0.2.1] said:\n    550-5.1.1 no such\n"
            "    550 5.1.1 user (in reply to\n    RCPT TO command)\n\n--",
            1, 550, "5.1.1", Stage::rcpt, "postfix", "mx.example.com", "192.0.2.1", "a@example.com",
            "550-5.1.1 no such\n    550 5.1.1 user"},
           {"<a@example.com>: host mx.example.com[192.0.2.1]\n    said: 550-5.1.1 does not exist.\n"
            "    Please try 550-5.1.1 again at 550 5.1.1\n    example.com (in reply to DATA "
            "command)",
            1, 550, "5.1.1", Stage::data, "postfix", "mx.example.com", "192.0.2.1", "a@example.com",
            "550-5.1.1 does not exist.\n    Please try 550-5.1.1 again at 550 5.1.1\n    "
            "example.com"},
           {"host mx.example.com[192.0.2.1] refused to talk to me: 421 4.7.0 try later", 1, 421,
            "4.7.0", Stage::banner, "postfix", "mx.example.com", "192.0.2.1", "",
            "421 4.7.0 try later"},
           {"delivery temporarily suspended: host mx.example.com[192.0.2.1] refused to talk to me: "
            "421 busy",
            1, 421, "", Stage::banner, "postfix", "mx.example.com", "192.0.2.1", "", "421 busy"},
           {"delivery temporarily suspended: connect to mx.example.net[192.0.2.1]:25: Connection "
            "timed out",
            1, 0, "", Stage::connect, "postfix", "mx.example.net", "192.0.2.1", "",
            "connect to mx.example.net[192.0.2.1]:25: Connection timed out", true},
           {"550 5.1.1 <a@example.com>: undeliverable: host mx2.example.com[192.0.2.2] said: 550 "
            "no "
            "such user (in reply to RCPT TO command)",
            1, 550, "", Stage::rcpt, "postfix", "mx2.example.com", "192.0.2.2", "",
            "550 no such user"},
           {"host a.example.com[192.0.2.1] said: 550 x: host b.example.com[192.0.2.2] said: 554 "
            "5.7.1 y (in reply to MAIL FROM command) (in reply to RCPT TO command)",
            1, 554, "5.7.1", Stage::mail, "postfix", "b.example.com", "192.0.2.2", "",
            "554 5.7.1 y"},
           {"connect to mx.example.net[192.0.2.1]:25: server refused to talk to me: 421 busy", 1,
            421, "", Stage::banner, "postfix", "mx.example.net", "192.0.2.1", "", "421 busy"},
           {"host mx.example.com[192.0.2.1] said: 550 a (in reply to RCPT TO command)\n"
            "host my.example.com[192.0.2.2] said: 551 b (in reply to RCPT TO command)",
            2, 550, "", Stage::rcpt, "postfix", "mx.example.com", "192.0.2.1", "", "550 a"},
           {"She said: hello", 1, 0, "", kUnknown, "", "", "", "", "She said: hello"},
       }) {
    check_row(row);
  }
}

TEST(Wrappers, exim) {
  for (const FoundRow& row : std::initializer_list<FoundRow>{
           {"SMTP error from remote mail server after RCPT TO:<a@example.com>: host mx.example.com "
            "[192.0.2.1]: 550 5.1.1 no such user",
            1, 550, "5.1.1", Stage::rcpt, "exim", "mx.example.com", "192.0.2.1", "a@example.com",
            "550 5.1.1 no such user"},
           {"SMTP error from remote mailer after MAIL FROM:<a@example.org> SIZE=1543:\n    host "
            "mx.example.com [192.0.2.1]: 550 5.7.0 denied",
            1, 550, "5.7.0", Stage::mail, "exim", "mx.example.com", "192.0.2.1", "",
            "550 5.7.0 denied"},
           {"  a@example.com\n    host mx.example.com [192.0.2.1]\n    SMTP error from remote mail "
            "server after initial connection:\n    571 No PTR found for:\n    192.0.2.9\n\n",
            1, 571, "", Stage::banner, "exim", "mx.example.com", "192.0.2.1", "a@example.com",
            "571 No PTR found for:\n    192.0.2.9"},
           {"  a@example.com\n    host mx.example.com [192.0.2.1]\n    Delay reason: SMTP error "
            "from "
            "remote mail server after end of data:\n    451 4.3.2 later",
            1, 451, "4.3.2", Stage::eod, "exim", "mx.example.com", "192.0.2.1", "a@example.com",
            "451 4.3.2 later"},
           {"SMTP error from remote mail server after pipelined RCPT TO:<a@example.com>: 452 full",
            1, 452, "", Stage::rcpt, "exim", "", "", "a@example.com", "452 full"},
           {"LMTP error after DATA: 554 5.7.1 spam", 1, 554, "5.7.1", Stage::eod, "exim", "", "",
            "", "554 5.7.1 spam"},
           {"SMTP error from remote mailer after RCPT TO:\n    <a@example.com>:\n    host "
            "mx.example.com [192.0.2.1]:\n    553 5.1.1 unknown user",
            1, 553, "5.1.1", Stage::rcpt, "exim", "mx.example.com", "192.0.2.1", "a@example.com",
            "553 5.1.1 unknown user"},
           {"\"a@example.com\":\nSMTP error from remote server after RCPT command:\nhost: "
            "mx.example.com\n5.2.2 <a@example.com>... Mailbox Full\n",
            1, 0, "5.2.2", Stage::rcpt, "exim", "mx.example.com", "", "a@example.com",
            "5.2.2 <a@example.com>... Mailbox Full"},
       }) {
    check_row(row);
  }
}

TEST(Wrappers, exim_gives_up) {
  for (const FoundRow& row : std::initializer_list<FoundRow>{
           {"451 Spam email: retry timeout exceeded", 1, 451, "", kUnknown, "", "", "", "",
            "451 Spam email"},
           {"H=mx.example.com [192.0.2.1]: 451 Spam email: retry timeout exceeded", 1, 451, "",
            kUnknown, "", "", "", "", "451 Spam email"},
           {"host mx said: 550 no such user: retry timeout exceeded", 1, 550, "", kUnknown,
            "postfix", "", "", "", "550 no such user"},
           {"SMTP error from remote mail server after end of data:\n    host mx.example.com "
            "[192.0.2.1]: 451 Spam email:\n    retry timeout exceeded",
            1, 451, "", Stage::eod, "exim", "mx.example.com", "192.0.2.1", "", "451 Spam email"},
           {"mailbox is full: retry timeout exceeded", 1, 0, "", Stage::local, "", "", "", "",
            "mailbox is full: retry timeout exceeded", true},
       }) {
    check_row(row);
  }
}

TEST(Wrappers, numbered_system_errors) {
  for (const FoundRow& row : std::initializer_list<FoundRow>{
           {"[Errno 111] Connection refused", 1, 0, "", Stage::connect, "", "", "", "",
            "[Errno 111] Connection refused", true},
           {"ConnectionRefusedError: [Errno 111] Connection refused", 1, 0, "", Stage::connect, "",
            "", "", "", "[Errno 111] Connection refused", true},
           {"[Errno -2] Name or service not known", 1, 0, "", Stage::dns, "", "", "", "",
            "[Errno -2] Name or service not known", true},
           {"[WinError 10061] No connection could be made", 1, 0, "", Stage::connect, "", "", "",
            "", "[WinError 10061] No connection could be made", true},
       }) {
    check_row(row);
  }
}

TEST(Wrappers, sendmail_and_qmail) {
  for (const FoundRow& row : std::initializer_list<FoundRow>{
           {"<a@example.com>\n    (reason: 550 5.1.1 no such user)", 1, 550, "5.1.1", kUnknown,
            "sendmail", "", "", "a@example.com", "550 5.1.1 no such user"},
           {"<a@example.com>\n    (reason: 550 5.1.1 <a@example.com> unknown)\n\n   ----- "
            "Transcript of session follows -----\n... while talking to mx.example.com.:\n>>> RCPT "
            "To:<a@example.com>\n<<< 550 5.1.1 <a@example.com> unknown\n550 5.1.1 "
            "<a@example.com>... User unknown",
            2, 550, "5.1.1", Stage::rcpt, "sendmail", "mx.example.com", "", "a@example.com",
            "550 5.1.1 <a@example.com> unknown"},
           {"<a@example.com>:\n192.0.2.1 does not like recipient.\nRemote host said: 550 5.1.1 "
            "unknown\nGiving up on 192.0.2.1.",
            1, 550, "5.1.1", Stage::rcpt, "qmail", "", "192.0.2.1", "a@example.com",
            "550 5.1.1 unknown"},
           {"<a@example.com>:\nConnected to 192.0.2.1 but sender was rejected.\nRemote host said: "
            "550-5.7.1 a\n550 5.7.1 b\nGiving up on 192.0.2.1.",
            1, 550, "5.7.1", Stage::mail, "qmail", "", "192.0.2.1", "a@example.com",
            "550-5.7.1 a\n550 5.7.1 b"},
           {"From: <b@example.org> RCPT: <a@example.com> 192.0.2.1 failed after I sent the "
            "message.\nRemote host said: 550 5.7.509 denied",
            1, 550, "5.7.509", Stage::eod, "qmail", "", "192.0.2.1", "a@example.com",
            "550 5.7.509 denied"},
           {"192.0.2.1 failed on DATA command.\nRemote host said: 451 4.3.0 later", 1, 451, "4.3.0",
            Stage::data, "qmail", "", "192.0.2.1", "", "451 4.3.0 later"},
           {"Connected to 192.0.2.1 but greeting failed.\nRemote host said: 554 go away", 1, 554,
            "", Stage::banner, "qmail", "", "192.0.2.1", "", "554 go away"},
           {"Sorry, no SMTP connection got far enough; most progress was RCPT TO response; remote "
            "host 192.0.2.32 said: 550 Unknown user",
            1, 550, "", Stage::rcpt, "qmail", "", "192.0.2.32", "", "550 Unknown user"},
           {"550 5.7.1 Remote host said: 554 denied", 1, 554, "", kUnknown, "qmail", "", "", "",
            "554 denied"},
           {"mx.example.com[192.0.2.1] responded with failure: 552 sorry, full (#5.2.2)", 1, 552,
            "5.2.2", kUnknown, "", "mx.example.com", "192.0.2.1", "", "552 sorry, full (#5.2.2)"},
       }) {
    check_row(row);
  }
}

TEST(Wrappers, exchange) {
  for (const FoundRow& row : std::initializer_list<FoundRow>{
           {"#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##", 1, 550, "5.1.1", kUnknown,
            "exchange", "", "", "", "550 5.1.1 RESOLVER.ADR.RecipNotFound; not found"},
           {"a@example.com\n#550 4.4.7 QUEUE.Expired; message expired ##", 1, 550, "4.4.7",
            kUnknown, "exchange", "", "", "a@example.com",
            "550 4.4.7 QUEUE.Expired; message expired"},
           {"#< #5.1.1 smtp;550 5.1.1 <a@example.com>: unknown> #SMTP#", 1, 550, "5.1.1", kUnknown,
            "exchange", "", "", "", "550 5.1.1 <a@example.com>: unknown"},
           {"<mx.example.com #5.7.1 smtp; 550 5.7.1 denied>", 1, 550, "5.7.1", kUnknown, "exchange",
            "mx.example.com", "", "", "550 5.7.1 denied"},
           {"a@example.com\nmx.example.com\nRemote Server returned '550 5.1.0 it's not allowed'\n",
            1, 550, "5.1.0", kUnknown, "exchange", "mx.example.com", "", "a@example.com",
            "550 5.1.0 it's not allowed"},
           {"Remote Server returned '<mx.example.com #5.1.1 smtp;550 5.1.1 no such user>'", 1, 550,
            "5.1.1", kUnknown, "exchange", "mx.example.com", "", "", "550 5.1.1 no such user"},
           {"550 5.1.351 Remote server returned unknown recipient or mailbox unavailable -> 550 "
            "5.1.1 User unknown",
            1, 550, "5.1.1", kUnknown, "exchange", "", "", "", "550 5.1.1 User unknown"},
           {"450 4.7.0 Proxy session setup failed on Frontend with '451 4.4.0 Primary target IP "
            "address responded with ...'",
            1, 451, "4.4.0", kUnknown, "", "", "", "",
            "451 4.4.0 Primary target IP address responded with ..."},
           {"451 4.4.0 Primary target IP address responded with: \"421 4.4.2 Connection dropped.\" "
            "Attempted failover",
            1, 421, "4.4.2", kUnknown, "", "", "", "", "421 4.4.2 Connection dropped."},
           {"[{LED=450 4.7.1 Greylisted};{MSG=};{FQDN=mx.example.com};{IP=192.0.2.1};{LRT=1}]", 1,
            450, "4.7.1", kUnknown, "exchange", "mx.example.com", "192.0.2.1", "",
            "450 4.7.1 Greylisted"},
           {"mx.example.com gave this error:\n550 5.1.1 no such user\n\n", 1, 550, "5.1.1",
            kUnknown, "exchange", "mx.example.com", "", "", "550 5.1.1 no such user"},
       }) {
    check_row(row);
  }
}

TEST(Wrappers, delivery_status_fields) {
  for (const FoundRow& row : std::initializer_list<FoundRow>{
           {"Diagnostic-Code: smtp; 550 5.1.1 no such user", 1, 550, "5.1.1", kUnknown, "dsn", "",
            "", "", "550 5.1.1 no such user"},
           {"Final-Recipient: rfc822; a@example.com\nAction: failed\nStatus: 5.0.0\nRemote-MTA: "
            "dns; "
            "mx.example.com\nDiagnostic-Code: smtp;550-5.2.2 over\n 550 5.2.2 quota\nX-Other: b\n",
            1, 550, "5.2.2", kUnknown, "dsn", "mx.example.com", "", "a@example.com",
            "550-5.2.2 over\n 550 5.2.2 quota"},
           {"Diagnostic-Code: smtp;\n  550 5.1.1 folded\nRemote-MTA: dns; mx.example.com", 1, 550,
            "5.1.1", kUnknown, "dsn", "mx.example.com", "", "", "550 5.1.1 folded"},
           {"Diagnostic-Code: X-Postfix; connect to mx.example.net[192.0.2.1]:25: Connection\n    "
            "refused",
            1, 0, "", Stage::connect, "dsn", "mx.example.net", "192.0.2.1", "",
            "connect to mx.example.net[192.0.2.1]:25: Connection\n    refused", true},
           {"Diagnostic-Code: X-Notes; User not listed in directory", 1, 0, "", kUnknown, "dsn", "",
            "", "", "User not listed in directory"},
           {"smtp; 550 5.1.1 no such user", 1, 550, "5.1.1", kUnknown, "dsn", "", "", "",
            "550 5.1.1 no such user"},
           {"smtp;550 no such user", 1, 550, "", kUnknown, "dsn", "", "", "", "550 no such user"},
           {"From: MAILER-DAEMON\nSubject: failure\n\n<a@example.com>: host "
            "mx.example.com[192.0.2.1]"
            " said: 550 5.1.1 no such\n    user (in reply to RCPT TO command)\n\nFinal-Recipient: "
            "rfc822; a@example.com\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 no such "
            "user\n\nContent-Type: message/rfc822\n\n550 in the text\n",
            1, 550, "5.1.1", Stage::rcpt, "postfix", "mx.example.com", "192.0.2.1", "a@example.com",
            "550 5.1.1 no such\n    user"},
           {"554 4.4.7 Message expired: unable to deliver in 840 minutes.<421 4.4.2 Connection "
            "timed "
            "out>",
            1, 421, "4.4.2", kUnknown, "", "", "", "", "421 4.4.2 Connection timed out"},
       }) {
    check_row(row);
  }
}

TEST(Wrappers, statements_of_the_sending_side) {
  for (const FoundRow& row : std::initializer_list<FoundRow>{
           {"connect to mx.example.net[192.0.2.1]:25: Connection timed out", 1, 0, "",
            Stage::connect, "", "mx.example.net", "192.0.2.1", "",
            "connect to mx.example.net[192.0.2.1]:25: Connection timed out", true},
           {"Host or domain name not found. Name service error for name=example.net type=MX: Host "
            "not found",
            1, 0, "", Stage::dns, "", "", "", "",
            "Host or domain name not found. Name service error for name=example.net type=MX: Host "
            "not found",
            true},
           {"lost connection with mx.example.net[192.0.2.1] while sending RCPT TO", 1, 0, "",
            Stage::rcpt, "", "mx.example.net", "192.0.2.1", "",
            "lost connection with mx.example.net[192.0.2.1] while sending RCPT TO", true},
           {"conversation with mx.example.net[192.0.2.1] timed out while sending end of data -- "
            "message may be sent more than once",
            1, 0, "", Stage::eod, "", "mx.example.net", "192.0.2.1", "",
            "conversation with mx.example.net[192.0.2.1] timed out while sending end of data -- "
            "message may be sent more than once",
            true},
           {"Domain example.net does not accept mail (nullMX)", 1, 0, "", Stage::dns, "", "", "",
            "", "Domain example.net does not accept mail (nullMX)", true},
           {"Domain example.net has exceeded the limit", 1, 0, "", kUnknown, "", "", "", "",
            "Domain example.net has exceeded the limit"},
           {"mail for relay.example.net loops back to myself", 1, 0, "", Stage::local, "", "", "",
            "", "mail for relay.example.net loops back to myself", true},
           {"TLS is required, but was not offered by host mx.example.net[192.0.2.8]", 1, 0, "",
            Stage::starttls, "", "mx.example.net", "192.0.2.8", "",
            "TLS is required, but was not offered by host mx.example.net[192.0.2.8]", true},
           {"<a@example.net>: Name service error for name=example.net\n    type=MX: Host not found",
            1, 0, "", Stage::dns, "", "", "", "a@example.net",
            "Name service error for name=example.net\n    type=MX: Host not found", true},
           {"<a@example.net>:\nSorry, I couldn't find any host named example.net. (#5.1.2)", 1, 0,
            "5.1.2", Stage::dns, "", "", "", "a@example.net",
            "Sorry, I couldn't find any host named example.net. (#5.1.2)", true},
           {"Unrouteable address", 1, 0, "", Stage::dns, "", "", "", "", "Unrouteable address",
            true},
           {"550 Unrouteable address", 1, 550, "", kUnknown, "", "", "", "",
            "550 Unrouteable address"},
           {"dial tcp 192.0.2.1:25: i/o timeout", 1, 0, "", Stage::connect, "", "", "", "",
            "dial tcp 192.0.2.1:25: i/o timeout", true},
           {"connect to mx.example.net[192.0.2.1]:25: Connection refused\n\n550 5.1.1 no such user",
            2, 550, "5.1.1", kUnknown, "", "", "", "", "550 5.1.1 no such user"},
       }) {
    check_row(row);
  }
}

}  // namespace
}  // namespace smtpscope::reply
