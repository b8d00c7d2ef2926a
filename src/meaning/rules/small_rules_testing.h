// SPDX-License-Identifier: Apache-2.0
// For tests: a matcher over a few rules written as TOML, and the question whose rule wins.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "meaning/knowledge/load.h"
#include "meaning/masking/template.h"
#include "meaning/reply/reply.h"
#include "meaning/rules/judge.h"
#include "meaning/rules/matcher.h"

namespace smtpscope::rules {

/// `errors` holds what the loader said; empty for a good case.
class SmallRules {
 public:
  explicit SmallRules(std::vector<std::string> files, std::string own = "")
      : errors_(load(std::move(files), std::move(own), knowledge_)),
        names_(knowledge_),
        matcher_(knowledge_, names_) {}

  const knowledge::Knowledge& knowledge() const { return knowledge_; }
  const masking::Names& names() const { return names_; }
  const Matcher& matcher() const { return matcher_; }
  const std::vector<base::Error>& errors() const { return errors_; }
  const MatchMemory& memory() const { return memory_; }

  Context context(const reply::Reply& reply, reply::Stage stage = reply::Stage::unknown,
                  std::string_view host = "", std::string_view domain = "") const {
    Context out;
    out.code = reply.code;
    out.enhanced = reply.enhanced;
    out.stage = stage;
    if (!host.empty()) out.receiver = names_.find_receiver_of_host(host);
    if (!domain.empty()) out.domain_receiver = names_.find_receiver_of_domain(domain);
    return out;
  }

  Match match(const reply::Reply& reply, const Context& context) {
    masking::make_template(reply, names_, folded_);
    return matcher_.match(folded_.text, context, memory_);
  }

  /// `text` must outlive the verdict.
  verdict::Verdict judge(std::string_view text, reply::Stage stage = reply::Stage::unknown,
                         std::string_view host = "") {
    const reply::Reply reply = reply::parse_reply(text);
    const Context about = context(reply, stage, host);
    const Match found = match(reply, about);
    return rules::judge(knowledge_, found, about, reply, folded_);
  }

  std::string_view winner(const Match& match) const {
    return match.winner.rule == kNone ? std::string_view("none")
                                      : knowledge_.rules[match.winner.rule].id;
  }

 private:
  static std::vector<base::Error> load(std::vector<std::string> files, std::string own,
                                       knowledge::Knowledge& knowledge) {
    std::vector<knowledge::File> list;
    for (std::size_t i = 0; i < files.size(); ++i) {
      list.push_back({std::to_string(i) + ".toml", std::move(files[i]), false});
    }
    if (!own.empty()) list.push_back({"own.toml", std::move(own), true});
    return knowledge::load_files(std::move(list), knowledge);
  }

  knowledge::Knowledge knowledge_;
  std::vector<base::Error> errors_;
  masking::Names names_;
  Matcher matcher_;
  MatchMemory memory_;
  masking::Template folded_;
};

}  // namespace smtpscope::rules
