// SPDX-License-Identifier: Apache-2.0
// Hostile mails through the whole of reading bounces: parts, fields, words, recipients, replies,
// verdicts. Exit code 1 above 2.3 a doubling.
#include "core/attempt_verdict.h"
#include "linear.h"
#include "sources/bounce/bounce.h"

namespace {

using smtpscope::bench::Pattern;
using smtpscope::bench::repeat;

constexpr const char* kHead =
    "Return-Path: <>\nFrom: MAILER-DAEMON@example.net\nTo: a@example.org\n"
    "Subject: Undelivered Mail Returned to Sender\n";
constexpr const char* kReport =
    "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
    "--b\nContent-Type: text/plain\n\nIt could not be delivered.\n\n--b\n"
    "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.net\n\n";

std::string plain(const std::string& body) { return std::string(kHead) + "\n" + body; }
std::string report(const std::string& fields) { return std::string(kHead) + kReport + fields; }
std::string part(const char* headers, const std::string& body) {
  return std::string(kHead) + headers + "\n\n" + body;
}

const std::vector<Pattern> kPatterns = {
    {"Final-Recipient blocks",
     [](std::size_t n) {
       return report(
           repeat("Final-Recipient: rfc822; x@example.net\nAction: failed\n"
                  "Diagnostic-Code: smtp; 550 5.1.1 user unknown\n\n",
                  n));
     }},
    {"Final-Recipient without blocks",
     [](std::size_t n) { return report(repeat("Final-Recipient: rfc822; x@example.net\n", n)); }},
    {"one diagnostic folded for ever",
     [](std::size_t n) {
       return report(
           "Final-Recipient: rfc822; x@example.net\nAction: failed\nDiagnostic-Code: smtp;"
           " 550 a" +
           repeat("\n 550-5.1.1 unknown", n));
     }},
    {"addresses, a line each",
     [](std::size_t n) {
       return plain("Not delivered to:\n\n" + repeat("<x@example.net>:\n", n));
     }},
    {"different addresses",
     [](std::size_t n) {
       std::string body = "Not delivered to:\n\n";
       for (int i = 0; body.size() < n; ++i) {
         body += "<x" + std::to_string(i) + "@example.net>: host mx.example.net said: 550 no\n";
       }
       return plain(body);
     }},
    {"different recipients in fields and words",
     [](std::size_t n) {
       std::string words, fields;
       for (int i = 0; words.size() + fields.size() < n; ++i) {
         const std::string address = "x" + std::to_string(i) + "@example.net";
         words += "<" + address + ">: 550 no\n";
         fields += "Final-Recipient: rfc822; " + address + "\nAction: failed\n\n";
       }
       return std::string(kHead) +
              "Content-Type: multipart/report; boundary=b\n\n--b\n\nNot delivered\n\n" + words +
              "\n--b\nContent-Type: message/delivery-status\n\n" + fields;
     }},
    {"@", [](std::size_t n) { return plain("failed\n" + repeat("a@", n)); }},
    {"quotes before @", [](std::size_t n) { return plain("failed\n" + repeat("\"a\"@b", n)); }},
    {"one line", [](std::size_t n) { return plain("failed " + repeat("x", n)); }},
    {"announcements", [](std::size_t n) { return plain(repeat("--- Original message\n", n)); }},
    {"blank lines",
     [](std::size_t n) { return plain("failed" + repeat("\n", n) + "x@example.net"); }},
    {"transcript",
     [](std::size_t n) {
       return plain("<x@example.net>\n" + repeat(">>> RCPT To:<x@example.net>\n<<< 550 no\n", n));
     }},
    {"nested wrappers",
     [](std::size_t n) {
       return plain("<x@example.net>: " + repeat("host a.example.net[192.0.2.1] said: 550 ", n));
     }},
    {"headers", [](std::size_t n) { return std::string(kHead) + repeat("X-A: b\n", n); }},
    {"one header", [](std::size_t n) { return std::string(kHead) + "X-A: " + repeat("b", n); }},
    {"parts",
     [](std::size_t n) {
       return part("Content-Type: multipart/mixed; boundary=b", repeat("--b\n\nfailed\n", n));
     }},
    {"parts of nothing",
     [](std::size_t n) {
       return part("Content-Type: multipart/mixed; boundary=b", repeat("--b\n", n));
     }},
    {"nested multiparts",
     [](std::size_t n) {
       std::string body;
       for (int i = 0; body.size() < n; ++i) {
         const std::string name = std::to_string(i);
         body += "Content-Type: multipart/mixed; boundary=b" + name + "\n\n--b" + name + "\n";
       }
       return std::string(kHead) + body;
     }},
    {"nested messages",
     [](std::size_t n) {
       return std::string(kHead) + repeat("Content-Type: message/rfc822\n\n", n);
     }},
    {"style in HTML",
     [](std::size_t n) {
       return part("Content-Type: text/html", repeat("<style a>", n) + "x@example.net");
     }},
    {"quoted-printable NUL",
     [](std::size_t n) {
       return part("Content-Transfer-Encoding: quoted-printable", repeat("=00", n));
     }},
    {"base64",
     [](std::size_t n) {
       return part("Content-Type: text/plain; charset=x\nContent-Transfer-Encoding: base64",
                   repeat("eEBleGFtcGxlLm5ldAo=\n", n));
     }},
    {"ISO-2022-JP without end",
     [](std::size_t n) { return plain("failed x@example.net " + repeat("\x1b$B", n)); }},
    {"CR", [](std::size_t n) { return plain(repeat("\r", n)); }},
};

}  // namespace

int main() {
  std::vector<smtpscope::base::Error> errors;
  const auto classifier = smtpscope::core::Classifier::load({}, errors);
  if (!classifier) return 3;
  smtpscope::core::Memory memory;
  return smtpscope::bench::measure_linear(kPatterns, [&](const std::string& mail) {
    smtpscope::bounce::Reader reader;
    for (const auto& attempt : reader.read(mail, "", 0).attempts) {
      smtpscope::core::classify_attempt(*classifier, attempt, memory);
    }
  });
}
