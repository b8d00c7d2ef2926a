// SPDX-License-Identifier: Apache-2.0
// Lines of mail logs.
#include <gtest/gtest.h>

#include "meaning/reply/found_rows.h"

namespace smtpscope::reply {
namespace {

constexpr auto kUnknown = Stage::unknown;

TEST(Wrappers, postfix_log) {
  for (
      const FoundRow& row : std::initializer_list<FoundRow>{
          {"Oct 1 10:00:00 mx postfix/smtp[1]: 4A1B2C: to=<a@example.com>, relay=mx.example.com"
           "[192.0.2.1]:25, delay=1, delays=0/0/0/1, dsn=5.1.1, status=bounced (host "
           "mx.example.com[192.0.2.1] said: 550-5.1.1 no 550 5.1.1 user (in reply to RCPT TO "
           "command))",
           1, 550, "5.1.1", Stage::rcpt, "postfix", "mx.example.com", "192.0.2.1", "a@example.com",
           "550-5.1.1 no 550 5.1.1 user"},
          {"Oct 1 10:00:00 mx postfix/smtp[1]: 4A1B2C: to=<a@example.com>, relay=none, dsn=4.4.1, "
           "status=deferred (connect to mx.example.com[192.0.2.1]:25: Connection timed out)",
           1, 0, "", Stage::connect, "postfix", "mx.example.com", "192.0.2.1", "a@example.com",
           "connect to mx.example.com[192.0.2.1]:25: Connection timed out", true},
          {"4A1B2C: to=<a@example.com>, relay=none, dsn=4.4.3, status=deferred (delivery "
           "temporarily suspended: Host or domain name not found. Name service error for "
           "name=mx.example.com type=A: Host not found, try again)",
           1, 0, "", Stage::dns, "postfix", "", "", "a@example.com",
           "Host or domain name not found. Name service error for name=mx.example.com type=A: "
           "Host not found, try again",
           true},
          {"4A1B2C: to=<a@example.com>, relay=mx.example.com[192.0.2.1]:25, dsn=2.0.0, status=sent "
           "(250 2.0.0 Ok: queued as (X))",
           1, 250, "2.0.0", kUnknown, "postfix", "mx.example.com", "192.0.2.1", "a@example.com",
           "250 2.0.0 Ok: queued as (X)"},
          {"4A1B2C: to=<a@example.com>, relay=local, dsn=5.1.1, status=bounced (user unknown)", 1,
           0, "", Stage::local, "postfix", "", "", "a@example.com", "user unknown", true},
          {"Oct 1 10:00:00 mx postfix/smtpd[1]: NOQUEUE: reject: RCPT from unknown[192.0.2.9]: 554 "
           "5.7.1 <a@example.com>: Relay access denied; from=<> to=<a@example.com> proto=ESMTP "
           "helo=<x>",
           1, 554, "5.7.1", Stage::rcpt, "postfix", "", "", "a@example.com",
           "554 5.7.1 <a@example.com>: Relay access denied"},
          {"postfix/postscreen[1]: NOQUEUE: reject: RCPT from [192.0.2.9]:50577: 550 5.7.1 Service "
           "unavailable; client [192.0.2.9] blocked; from=<b@example.org>, to=<a@example.com>, "
           "proto=ESMTP, helo=<x>",
           1, 550, "5.7.1", Stage::rcpt, "postfix", "", "", "a@example.com",
           "550 5.7.1 Service unavailable; client [192.0.2.9] blocked"},
          {"postfix/cleanup[1]: 4A1B2C: milter-reject: END-OF-MESSAGE from h.example[192.0.2.9]: "
           "5.7.1 no; from=<b@example.org>",
           1, 0, "5.7.1", Stage::eod, "postfix", "", "", "", "5.7.1 no"},
          {"postfix/cleanup[1]: 4A1B2C: reject: header Subject: x: y from h.example[192.0.2.9]; "
           "from=<b@example.org> to=<a@example.com> proto=ESMTP helo=<x>: 5.7.1 content rejected",
           1, 0, "5.7.1", Stage::eod, "postfix", "", "", "a@example.com", "5.7.1 content rejected"},
          {"postfix/smtpd[1]: NOQUEUE: reject: MAIL from h.example[192.0.2.9]: 552 5.3.4 too big; "
           "from=<b@example.org> proto=ESMTP helo=<x>",
           1, 552, "5.3.4", Stage::mail, "postfix", "", "", "", "552 5.3.4 too big"},
          {"4A1B2C: to=<a@example.com>, relay=none, dsn=4.4.1, status=deferred (connect to "
           "mx.example.com[192.0.2.1]:25: Connection refused)\n4A1B2C: to=<a@example.com>, "
           "relay=mx2.example.com[192.0.2.2]:25, dsn=4.2.0, status=deferred (host mx2.example.com"
           "[192.0.2.2] said: 450 4.2.0 grey (in reply to RCPT TO command))\n4A1B2C: to=<"
           "a@example.com>, relay=mx2.example.com[192.0.2.2]:25, dsn=2.0.0, status=sent (250 ok)",
           3, 450, "4.2.0", Stage::rcpt, "postfix", "mx2.example.com", "192.0.2.2", "a@example.com",
           "450 4.2.0 grey"},
      }) {
    check_row(row);
  }
}

TEST(Wrappers, sendmail_stat_alone) {
  for (const FoundRow& row : std::initializer_list<FoundRow>{
           {"stat=Deferred: 421 4.3.2 text", 1, 421, "4.3.2", kUnknown, "sendmail", "", "", "",
            "421 4.3.2 text"},
           {"stat=Deferred: 421 later", 1, 421, "", kUnknown, "sendmail", "", "", "", "421 later"},
       }) {
    check_row(row);
  }
}

TEST(Wrappers, exim_log) {
  for (const FoundRow& row : std::initializer_list<FoundRow>{
           {"2026-10-01 10:00:00 1abcde-000001-2F == a@example.com R=r T=t defer (-44) H=mx.example"
            ".com [192.0.2.1]: SMTP error from remote mail server after RCPT TO:<a@example.com>: "
            "452 "
            "4.2.2 full",
            1, 452, "4.2.2", Stage::rcpt, "exim", "mx.example.com", "192.0.2.1", "a@example.com",
            "452 4.2.2 full"},
           {"2026-10-01 10:00:00 1abcde-000001-2F ** a@example.com R=r T=t H=mx.example.com "
            "[192.0.2.1]*: SMTP error from remote mail server after end of data: 554-5.7.1 a\\n554 "
            "5.7.1 b",
            1, 554, "5.7.1", Stage::eod, "exim", "mx.example.com", "192.0.2.1", "a@example.com",
            "554-5.7.1 a\n554 5.7.1 b"},
           {"2026-10-01 10:00:00 1abcde-000001-2F == a@example.com R=r T=t defer (-54): retry time "
            "not reached for any host for 'example.com'",
            1, 0, "", Stage::local, "exim", "", "", "a@example.com",
            "retry time not reached for any host for 'example.com'", true},
           {"2026-10-01 10:00:00 1abcde-000001-2F == a@example.com R=r T=t defer (111): Connection "
            "refused",
            1, 0, "", Stage::connect, "exim", "", "", "a@example.com", "Connection refused", true},
           {"2026-10-01 10:00:00 1abcde-000001-2F == a@example.com R=r T=t defer (-18) H=mx.example"
            ".com [192.0.2.1]: Remote host closed connection in response to end of data",
            1, 0, "", Stage::eod, "exim", "mx.example.com", "192.0.2.1", "a@example.com",
            "Remote host closed connection in response to end of data", true},
           {"2026-10-01 10:00:00 1abcde-000001-2F == a@example.com R=r T=t defer (-18) H=mx.example"
            ".com [192.0.2.1]: Remote host closed connection in response to HELO me (EHLO response "
            "was: 421 4.7.0 Too many)",
            1, 421, "4.7.0", Stage::ehlo, "exim", "mx.example.com", "192.0.2.1", "a@example.com",
            "421 4.7.0 Too many"},
           {"2026-10-01 10:00:00 1abcde-000001-2F ** a@example.com: Unrouteable address", 1, 0, "",
            Stage::dns, "exim", "", "", "a@example.com", "Unrouteable address", true},
           {"2026-10-01 10:00:00 1abcde-000001-2F => a@example.com R=r T=t H=mx.example.com "
            "[192.0.2.1] C=\"250 2.0.0 Ok: queued\" DT=1s",
            1, 250, "2.0.0", Stage::eod, "exim", "mx.example.com", "192.0.2.1", "a@example.com",
            "250 2.0.0 Ok: queued"},
           {"2026-10-01 10:00:00 H=h.example [192.0.2.9] F=<b@example.org> rejected RCPT "
            "<a@example.com>: relay not permitted",
            1, 0, "", Stage::rcpt, "exim", "", "", "a@example.com", "relay not permitted"},
       }) {
    check_row(row);
  }
}

TEST(Wrappers, other_logs) {
  for (
      const FoundRow& row : std::initializer_list<FoundRow>{
          {"sm-mta[1]: 6AX: to=<a@example.com>, delay=00:00:01, mailer=esmtp, "
           "relay=mx.example.com. "
           "[192.0.2.1], dsn=5.1.1, stat=User unknown",
           1, 0, "", kUnknown, "sendmail", "mx.example.com.", "192.0.2.1", "a@example.com",
           "User unknown"},
          {"6AX: to=<a@example.com>, relay=mx.example.com. [192.0.2.1], dsn=4.7.1, stat=Deferred: "
           "421 4.7.1 slow down",
           1, 421, "4.7.1", kUnknown, "sendmail", "mx.example.com.", "192.0.2.1", "a@example.com",
           "421 4.7.1 slow down"},
          {"6AX: to=<a@example.com>, relay=mx.example.com. [192.0.2.1], dsn=5.2.2, reply=552-5.2.2 "
           "over quota, stat=Service unavailable",
           1, 552, "5.2.2", kUnknown, "sendmail", "mx.example.com.", "192.0.2.1", "a@example.com",
           "552-5.2.2 over quota"},
          {"6AX: to=<a@example.com>, relay=mx.example.com., dsn=4.0.0, stat=Deferred: Connection "
           "timed out with mx.example.com.",
           1, 0, "", Stage::connect, "sendmail", "mx.example.com", "", "a@example.com",
           "Connection timed out with mx.example.com.", true},
          {"6AX: ruleset=check_rcpt, arg1=<a@example.com>, relay=h.example [192.0.2.9], reject=550 "
           "5.7.1 Relaying denied",
           1, 550, "5.7.1", Stage::rcpt, "sendmail", "", "", "a@example.com",
           "550 5.7.1 Relaying denied"},
          {"smtpd[1]: 3a80 mta delivery evpid=1 from=<b@example.org> to=<a@example.com> rcpt=<-> "
           "source=\"192.0.2.9\" relay=\"192.0.2.1 (mx.example.com)\" delay=1s result=\"PermFail\" "
           "stat=\"550 5.1.1 unknown\"",
           1, 550, "5.1.1", kUnknown, "opensmtpd", "mx.example.com", "192.0.2.1", "a@example.com",
           "550 5.1.1 unknown"},
          {"smtpd[1]: 0000 mta delivery evpid=1 from=<b@example.org> to=<a@example.com> rcpt=<-> "
           "source=\"-\" relay=\"example.com\" delay=0s result=\"TempFail\" stat=\"Temporary "
           "failure "
           "in MX lookup\"",
           1, 0, "", Stage::dns, "opensmtpd", "example.com", "", "a@example.com",
           "Temporary failure in MX lookup", true},
          {"smtpd[1]: 3a80 smtp failed-command command=\"RCPT TO:<a@example.com>\" result=\"550 "
           "Invalid recipient: <a@example.com>\"",
           1, 550, "", Stage::rcpt, "opensmtpd", "", "", "a@example.com",
           "550 Invalid recipient: <a@example.com>"},
          {"2026-10-01T10:00:00.1Z [NOTICE] [A1.1] [outbound] recipient <a@example.com> rejected: "
           "550 5.1.1 unknown",
           1, 550, "5.1.1", Stage::rcpt, "haraka", "", "", "a@example.com", "550 5.1.1 unknown"},
          {"[INFO] [A1.1] [outbound] Temp failing x for 10 seconds: Upstream error: 451 4.3.2 "
           "later",
           1, 451, "4.3.2", kUnknown, "haraka", "", "", "", "451 4.3.2 later"},
          {"Oct 1 10:00:00 mx postfix/smtp[1]: SSL_connect error to mx.example.com[192.0.2.1]:25: "
           "-1",
           1, 0, "", kUnknown, "", "", "", "",
           "SSL_connect error to mx.example.com[192.0.2.1]:25: -1"},
      }) {
    check_row(row);
  }
}

}  // namespace
}  // namespace smtpscope::reply
