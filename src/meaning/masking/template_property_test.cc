// SPDX-License-Identifier: Apache-2.0
// What holds of every template, tried on all example replies of the knowledge and on texts put
// together from nasty pieces: it is its own template, it is UTF-8 in single spaces and small
// letters, its tokens lie in the reply in order, and any range of it leads back into the reply.
#include <random>

#include <gtest/gtest.h>

#include "base/text.h"

#include "meaning/masking/small_names_testing.h"

#include "core/classifier.h"

namespace smtpscope::masking {
namespace {

constexpr std::string_view kPieces[] = {"<",
                                        ">",
                                        "@",
                                        ".",
                                        ":",
                                        "\"",
                                        "'",
                                        "-",
                                        "_",
                                        "/",
                                        "[",
                                        "]",
                                        "(",
                                        ")",
                                        "=",
                                        "#",
                                        "%",
                                        ",",
                                        "?",
                                        "&",
                                        "+",
                                        " ",
                                        " ",
                                        " ",
                                        "\n",
                                        "\r\n",
                                        "\t",
                                        "1",
                                        "12",
                                        "550",
                                        "550-",
                                        "550 ",
                                        "5.7.1 ",
                                        "4.2.2",
                                        "421",
                                        "1,000",
                                        "a",
                                        "b2",
                                        "user",
                                        "unknown",
                                        "Mailbox",
                                        "FULL",
                                        "S3150",
                                        "ipv6",
                                        "IPv6:",
                                        "subject",
                                        "helo=",
                                        "EHLO=<",
                                        "from=<",
                                        "to=<",
                                        "Jun",
                                        "Wed,",
                                        "14",
                                        "2017",
                                        "12:42",
                                        ":36",
                                        "GMT",
                                        "+0200",
                                        "2026-10-07",
                                        "T",
                                        "a@example.com",
                                        "<a@example.com>",
                                        "\"a b\"@example.org",
                                        "192.0.2.1",
                                        "2001:db8::1",
                                        "::",
                                        "::1",
                                        "mx.example.com",
                                        "example.com",
                                        "zen.spamhaus.org",
                                        "1.2.0.192.",
                                        "aspmx2.googlemail.com",
                                        "x.l.google.com",
                                        "https://",
                                        "www.",
                                        "support.google.com",
                                        "?p=Q1",
                                        "1qKdJw-0003Bc-2D",
                                        "de305d54-75b4-431b-adb2-eb6b9e546014",
                                        "<addr>",
                                        "<n>",
                                        "<ip>",
                                        "<id>",
                                        "<host>",
                                        "<host:google>",
                                        "<list:spamhaus.zen>",
                                        "<url:google>",
                                        "<url>",
                                        "<date>",
                                        "<text>",
                                        "\xe4\xb8\x8d",
                                        "\xe6\x98\x8e\xe3\x83\xa6",
                                        "\xef\xbc\xa1",
                                        "\xe3\x80\x80",
                                        "\xc3\x89",
                                        "\xd0\xaf",
                                        "\xe2\x80\x99",
                                        "\xe2\x80\xa6",
                                        "\xc2\xa0",
                                        "\xf0\x9f\x98\x80",
                                        "\xea\xb0\x80",
                                        "\xcc\x81",
                                        "\xe9",
                                        "\x80"};

std::string nasty_text(std::mt19937& random) {
  std::string out = random() % 2 == 0 ? "550 5.7.1 " : "";
  const std::size_t pieces = 1 + random() % 12;
  for (std::size_t i = 0; i < pieces; ++i) out += kPieces[random() % std::size(kPieces)];
  return out;
}

void check_shape(const Folded& folded) {
  const std::string_view text = folded.folded().text;
  const std::string_view source = folded.reply().text;
  ASSERT_FALSE(text.empty());
  ASSERT_EQ(text.front(), ' ');
  ASSERT_EQ(text.back(), ' ');
  ASSERT_EQ(text.find("  "), std::string_view::npos) << text;
  ASSERT_TRUE(base::is_utf8(text)) << text;
  for (const char c : text) ASSERT_FALSE(base::is_control(c) || base::is_upper(c)) << text;
  std::uint32_t at = 0;
  std::uint32_t src = 0;
  for (const Token& token : folded.folded().tokens) {
    ASSERT_GE(token.at, at + (at == 0 ? 1 : 0)) << text;
    ASSERT_LT(token.at, text.size());
    ASSERT_GE(token.src_begin, src);
    ASSERT_LT(token.src_begin, token.src_end) << text;
    ASSERT_LE(token.src_end, source.size());
    at = token.at + 1;
    src = token.src_end;
  }
}

bool at_border(std::string_view text, std::size_t at) {
  return at >= text.size() || (static_cast<unsigned char>(text[at]) & 0xc0) != 0x80;
}

void check_sources(const Folded& folded) {
  const std::string_view text = folded.folded().text;
  const std::string_view source = folded.reply().text;
  for (std::uint32_t begin = 0; begin < text.size(); begin += 1 + begin / 16) {
    for (std::uint32_t end = begin; end <= text.size(); end += 1 + begin / 8) {
      const Range range = find_source(folded.folded(), {begin, end});
      ASSERT_LE(range.begin, range.end) << text << " " << begin << " " << end;
      ASSERT_LE(range.end, source.size());
      if (!at_border(text, begin) || !at_border(text, end)) continue;
      ASSERT_TRUE(at_border(source, range.begin) && at_border(source, range.end))
          << source << " " << begin << " " << end;
    }
  }
}

void check(std::string_view reply, const Names& names) {
  SCOPED_TRACE(testing::PrintToString(reply));
  const Folded folded(reply, names);
  check_shape(folded);
  const std::string once = folded.shown();
  ASSERT_EQ(Folded(once, names).shown(), once);
  if (reply.size() < 400) check_sources(folded);
}

const core::Classifier& shipped() {
  static const core::Classifier kClassifier = [] {
    std::vector<base::Error> errors;
    return std::move(*core::Classifier::load({}, errors));
  }();
  return kClassifier;
}

TEST(TemplateProperties, HoldForAllExamples) {
  std::size_t n = 0;
  for (const knowledge::Rule& rule : shipped().knowledge().rules) {
    for (const auto& list : {rule.examples, rule.near_misses}) {
      for (const knowledge::Example& example : list) {
        check(example.reply, shipped().names());
        if (HasFatalFailure()) return;
        ++n;
      }
    }
  }
  EXPECT_GT(n, 2000U);
}

TEST(TemplateProperties, HoldForNastyTexts) {
  const SmallNames small;
  std::mt19937 random(1);
  for (int i = 0; i < 20000; ++i) {
    check(nasty_text(random), small.names);
    if (HasFatalFailure()) return;
  }
}

}  // namespace
}  // namespace smtpscope::masking
