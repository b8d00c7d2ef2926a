// SPDX-License-Identifier: Apache-2.0
// Differential test: on well-formed mail the walker sees what GMime sees. Mails are made here:
// random structures, encodings, folds and line ends, with a fixed seed. Broken mail is not
// compared: there the two are meant to differ.
#include <random>
#include <string>
#include <vector>

#include <gmime/gmime.h>
#include <gtest/gtest.h>

#include "sources/bounce/mime/mime.h"
#include "sources/bounce/mime/structure_testing.h"

namespace smtpscope::mime {
namespace {

class Maker {
 public:
  explicit Maker(unsigned seed) : random_(seed) {}

  std::string mail() {
    std::string out = "From: <a@example.com>\nSubject: " + subject() + "\nDate: " + date() + "\n";
    out += "To: \"b, c\" <b@example.com>,\n d@example.net\nMIME-Version: 1.0\n";
    std::string text = out + entity(0, false);
    return pick(2) == 0 ? text : with_crlf(text);
  }

 private:
  unsigned pick(unsigned n) { return std::uniform_int_distribution<unsigned>(0, n - 1)(random_); }
  std::string any(const std::vector<std::string>& of) {
    return of[pick(static_cast<unsigned>(of.size()))];
  }

  std::string words(unsigned n) {
    std::string out;
    for (unsigned i = 0; i < n; ++i) {
      out += any({"mail", "system", "--", "550", "user=unknown", "\xc3\xa9t\xc3\xa9", "-", "\n",
                  "\n\n", "--b", "\n--x", "=", "a:b", "\t", "From "});
      out += any({" ", "", "\n"});
    }
    return out;
  }

  std::string subject() {
    return any({"plain words", "=?utf-8?Q?caf=C3=A9?=", "=?utf-8?B?w6k=?= and\n =?utf-8?Q?_more?=",
                "=?iso-8859-1?q?=E9=E8?=", "folded\n value", "=?utf-8?Q?a?= =?utf-8?Q?b?=",
                "=?iso-2022-jp?B?GyRCJSgbKEI=?=", "=?koi8-r?Q?=D0=D4?= x", "a =? b ?= c"});
  }

  std::string date() {
    return any({"Mon, 5 May 2025 12:34:56 +0200", "5 May 2025 12:34:56 -0730 (x)",
                "Thu, 29 Feb 2024 23:59:59 GMT", "Sat, 1 Jan 2000 00:00:00 +0000",
                "Fri, 31 Dec 1999 23:59 EST", "Tue,  7 Jul 1998 01:02:03 PDT",
                "Sun, 9 Nov 2031 10:20:30 +0545"});
  }

  std::string entity(unsigned depth, bool in_digest) {
    const unsigned kind = depth >= 5 ? 9 : pick(depth == 0 ? 6 : 10);
    if (kind < 4) return multipart(depth);
    if (kind == 4 || in_digest) return message(depth);
    return leaf();
  }

  std::string multipart(unsigned depth) {
    const std::string boundary =
        any({"b", "=_", "----=_Part_", "a'b()+_,-./:=?", "x y"}) + std::to_string(serial_++) + "z";
    const std::string type = any({"mixed", "alternative", "related", "report", "digest"});
    std::string out = any({"Content-Type: ", "content-type:", "CONTENT-TYPE:\n "}) + "multipart/" +
                      type + any({";", "; ", ";\n\t"}) + "boundary=\"" + boundary + "\"\n\n";
    out += any({"", "", "This is MIME.\n"});
    const unsigned parts = 1 + pick(4);
    for (unsigned i = 0; i < parts; ++i) {
      out +=
          "--" + boundary + any({"", "", " "}) + "\n" + entity(depth + 1, type == "digest") + "\n";
    }
    return out + "--" + boundary + "--\n" + any({"", "epilogue\n"});
  }

  std::string message(unsigned depth) {
    return "Content-Type: message/rfc822\n\nSubject: inner\n" + entity(depth + 1, false);
  }

  std::string leaf() {
    const std::string text = words(1 + pick(30));
    std::string out =
        "Content-Type: " + any({"text/plain", "text/html", "Text/X-y", "image/png"}) +
        any({"", "; charset=utf-8", ";\n charset=\"iso-8859-1\"", "; format=flowed"}) + "\n";
    const unsigned kind = pick(3);
    if (kind == 0) return out + "\n" + text;
    const bool base64 = kind == 1;
    out += std::string("Content-Transfer-Encoding: ") +
           (base64 ? any({"base64", "BASE64"}) : "quoted-printable") + "\n\n";
    return out + encode(text, base64);
  }

  static std::string encode(const std::string& text, bool base64) {
    GMimeEncoding state;
    g_mime_encoding_init_encode(
        &state, base64 ? GMIME_CONTENT_ENCODING_BASE64 : GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
    std::string out(g_mime_encoding_outlen(&state, text.size()), '\0');
    out.resize(g_mime_encoding_flush(&state, text.data(), text.size(), out.data()));
    return out;
  }

  std::mt19937 random_;
  unsigned serial_ = 0;
};

std::string content_of(GMimePart* part) {
  GMimeStream* memory = g_mime_stream_mem_new();
  g_mime_data_wrapper_write_to_stream(g_mime_part_get_content(part), memory);
  GByteArray* bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory));
  const std::string out = without_cr({reinterpret_cast<const char*>(bytes->data), bytes->len});
  g_object_unref(memory);
  return out;
}

std::string line(unsigned depth, std::string_view type, std::string_view charset) {
  std::string out = std::to_string(depth) + " ";
  for (const char c : type) out.push_back(base::to_lower(c));
  return out.append(" ").append(charset);
}

void outline_gmime(GMimeObject* object, unsigned depth, std::string& out) {
  GMimeContentType* type = g_mime_object_get_content_type(object);
  char* name = g_mime_content_type_get_mime_type(type);
  const char* charset = g_mime_content_type_get_parameter(type, "charset");
  out += line(depth, name, charset == nullptr ? "" : charset);
  g_free(name);
  if (GMIME_IS_MULTIPART(object)) {
    GMimeMultipart* multipart = GMIME_MULTIPART(object);
    out += "\n";
    for (int i = 0; i < g_mime_multipart_get_count(multipart); ++i) {
      outline_gmime(g_mime_multipart_get_part(multipart, i), depth + 1, out);
    }
  } else if (GMIME_IS_MESSAGE_PART(object)) {
    out += "\n";
    GMimeMessage* message = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
    outline_gmime(g_mime_message_get_mime_part(message), depth + 1, out);
  } else {
    out += " [" + content_of(GMIME_PART(object)) + "]\n";
  }
}

std::string seen_by_gmime(const std::string& mail) {
  GMimeStream* stream = g_mime_stream_mem_new_with_buffer(mail.data(), mail.size());
  GMimeParser* parser = g_mime_parser_new_with_stream(stream);
  GMimeMessage* message = g_mime_parser_construct_message(parser, nullptr);
  std::string out = g_mime_message_get_subject(message);
  GDateTime* date = g_mime_message_get_date(message);
  out += "\n" + std::to_string(g_date_time_to_unix(date)) + " " +
         std::to_string(g_date_time_get_utc_offset(date) / 60000000) + "\n";
  outline_gmime(g_mime_message_get_mime_part(message), 0, out);
  g_object_unref(message);
  g_object_unref(parser);
  g_object_unref(stream);
  return out;
}

std::string seen_by_us(const std::string& mail) {
  std::string buffer, out;
  const std::string_view header = split_header(mail).header;
  out.append(decode_header(find_field(header, "subject"), buffer));
  const Date date = parse_date(find_field(header, "date")).value_or(Date{});
  out += "\n" + std::to_string(date.seconds) + " " + std::to_string(date.offset_minutes) + "\n";
  Walker walker(mail);
  for (Part part; walker.next(part);) {
    out += line(part.depth, part.type, part.charset);
    if (!part.container) {
      out += " [" + without_cr(decode_body(part, buffer, std::size_t{1} << 24)) + "]";
    }
    out += "\n";
  }
  EXPECT_EQ(walker.issues(), 0U);
  return out;
}

const char* const kReports[] = {
    // as Postfix writes it
    R"(Subject: Undelivered Mail Returned to Sender
Date: Mon,  5 May 2025 12:34:56 +0200 (CEST)
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
	boundary="4ZrX1b2c3d.1746441296/mx.example.net"
Content-Transfer-Encoding: 8bit

This is a MIME-encapsulated message.

--4ZrX1b2c3d.1746441296/mx.example.net
Content-Description: Notification
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

<b@example.org>: host mx.example.org[192.0.2.7] said: 550 5.1.1 no such user

--4ZrX1b2c3d.1746441296/mx.example.net
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
Arrival-Date: Mon,  5 May 2025 12:34:50 +0200 (CEST)

Final-Recipient: rfc822; b@example.org
Action: failed
Status: 5.1.1

--4ZrX1b2c3d.1746441296/mx.example.net
Content-Description: Undelivered Message
Content-Type: message/rfc822
Content-Transfer-Encoding: 8bit

From: a@example.net
Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=
Content-Type: multipart/alternative; boundary="=_alt"

--=_alt
Content-Type: text/plain; charset="iso-8859-1"
Content-Transfer-Encoding: quoted-printable

Gr=FC=DFe

--=_alt
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: base64

PHA+R3LDvMOfZTwvcD4=

--=_alt--

--4ZrX1b2c3d.1746441296/mx.example.net--
)",
    // headers only come back, and nothing stands before the first part
    R"(Subject: Returned mail: see transcript for details
Date: Mon, 5 May 2025 10:34:56 GMT
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
 boundary="545AYu01.1746441296/mail.example.net"

--545AYu01.1746441296/mail.example.net

The original message was received at Mon, 5 May 2025 10:34:50 GMT

--545AYu01.1746441296/mail.example.net
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.net

Final-Recipient: RFC822; b@example.org
Action: failed

--545AYu01.1746441296/mail.example.net
Content-Type: text/rfc822-headers

Return-Path: <a@example.net>
Subject: hello

--545AYu01.1746441296/mail.example.net--
)"};

TEST(Gmime, SeesTheSameInReports) {
  g_mime_init();
  for (const std::string mail : kReports) {
    EXPECT_EQ(seen_by_us(mail), seen_by_gmime(mail));
    EXPECT_EQ(seen_by_us(with_crlf(mail)), seen_by_gmime(with_crlf(mail)));
  }
}

TEST(Gmime, SeesTheSameInWellFormedMail) {
  g_mime_init();
  for (unsigned seed = 1; seed <= 1500; ++seed) {
    const std::string mail = Maker(seed).mail();
    ASSERT_EQ(seen_by_us(mail), seen_by_gmime(mail)) << "seed " << seed << "\n" << mail;
  }
}

}  // namespace
}  // namespace smtpscope::mime
