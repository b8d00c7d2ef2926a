// SPDX-License-Identifier: Apache-2.0
// The trie against the reference matcher: on all example replies of the knowledge, on thousands of
// texts put together from the words of its rules, and on small sets made to be awkward.
#include "meaning/rules/phrase_set.h"

#include <random>

#include <gtest/gtest.h>

#include "meaning/rules/reference_matcher_testing.h"
#include "meaning/rules/small_rules_testing.h"

#include "core/classifier.h"

namespace smtpscope::rules {
namespace {

const core::Classifier& shipped() {
  static const core::Classifier kClassifier = [] {
    std::vector<base::Error> errors;
    return std::move(*core::Classifier::load({}, errors));
  }();
  return kClassifier;
}

const ReferenceMatcher& reference() {
  static const ReferenceMatcher kReference(shipped().knowledge(), shipped().names());
  return kReference;
}

std::string describe(const std::vector<std::uint32_t>& found) {
  std::string out;
  for (const std::uint32_t i : found) {
    const bool excluded = (i & kExcluded) != 0;
    const std::uint32_t owner = excluded ? i & ~kExcluded : reference().alternatives()[i].owner;
    const bool of_rule = excluded || reference().alternatives()[i].role <= Role::receiver_code;
    out += excluded ? "excluded" : std::to_string(i);
    if (of_rule) out.append(" ").append(shipped().knowledge().rules[owner].id);
    out += "; ";
  }
  return out;
}

void expect_same(std::string_view text, ScanMemory& memory) {
  const auto wanted = reference().find(text);
  const auto found = find_by_set(shipped().matcher().builtin(), text, memory);
  ASSERT_EQ(describe(found), describe(wanted)) << text;
  for (const Found& hit : memory.found) {
    ASSERT_LT(hit.begin, hit.end) << text;
    ASSERT_LE(hit.end, text.size());
  }
}

TEST(PhraseSet, HasTheSameAlternatives) {
  const auto& ours = shipped().matcher().builtin().alternatives();
  const auto& theirs = reference().alternatives();
  ASSERT_EQ(ours.size(), theirs.size());
  for (std::size_t i = 0; i < ours.size(); ++i) {
    ASSERT_EQ(ours[i].role, theirs[i].role);
    ASSERT_EQ(ours[i].owner, theirs[i].owner);
    ASSERT_EQ(ours[i].count, theirs[i].phrases.size());
  }
}

TEST(PhraseSet, FindsWhatTheReferenceFindsInAllExamples) {
  ScanMemory memory;
  masking::Template folded;
  for (const knowledge::Rule& rule : shipped().knowledge().rules) {
    for (const auto& list : {rule.examples, rule.near_misses}) {
      for (const knowledge::Example& example : list) {
        masking::make_template(reply::parse_reply(example.reply), shipped().names(), folded);
        expect_same(folded.text, memory);
        if (HasFatalFailure()) return;
      }
    }
  }
}

/// A template-like text of phrases, parts of phrases and single words of the rules.
class Recombined {
 public:
  Recombined() {
    for (const knowledge::Rule& rule : shipped().knowledge().rules) {
      for (const auto& list : {rule.text, rule.receiver_code, rule.exclude}) {
        for (const std::string_view text : list) {
          for (std::string& phrase : fold_alternative(text, shipped().names()))
            phrases_.push_back(std::move(phrase));
        }
      }
    }
  }

  std::string text(std::mt19937& random) {
    std::string out = " ";
    const std::size_t pieces = 1 + random() % 8;
    for (std::size_t i = 0; i < pieces; ++i) {
      const std::string& phrase = phrases_[random() % phrases_.size()];
      const auto words = ReferenceMatcher::split(phrase);
      const std::size_t begin = random() % 4 == 0 ? random() % words.size() : 0;
      const std::size_t end =
          random() % 4 == 0 ? begin + random() % (words.size() - begin) + 1 : words.size();
      for (std::size_t k = begin; k < end; ++k) append(words[k], out);
      for (std::size_t k = random() % 8; k-- > 4;)
        append(random() % 2 == 0 ? "filler" : "<n>", out);
    }
    if (out.back() != ' ') out.push_back(' ');
    return out;
  }

 private:
  static bool ends_in_cjk(std::string_view text) {
    std::size_t at = text.size() - 1;
    while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80) --at;
    return base::utf8_length(text.substr(at)) > 1 &&
           masking::is_cjk(base::decode_utf8(text.substr(at)));
  }
  /// As templates are: no space between CJK characters, one everywhere else.
  static void append(std::string_view word, std::string& out) {
    const bool cjk =
        word.size() > 1 && base::utf8_length(word) > 1 && masking::is_cjk(base::decode_utf8(word));
    if (out.back() != ' ' && !(cjk && ends_in_cjk(out))) out.push_back(' ');
    out.append(word);
  }
  std::vector<std::string> phrases_;
};

TEST(PhraseSet, FindsWhatTheReferenceFindsInRecombinedWords) {
  Recombined recombined;
  std::mt19937 random(7);
  ScanMemory memory;
  for (int i = 0; i < 4000; ++i) {
    expect_same(recombined.text(random), memory);
    if (HasFatalFailure()) return;
  }
}

/// Two letters as words, so that phrases repeat, overlap and begin one another.
TEST(PhraseSet, FindsWhatTheReferenceFindsInAwkwardSets) {
  std::mt19937 random(3);
  const auto words = [&](std::size_t n) {
    constexpr std::string_view kWords[] = {"a",           "b", "a", "b", "c", "<n>", "\xe4\xb8\x8d",
                                           "\xe6\x98\x8e"};
    std::string out;
    for (std::size_t i = 0; i < n; ++i) {
      if (i > 0) out.push_back(' ');
      out.append(kWords[random() % std::size(kWords)]);
    }
    return out;
  };
  for (int round = 0; round < 300; ++round) {
    std::vector<std::string> written;
    for (int i = 0; i < 12; ++i) {
      std::string text = words(1 + random() % 3);
      for (std::size_t gaps = random() % 4; gaps > 0; --gaps)
        text.append(" ... ").append(words(1 + random() % 2));
      written.push_back(std::move(text));
    }
    knowledge::Knowledge k;
    for (const std::string& text : written) {
      knowledge::Rule& rule = k.rules.emplace_back();
      (random() % 3 == 0 ? rule.exclude : rule.text) = {text};
    }
    const masking::Names names(k);
    PhraseSet set;
    set.build(k, 0, k.rules.size(), false, names);
    const ReferenceMatcher plain(k, names);
    ScanMemory memory;
    for (int i = 0; i < 20; ++i) {
      masking::Template folded;
      const std::string text =
          words(1 + random() % 14) + (random() % 3 == 0 ? " x y z x y z x " + words(3) : "");
      masking::make_template(reply::parse_reply(text), names, folded);
      ASSERT_EQ(find_by_set(set, folded.text, memory), plain.find(folded.text))
          << folded.text << "\n"
          << testing::PrintToString(written);
    }
  }
}

struct GapRow {
  std::string_view written, text;
  bool stands;
};

TEST(PhraseSet, PassesAtMostSixWordsInAGap) {
  for (const GapRow& row :
       {GapRow{"full mailbox", "mailbox full", false}, GapRow{"mailbox full", "mailbox full", true},
        GapRow{"mailbox full", "mailboxes full", false},
        GapRow{"mailbox full", "mailbox fuller", false},
        GapRow{"mailbox ... full", "mailbox full", true},
        GapRow{"mailbox ... full", "full mailbox", false},
        GapRow{"mailbox ... full", "mailbox a b c d e f full", true},
        GapRow{"mailbox ... full", "mailbox a b c d e f g full", false},
        GapRow{"mailbox ... full", "mailbox a b c d e f mailbox g full", true},
        GapRow{"mailbox \xe2\x80\xa6 full", "mailbox is full", true},
        GapRow{"a b ... a b", "a b", false}, GapRow{"a b ... a b", "a b a b", true},
        GapRow{"a b a ... a", "a b a", false}, GapRow{"a ... b ... c", "a b c", true},
        GapRow{"a ... b ... c", "a c b", false}, GapRow{"a ... b ... c", "b a c b c", true},
        GapRow{"mailbox ...", "mailbox", true}, GapRow{"... mailbox", "mailbox", true},
        GapRow{"<n> messages", "<n> messages", true}, GapRow{"12 messages", "13 messages", true},
        // Words of a script with spaces are words; without spaces two characters are one.
        GapRow{"a ... b", "a \xd0\xbe\xd0\xbe \xd0\xbe \xd0\xbe \xd0\xbe \xd0\xbe \xd0\xbe b",
               true},
        GapRow{"a ... b",
               "a "
               "\xe4\xb8\x8d\xe4\xb8\x8d\xe4\xb8\x8d\xe4\xb8\x8d\xe4\xb8\x8d\xe4\xb8\x8d\xe4\xb8"
               "\x8d\xe4\xb8\x8d"
               "\xe4\xb8\x8d\xe4\xb8\x8d\xe4\xb8\x8d\xe4\xb8\x8d\xe4\xb8\x8d b",
               true},
        GapRow{"a ... b",
               "a "
               "\xe4\xb8\x8d\xe4\xb8\x8d\xe4\xb8\x8d\xe4\xb8\x8d\xe4\xb8\x8d\xe4\xb8\x8d\xe4\xb8"
               "\x8d\xe4\xb8\x8d"
               "\xe4\xb8\x8d\xe4\xb8\x8d\xe4\xb8\x8d\xe4\xb8\x8d\xe4\xb8\x8d\xe4\xb8\x8d b",
               false},
        GapRow{"\xe4\xb8\x8d\xe6\x98\x8e", "\xe3\x83\xa6\xe4\xb8\x8d\xe6\x98\x8e\xe3\x83\xa6",
               true}}) {
    knowledge::Knowledge k;
    k.rules.emplace_back().text = {row.written};
    const masking::Names names(k);
    PhraseSet set;
    set.build(k, 0, 1, false, names);
    ScanMemory memory;
    masking::Template folded;
    masking::make_template(reply::parse_reply(row.text), names, folded);
    EXPECT_EQ(!find_by_set(set, folded.text, memory).empty(), row.stands)
        << row.written << " in" << folded.text;
    EXPECT_EQ(!ReferenceMatcher(k, names).find(folded.text).empty(), row.stands)
        << row.written << " in" << folded.text;
  }
}

TEST(PhraseSet, TellsWhereAnAlternativeStands) {
  SmallRules rules(
      {"[file]\nlanguage = \"en\"\n[[rule]]\nid = \"a.b\"\nwhen = { text = [\"mailbox ... full\"] "
       "}\n"
       "verdict = { reason = \"mailbox_full\" }"});
  ScanMemory memory;
  const std::string_view text = " the mailbox is really full now ";
  rules.matcher().builtin().scan(text, memory);
  ASSERT_EQ(memory.found.size(), 1U);
  EXPECT_EQ(text.substr(memory.found[0].begin, memory.found[0].end - memory.found[0].begin),
            "mailbox is really full");
}

TEST(PhraseSet, OneMemoryServesManySets) {
  knowledge::Knowledge one;
  one.rules.emplace_back().text = {"alpha"};
  knowledge::Knowledge two;
  for (const std::string_view text : {"beta", "gamma", "alpha beta"})
    two.rules.emplace_back().text = {text};
  const masking::Names names;
  PhraseSet a;
  PhraseSet b;
  a.build(one, 0, 1, false, names);
  b.build(two, 0, 3, false, names);
  ScanMemory memory;
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(find_by_set(a, " alpha beta ", memory), (std::vector<std::uint32_t>{0}));
    EXPECT_EQ(find_by_set(b, " alpha beta ", memory), (std::vector<std::uint32_t>{0, 2}));
    EXPECT_TRUE(find_by_set(PhraseSet(), " alpha beta ", memory).empty());
  }
}

TEST(PhraseSet, CompiledFormFindsTheSame) {
  knowledge::Knowledge k;
  for (const std::string_view text : {"alpha beta", "alpha ... gamma", "\xe4\xb8\x8d\xe6\x98\x8e"})
    k.rules.emplace_back().text = {text};
  const masking::Names names(k);
  PhraseSet built;
  built.build(k, 0, 3, false, names);
  const std::string bytes = built.format_compiled();
  PhraseSet read;
  ASSERT_TRUE(read.load_compiled(bytes).has_value());
  EXPECT_EQ(read.words(), built.words());
  EXPECT_EQ(read.phrase_count(), built.phrase_count());
  ScanMemory memory;
  for (const std::string_view text :
       {" alpha beta ", " alpha x gamma ", " \xe4\xb8\x8d\xe6\x98\x8e ", " beta ", " "}) {
    EXPECT_EQ(find_by_set(read, text, memory), find_by_set(built, text, memory)) << text;
  }
  for (std::size_t n = 0; n < bytes.size(); n += n < 2000 ? 1 : 97) {
    EXPECT_FALSE(PhraseSet().load_compiled(std::string_view(bytes).substr(0, n)).has_value()) << n;
  }
}

TEST(PhraseSet, HitsAreLimited) {
  knowledge::Knowledge k;
  k.rules.emplace_back().text = {"a ... a"};
  const masking::Names names(k);
  PhraseSet set;
  set.build(k, 0, 1, false, names);
  std::string text = " ";
  for (int i = 0; i < 8000; ++i) text += "a ";
  ScanMemory memory;
  EXPECT_EQ(find_by_set(set, text, memory).size(), 1U);
  EXPECT_LE(memory.hits.size(), 512U);
}

}  // namespace
}  // namespace smtpscope::rules
