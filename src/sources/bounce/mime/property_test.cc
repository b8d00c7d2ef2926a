// SPDX-License-Identifier: Apache-2.0
// Properties: a mail cut anywhere, or with bytes changed, is still read, within the mail and within
// the limits, and says the same whichever way its lines end.
#include <functional>
#include <random>
#include <string>

#include <gtest/gtest.h>

#include "sources/bounce/mime/mime.h"
#include "sources/bounce/mime/structure_testing.h"

namespace smtpscope::mime {
namespace {

const std::string kMail =
    "From x\nSubject: =?utf-8?q?a?=\nContent-Type: multipart/report;\n boundary=\"b\"\n\npre\n--b\n"
    "Content-Type: text/plain; charset=\"utf-8\"; name*0*=utf-8''%41; name*1=b\n"
    "Content-Transfer-Encoding: quoted-printable\n\nso=\nft=3D\n--b\n"
    "Content-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\n"
    "QWN0aW9uOiBm\nYWlsZWQ=\n--b\nContent-Type: message/rfc822\n\nSubject: y\n"
    "Content-Type: multipart/mixed; boundary=c\n\n--c\nContent-Type: text/html\n\n<p>1\n--c\n\n2\n"
    "--c--\n--b--\nend\n";

bool is_inside(std::string_view outer, std::string_view view) {
  const std::less_equal<> ordered;
  return view.empty() || (ordered(outer.data(), view.data()) &&
                          ordered(view.data() + view.size(), outer.data() + outer.size()));
}

void check(const std::string& mail) {
  Walker walker(mail);
  for (Part part; walker.next(part);) {
    ASSERT_TRUE(is_inside(mail, part.header) && is_inside(mail, part.body)) << mail;
    ASSERT_TRUE(is_inside(part.body, part.preamble)) << mail;
    ASSERT_LT(part.parent, part.number) << mail;
  }
  std::uint32_t lf = 0, other = 0;
  const std::string expected = outline(mail, lf);
  ASSERT_EQ(outline(with_crlf(mail), other), expected);
  ASSERT_EQ(other, lf);
  ASSERT_EQ(outline(with_cr(mail), other), expected);
  ASSERT_EQ(other, lf);
}

TEST(Properties, CutAnywhere) {
  for (std::size_t i = 0; i <= kMail.size(); ++i) {
    check(kMail.substr(0, i));
    check(kMail.substr(i));
  }
}

TEST(Properties, BytesChanged) {
  std::mt19937 random(7);
  const std::string bytes = std::string("\n\n \t-=:;\"()b\\") + '\0' + "\xff";
  for (int round = 0; round < 3000; ++round) {
    std::string mail = kMail;
    for (int i = 0; i < 4; ++i) mail[random() % mail.size()] = bytes[random() % bytes.size()];
    check(mail);
  }
}

}  // namespace
}  // namespace smtpscope::mime
