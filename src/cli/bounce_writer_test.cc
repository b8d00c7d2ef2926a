// SPDX-License-Identifier: Apache-2.0
// Addresses that may stand alone on a line, for a shell loop or a mail server's map.
#include "cli/bounce_writer.h"

#include <gtest/gtest.h>

namespace smtpscope::cli {
namespace {

TEST(PlainAddress, TakesWhatPeopleHave) {
  for (const std::string_view address :
       {"bert@example.net", "b.e_r-t+news=1@mail.example.net", "b%ert@example.net", "1@example.net",
        "bert@[192.0.2.1]@example.net", "j\xc3\xbcrgen@example.net",
        "\xe5\xb1\xb1@\xe4\xbe\x8b.example", "b/ert@example.net"}) {
    const bool bracket = address.find('[') != std::string_view::npos;
    EXPECT_EQ(is_plain_address(address), !bracket) << address;
  }
}

TEST(PlainAddress, RefusesWhatAShellOrATerminalObeys) {
  for (const std::string_view address : {"",
                                         "bert",
                                         "-rf@example.net",
                                         "a b@example.net",
                                         "a\tb@example.net",
                                         "a\n@example.net",
                                         "a\r@example.net",
                                         "$(id)@example.net",
                                         "`id`@example.net",
                                         "a;b@example.net",
                                         "a|b@example.net",
                                         "a&b@example.net",
                                         "a>b@example.net",
                                         "<a@example.net>",
                                         "\"a b\"@example.net",
                                         "it's@example.net",
                                         "a\\b@example.net",
                                         "*@example.net",
                                         "a?b@example.net",
                                         "{a,b}@example.net",
                                         "!a@example.net",
                                         "~a@example.net",
                                         "#a@example.net",
                                         "a:b@example.net",
                                         "\x1b[31m@example.net",
                                         "\x7f@example.net",
                                         "\xc2\x9b@example.net",
                                         "\xc2\xad@example.net",
                                         "\xe2\x80\xae@example.net",
                                         "\xe2\x80\x8b@example.net",
                                         "\xe3\x80\x80@example.net",
                                         "\xef\xbb\xbf@example.net",
                                         "\xff@example.net",
                                         "a\xd8\x9c@example.net",
                                         "\xe2\x81\xa6@example.net"}) {
    EXPECT_FALSE(is_plain_address(address)) << testing::PrintToString(std::string(address));
  }
  EXPECT_FALSE(is_plain_address(std::string_view("a\0@example.net", 14)));
}

}  // namespace
}  // namespace smtpscope::cli
