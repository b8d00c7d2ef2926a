// SPDX-License-Identifier: Apache-2.0
// How fast mails are taken apart, on one core, in CPU seconds: real shapes with reading the bytes
// once as the yardstick, then hostile mails from 1 KB to 16 MB, where doubling one at most doubles
// the time. Each mail is read as a bounce reader would: all parts, bodies decoded, headers,
// addresses, dates, HTML. Exit code 1 where a doubling costs more than 2.3.
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>
#include <string>
#include <vector>

#include "sources/bounce/mime/mime.h"

namespace {

namespace mime = smtpscope::mime;
constexpr std::size_t kEnough = std::size_t{1} << 30;

double cpu_seconds() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

std::string repeat(std::string_view piece, std::size_t size) {
  std::string out;
  while (out.size() < size) out.append(piece);
  return out;
}

std::size_t sum_of_bytes(std::string_view mail) {
  std::size_t sum = 0;
  for (const char c : mail) sum += static_cast<unsigned char>(c);
  return sum;
}

std::size_t walk(std::string_view mail) {
  mime::Walker walker(mail);
  std::size_t seen = 0;
  for (mime::Part part; walker.next(part);) seen += part.body.size() + part.type.size();
  return seen;
}

std::size_t read_fields(std::string_view header) {
  std::string buffer;
  std::vector<std::string_view> addresses;
  std::size_t seen = 0;
  mime::Fields fields(header);
  for (mime::Field field; fields.next(field);) {
    seen += mime::decode_header(field.value, buffer).size();
    addresses.clear();
    mime::find_addresses(field.value, addresses);
    seen += addresses.size() + (mime::parse_date(field.value) ? 1 : 0);
  }
  return seen;
}

std::size_t read_all(std::string_view mail) {
  static std::string copy, decoded, text, shown;  // as one who reads many mails keeps them
  mime::Walker walker(mime::normalize_line_ends(mail, copy));
  std::size_t seen = 0;
  for (mime::Part part; walker.next(part);) {
    seen += read_fields(part.header);
    if (part.container) continue;
    const auto body = mime::decode_body(part, decoded, kEnough);
    const auto utf8 = mime::to_utf8(body, part.charset, text);
    seen += utf8.size();
    if (!part.is("text/html")) continue;
    shown.clear();
    mime::html_to_text(utf8, shown);
    seen += shown.size();
  }
  return seen;
}

const std::string kHeader =
    "Return-Path: <>\nReceived: from mx.example.net (mx.example.net [192.0.2.1])\n"
    "\tby mail.example.com (Postfix) with ESMTP id 4ZrX1b2c3d\n"
    "\tfor <a@example.com>; Mon,  5 May 2025 12:34:56 +0200 (CEST)\n"
    "Date: Mon, 5 May 2025 12:34:56 +0200 (CEST)\n"
    "From: MAILER-DAEMON@mx.example.net (Mail Delivery System)\n"
    "Subject: Undelivered Mail Returned to Sender\nTo: a@example.com\n"
    "Auto-Submitted: auto-replied\nMIME-Version: 1.0\n";

std::string two_parts() {
  const std::string line = "This line is of the text of a mail, as people write them, or so.\n";
  return kHeader + "Content-Type: multipart/alternative; boundary=\"4ZrX1b2c3d.1746/mx\"\n\n" +
         "--4ZrX1b2c3d.1746/mx\nContent-Type: text/plain; charset=us-ascii\n\n" +
         repeat(line, 1700) + "\n--4ZrX1b2c3d.1746/mx\nContent-Type: text/html\n\n<p>" +
         repeat(line, 1500) + "</p>\n--4ZrX1b2c3d.1746/mx--\n";
}

std::string report(std::size_t original) {
  const std::string b = "\n--4ZrX1b2c3d.1746/mx";
  return kHeader +
         "Content-Type: multipart/report; report-type=delivery-status;\n"
         "\tboundary=\"4ZrX1b2c3d.1746/mx\"\n\nThis is a MIME-encapsulated message.\n" +
         b + "\nContent-Description: Notification\nContent-Type: text/plain; charset=us-ascii\n\n" +
         "<b@example.net>: host mx.example.net[192.0.2.1] said: 550 5.1.1 User unknown\n" + b +
         "\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mail.example.com\n\n"
         "Final-Recipient: rfc822; b@example.net\nAction: failed\nStatus: 5.1.1\n" +
         b + "\nContent-Type: message/rfc822\n\n" + kHeader + "\n" +
         repeat("A line of the mail that came back.\n", original) + b + "--\n";
}

template <class F>
double seconds_each(const F& run) {
  double best = 1e9;
  for (int round = 0; round < 5; ++round) {
    const double begin = cpu_seconds();
    std::size_t runs = 0;
    double spent = 0;
    do {
      for (int i = 0; i < 100; ++i) run();
      runs += 100;
      spent = cpu_seconds() - begin;
    } while (spent < 0.05);
    best = std::min(best, spent / static_cast<double>(runs));
  }
  return best;
}

volatile std::size_t seen_by_all = 0;  // keeps the work from being optimised away

void print_speed(const char* name, const std::string& mail) {
  const auto measure = [&](std::size_t (*run)(std::string_view)) {
    return seconds_each([&] { seen_by_all = seen_by_all + run(mail); });
  };
  const double bytes = measure(sum_of_bytes), structure = measure(walk), all = measure(read_all);
  const double size = static_cast<double>(mail.size());
  std::printf("%-34s %7zu %9.2f us %9.2f us %6.0f MB/s %9.2f us %6.0f MB/s\n", name, mail.size(),
              bytes * 1e6, structure * 1e6, size / structure / 1e6, all * 1e6, size / all / 1e6);
}

struct Pattern {
  const char* name;
  std::function<std::string(std::size_t)> make;
};

const std::string kMixed = "Content-Type: multipart/mixed; boundary=b\n\n";

std::string nested(std::size_t n) {
  std::string out;
  for (std::size_t i = 0; out.size() < n; ++i) {
    const std::string b = "b" + std::to_string(i);
    out += "Content-Type: multipart/mixed; boundary=" + b + "\n\n--" + b + "\n";
  }
  return out;
}

/// As many levels as are read, around something that each of them must search.
std::string deep(std::string_view piece, std::size_t n) {
  return nested(1600) + "\n" + repeat(piece, n);
}

std::string typed(const char* type, std::string_view piece, std::size_t n) {
  return std::string("Content-Type: ") + type + "\n\n" + repeat(piece, n);
}

std::string encoded(const char* encoding, std::string_view piece, std::size_t n) {
  return std::string("Content-Transfer-Encoding: ") + encoding + "\n\n" + repeat(piece, n);
}

const std::vector<Pattern> kPatterns = {
    {"nested multiparts", nested},
    {"nested messages",
     [](std::size_t n) { return repeat("Content-Type: message/rfc822\n\n", n); }},
    {"deep, empty lines", [](std::size_t n) { return deep("\n", n); }},
    {"deep, lines of dashes", [](std::size_t n) { return deep("\n--", n); }},
    {"deep, nearly a boundary", [](std::size_t n) { return deep("\n--b", n); }},
    {"parts", [](std::size_t n) { return kMixed + repeat("--b\n\nx\n", n); }},
    {"empty parts", [](std::size_t n) { return kMixed + repeat("--b\n", n); }},
    {"closing delimiters", [](std::size_t n) { return kMixed + "--b\n\n" + repeat("--b--\n", n); }},
    {"wrong boundary", [](std::size_t n) { return kMixed + repeat("--c\n", n); }},
    {"wrong boundary, parts",
     [](std::size_t n) { return kMixed + repeat("--c\nContent-Type: text/plain\n\n", n); }},
    {"boundary of the mail's length",
     [](std::size_t n) {
       const std::string b = repeat("b", n / 2);
       return "Content-Type: multipart/mixed; boundary=" + b + "\n\n--" + b + "\n";
     }},
    {"prefix of a boundary",
     [](std::size_t n) {
       const std::string b = repeat("b", 70);
       return "Content-Type: multipart/mixed; boundary=" + b + "\n\n" + repeat("--" + b + "b\n", n);
     }},
    {"unterminated", [](std::size_t n) { return kMixed + "--b\n\n" + repeat("text here\n", n); }},
    {"small headers", [](std::size_t n) { return repeat("X: y\n", n); }},
    {"one header", [](std::size_t n) { return "X: " + repeat("y", n); }},
    {"folds", [](std::size_t n) { return "X: y\n" + repeat(" y\n", n); }},
    {"header of junk", [](std::size_t n) { return "X: y\n" + repeat("junk\nX: y\n", n); }},
    {"header of NUL", [](std::size_t n) { return "X: y\n" + std::string(n, '\0'); }},
    {"parameters", [](std::size_t n) { return "Content-Type: a/b; " + repeat("x=y; ", n); }},
    {"pieces of parameters",
     [](std::size_t n) { return "Content-Type: a/b; " + repeat("name*1=y; ", n); }},
    {"comments", [](std::size_t n) { return "Content-Type: a/b " + repeat("(", n); }},
    {"comments in addresses", [](std::size_t n) { return "To: " + repeat("(", n); }},
    {"angle brackets", [](std::size_t n) { return "To: " + repeat("<", n); }},
    {"quotes", [](std::size_t n) { return "To: " + repeat("\"\\", n); }},
    {"addresses", [](std::size_t n) { return "To: " + repeat("<a@example.com>, ", n); }},
    {"routes", [](std::size_t n) { return "To: " + repeat("<@a:", n); }},
    {"encoded words", [](std::size_t n) { return "X: " + repeat("=?utf-8?q?a?= ", n); }},
    {"encoded words without end", [](std::size_t n) { return "X: " + repeat("=?utf-8?q?", n); }},
    {"quoted-printable of NUL",
     [](std::size_t n) { return encoded("quoted-printable", "=00", n); }},
    {"soft line ends", [](std::size_t n) { return encoded("quoted-printable", "=\n", n); }},
    {"soft line ends that are none",
     [](std::size_t n) { return encoded("quoted-printable", "=  ", n); }},
    {"base64", [](std::size_t n) { return encoded("base64", "QUFB\n", n); }},
    {"base64 of padding", [](std::size_t n) { return encoded("base64", "QQ==", n); }},
    {"base64 and blanks", [](std::size_t n) { return encoded("base64", "QQ==\n\n\n\n", n); }},
    {"malformed Shift_JIS",
     [](std::size_t n) { return typed("text/plain; charset=shift_jis", "\x81\xff", n); }},
    {"malformed ISO-2022-JP",
     [](std::size_t n) { return typed("text/plain; charset=iso-2022-jp", "\x1b$B\xff", n); }},
    {"malformed UTF-8",
     [](std::size_t n) { return typed("text/plain; charset=utf-8", "\xe2\x82", n); }},
    {"<style>", [](std::size_t n) { return typed("text/html", "<style>", n); }},
    {"<style></style>", [](std::size_t n) { return typed("text/html", "<style></style>", n); }},
    {"<style></", [](std::size_t n) { return typed("text/html", "<style></", n); }},
    {"<!--", [](std::size_t n) { return typed("text/html", "<!--", n); }},
    {"<a", [](std::size_t n) { return typed("text/html", "<a", n); }},
    {"<a x=\"", [](std::size_t n) { return typed("text/html", "<a x=\"", n); }},
    {"&", [](std::size_t n) { return typed("text/html", "&", n); }},
    {"CR only", [](std::size_t n) { return "X: y\r\r" + repeat("text here\r", n); }},
};

double measure_doublings(const Pattern& pattern) {
  double before = 0, at_1m = 0, at_16m = 0, ratio = 0;
  for (std::size_t size = 1024; size <= (std::size_t{16} << 20); size *= 2) {
    const std::string mail = pattern.make(size);
    double best = 1e9;
    for (int run = 0; run < 3; ++run) {
      const double begin = cpu_seconds();
      seen_by_all = seen_by_all + read_all(mail);
      best = std::min(best, cpu_seconds() - begin);
    }
    if (before > 0.002) ratio = std::max(ratio, best / before);
    before = best;
    if (size == std::size_t{1} << 20) at_1m = best;
    at_16m = best;
  }
  std::printf("%-34s %9.1f ms %9.1f ms %8.2f\n", pattern.name, at_1m * 1e3, at_16m * 1e3, ratio);
  return ratio;
}

}  // namespace

int main() {
  std::printf("%-34s %7s %12s %22s %22s\n", "mail", "bytes", "bytes only", "structure", "all");
  print_speed("two parts of text", two_parts());
  print_speed("delivery report, 500 bytes back", report(500));
  print_speed("delivery report, 100 KB back", report(100000));
  std::printf("\n%-34s %12s %12s %8s\n", "pattern", "1 MB", "16 MB", "ratio");
  double worst = 0;
  for (const Pattern& pattern : kPatterns) {
    double ratio = measure_doublings(pattern);
    if (ratio > 2.3) ratio = std::min(ratio, measure_doublings(pattern));  // a busy machine?
    worst = std::max(worst, ratio);
  }
  std::printf("largest ratio for a doubling: %.2f (2.3 at most)\n", worst);
  return worst > 2.3 ? 1 : 0;
}
