// SPDX-License-Identifier: Apache-2.0
#include "core/explanation.h"

#include <algorithm>

namespace smtpscope::core {
namespace {

using verdict::Action;

/// The form that goes with an action: of the list named, else of the receiver.
std::string_view link_for(Action action, const knowledge::Receiver* receiver,
                          const knowledge::List* list) {
  if (action == Action::request_delisting) {
    if (list != nullptr && !list->delist.empty()) return list->delist;
    if (receiver != nullptr)
      return !receiver->delist.empty() ? receiver->delist : receiver->postmaster;
  }
  if (action == Action::contact_receiver && receiver != nullptr) {
    return !receiver->contact.empty() ? receiver->contact : receiver->postmaster;
  }
  return {};
}

}  // namespace

Explanation explain(const knowledge::Knowledge& knowledge, const verdict::Verdict& verdict) {
  const knowledge::ReasonInfo& reason = knowledge.reason(verdict.reason);
  const knowledge::Problem* problem =
      verdict.problem.empty() ? nullptr : knowledge::find_problem(knowledge, verdict.problem);
  const knowledge::Receiver* receiver = verdict.receiver_row == verdict::kNoRow
                                            ? nullptr
                                            : &knowledge.receivers[verdict.receiver_row];
  const knowledge::List* list =
      verdict.list.empty() ? nullptr : knowledge::find_list(knowledge, verdict.list);
  const knowledge::Rule* rule =
      verdict.rule_row == verdict::kNoRow ? nullptr : &knowledge.rules[verdict.rule_row];
  Explanation out{reason.title, reason.summary, reason.explanation, {}, reason.for_sender, {}, {}};
  out.actions.assign(reason.actions);
  if (problem != nullptr) {
    out.title = problem->title;
    out.explanation = problem->explanation;
    if (!problem->for_sender.empty()) out.for_sender = problem->for_sender;
    if (!problem->actions.empty()) out.actions.assign(problem->actions);
  }
  if (rule != nullptr) out.advice = rule->advice;
  if (receiver != nullptr) out.page = receiver->postmaster;
  for (knowledge::Action& action : out.actions) {
    const std::string_view link = link_for(action.action, receiver, list);
    if (!link.empty()) action.link = link;
  }
  if (rule != nullptr && !rule->outcome.link.empty() && !out.actions.empty()) {
    const auto without = std::find_if(out.actions.begin(), out.actions.end(),
                                      [](const knowledge::Action& a) { return a.link.empty(); });
    auto& action = without == out.actions.end() ? *out.actions.begin() : *without;
    action.link = rule->outcome.link;
  }
  return out;
}

}  // namespace smtpscope::core
