// SPDX-License-Identifier: Apache-2.0
// Structures as they are sent, well-formed and broken, as an outline: depth, type, flags, body.
#include "sources/bounce/mime/walker.h"

#include <string>

#include <gtest/gtest.h>

#include "sources/bounce/mime/structure_testing.h"

namespace smtpscope::mime {
namespace {

struct Row {
  const char* name;
  std::string mail;
  std::string outline;
  std::uint32_t issues = 0;
};

void check(const Row& row) {
  SCOPED_TRACE(row.name);
  std::uint32_t issues = 0;
  EXPECT_EQ(outline(row.mail, issues), row.outline);
  EXPECT_EQ(issues, row.issues);
  EXPECT_EQ(outline(with_crlf(row.mail), issues), row.outline) << "CRLF";
  EXPECT_EQ(issues, row.issues) << "CRLF";
  EXPECT_EQ(outline(with_cr(row.mail), issues), row.outline) << "CR";
  EXPECT_EQ(issues, row.issues) << "CR";
}

const std::string kMixed = "Content-Type: multipart/mixed; boundary=b\n\n";

TEST(Walker, WellFormed) {
  const Row rows[] = {
      {"empty", "", "0 text/plain []\n"},
      {"plain", "Subject: x\n\nhello\n", "0 text/plain [hello\n]\n"},
      {"no body", "Subject: x\n", "0 text/plain []\n"},
      {"two parts", kMixed + "pre\n--b\n\none\n--b\nContent-Type: text/html\n\ntwo\n\n--b--\nepi\n",
       "0 multipart/mixed pre[pre]\n 1 text/plain [one]\n 1 text/html [two\n]\n"},
      {"a report",
       "Content-Type: multipart/report; report-type=delivery-status;\n\tboundary=\"a/b=c\"\n\n"
       "--a/b=c\n\nfailed\n--a/b=c\nContent-Type: message/delivery-status\n\n"
       "Reporting-MTA: dns; mx.example.net\n\nAction: failed\n\n--a/b=c\n"
       "Content-Type: message/rfc822\n\nSubject: hi\nContent-Type: text/html; charset=utf-8\n\n"
       "<p>\n--a/b=c--\n",
       "0 multipart/report report(delivery-status) pre[]\n 1 text/plain [failed]\n"
       " 1 message/delivery-status [Reporting-MTA: dns; mx.example.net\n\nAction: failed\n]\n"
       " 1 message/rfc822\n  2 text/html charset(utf-8) in [<p>]\n"},
      {"nested",
       kMixed + "--b\nContent-Type: multipart/alternative; boundary=bb\n\n--bb\n\n1\n"
                "--bb\n\n2\n--bb--\n\n--b\n\n3\n--b--\n",
       "0 multipart/mixed pre[]\n 1 multipart/alternative pre[]\n  2 text/plain [1]\n"
       "  2 text/plain [2]\n 1 text/plain [3]\n"},
      {"digest", "Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: a\n\n1\n--b--\n",
       "0 multipart/digest pre[]\n 1 message/rfc822\n  2 text/plain in [1]\n"},
      {"encodings",
       kMixed + "--b\nContent-Transfer-Encoding: BASE64\n\naGk=\n--b\n"
                "Content-Transfer-Encoding: Quoted-Printable (x)\n\na=3db\n--b\n"
                "Content-Transfer-Encoding: 8bit\n\nc\n--b--\n",
       "0 multipart/mixed pre[]\n 1 text/plain [hi]\n 1 text/plain [a=b]\n 1 text/plain [c]\n"},
      {"names",
       kMixed + "--b\nContent-Type: image/png; name=\"a \\\"b\\\".png\"\n\n1\n--b\n"
                "Content-Disposition: attachment; filename*0=\"long\"; filename*1=.eml\n"
                "\n2\n--b\nContent-Type: a/b; name*=utf-8''%e2%82%ac.txt\n\n3\n--b--\n",
       "0 multipart/mixed pre[]\n 1 image/png name(a \"b\".png) [1]\n"
       " 1 text/plain name(long.eml) [2]\n 1 a/b name(\xe2\x82\xac.txt) [3]\n"},
      {"boundary escaped",
       "Content-Type: multipart/mixed; boundary=\"x\\+y\"\n\n--x+y\n\n1\n--x+y--\n",
       "0 multipart/mixed pre[]\n 1 text/plain [1]\n"},
  };
  for (const Row& row : rows) check(row);
}

TEST(Walker, BrokenHeaders) {
  const Row rows[] = {
      {"mbox line", "From a@example.com Mon May  5 10:00:00 2025\nSubject: x\n\nhi\n",
       "0 text/plain [hi\n]\n"},
      {"no header at all", "It could not be delivered.\nSorry: no.\n",
       "0 text/plain [It could not be delivered.\nSorry: no.\n]\n"},
      {"empty lines first", "\n\nSubject: x\n\nhi\n", "0 text/plain [hi\n]\n"},
      {"byte order mark", "\xef\xbb\xbfSubject: x\n\nhi\n", "0 text/plain [hi\n]\n"},
      {"line without colon", "Subject: x\ngarbage here\nContent-Type: text/html\n\nhi\n",
       "0 text/html [hi\n]\n", kHeaderJunk},
      {"no empty line", "Subject: x\nContent-Type: text/html\n<p>hi\n", "0 text/html [<p>hi\n]\n",
       kHeaderUnended},
      {"blanks in the empty line", "Content-Type: text/html\n \n<p>\n", "0 text/html [<p>\n]\n"},
      {"NUL", std::string("Subject: x\0y\nContent-Type: text/html\n\n\0\n", 40),
       std::string("0 text/html [\0\n]\n", 17)},
      {"part without empty line", kMixed + "--b\nContent-Type: text/html\n<p>\n--b--\n",
       "0 multipart/mixed pre[]\n 1 text/html [<p>]\n", kHeaderUnended},
      {"status without empty line",
       kMixed + "--b\nContent-Type: message/delivery-status\nReporting-MTA: dns; a\n\n"
                "Action: failed\n--b--\n",
       "0 multipart/mixed pre[]\n"
       " 1 message/delivery-status [Reporting-MTA: dns; a\n\nAction: failed]\n",
       kHeaderUnended},
      {"part without header", kMixed + "--b\nno header\nNote: here\n--b--\n",
       "0 multipart/mixed pre[]\n 1 text/plain [no header\nNote: here]\n", kPartWithoutHeader},
      {"no semicolon", "Content-Type: multipart/mixed boundary=\"b\"\n\n--b\n\n1\n--b--\n",
       "0 multipart/mixed pre[]\n 1 text/plain [1]\n"},
      {"nonsense type", "Content-Type: text\n\n1\n", "0 text/plain [1\n]\n"},
      {"blank before the colon", "Content-Type : text/html\n\n1\n", "0 text/html [1\n]\n"},
      {"space before the mail",
       kMixed + "--b\nContent-Type: message/rfc822\n\n\nSubject: y\n"
                "Content-Type: text/html\n\n1\n--b--\n",
       "0 multipart/mixed pre[]\n 1 message/rfc822\n  2 text/html in [1]\n"},
  };
  for (const Row& row : rows) check(row);
}

TEST(Walker, BrokenBoundaries) {
  const Row rows[] = {
      {"odd characters unquoted",
       "Content-Type: multipart/mixed; "
       "boundary=a=b/c:d?(e)\n\n--a=b/c:d?(e)\n\n1\n--a=b/c:d?(e)--\n",
       "0 multipart/mixed pre[]\n 1 text/plain [1]\n"},
      {"unquoted with a blank",
       "Content-Type: multipart/mixed; boundary=a b\n\n--a b\nContent-Type: text/html\n\n1\n--a "
       "b--\n",
       "0 multipart/mixed pre[]\n 1 text/html [1]\n", kBoundaryWrong},
      {"quote without end", "Content-Type: multipart/mixed; boundary=\"b\n\n--b\n\n1\n--b--\n",
       "0 multipart/mixed pre[]\n 1 text/plain [1]\n"},
      {"wrong",
       "Content-Type: multipart/mixed; boundary=x\n\n--b\nContent-Type: text/html\n\n1\n--b--\n",
       "0 multipart/mixed pre[]\n 1 text/html [1]\n", kBoundaryWrong},
      {"wrong, nothing like one", "Content-Type: multipart/mixed; boundary=x\n\n-- \nhello\n",
       "0 multipart/mixed leaf [-- \nhello\n]\n", kBoundaryWrong},
      {"none declared",
       "Content-Type: multipart/mixed\n\n--b\nContent-Type: text/html\n\n1\n--b--\n",
       "0 multipart/mixed pre[]\n 1 text/html [1]\n", kBoundaryMissing},
      {"no type declared", "Subject: x\n\n--b\nContent-Type: text/html\n\n1\n--b--\n",
       "0 multipart/mixed pre[]\n 1 text/html [1]\n", kMultipartUndeclared | kBoundaryMissing},
      {"a mail quoted in the text is no structure",
       "Subject: x\n\n--- Below is a copy.\n\n--b\nContent-Type: text/html\n\n1\n--b--\n",
       "0 text/plain [--- Below is a copy.\n\n--b\nContent-Type: text/html\n\n1\n--b--\n]\n"},
      {"cut off", kMixed + "--b\n\n1\n--b\nContent-Type: text/html\n\n2",
       "0 multipart/mixed pre[]\n 1 text/plain [1]\n 1 text/html cut [2]\n", kUnterminated},
      {"last dashes missing", kMixed + "--b\n\n1\n--b\n",
       "0 multipart/mixed pre[]\n 1 text/plain [1]\n", kUnterminated},
      {"white space behind", kMixed + "--b \t\n\n1\n--b-- \n",
       "0 multipart/mixed pre[]\n 1 text/plain [1]\n"},
      {"prefix of another", kMixed + "--bb\n\n--b\n\n1\n--b-c\n--bc--\n--b--x\n--b--\n",
       "0 multipart/mixed pre[--bb\n]\n 1 text/plain [1\n--b-c\n--bc--\n--b--x]\n"},
      {"inner uses the same",
       kMixed + "--b\nContent-Type: multipart/alternative; boundary=b\n\n"
                "--b\n\n1\n--b\n\n2\n--b--\n\n--b\nContent-Type: text/html"
                "\n\n3\n--b--\n",
       "0 multipart/mixed pre[]\n 1 multipart/alternative leaf []\n 1 text/plain [1]\n"
       " 1 text/plain [2]\n 1 text/html [3]\n",
       kBoundaryWrong | kNestedBoundary},
      {"inner is not terminated",
       kMixed + "--b\nContent-Type: multipart/alternative; boundary=c\n\n"
                "--c\n\n1\n--b\n\n2\n--b--\n",
       "0 multipart/mixed pre[]\n 1 multipart/alternative pre[]\n  2 text/plain cut [1]\n"
       " 1 text/plain [2]\n",
       kUnterminated},
      {"closing first", kMixed + "--b--\n--b\n\n1\n--b--\n",
       "0 multipart/mixed pre[--b--]\n 1 text/plain [1]\n"},
      {"empty parts", kMixed + "--b\n--b\n--b--\n",
       "0 multipart/mixed pre[]\n 1 text/plain []\n 1 text/plain []\n"},
      {"encoded mail",
       kMixed + "--b\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64"
                "\n\nU3ViamVjdDogeA0KDQpoaQ0K\n--b--\n",
       "0 multipart/mixed pre[]\n 1 message/rfc822 leaf [Subject: x\n\nhi\n]\n", kEncodedMessage},
      {"a mail that is not encoded as it says",
       kMixed + "--b\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
                "Subject: x\n\nhi\n--b--\n",
       "0 multipart/mixed pre[]\n 1 message/rfc822\n  2 text/plain in [hi]\n"},
      {"status in base64",
       kMixed + "--b\nContent-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\n"
                "QWN0aW9uOiBmYWlsZWQ\n--b--\n",
       "0 multipart/mixed pre[]\n 1 message/delivery-status [Action: failed]\n"},
  };
  for (const Row& row : rows) check(row);
}

TEST(Walker, ChildrenMayBeLeftOut) {
  const std::string mail = kMixed +
                           "--b\nContent-Type: message/rfc822\n\nContent-Type: multipart/mixed; "
                           "boundary=c\n\n--c\n\n1\n--c--\n--b\n\n2\n--b--\n";
  Walker walker(mail);
  Part part;
  std::string seen;
  while (walker.next(part)) {
    seen += std::to_string(part.number) + "<" + std::to_string(part.parent) + " ";
    if (part.is_message()) walker.skip_children();
  }
  EXPECT_EQ(seen, "1<0 2<1 3<1 ");
  EXPECT_EQ(part.body, "2");
}

TEST(Walker, LimitsHoldAndAreSaid) {
  std::string parts = kMixed;
  for (std::uint32_t i = 0; i < kMaxParts + 5; ++i) parts += "--b\n\n\n";
  std::string deep;
  for (std::uint32_t i = 0; i < kMaxDepth + 5; ++i) deep += "Content-Type: message/rfc822\n\n";
  const std::string header(kMaxHeaderBytes, 'x');
  Part part;
  std::uint32_t count = 0;
  Walker many(parts);
  while (many.next(part)) ++count;
  EXPECT_EQ(count, kMaxParts);
  EXPECT_TRUE(many.issues() & kTooManyParts);
  Walker nested(deep);
  while (nested.next(part)) EXPECT_LE(part.depth, kMaxDepth);
  EXPECT_EQ(nested.issues(), kTooDeep);
  const std::string long_header =
      "Subject: x\nX-A: " + header + "\nContent-Type: text/html\n\nbody";
  Walker cut(long_header);
  ASSERT_TRUE(cut.next(part));
  EXPECT_EQ(cut.issues(), kHeaderCut);
  EXPECT_EQ(part.header.size(), kMaxHeaderBytes);
  EXPECT_EQ(part.body, "body");
}

}  // namespace
}  // namespace smtpscope::mime
