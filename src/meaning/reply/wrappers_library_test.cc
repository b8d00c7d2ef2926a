// SPDX-License-Identifier: Apache-2.0
// Exceptions of mail libraries, quoted strings, JSON and HTML.
#include <gtest/gtest.h>

#include "meaning/reply/found_rows.h"

namespace smtpscope::reply {
namespace {

constexpr auto kUnknown = Stage::unknown;

TEST(Wrappers, kumomta) {
  for (
      const FoundRow& row : std::initializer_list<FoundRow>{
          {R"(Response { code: 550, enhanced_code: Some(EnhancedStatusCode { class: 5, subject: 7, )"
           R"(detail: 1 }), content: "not \"you\"", command: Some("RCPT TO:<a@example.com>") })",
           1, 550, "5.7.1", Stage::rcpt, "kumomta", "", "", "a@example.com",
           "550 5.7.1 not \"you\""},
          {R"(Response { code: 451, enhanced_code: None, content: "one\ntwo", command: None })", 1,
           451, "", kUnknown, "kumomta", "", "", "", "451-one\n451 two"},
          {R"(KumoMTA internal: failed: Response { code: 421, enhanced_code: Some(EnhancedStatusCode)"
           R"( { class: 4, subject: 7, detail: 28 }), content: "rate", command: Some(".\r\n") } x)",
           1, 421, "4.7.28", Stage::eod, "kumomta", "", "", "", "421 4.7.28 rate"},
          {R"({"type":"Bounce","recipient":"a@example.com","response":{"code":550,)"
           R"("enhanced_code":{"class":5,"subject":1,"detail":1},"content":"unknown",)"
           R"("command":null},"bounce":"x"})",
           1, 550, "5.1.1", kUnknown, "json", "", "", "", "550 5.1.1 unknown"},
      }) {
    check_row(row);
  }
}

TEST(Wrappers, webmail_of_old) {
  for (const FoundRow& row : std::initializer_list<FoundRow>{
           {"a@example.com Invalid Address, ERROR_CODE :550, ERROR_CODE :5.1.1 no such user", 1,
            550, "5.1.1", kUnknown, "", "", "", "", "550 5.1.1 no such user"},
           {"Error, ERROR_CODE :421, ERROR_CODE :, Host not reachable.", 1, 421, "", kUnknown, "",
            "", "", "", "421 Host not reachable."},
           {"[Status: Error, Address: <a@example.com>, ResponseCode 421, , Host not reachable.]", 1,
            421, "", kUnknown, "", "", "", "", "421 Host not reachable."},
           {"ERROR_CODE :5501, no", 1, 0, "", kUnknown, "", "", "", "", "ERROR_CODE :5501, no"},
           {"The error that the other server returned was: 550 550 5.1.1 no such user (state 14).",
            1, 550, "5.1.1", kUnknown, "", "", "", "", "550 5.1.1 no such user (state 14)."},
           {"The error that the other server returned was:\n550 no such user", 1, 550, "", kUnknown,
            "", "", "", "", "550 no such user"},
           {"PERM_FAILURE: SMTP Error (state 9): 550 5.7.1 rejected", 1, 550, "5.7.1", kUnknown, "",
            "", "", "", "550 5.7.1 rejected"},
           {"Sent <<< RCPT TO:<a@example.com>\nReceived >>> 550 5.1.1 unknown", 1, 550, "5.1.1",
            Stage::rcpt, "transcript", "", "", "a@example.com", "550 5.1.1 unknown"},
       }) {
    check_row(row);
  }
}

TEST(Wrappers, python) {
  for (const FoundRow& row : std::initializer_list<FoundRow>{
           {"smtplib.SMTPRecipientsRefused: {'a@example.com': (550, b'5.1.1 no such user')}", 1,
            550, "5.1.1", Stage::rcpt, "smtplib", "", "", "a@example.com",
            "550 5.1.1 no such user"},
           {"smtplib.SMTPRecipientsRefused: {'a@example.com': (550, b'5.1.1 a'), 'b@example.com': "
            "(451, b'4.2.1 b')}",
            2, 550, "5.1.1", Stage::rcpt, "smtplib", "", "", "a@example.com", "550 5.1.1 a"},
           {"smtplib.SMTPAuthenticationError: (535, b'5.7.8 bad login. See\\n5.7.8  "
            "https://example.com/')",
            1, 535, "5.7.8", Stage::auth, "smtplib", "", "", "",
            "535-5.7.8 bad login. See\n535 5.7.8  https://example.com/"},
           {"smtplib.SMTPDataError: (554, b\"5.7.1 it's spam\")", 1, 554, "5.7.1", Stage::eod,
            "smtplib", "", "", "", "554 5.7.1 it's spam"},
           {"(550, b'5.1.1 f\\xc3\\xbcr \\xff')", 1, 550, "5.1.1", kUnknown, "smtplib", "", "", "",
            "550 5.1.1 f\xc3\xbcr \xc3\xbf"},
           {"SMTPSenderRefused: (550, '5.1.0 sender', 'x@example.org')", 1, 550, "5.1.0",
            Stage::mail, "smtplib", "", "", "", "550 5.1.0 sender"},
           {"(550, b'')", 1, 550, "", kUnknown, "smtplib", "", "", "", "550"},
       }) {
    check_row(row);
  }
}

TEST(Wrappers, php_and_javascript) {
  for (const FoundRow& row : std::initializer_list<FoundRow>{
           {"SMTP Error: data not accepted.SMTP server error: DATA END command failed Detail: not "
            "allowed SMTP code: 550 Additional SMTP info: 5.7.1",
            1, 550, "5.7.1", Stage::eod, "phpmailer", "", "", "", "550 5.7.1 not allowed"},
           {"SMTP server error: RCPT TO command failed Detail: no such user SMTP code: 550", 1, 550,
            "", Stage::rcpt, "phpmailer", "", "", "", "550 no such user"},
           {"Expected response code \"250\" but got code \"550\", with message \"550 5.1.1 "
            "unknown\".",
            1, 550, "5.1.1", kUnknown, "symfony", "", "", "", "550 5.1.1 unknown"},
           {"Expected response code 250 but got code \"421\", with message \"421 busy\"", 1, 421,
            "", kUnknown, "symfony", "", "", "", "421 busy"},
           {"Error: Message failed: 550 5.7.1 refused", 1, 550, "5.7.1", Stage::eod, "nodemailer",
            "", "", "", "550 5.7.1 refused"},
           {"Error: Invalid login: 535-5.7.8 bad\n535 5.7.8 login\n    at SMTPConnection.x", 1, 535,
            "5.7.8", Stage::auth, "nodemailer", "", "", "", "535-5.7.8 bad\n535 5.7.8 login"},
           {"Error: Can't send mail - all recipients were rejected: 550 no such user", 1, 550, "",
            Stage::rcpt, "nodemailer", "", "", "", "550 no such user"},
           {"code: 'EENVELOPE',\n  response: '550 5.1.1 isn't here',\n  responseCode: 550,\n  "
            "command: 'RCPT TO'",
            1, 550, "5.1.1", Stage::rcpt, "nodemailer", "", "", "", "550 5.1.1 isn't here"},
           {"response: '550-5.7.26 one\\n' +\n    '550 5.7.26 two',\n  command: 'DATA'", 1, 550,
            "5.7.26", Stage::data, "nodemailer", "", "", "", "550-5.7.26 one\n550 5.7.26 two"},
       }) {
    check_row(row);
  }
}

TEST(Wrappers, other_libraries) {
  for (const FoundRow& row : std::initializer_list<FoundRow>{
           {"javax.mail.SendFailedException: Invalid Addresses;\n  nested exception is:\n\t"
            "com.sun.mail.smtp.SMTPAddressFailedException: 550 5.1.1 <a@example.com>: unknown\n\n\t"
            "at com.sun.mail.smtp.X",
            1, 550, "5.1.1", Stage::rcpt, "javamail", "", "", "",
            "550 5.1.1 <a@example.com>: unknown"},
           {"com.sun.mail.smtp.SMTPSendFailedException: 554 refused", 1, 554, "", kUnknown,
            "javamail", "", "", "", "554 refused"},
           {"javax.mail.AuthenticationFailedException: 535 5.7.3 no", 1, 535, "5.7.3", Stage::auth,
            "javamail", "", "", "", "535 5.7.3 no"},
           {"Net::SMTPFatalError: 550 5.1.1 unknown", 1, 550, "5.1.1", kUnknown, "ruby", "", "", "",
            "550 5.1.1 unknown"},
           {"Net::SMTPServerBusy: 451 later", 1, 451, "", kUnknown, "ruby", "", "", "",
            "451 later"},
           {"Net::SMTPAuthenticationError (535 5.7.8 bad login)", 1, 535, "5.7.8", Stage::auth,
            "ruby", "", "", "", "535 5.7.8 bad login"},
           {"gomail: could not send email 1: 550 5.1.1 unknown", 1, 550, "5.1.1", kUnknown, "go",
            "", "", "", "550 5.1.1 unknown"},
           {"gomail: could not send email 12: 550 unknown", 1, 550, "", kUnknown, "go", "", "", "",
            "550 unknown"},
           {"permanent error (550): 5.1.1 unknown", 1, 550, "5.1.1", kUnknown, "lettre", "", "", "",
            "550 5.1.1 unknown"},
           {"transient error (451): 4.7.650 limited", 1, 451, "4.7.650", kUnknown, "lettre", "", "",
            "", "451 4.7.650 limited"},
           {"System.Net.Mail.SmtpException: Mailbox unavailable. The server response was: 5.7.1 "
            "Unable to relay",
            1, 0, "5.7.1", kUnknown, "dotnet", "", "", "", "5.7.1 Unable to relay"},
           {"5.1.0 - Unknown address error 550-'5.4.1 denied. [x]' (delivery attempts: 0)", 1, 550,
            "5.4.1", kUnknown, "ironport", "", "", "", "550 5.4.1 denied. [x]"},
           {"a@example.com: 550 5.1.1 unknown\nb@example.com: 552 5.2.2 full", 2, 550, "5.1.1",
            kUnknown, "", "", "", "a@example.com", "550 5.1.1 unknown"},
           {"error sending: 535 5.7.8 bad login", 1, 535, "5.7.8", kUnknown, "", "", "", "",
            "535 5.7.8 bad login"},
       }) {
    check_row(row);
  }
}

TEST(Wrappers, brackets_and_bytes) {
  for (const FoundRow& row : std::initializer_list<FoundRow>{
           {"Expected response code(s) [250] but got response [530 5.7.0 Must issue STARTTLS]", 1,
            530, "5.7.0", kUnknown, "symfony", "", "", "", "530 5.7.0 Must issue STARTTLS"},
           {"got response [550 5.7.1 [192.0.2.1] is listed] here", 1, 550, "5.7.1", kUnknown, "",
            "", "", "", "550 5.7.1 [192.0.2.1] is listed"},
           {"SMTP Error: [554] 5.7.1 text", 1, 554, "5.7.1", kUnknown, "phpmailer", "", "", "",
            "554 5.7.1 text"},
           {"Server replied [550] no such user", 1, 550, "", kUnknown, "", "", "", "",
            "550 no such user"},
           {"see note [550] of the list", 1, 0, "", kUnknown, "", "", "", "",
            "see note [550] of the list"},
           {"(421, b'4.7.0 text')", 1, 421, "4.7.0", kUnknown, "smtplib", "", "", "",
            "421 4.7.0 text"},
           {"421, b'4.7.0 text'", 1, 421, "4.7.0", kUnknown, "smtplib", "", "", "",
            "421 4.7.0 text"},
           {".NET: SmtpException: a secure connection is needed. The server response was: 5.7.0 "
            "Must issue a STARTTLS command first",
            1, 0, "5.7.0", kUnknown, "dotnet", "", "", "",
            "5.7.0 Must issue a STARTTLS command first"},
       }) {
    check_row(row);
  }
}

TEST(Wrappers, json_and_html) {
  for (const FoundRow& row : std::initializer_list<FoundRow>{
           {R"({"error":"550-5.1.1 no such\r\n550 5.1.1 user","to":"a@example.com"})", 1, 550,
            "5.1.1", kUnknown, "json", "", "", "", "550-5.1.1 no such\r\n550 5.1.1 user"},
           {R"({"diagnosticCode":"smtp; 550 5.1.1 \"gone\" \u00fcber"})", 1, 550, "5.1.1", kUnknown,
            "dsn", "", "", "",
            "550 5.1.1 \"gone\" \xc3\xbc"
            "ber"},
           {R"([{"event":"bounce","reason":"550 5.1.1 a"},{"event":"bounce","reason":"552 b"}])", 2,
            550, "5.1.1", kUnknown, "json", "", "", "", "550 5.1.1 a"},
           {R"(550-5.1.1 no such\n550 5.1.1 user)", 1, 550, "5.1.1", kUnknown, "json", "", "", "",
            "550-5.1.1 no such\n550 5.1.1 user"},
           {R"("550 5.1.1 \"quoted\" user")", 1, 550, "5.1.1", kUnknown, "json", "", "", "",
            "550 5.1.1 \"quoted\" user"},
           {R"({"a":"\ud83d\ude00 no reply here"})", 1, 0, "", kUnknown, "json", "", "", "",
            "a: \xf0\x9f\x98\x80 no reply here"},
           {R"({"event":"bounced","reason":"5.1.1 unknown","email":"a@example.com"})", 1, 0,
            "5.1.1", kUnknown, "json", "", "", "", "5.1.1 unknown"},
           {"550 5.1.1 &lt;a@example.com&gt;: it&#39;s unknown &amp; gone", 1, 550, "5.1.1",
            kUnknown, "html", "", "", "", "550 5.1.1 <a@example.com>: it's unknown & gone"},
           {"<p>a@example.com<br>\n#550 5.1.1 not found ##</p><p>Original message headers:</p>", 1,
            550, "5.1.1", kUnknown, "exchange", "", "", "a@example.com", "550 5.1.1 not found"},
           {"<b>mx.example.com</b> said: <br/>550 5.1.1 <a@example.com> unknown", 1, 550, "5.1.1",
            kUnknown, "postfix", "mx.example.com", "", "", "550 5.1.1 <a@example.com> unknown"},
           {"Content-Transfer-Encoding: quoted-printable\n\nRemote Server returned '550 5.1.1 un=\n"
            "known'",
            1, 550, "5.1.1", kUnknown, "exchange", "", "", "", "550 5.1.1 unknown"},
       }) {
    check_row(row);
  }
}

}  // namespace
}  // namespace smtpscope::reply
