// SPDX-License-Identifier: Apache-2.0
#include "meaning/masking/template.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace smtpscope::masking {
namespace {

knowledge::Knowledge small_knowledge() {
  knowledge::Knowledge k;
  k.tlds = {"com", "net", "org", "example", "test", "contact", "de", "it"};
  knowledge::Receiver google;
  google.id = "google";
  google.mx = {"*.l.google.com", "aspmx*.googlemail.com"};
  google.domains = {"gmail.com"};
  google.web = {"support.google.com"};
  k.receivers.push_back(google);
  knowledge::List zen;
  zen.id = "spamhaus.zen";
  zen.zones = {"zen.spamhaus.org"};
  zen.web = {"spamhaus.org"};
  k.lists.push_back(zen);
  return k;
}

struct Fixture {
  knowledge::Knowledge knowledge = small_knowledge();
  Names names{knowledge};
  Fixture() { for (const std::string_view word : {"s3150", "tss04", "ipv6"}) names.keep_word(word); }
};

std::string fold(std::string_view text) {
  static const Fixture kFixture;
  Template out;
  // An exact-size copy, so that the address sanitizer sees every over-read.
  const std::vector<char> copy(text.begin(), text.end());
  make_template(reply::parse_reply({copy.data(), copy.size()}), kFixture.names, out);
  return std::string(out.shown());
}

struct Row {
  std::string_view reply, folded;
};

class Folding : public testing::TestWithParam<Row> {};

TEST_P(Folding, MasksAndFolds) { EXPECT_EQ(fold(GetParam().reply), GetParam().folded); }

TEST_P(Folding, TemplateOfATemplateIsItself) {
  const std::string once = fold(GetParam().reply);
  EXPECT_EQ(fold(once), once);
}

constexpr Row kRows[] = {
    {"550 5.1.1 User unknown", "user unknown"},
    {"550-5.1.1 User\r\n550 5.1.1 unknown.", "user unknown"},
    {"421-4.7.28 Gmail has detected 421-4.7.28 an unusual rate", "gmail has detected an unusual rate"},
    {"550 (#5.1.1) bad address", "bad address"},
    {"550 5.1.1 <user.unknown@example.com>: Recipient address rejected", "<addr> recipient address rejected"},
    {"550 \"mailbox full\"@example.com rejected", "<addr> rejected"},
    {"550 o'brien+tag=x@example.com rejected", "<addr> rejected"},
    {"550 mailbox^full@example.com rejected", "<addr> rejected"},
    {"550 <user unknown@example.com> no", "<addr> no"},
    {"504 5.5.2 <mailbox full>: Helo command rejected", "<text> helo command rejected"},
    {"554 5.7.1 denied; from=<user> to=<x@example.com> proto=ESMTP helo=<mailbox full>", "denied from <text> to <addr> proto esmtp helo <text>"},
    {"550 Message with subject \"mailbox full\" refused", "message with subject <text> refused"},
    {"550 rejected [192.0.2.1] and 2001:db8::1, IPv6:2001:db8::2", "rejected <ip> and <ip> <ip>"},
    {"550 unknown[192.0.2.1]:25 x", "unknown <ip> <n> x"},
    {"550 blocked by 1.2.0.192.zen.spamhaus.org", "blocked by <list:spamhaus.zen>"},
    {"550 see https://www.spamhaus.org/query/ip/192.0.2.80", "see <url:spamhaus> query ip <ip>"},
    {"550 see https://support.google.com/mail/?p=NoSuchUser d2si6872204pjr.36 - gsmtp", "see <url:google> mail p nosuchuser <id> gsmtp"},
    {"550 see http://user-unknown.example/mailbox/full now", "see <url> now"},
    {"550 mx1.l.google.com refused mail-1.example.com:25", "<host:google> refused <host>"},
    {"550 access denied.Contact us", "access denied contact us"},
    {"550 blocked (S3150) by AS(201806281)", "blocked s3150 by as <n>"},
    {"250 queued as 4Z1fXq2kPbz", "queued as <id>"},
    {"250 OK id=1qKdJw-0003Bc-2D", "ok id <id>"},
    {"550 de305d54-75b4-431b-adb2-eb6b9e546014 gone", "<id> gone"},
    {"450 try again in 300 seconds", "try again in <n> seconds"},
    {"220 ready at Wed, 14 Jun 2017 12:42:36 -0400", "ready at <date>"},
    {"450 greylisted for 00:04:53", "greylisted for <date>"},
    {"450 until 2026-10-07T09:14:03Z ok", "until <date> ok"},
    {"550 over quota (101% of 1,000 MB)", "over quota <n> of <n> mb"},
    {"550 Bo\xc3\xaete PLEINE \xc3\x89t\xc3\xa9", "bo\xc3\xaete pleine \xc3\xa9t\xc3\xa9"},
    {"550 example.com\xe2\x80\x99s policy", "<host> s policy"},
    {"550 \xe3\x83\xa6\xe3\x83\xbc\xe3\x82\xb6\n550 \xe4\xb8\x8d\xe6\x98\x8e error", "\xe3\x83\xa6\xe3\x83\xbc\xe3\x82\xb6\xe4\xb8\x8d\xe6\x98\x8e error"},
    {"550", ""},
    {"", ""},
    {"550 <<<<<<", ""},
};

INSTANTIATE_TEST_SUITE_P(Table, Folding, testing::ValuesIn(kRows));

TEST(FoldPhrase, KeepsDigitsAndCjkBorders) {
  const Fixture f;
  EXPECT_EQ(fold_phrase("S3150", f.names), " s3150 ");
  EXPECT_EQ(fold_phrase("recipient's mailbox", f.names), " recipient s mailbox ");
  EXPECT_EQ(fold_phrase("within 5 minutes", f.names), " within <n> minutes ");
  EXPECT_EQ(fold_phrase("<addr> is not", f.names), " <addr> is not ");
  EXPECT_EQ(fold_phrase("\xe4\xb8\x8d\xe6\x98\x8e", f.names), "\xe4\xb8\x8d\xe6\x98\x8e");
}

TEST(FindSource, PointsAtTheWordsOfTheReply) {
  const Fixture f;
  Template out;
  const std::string text = "550 5.1.1 <a@example.com>: User  Unknown!";
  make_template(reply::parse_reply(text), f.names, out);
  const std::size_t at = out.text.find(" user unknown ");
  const Range range = find_source(out, {static_cast<std::uint32_t>(at),
                                        static_cast<std::uint32_t>(at + 14)});
  EXPECT_EQ(text.substr(range.begin, range.end - range.begin), "User  Unknown");
}

}  // namespace
}  // namespace smtpscope::masking
