// SPDX-License-Identifier: Apache-2.0
// What undoes encodings: of bodies, headers, charsets, addresses, HTML, dates.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sources/bounce/mime/mime.h"

namespace smtpscope::mime {
namespace {

struct Row {
  std::string in, out;
};

TEST(Transfer, QuotedPrintable) {
  const Row rows[] = {
      {"plain", "plain"},
      {"a=3Db=3dc", "a=b=c"},
      {"soft=\nbreak", "softbreak"},
      {"soft=\r\nx", "softx"},
      {"soft= \t\nx", "softx"},
      {"end=", "end"},
      {"end=\r", "end"},
      {"bad=zz=4", "bad=zz=4"},
      {"===3D", "==="},
      {"=00", std::string(1, '\0')},
      {"a_b", "a_b"},
  };
  for (const Row& row : rows) {
    std::string buffer;
    EXPECT_EQ(decode(row.in, Encoding::quoted_printable, buffer, 1000), row.out) << row.in;
  }
  std::string buffer;
  EXPECT_EQ(decode("=41=42=43", Encoding::quoted_printable, buffer, 2), "AB");
}

TEST(Transfer, Base64) {
  const Row rows[] = {
      {"", ""},
      {"aGVsbG8=", "hello"},
      {"aGVsbG8", "hello"},
      {"aGVs\r\nbG8=\r\n", "hello"},
      {"a G V s b G 8 =", "a G V s b G 8 ="},  // text, it seems
      {"aGVsbG8hIGhlbGxvISBoZWxsbyEgaGVsbG8!h", "hello! hello! hello! hello!"},
      {"aGk=aGk=", "hihi"},
      {"aGk=\naGk=\n", "hihi"},
      {"aGVsbG8gdGhlcmUsIHRoaXMgaXMgbG9uZw==\n\n-- \nA list footer, unsubscribe\n",
       "hello there, this is long"},
      {"Action: failed\nStatus: 5.1.1\n", "Action: failed\nStatus: 5.1.1\n"},
      {"a", ""},
      {"aG", "h"},
  };
  for (const Row& row : rows) {
    std::string buffer;
    EXPECT_EQ(decode(row.in, Encoding::base64, buffer, 1000), row.out) << row.in;
  }
  std::string buffer;
  EXPECT_EQ(decode("aGVsbG8gaGVsbG8=", Encoding::base64, buffer, 4), "hell");
}

TEST(Charset, NamesOfTheWild) {
  struct Case {
    std::string bytes, charset, out;
  };
  const Case rows[] = {
      {"abc", "nonsense", "abc"},
      {"\xc3\xa9", "", "\xc3\xa9"},
      {"\xe9", "us-ascii", "\xc3\xa9"},
      {"\xe9\x80", "iso-8859-1", "\xc3\xa9\xe2\x82\xac"},
      {"\xe9", "utf-8", "\xc3\xa9"},
      {"\xb1", "ISO-8859-2", "\xc4\x85"},
      {"\x1b$B%(\x1b(B", "iso-2022-jp", "\xe3\x82\xa8"},
      {"\x83G", "Shift_JIS", "\xe3\x82\xa8"},
      {"\x83G", "x-sjis", "\xe3\x82\xa8"},
      {"\xd0\xd4", "koi8-r", "\xd0\xbf\xd1\x82"},
      {"\xc4\xe3", "gb2312", "\xe4\xbd\xa0"},
      {"\xff\xff", "gb2312", "\xef\xbf\xbd\xef\xbf\xbd"},
      {"a\xe0", "windows-1255", "a\xd7\x90"},
      {"+AGE-", "utf-7", "a"},
      {"\xe9", "../../etc/x", "\xc3\xa9"},
      {"\xe9", std::string(5000, 'x'), "\xc3\xa9"},
  };
  for (const Case& row : rows) {
    std::string buffer;
    EXPECT_EQ(to_utf8(row.bytes, row.charset, buffer), row.out) << row.charset;
  }
}

TEST(HeaderText, EncodedWords) {
  const Row rows[] = {
      {"plain", "plain"},
      {"folded\r\n value\n\tmore", "folded value\tmore"},
      {"=?utf-8?Q?caf=C3=A9_x?=", "caf\xc3\xa9 x"},
      {"=?UTF-8?b?w6k=?=", "\xc3\xa9"},
      {"=?utf-8*en?q?a?=", "a"},
      {"a =?utf-8?q?b?= c", "a b c"},
      {"=?utf-8?q?a?= =?utf-8?q?b?=", "ab"},
      {"=?utf-8?q?a?=\r\n =?utf-8?b?Yg==?=", "ab"},
      {"=?utf-8?q?=E2=82?= =?utf-8?q?=AC?=", "\xe2\x82\xac"},
      {"=?utf-8?q?a?= =?iso-8859-1?q?=E9?=", "a\xc3\xa9"},
      {"x=?utf-8?q?a?=y", "xay"},
      {"\"=?utf-8?q?a?=\" <b@example.com>", "\"a\" <b@example.com>"},
      {"=?utf-8?q?a b?=", "a b"},
      {"=?utf-8?q?a", "=?utf-8?q?a"},
      {"=?utf-8?x?a?=", "=?utf-8?x?a?="},
      {"=?\?q?a?=", "=?\?q?a?="},
      {"=?", "=?"},
      {"=?=?utf-8?q?a?=", "=?a"},
      {"=?utf-8?q\?\?= =?utf-8?q?b?=", "b"},
      {"=?utf-8?q?a=0Ab?=", "a b"},
      {"\xc3\xa9 raw", "\xc3\xa9 raw"},
      {"\xe9 raw", "\xc3\xa9 raw"},
      {"=?iso-2022-jp?B?GyRCJSgbKEI=?=", "\xe3\x82\xa8"},
  };
  for (const Row& row : rows) {
    std::string buffer;
    EXPECT_EQ(decode_header(row.in, buffer), row.out) << row.in;
  }
}

TEST(Addresses, AsTheyAreFound) {
  const Row rows[] = {
      {"", ""},
      {"<>", ""},
      {"a@example.com", "a@example.com"},
      {"<a@example.com>", "a@example.com"},
      {"Name <a@example.com>, b@example.net", "a@example.com b@example.net"},
      {"\"x, y\" <a@example.com>", "a@example.com"},
      {"\"c@example.org\" <a@example.com>", "a@example.com"},
      {"c@example.org <a@example.com>", "a@example.com"},
      {"\"x y\"@example.com", "\"x y\"@example.com"},
      {"<\"x> y\"@example.com>", "\"x> y\"@example.com"},
      {"a@example.com (b@example.net)", "a@example.com"},
      {"group: a@example.com, <b@example.net>;", "a@example.com b@example.net"},
      {"undisclosed-recipients:;", ""},
      {"<@r.example,@s.example:a@example.com>", "a@example.com"},
      {"rfc822; a@example.com", "a@example.com"},
      {"rfc822;<a@example.com>", "a@example.com"},
      {"\"a@example.com\"", "a@example.com"},
      {"'a@example.com'", "a@example.com"},
      {"a@[IPv6:2001:db8::1]", "a@[IPv6:2001:db8::1]"},
      {"a@example.com b@example.net", "a@example.com b@example.net"},
      {"<a@example.com", "a@example.com"},
      {"<a@example.com <b@example.net>", "a@example.com b@example.net"},
      {"\"open <a@example.com>", "a@example.com"},
      {"(open a@example.com", ""},
      {"no address, here; at all", ""},
      {"@", ""},
      {"\xc3\xa9@b\xc3\xbc.example", "\xc3\xa9@b\xc3\xbc.example"},
      {"MAILER-DAEMON", ""},
      {"a@example.com,\r\n b@example.net", "a@example.com b@example.net"},
  };
  for (const Row& row : rows) {
    std::vector<std::string_view> found;
    find_addresses(row.in, found);
    std::string all;
    for (const std::string_view one : found) all.append(all.empty() ? "" : " ").append(one);
    EXPECT_EQ(all, row.out) << row.in;
  }
}

TEST(Html, TextOfBounces) {
  const Row rows[] = {
      {"plain  text\n here", "plain text here"},
      {"<html><body><p>One</p><p>Two<br>three</p></body></html>", "One\n\nTwo\nthree\n"},
      {"<div>a</div><div>b</div>", "a\nb\n"},
      {"<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc\n"},
      {"a<style>b { }</style>c<script>d</script>e", "ace"},
      {"a<style>b", "ab"},
      {"a<STYLE type=\"x\">b</Style >c", "ac"},
      {"a<!-- b > c -->d<!-- e", "ad<!-- e"},
      {"&lt;a&gt; &amp; &eacute;&#233;&#xE9;&nbsp;x&hellip;",
       "<a> & \xc3\xa9\xc3\xa9\xc3\xa9 x\xe2\x80\xa6"},
      {"a &b & c &#; &unknown; &amp", "a &b & c &#; &unknown; &"},
      {"&#150;", "\xe2\x80\x93"},
      {"so&shy;ft&#8203;er", "softer"},
      {"<pre>a\n  b\r\n</pre>c  d", "a\n  b\nc d"},
      {"<a href=\"x>y\">t</a>", "t"},
      {"<a href=\"x>y", "y"},
      {"<b", "<b"},
      {"1 < 2 > 1", "1 < 2 > 1"},
      {"<user@example.com>: no <b>such</b> user", "<user@example.com>: no such user"},
      {"<p>x<b>y</b>z", "xyz"},
      {"<b<i>x", "x"},
      {"<", "<"},
      {"</", "</"},
  };
  for (const Row& row : rows) {
    std::string out;
    html_to_text(row.in, out);
    EXPECT_EQ(out, row.out) << row.in;
  }
}

TEST(Date, FormsOfTheWild) {
  struct Case {
    std::string in;
    std::int64_t seconds;
    int offset;
    bool stated;
  };
  const Case rows[] = {
      {"Mon, 5 May 2025 12:34:56 +0200", 1746441296, 120, true},
      {"Mon, 05 May 2025 12:34:56 +0200 (CEST)", 1746441296, 120, true},
      {"5 May 2025 12:34:56 CEST", 1746441296, 120, true},
      {"5 May 25 10:34:56 GMT", 1746441296, 0, true},
      {"5 May 2025 06:34:56 EDT", 1746441296, -240, true},
      {"5 May 2025 06:34:56 -0400", 1746441296, -240, true},
      {"5 May 2025 10:34:56 -0000", 1746441296, 0, true},
      {"5 May 2025 10:34:56", 1746441296, 0, false},
      {"5 May 2025 10:34", 1746441240, 0, false},
      {"Mon May  5 12:34:56 2025", 1746448496, 0, false},
      {"Mon May  5 12:34:56 2025 +0200", 1746441296, 120, true},
      {"Mon May  5 12:34:56 CEST 2025", 1746441296, 120, true},
      {"2025-05-05T10:34:56Z", 1746441296, 0, true},
      {"2025-05-05 12:34:56.123+02:00", 1746441296, 120, true},
      {"Mon,5-May-2025 12:34:56 +0200", 1746441296, 120, true},
      {"mar, 6 May 2025 10:34:56 +0000", 1746527696, 0, true},
      {"(x (y)) 5 (z) May 2025 10:34:56 +0000", 1746441296, 0, true},
      {"Monday, 5 September 2022 10:00:00 UTC", 1662372000, 0, true},
      {"5 May 2025 1:34:56 PM +0000", 1746452096, 0, true},
      {"29 Feb 2024 00:00:00 +0000", 1709164800, 0, true},
      {"1 Jan 1970 00:00:00 +0000", 0, 0, true},
      {"31 Dec 1999 23:59:60 +0000", 946684800, 0, true},
      {"5 May 2025 10.34.56 +0000", 1746441296, 0, true},
  };
  for (const Case& row : rows) {
    const auto date = parse_date(row.in);
    ASSERT_TRUE(date) << row.in;
    EXPECT_EQ(date->seconds, row.seconds) << row.in;
    EXPECT_EQ(date->offset_minutes, row.offset) << row.in;
    EXPECT_EQ(date->zone_stated, row.stated) << row.in;
  }
  for (const char* none :
       {"", "yesterday", "29 Feb 2025 00:00:00 +0000", "5 May 2025", "32 May 2025 10:00:00",
        "5 Foo 2025 10:00:00", "5 May 2025 25:00:00", "5/6/2025 10:00:00", "((((", "99999999999"}) {
    EXPECT_FALSE(parse_date(none)) << none;
  }
}

}  // namespace
}  // namespace smtpscope::mime
