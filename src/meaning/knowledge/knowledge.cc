// SPDX-License-Identifier: Apache-2.0
#include "meaning/knowledge/knowledge.h"

#include <algorithm>

namespace smtpscope::knowledge {
namespace {

template <class T>
const T* row_at(const std::vector<T>& rows, std::uint32_t i) noexcept {
  return i == base::StringTable::kNone ? nullptr : &rows[i];
}

template <class T>
void index_rows(const std::vector<T>& rows, std::string_view T::*key, base::StringTable& table) {
  table = base::StringTable();
  table.reserve(rows.size());
  for (std::uint32_t i = 0; i < rows.size(); ++i) table.insert(rows[i].*key, i);
}

const EnhancedInfo* find_pattern(const std::vector<EnhancedInfo>& rows,
                                 reply::EnhancedCode code) noexcept {
  const auto it = std::find_if(rows.begin(), rows.end(),
                               [&](const EnhancedInfo& row) { return row.code.matches(code); });
  return it == rows.end() ? nullptr : &*it;
}

}  // namespace

void Knowledge::index() {
  index_rows(rules, &Rule::id, rule_ids);
  index_rows(receivers, &Receiver::id, receiver_ids);
  index_rows(lists, &List::id, list_ids);
  index_rows(problems, &Problem::name, problem_names);
}

const Receiver* find_receiver(const Knowledge& knowledge, std::string_view id) noexcept {
  return row_at(knowledge.receivers, knowledge.receiver_ids.find(id));
}

const List* find_list(const Knowledge& knowledge, std::string_view id) noexcept {
  return row_at(knowledge.lists, knowledge.list_ids.find(id));
}

const Problem* find_problem(const Knowledge& knowledge, std::string_view name) noexcept {
  return row_at(knowledge.problems, knowledge.problem_names.find(name));
}

const Rule* find_rule(const Knowledge& knowledge, std::string_view id) noexcept {
  return row_at(knowledge.rules, knowledge.rule_ids.find(id));
}

const CodeInfo* find_code(const Knowledge& knowledge, int code) noexcept {
  const auto it =
      std::lower_bound(knowledge.codes.begin(), knowledge.codes.end(), code,
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
