// SPDX-License-Identifier: Apache-2.0
// The reference: codes as people write them, words, and the links of an explanation.
#include "core/describe_code.h"

#include <gtest/gtest.h>

#include "core/classifier.h"
#include "core/explanation.h"

namespace smtpscope::core {
namespace {

const knowledge::Knowledge& shipped() {
  static const Classifier kClassifier = [] {
    std::vector<base::Error> errors;
    return std::move(*Classifier::load({}, errors));
  }();
  return kClassifier.knowledge();
}

TEST(DescribeCode, ReadsCodesAsPeopleWriteThem) {
  struct Row {
    std::string_view query;
    bool is_code;
    int basic;  ///< 0: none
    bool enhanced;
  };
  for (const Row& row : {Row{"421", true, 421, false},      Row{" 550 ", true, 550, false},
                         Row{"5.1.1", true, 0, true},       Row{"x.1.1", true, 0, true},
                         Row{"X.1.1", true, 0, true},       Row{"550 5.1.1", true, 550, true},
                         Row{"550-5.1.1", true, 550, true}, Row{"5.1.1 550", true, 550, true},
                         Row{"999", true, 0, false},        Row{"5.1.999", true, 0, false},
                         Row{"", false, 0, false},          Row{"mailbox", false, 0, false},
                         Row{"5.1", false, 0, false},       Row{"5.1.1.1", false, 0, false},
                         Row{"5.1.1000", false, 0, false},  Row{"55", false, 0, false},
                         Row{"5500", false, 0, false},      Row{"550 mailbox", false, 0, false},
                         Row{"5..1", false, 0, false},      Row{"5.1.", false, 0, false},
                         Row{"-1.1.1", false, 0, false}}) {
    const auto found = describe_code(shipped(), row.query);
    ASSERT_EQ(found.has_value(), row.is_code) << row.query;
    if (!found) continue;
    EXPECT_EQ(found->basic == nullptr ? 0 : found->basic->code, row.basic) << row.query;
    EXPECT_EQ(found->enhanced != nullptr, row.enhanced) << row.query;
  }
  EXPECT_NE(describe_code(shipped(), "5.1.999")->subject, nullptr)
      << "an unknown code has a subject";
}

TEST(DescribeCode, KnowsRepliesAndOwnMeanings) {
  const auto found = describe_code(shipped(), "550 5.1.1");
  ASSERT_TRUE(found.has_value());
  EXPECT_GT(found->replies.size(), 5U);
  for (const KnownReply& known : found->replies) {
    const auto reply = reply::parse_reply(known.example->reply);
    EXPECT_EQ(reply.code, 550);
    EXPECT_EQ(reply::format_enhanced_code(reply.enhanced), "5.1.1");
  }
  std::size_t own = 0;
  for (const auto& rule : shipped().rules) {
    if (!rule.code_only() || rule.enhanced.empty()) continue;
    const auto& pattern = rule.enhanced.front();
    if (pattern.klass < 0 || pattern.subject < 0 || pattern.detail < 0) continue;
    const auto row = describe_code(shipped(), std::to_string(pattern.klass) + "." +
                                                  std::to_string(pattern.subject) + "." +
                                                  std::to_string(pattern.detail));
    ASSERT_TRUE(row.has_value());
    own += static_cast<std::size_t>(
        std::count(row->own_meanings.begin(), row->own_meanings.end(), &rule));
  }
  EXPECT_GT(own, 0U);
}

TEST(SearchKnowledge, AllWordsMustStandInARow) {
  EXPECT_TRUE(search_knowledge(shipped(), "").empty());
  EXPECT_TRUE(search_knowledge(shipped(), "   ").empty());
  EXPECT_TRUE(search_knowledge(shipped(), "zyxwv").empty());
  const auto found = search_knowledge(shipped(), "MAILBOX full");
  ASSERT_FALSE(found.reasons.empty());
  EXPECT_EQ(to_string(found.reasons.front()->name), "mailbox_full");
  const auto google = search_knowledge(shipped(), "gmail.com");
  EXPECT_TRUE(std::any_of(google.receivers.begin(), google.receivers.end(),
                          [](const auto* row) { return row->id == "google"; }));
  EXPECT_TRUE(search_knowledge(shipped(), "gmail.com zyxwv").empty());
  EXPECT_FALSE(search_knowledge(shipped(), "spamhaus").lists.empty());
}

knowledge::Knowledge small_knowledge() {
  knowledge::Knowledge k;
  k.reasons.resize(verdict::kReasonWords.size());
  auto& reason = k.reasons[static_cast<std::size_t>(verdict::Reason::blocklisted)];
  reason.title = "reason";
  reason.explanation = "of the reason";
  reason.for_sender = "reason to sender";
  reason.actions = {{verdict::Action::request_delisting, "ask", ""},
                    {verdict::Action::contact_receiver, "write", "old"},
                    {verdict::Action::wait, "wait", ""}};
  knowledge::Receiver receiver;
  receiver.id = "r";
  receiver.postmaster = "r/postmaster";
  receiver.delist = "r/delist";
  receiver.contact = "r/contact";
  k.receivers.push_back(receiver);
  receiver.id = "bare";
  receiver.delist = receiver.contact = {};
  k.receivers.push_back(receiver);
  knowledge::List list;
  list.id = "l";
  list.delist = "l/delist";
  k.lists.push_back(list);
  knowledge::Problem problem;
  problem.name = "p";
  problem.title = "problem";
  problem.explanation = "of the problem";
  problem.actions = {{verdict::Action::fix_dns, "fix", ""}};
  k.problems.push_back(problem);
  knowledge::Rule rule;
  rule.id = "rule";
  rule.advice = "advice";
  rule.outcome.link = "rule/link";
  k.rules.push_back(rule);
  k.index();
  return k;
}

TEST(Explanation, LinksAreThoseOfListThenReceiverThenRule) {
  const auto k = small_knowledge();
  struct Row {
    std::string_view receiver, list, rule, problem, title;
    std::vector<std::string_view> links;
  };
  for (const Row& row :
       {Row{"", "", "", "", "reason", {"", "old", ""}},
        Row{"r", "", "", "", "reason", {"r/delist", "r/contact", ""}},
        Row{"r", "l", "", "", "reason", {"l/delist", "r/contact", ""}},
        Row{"bare", "", "", "", "reason", {"r/postmaster", "r/postmaster", ""}},
        Row{"r", "l", "rule", "", "reason", {"l/delist", "r/contact", "rule/link"}},
        Row{"", "", "rule", "", "reason", {"rule/link", "old", ""}},
        Row{"", "", "", "p", "problem", {""}},
        Row{"gone", "gone", "gone", "gone", "reason", {"", "old", ""}}}) {
    verdict::Verdict v;
    v.reason = verdict::Reason::blocklisted;
    if (const auto* receiver = knowledge::find_receiver(k, row.receiver)) {
      v.receiver_row = static_cast<std::uint32_t>(receiver - k.receivers.data());
    }
    if (row.rule == "rule") v.rule_row = 0;
    v.list = row.list;
    v.problem = row.problem;
    const Explanation e = explain(k, v);
    std::vector<std::string_view> links;
    for (const auto& action : e.actions) links.push_back(action.link);
    EXPECT_EQ(links, row.links);
    EXPECT_EQ(e.title, row.title);
    EXPECT_EQ(e.for_sender, "reason to sender") << "a problem without one leaves the reason's";
    EXPECT_EQ(e.advice, row.rule == "rule" ? "advice" : "");
    EXPECT_EQ(e.page, row.receiver == "r" || row.receiver == "bare" ? "r/postmaster" : "");
  }
}

TEST(Explanation, EveryReasonHasWords) {
  for (std::size_t i = 0; i < verdict::kReasonWords.size(); ++i) {
    verdict::Verdict v;
    v.reason = static_cast<verdict::Reason>(i);
    const Explanation e = explain(shipped(), v);
    EXPECT_FALSE(e.title.empty() || e.summary.empty() || e.explanation.empty() ||
                 e.for_sender.empty() || e.actions.empty())
        << verdict::kReasonWords[i];
    for (const auto& action : e.actions)
      EXPECT_FALSE(action.text.empty()) << verdict::kReasonWords[i];
  }
}

}  // namespace
}  // namespace smtpscope::core
