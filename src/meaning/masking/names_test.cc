// SPDX-License-Identifier: Apache-2.0
// Which hosts, zones and sites are known by name: patterns, the longest suffix, and whose they are.
#include "meaning/masking/names.h"

#include <gtest/gtest.h>

namespace smtpscope::masking {
namespace {

TEST(Names, MatchesPatterns) {
  struct Row {
    std::string_view pattern, text;
    bool matches;
  };
  for (const Row& row :
       {Row{"", "", true}, Row{"*", "", true}, Row{"*", "a.b", true}, Row{"a*", "a", true},
        Row{"a*b", "ab", true}, Row{"a*b", "axxb", true}, Row{"a*b", "axxbc", false},
        Row{"*.mail.com", "x.y.mail.com", true}, Row{"*.mail.com", "mail.com", false},
        Row{"mx*.a*.com", "mx1.ab.com", true}, Row{"**a", "bba", true}, Row{"a", "", false},
        Row{"*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac", false}}) {
    EXPECT_EQ(matches_pattern(row.pattern, row.text), row.matches)
        << row.pattern << " " << row.text;
  }
}

knowledge::Receiver receiver(std::string_view id, knowledge::Strings mx, knowledge::Strings domains,
                             knowledge::Strings web) {
  knowledge::Receiver out;
  out.id = id;
  out.mx = std::move(mx);
  out.domains = std::move(domains);
  out.web = std::move(web);
  return out;
}

knowledge::Knowledge named_knowledge() {
  knowledge::Knowledge k;
  k.tlds = {"com", "net"};
  k.receivers.push_back(
      receiver("big", {"*.big.com", "big.com"}, {"Big.example"}, {"help.big.com", "bighelp.net"}));
  k.receivers.push_back(
      receiver("cloud", {"*.eu.big.com", "mx*.shared.net"}, {"cloud.example", "big.example"}, {}));
  k.receivers.push_back(receiver("other", {"mx*-o.shared.net", "*"}, {}, {"www.other.net"}));
  knowledge::List list;
  list.id = "lists.zen";
  list.zones = {"zen.lists.net", "lists.net"};
  list.web = {"lists.net", "look.lists.com"};
  k.lists.push_back(list);
  return k;
}

TEST(Names, FindsTheLongestSuffix) {
  const auto k = named_knowledge();
  const Names names(k);
  struct Row {
    std::string_view host, mask;
  };
  for (const Row& row :
       {Row{"mx.big.com", "<host:big>"}, Row{"big.com", "<host:big>"},
        Row{"x.eu.big.com", "<host:cloud>"}, Row{"eu.big.com", "<host:cloud>"},
        Row{"notbig.com", ""}, Row{"com", ""}, Row{"", ""}, Row{"mx1.shared.net", "<host:cloud>"},
        Row{"mx1-o.shared.net", "<host:other>"}, Row{"www.shared.net", ""},
        Row{"help.big.com", "<url:big>"}, Row{"bighelp.net", "<url:big>"},
        Row{"a.bighelp.net", "<url:big>"}, Row{"zen.lists.net", "<list:lists.zen>"},
        Row{"1.2.0.192.zen.lists.net", "<list:lists.zen>"},
        Row{"www.lists.net", "<list:lists.zen>"}, Row{"look.lists.com", "<url:lists>"},
        Row{"www.other.net", "<url:other>"}, Row{"other.net", ""}}) {
    const Name* name = names.find(row.host);
    EXPECT_EQ(name == nullptr ? std::string() : name->mask, row.mask) << row.host;
  }
}

TEST(Names, TellsWhoseAHostOrDomainIs) {
  const auto k = named_knowledge();
  const Names names(k);
  constexpr auto kNobody = Names::kNoReceiver;
  struct Row {
    std::string_view name;
    std::uint32_t host, domain;
  };
  for (const Row& row : {Row{"MX.Big.COM", 0, kNobody}, Row{"a.eu.big.com", 1, kNobody},
                         Row{"bighelp.net", kNobody, kNobody},  // a site is no mail system
                         Row{"zen.lists.net", kNobody, kNobody}, Row{"BIG.example", kNobody, 0},
                         Row{"cloud.example", kNobody, 1}, Row{"x.cloud.example", kNobody, kNobody},
                         Row{"", kNobody, kNobody}}) {
    EXPECT_EQ(names.find_receiver_of_host(row.name), row.host) << row.name;
    EXPECT_EQ(names.find_receiver_of_domain(row.name), row.domain) << row.name;
  }
}

TEST(Names, KeepsOnlyWordsWithDigits) {
  Names names;
  for (const std::string_view word : {"s3150", "plain", "<n>", "8bit"}) names.keep_word(word);
  EXPECT_TRUE(names.is_kept("s3150"));
  EXPECT_TRUE(names.is_kept("8bit"));
  EXPECT_FALSE(names.is_kept("plain"));
  EXPECT_FALSE(names.is_kept("<n>"));
  EXPECT_FALSE(names.is_tld("com"));
}

}  // namespace
}  // namespace smtpscope::masking
