// SPDX-License-Identifier: Apache-2.0
#include "meaning/knowledge/knowledge.h"

#include <algorithm>

namespace smtpscope::knowledge {
namespace {

template <class T, class Key>
const T* find_by(const std::vector<T>& rows, Key T::*key, const Key& wanted) noexcept {
  const auto it = std::find_if(rows.begin(), rows.end(),
                               [&](const T& row) { return row.*key == wanted; });
  return it == rows.end() ? nullptr : &*it;
}

const EnhancedInfo* find_pattern(const std::vector<EnhancedInfo>& rows,
                                 reply::EnhancedCode code) noexcept {
  const auto it = std::find_if(rows.begin(), rows.end(),
                               [&](const EnhancedInfo& row) { return row.code.matches(code); });
  return it == rows.end() ? nullptr : &*it;
}

}  // namespace

const Receiver* find_receiver(const Knowledge& knowledge, std::string_view id) noexcept {
  return find_by(knowledge.receivers, &Receiver::id, id);
}

const List* find_list(const Knowledge& knowledge, std::string_view id) noexcept {
  return find_by(knowledge.lists, &List::id, id);
}

const Problem* find_problem(const Knowledge& knowledge, std::string_view name) noexcept {
  return find_by(knowledge.problems, &Problem::name, name);
}

const Rule* find_rule(const Knowledge& knowledge, std::string_view id) noexcept {
  return find_by(knowledge.rules, &Rule::id, id);
}

const CodeInfo* find_code(const Knowledge& knowledge, int code) noexcept {
  const auto it = std::lower_bound(knowledge.codes.begin(), knowledge.codes.end(), code,
                                   [](const CodeInfo& row, int wanted) { return row.code < wanted; });
  return it != knowledge.codes.end() && it->code == code ? &*it : nullptr;
}

const EnhancedInfo* find_enhanced(const Knowledge& knowledge, reply::EnhancedCode code) noexcept {
  return find_pattern(knowledge.enhanced, code);
}

const EnhancedInfo* find_subject(const Knowledge& knowledge, reply::EnhancedCode code) noexcept {
  return find_pattern(knowledge.subjects, code);
}

}  // namespace smtpscope::knowledge
