// SPDX-License-Identifier: Apache-2.0
// The face of the library, on every example reply of the knowledge: what is remembered is what was
// found, other addresses and ids change nothing, and no verdict is without evidence or goes further
// than it may.
#include "core/classifier.h"

#include <gtest/gtest.h>

#include "base/utf8.h"

#include "meaning/rules/variation.h"

namespace smtpscope::core {
namespace {

using reply::Stage;
using verdict::Verdict;

const Classifier& shipped() {
  static const Classifier kClassifier = [] {
    std::vector<base::Error> errors;
    return std::move(*Classifier::load({}, errors));
  }();
  return kClassifier;
}

template <class Look>
void for_each_example(Look look) {
  std::size_t n = 0;
  for (const knowledge::Rule& rule : shipped().knowledge().rules) {
    for (const auto& list : {rule.examples, rule.near_misses}) {
      for (const knowledge::Example& example : list) {
        ++n;
        look(rule, example);
        if (testing::Test::HasFatalFailure()) return;
      }
    }
  }
  EXPECT_GT(n, 2000U);
}

Question question_of(const knowledge::Example& example, std::string_view text) {
  Question question;
  question.text = text;
  question.stage = example.stage;
  question.host = example.host;
  return question;
}

/// Everything a verdict says, in one line.
std::string describe(const Verdict& v, bool with_span = true) {
  std::string out;
  for (const std::string_view word :
       {to_string(v.reason), to_string(v.fault), to_string(v.address_action),
        to_string(v.confidence), v.persistence ? to_string(*v.persistence) : "-",
        v.stated ? to_string(*v.stated) : "-", v.receiver, v.list, v.receiver_code, v.note,
        v.problem, v.evidence.rule, to_string(v.evidence.basis), v.evidence.runners_up[0],
        v.evidence.runners_up[1], v.evidence.runners_up[2]}) {
    out.append(word).append("|");
  }
  out += std::to_string(v.code) + " " + reply::format_enhanced_code(v.enhanced);
  if (v.retry) {
    out.append(" ").append(to_string(v.retry->when)).append(to_string(v.retry->basis));
    for (const std::uint32_t n :
         {v.retry->after_s, v.retry->give_up_s, v.retry->steps_s[0], v.retry->steps_s[5]})
      out += " " + std::to_string(n);
  }
  if (with_span)
    out += " [" + std::to_string(v.evidence.span.begin) + "," + std::to_string(v.evidence.span.end);
  return out;
}

/// Everything an answer says.
std::string describe(const Answer& answer) {
  std::string out = std::to_string(answer.deciding) + (answer.was_repaired ? " repaired" : "");
  for (const Judged& judged : answer.replies) {
    const reply::Found& found = judged.found;
    out += "\n" + describe(judged.verdict);
    for (const std::string_view word :
         {found.reply.text, found.wrapper, found.host, found.ip, found.recipient, found.outer,
          to_string(judged.stage), to_string(found.stage)}) {
      out.append("|").append(word);
    }
    out += std::to_string(found.reply.code) + "," + std::to_string(found.reply.lines) + "," +
           std::to_string(found.reply.issues) + (found.local ? " local" : "") +
           (found.echo ? " echo" : "");
  }
  return out;
}

TEST(Classifier, WhatIsRememberedIsWhatWasFound) {
  Memory cached;
  Memory templates;
  templates.set_keeping_answers(false);
  Memory plain;
  plain.set_caching(false);
  for_each_example([&](const knowledge::Rule&, const knowledge::Example& example) {
    const Question question = question_of(example, example.reply);
    const std::string want = describe(shipped().classify(question, plain));
    for (int sight = 0; sight < 3; ++sight) {
      ASSERT_EQ(describe(shipped().classify(question, cached)), want) << example.reply;
      ASSERT_EQ(describe(shipped().classify_kept(question, cached)), want) << example.reply;
      ASSERT_EQ(describe(shipped().classify(question, templates)), want) << example.reply;
    }
  });
}

TEST(Classifier, StageHostAndDomainAreOfTheQuestionRemembered) {
  Memory cached;
  Memory plain;
  plain.set_caching(false);
  for (int sight = 0; sight < 3; ++sight) {
    for (const std::string_view host : {"", "mx.example.org", "gmail-smtp-in.l.google.com"}) {
      for (const std::string_view domain : {"", "gmail.com", "example.org"}) {
        for (const Stage stage : {Stage::unknown, Stage::connect, Stage::rcpt, Stage::eod}) {
          const Question question{"550 5.1.1 no such user", stage, host, domain};
          ASSERT_EQ(describe(shipped().classify_kept(question, cached)),
                    describe(shipped().classify(question, plain)));
        }
      }
    }
  }
}

TEST(Classifier, ARememberedAnswerPointsIntoTheNewQuestion) {
  const auto inside = [](std::string_view view, const std::string& text) {
    return view.data() >= text.data() && view.data() + view.size() <= text.data() + text.size();
  };
  Memory memory;
  for (int sight = 0; sight < 4; ++sight) {
    // Each text is gone when the next is asked about.
    const std::string text =
        "host mx.example.net[192.0.2.1] said: 550-5.7.26 This mail is unauthenticated (in reply to "
        "end of DATA command)";
    const Answer answer = shipped().classify({text, Stage::unknown, {}, {}}, memory);
    EXPECT_EQ(answer.raw.data(), text.data());
    EXPECT_EQ(answer.verdict().found.host, "mx.example.net");
    EXPECT_TRUE(inside(answer.verdict().found.reply.text, text));
    EXPECT_TRUE(inside(answer.verdict().found.host, text));
    const std::string bytes = "550 5.1.1 bo\xeete aux lettres inconnue";
    const Answer moved = shipped().classify({bytes, Stage::unknown, {}, {}}, memory);
    EXPECT_TRUE(moved.was_repaired);
    EXPECT_TRUE(inside(moved.verdict().found.reply.text, *moved.repaired));
    const std::string escaped = "{\"reason\": \"550 5.1.1 \\u0055ser\\nunknown\"}";
    const Answer undone = shipped().classify({escaped, Stage::unknown, {}, {}}, memory);
    EXPECT_TRUE(inside(undone.verdict().found.reply.text, undone.paste.unescaped));
  }
}

bool names_an_address(Stage stage) {
  return stage == Stage::rcpt || stage == Stage::data || stage == Stage::eod ||
         stage == Stage::unknown || stage == Stage::quit || stage == Stage::local ||
         stage == Stage::dns;
}

void check_verdict(const Judged& judged) {
  const Verdict& v = judged.verdict;
  const std::string_view text = judged.found.reply.text;
  ASSERT_FALSE(v.evidence.rule.empty()) << text;
  ASSERT_LE(v.evidence.span.begin, v.evidence.span.end);
  ASSERT_LE(v.evidence.span.end, text.size());
  ASSERT_TRUE(base::is_utf8(
      text.substr(v.evidence.span.begin, v.evidence.span.end - v.evidence.span.begin)))
      << text;
  ASSERT_EQ(v.persistence.has_value(), v.retry.has_value()) << text;
  ASSERT_TRUE(v.evidence.basis != verdict::Basis::text || !v.evidence.span.empty()) << text;
  if (v.address_action != verdict::AddressAction::suppress) return;
  const int klass = v.code != 0 ? v.code / 100 : v.enhanced.klass;
  ASSERT_NE(klass, 4) << text;
  ASSERT_TRUE(names_an_address(judged.stage)) << text;
  ASSERT_EQ(v.persistence, verdict::Persistence::permanent) << text;
}

TEST(Classifier, NoVerdictGoesFurtherThanItMay) {
  Memory memory;
  for_each_example([&](const knowledge::Rule&, const knowledge::Example& example) {
    for (std::size_t stage = 0; stage < reply::kStageWords.size(); ++stage) {
      Question question = question_of(example, example.reply);
      question.stage = static_cast<Stage>(stage);
      const Answer answer = shipped().classify(question, memory);
      ASSERT_FALSE(answer.replies.empty());
      ASSERT_LT(answer.deciding, answer.replies.size());
      for (const Judged& judged : answer.replies) {
        check_verdict(judged);
        if (testing::Test::HasFatalFailure()) return;
      }
    }
  });
}

std::string_view span_of(const Verdict& v, const reply::Reply& reply) {
  return reply.text.substr(v.evidence.span.begin, v.evidence.span.end - v.evidence.span.begin);
}

TEST(Classifier, OtherAddressesAndIdsChangeNothing) {
  Memory memory;
  masking::Template folded;
  for_each_example([&](const knowledge::Rule&, const knowledge::Example& example) {
    const reply::Reply reply = reply::parse_reply(example.reply);
    const auto context = shipped().context_of(reply, example.stage, example.host, "");
    const Verdict before = shipped().classify_reply(reply, context, memory);
    for (unsigned seed = 0; seed < 3; ++seed) {
      masking::make_template(reply, shipped().names(), folded);
      const std::string text = rules::replace_variables(reply, folded, seed);
      const reply::Reply varied = reply::parse_reply(text);
      if (varied.code != reply.code || !(varied.enhanced == reply.enhanced))
        continue;  // a code was a variable
      const Verdict after = shipped().classify_reply(varied, context, memory);
      ASSERT_EQ(to_string(after.reason), to_string(before.reason)) << example.reply << "\n" << text;
      ASSERT_EQ(after.evidence.rule, before.evidence.rule) << example.reply << "\n" << text;
      ASSERT_EQ(after.receiver, before.receiver) << example.reply << "\n" << text;
      // The span follows the text: folded it is the same words, where other ids left these alone.
      masking::Template a;
      masking::Template b;
      masking::make_template(varied, shipped().names(), b);
      if (b.text != folded.text) continue;
      reply::Reply span_a;
      reply::Reply span_b;
      span_a.text = span_of(before, reply);
      span_b.text = span_of(after, varied);
      ASSERT_EQ(span_a.text.empty(), span_b.text.empty());
      masking::make_template(span_a, shipped().names(), a);
      masking::make_template(span_b, shipped().names(), b);
      ASSERT_EQ(a.text, b.text) << example.reply << "\n" << text;
    }
  });
}

TEST(Classifier, NeverComesBackWithoutAReply) {
  Memory memory;
  for (const std::string_view text :
       {std::string_view(""), std::string_view("\n\n"), std::string_view("\0\0", 2),
        std::string_view("550"), std::string_view("\xff\xfe\xfd"), std::string_view("{}"),
        std::string_view("<<<<>>>>")}) {
    Question question;
    question.text = text;
    const Answer answer = shipped().classify(question, memory);
    ASSERT_FALSE(answer.replies.empty());
    EXPECT_FALSE(answer.verdict().verdict.evidence.rule.empty());
  }
}

TEST(Classifier, RepairsBytes) {
  Memory memory;
  Question question;
  question.text = "550 5.1.1 bo\xeete aux lettres inconnue";
  const Answer answer = shipped().classify(question, memory);
  EXPECT_TRUE(answer.was_repaired);
  EXPECT_EQ(answer.raw, question.text);
  EXPECT_TRUE(base::is_utf8(answer.verdict().found.reply.text));
  const Answer moved = shipped().classify(question, memory);
  EXPECT_NE(moved.verdict().found.reply.text.find("bo\xc3\xaete"), std::string_view::npos);
}

TEST(Classifier, HostAndDomainTellWhoseReplyItIs) {
  struct Row {
    std::string_view text, host, domain, receiver;
  };
  Memory memory;
  for (const Row& row :
       {Row{"550 what", "gmail-smtp-in.l.google.com", "", "google"},
        Row{"550 what", "", "gmail.com", "google"}, Row{"550 what", "", "GMAIL.COM", "google"},
        Row{"550 what", "mx.example.org", "", ""}, Row{"550 what", "", "", ""},
        // the host asked about is ours when a mail server quotes another
        Row{"host mx.example.org[192.0.2.1] said: 550 what (in reply to RCPT TO command)",
            "gmail-smtp-in.l.google.com", "", ""}}) {
    Question question;
    question.text = row.text;
    question.host = row.host;
    question.domain = row.domain;
    EXPECT_EQ(shipped().classify(question, memory).verdict().verdict.receiver, row.receiver)
        << row.text;
  }
}

TEST(Classifier, TheCacheIsBounded) {
  Memory memory;
  for (int i = 0; i < 20000; ++i) {
    std::string text = "550 ";
    for (int n = i; n > 0; n /= 26) text.push_back(static_cast<char>('a' + n % 26));
    const reply::Reply reply = reply::parse_reply(text);
    (void)shipped().classify_reply(reply, shipped().context_of(reply, Stage::rcpt, "", ""), memory);
  }
  for (int i = 0; i < 40000; ++i) {  // each twice in a row
    const std::string text = "550 5.1.1 no such user " + std::to_string(i / 2);
    const Answer& kept = shipped().classify_kept({text, Stage::rcpt, {}, {}}, memory);
    ASSERT_EQ(kept.verdict().found.reply.text, text);
  }
  const reply::Reply reply = reply::parse_reply("550 5.1.1 no such user");
  EXPECT_EQ(
      to_string(shipped()
                    .classify_reply(reply, shipped().context_of(reply, Stage::rcpt, "", ""), memory)
                    .reason),
      "unknown_recipient");
}

TEST(Classifier, OwnFilesStandAboveAndMistakesAreTold) {
  const std::string own =
      "[file]\nlanguage = \"en\"\n[[rule]]\nid = \"own.virus\"\nwhen = { text = [\"no such user\"] "
      "}\n"
      "verdict = { reason = \"virus\" }\n[[rule]]\nid = \"own.x\"\n";
  std::vector<base::Error> errors;
  auto classifier = Classifier::load({{"own.toml", own, false}}, errors);
  ASSERT_TRUE(classifier.has_value());
  EXPECT_EQ(errors.size(), 2U);
  Memory memory;
  Question question;
  question.text = "550 5.1.1 no such user";
  EXPECT_EQ(classifier->classify(question, memory).verdict().verdict.evidence.rule, "own.virus");
  std::vector<base::Error> none;
  EXPECT_FALSE(Classifier::load_only({{"own.toml", own, false}}, none).has_value());
}

TEST(RetryDecision, IsOneCall) {
  Verdict v;
  EXPECT_EQ(find_retry_decision(v).when, verdict::RetryWhen::never);
  v.retry = verdict::Retry{verdict::RetryWhen::after, verdict::RetryBasis::text, 300, {}, 0};
  EXPECT_EQ(find_retry_decision(v).after_s, 300U);
}

}  // namespace
}  // namespace smtpscope::core
