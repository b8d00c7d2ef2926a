// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/utf8.h"

#include "meaning/knowledge/limits.h"
#include "meaning/masking/template.h"
#include "meaning/reply/find_replies.h"
#include "meaning/rules/lint.h"
#include "meaning/rules/variation.h"

namespace smtpscope::rules {
namespace {

using knowledge::Example;
using knowledge::Rule;

bool same_outcome(const Rule& a, const Rule& b) {
  return a.outcome.reason == b.outcome.reason && a.outcome.fault == b.outcome.fault &&
         a.outcome.persistence == b.outcome.persistence &&
         a.outcome.address_action == b.outcome.address_action;
}

class Contest {
 public:
  Contest(const knowledge::Knowledge& knowledge, const masking::Names& names,
          const Matcher& matcher)
      : knowledge_(knowledge), names_(names), matcher_(matcher) {}

  std::vector<base::Error> run(std::size_t first) {
    for (std::size_t i = first; i < knowledge_.rules.size(); ++i) {
      rule_ = static_cast<std::uint32_t>(i);
      for (const Example& example : rule().examples) check_example(example);
      for (const Example& miss : rule().near_misses) check_near_miss(miss);
    }
    return std::move(errors_);
  }

 private:
  const Rule& rule() const { return knowledge_.rules[rule_]; }

  /// The winner for a text as the example's receiver would have said it.
  Match contest(std::string_view text, const Example& example) {
    const reply::Paste paste = reply::find_replies(text);
    const reply::Found& found = paste.replies[paste.deciding];
    Context context;
    context.code = found.reply.code;
    context.enhanced = found.reply.enhanced;
    context.stage = found.stage != reply::Stage::unknown ? found.stage : example.stage;
    if (!example.host.empty()) {
      context.receiver = names_.find_receiver_of_host(example.host);
    } else if (rule().owner == knowledge::Owner::receiver) {
      const auto* receiver = knowledge::find_receiver(knowledge_, rule().owner_name);
      if (receiver != nullptr)
        context.receiver = static_cast<std::uint32_t>(receiver - knowledge_.receivers.data());
    }
    masking::make_template(found.reply, names_, folded_);
    return matcher_.match(folded_.text, context, memory_);
  }

  std::string_view winner_name(const Match& match) const {
    return match.winner.rule == kNone ? std::string_view("no rule")
                                      : knowledge_.rules[match.winner.rule].id;
  }

  void check_example(const Example& example) {
    const Match match = contest(example.reply, example);
    if (match.winner.rule != rule_) {
      return fail("does not win its example: `" + std::string(winner_name(match)) + "` does",
                  "example: " + shorten(example.reply));
    }
    check_tie(example);
    if (rule().code_only()) return;  // other words would be another statement
    const reply::Paste paste = reply::find_replies(example.reply);
    const reply::Found& found = paste.replies[paste.deciding];
    if (!found.wrapper.empty() || found.local) return;
    masking::make_template(found.reply, names_, folded_);
    const std::string others = replace_variables(found.reply, folded_, rule_);
    for (const auto& [what, text] :
         {std::pair<std::string_view, std::string>{"with other addresses and ids", others},
          {"in capitals", format_upper(example.reply)},
          {"with its lines joined", join_lines(found.reply)}}) {
      const Match varied = contest(text, example);
      if (varied.winner.rule != rule_) {
        return fail("wins its example only as it stands; " + std::string(what) + " `" +
                        std::string(winner_name(varied)) + "` wins",
                    "choose phrases that do not depend on that: " + shorten(text));
      }
    }
  }

  void check_tie(const Example& example) {
    const auto& candidates = memory_.candidates;
    for (std::size_t i = 1; i < candidates.size(); ++i) {
      if (candidates[i].rule == rule_) continue;
      if (matcher_.beats(candidates[0], candidates[i])) return;
      const Rule& other = knowledge_.rules[candidates[i].rule];
      if (!same_outcome(rule(), other)) {
        fail("ties with `" + std::string(other.id) + "`, which says something else",
             "make one phrase longer, add a condition or a priority: " + shorten(example.reply));
      }
    }
  }

  void check_near_miss(const Example& miss) {
    const Match match = contest(miss.reply, miss);
    if (match.winner.rule == rule_) {
      fail("wins its near miss", "near miss: " + shorten(miss.reply));
    }
  }

  static std::string shorten(std::string_view text) {
    std::size_t n = std::min<std::size_t>(text.size(), 100);
    while (n < text.size() && n > 0 && (static_cast<unsigned char>(text[n]) & 0xc0) == 0x80) --n;
    std::string out(text.substr(0, n));
    std::replace(out.begin(), out.end(), '\n', ' ');
    return n < text.size() ? out + "..." : out;
  }

  void fail(std::string message, std::string help) {
    if (errors_.size() >= knowledge::kMaxErrors) return;
    errors_.push_back({std::string(rule().file), rule().line,
                       "the rule `" + std::string(rule().id) + "` " + std::move(message),
                       std::move(help)});
  }

  const knowledge::Knowledge& knowledge_;
  const masking::Names& names_;
  const Matcher& matcher_;
  MatchMemory memory_;
  masking::Template folded_;
  std::uint32_t rule_ = 0;
  std::vector<base::Error> errors_;
};

}  // namespace

std::vector<base::Error> check_rule_contests(const knowledge::Knowledge& knowledge,
                                             const masking::Names& names, const Matcher& matcher,
                                             std::size_t first_rule) {
  return Contest(knowledge, names, matcher).run(first_rule);
}

}  // namespace smtpscope::rules
