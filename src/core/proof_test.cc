// SPDX-License-Identifier: Apache-2.0
// What proves a bounce: our tag at the address it came to, or a message that was sent. And what
// must not: another key's tag, half of it, one that is part of a longer number, another recipient's
// id.
#include "core/proof.h"

#include <gtest/gtest.h>

namespace smtpscope::core {
namespace {

using attempt::Attempt;

// printf bert@example.net | openssl dgst -sha256 -hmac secret
constexpr std::string_view kTag = "4a0be8b6d0be2dc1523e";

Attempt about(std::string_view recipient, std::string_view id, std::string_view returned_to = "") {
  Attempt a;
  a.recipient = recipient;
  a.message_id = id;
  a.returned_to = returned_to;
  return a;
}

TEST(Proof, MakesTheTagOfAnAddressInAnyCase) {
  EXPECT_EQ(Proof::make_tag("secret", "bert@example.net"), kTag);
  EXPECT_EQ(Proof::make_tag("secret", "Bert@Example.NET"), kTag);
  EXPECT_NE(Proof::make_tag("secret2", "bert@example.net"), kTag);
}

TEST(Proof, ReadsTheTagFromTheLocalPart) {
  Proof proof;
  proof.set_key("secret");
  const std::string tag(kTag);
  struct Row {
    std::string returned_to;
    bool proven;
  };
  std::string upper = tag;
  for (char& c : upper) c = c >= 'a' ? static_cast<char>(c - 32) : c;
  for (const Row& row :
       {Row{"news+" + tag + "@example.org", true}, Row{tag + "@example.org", true},
        Row{"b-" + tag + "-bert=example.net@example.org", true},
        Row{"news+" + upper + "@example.org", true}, Row{"news@" + tag + ".example.org", false},
        Row{"news+a" + tag + "@example.org", false}, Row{"news+" + tag + "0@example.org", false},
        Row{"news+" + tag.substr(1) + "@example.org", false}, Row{"", false}}) {
    EXPECT_EQ(proof.is_proven(about("bert@example.net", "", row.returned_to)), row.proven)
        << row.returned_to;
  }
  const std::string tagged = "news+" + tag + "@example.org";
  EXPECT_FALSE(proof.is_proven(about("carla@example.net", "", tagged)));
  Attempt moved = about("bert@new.example.net", "", tagged);
  moved.original_recipient = "bert@example.net";
  EXPECT_TRUE(proof.is_proven(moved));
}

TEST(Proof, KnowsWhatWasSent) {
  struct Row {
    std::string_view line, id, recipient;
    bool proven;
  };
  for (const Row& row :
       {Row{"<1@example.org>", "<1@example.org>", "bert@example.net", true},
        Row{"1@example.org", "<1@example.org>", "bert@example.net", true},
        Row{"  1@example.org\r", "1@example.org", "bert@example.net", true},
        Row{"# <1@example.org>", "<1@example.org>", "bert@example.net", false},
        Row{"<2@example.org>", "<1@example.org>", "bert@example.net", false},
        Row{"<1@EXAMPLE.org>", "<1@example.org>", "bert@example.net", false},
        Row{"<1@example.org> bert@example.net", "<1@example.org>", "Bert@Example.net", true},
        Row{"<1@example.org> bert@example.net", "<1@example.org>", "carla@example.net", false},
        Row{"1@example.org,carla@example.net,bert@example.net", "<1@example.org>",
            "bert@example.net", true},
        Row{"postfix/cleanup: 4kQ: message-id=<1@example.org>", "<1@example.org>",
            "bert@example.net", true},
        Row{"to=<x@example.net> message-id=<1@example.org> to=<bert@example.net>",
            "<1@example.org>", "bert@example.net", true},
        Row{"no id here", "<1@example.org>", "bert@example.net", false},
        Row{"<1@example.org", "<1@example.org>", "bert@example.net", false},
        Row{"", "", "bert@example.net", false}}) {
    Proof proof;
    proof.add_sent(row.line);
    EXPECT_EQ(proof.is_proven(about(row.recipient, row.id)), row.proven) << row.line;
  }
}

TEST(Proof, IsEmptyUntilTold) {
  Proof proof;
  EXPECT_TRUE(proof.empty());
  EXPECT_FALSE(proof.is_proven(about("bert@example.net", "<1@example.org>")));
  proof.add_sent("\n\n# nothing\n");
  EXPECT_TRUE(proof.empty());
  proof.add_sent("\n<1@example.org>\n");
  EXPECT_FALSE(proof.empty());
}

}  // namespace
}  // namespace smtpscope::core
