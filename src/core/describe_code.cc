// SPDX-License-Identifier: Apache-2.0
#include "core/describe_code.h"

#include <algorithm>
#include <string>

#include "base/text.h"

namespace smtpscope::core {
namespace {

using knowledge::EnhancedPattern;
using knowledge::Knowledge;
using knowledge::Rule;

struct Query {
  int basic = 0;
  std::optional<EnhancedPattern> enhanced;
};

std::optional<EnhancedPattern> parse_pattern(std::string_view word) {
  EnhancedPattern out;
  std::int16_t* parts[] = {&out.klass, &out.subject, &out.detail};
  for (std::size_t i = 0; i < 3; ++i) {
    const std::size_t dot = word.find('.');
    const std::string_view piece = word.substr(0, dot);
    if ((dot == std::string_view::npos) != (i == 2) || piece.empty() || piece.size() > 3)
      return std::nullopt;
    if (base::equals_nocase(piece, "x")) {
      *parts[i] = -1;
    } else {
      const auto value = base::parse_digits(piece);
      if (!value || !std::all_of(piece.begin(), piece.end(), base::is_digit)) return std::nullopt;
      *parts[i] = static_cast<std::int16_t>(*value);
    }
    word = dot == std::string_view::npos ? std::string_view{} : word.substr(dot + 1);
  }
  return out;
}

std::optional<Query> parse_query(std::string_view text) {
  Query query;
  text = base::trim(text);
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(" -"), text.size());
    const std::string_view word = text.substr(0, end);
    text = base::trim(text.substr(std::min(end + 1, text.size())));
    if (const auto pattern = parse_pattern(word)) {
      query.enhanced = pattern;
    } else if (word.size() == 3 && std::all_of(word.begin(), word.end(), base::is_digit)) {
      query.basic = static_cast<int>(*base::parse_digits(word));
    } else {
      return std::nullopt;
    }
  }
  if (query.basic == 0 && !query.enhanced) return std::nullopt;
  return query;
}

bool covers(const EnhancedPattern& a, const EnhancedPattern& b) noexcept {
  const auto part = [](int x, int y) { return x < 0 || y < 0 || x == y; };
  return part(a.klass, b.klass) && part(a.subject, b.subject) && part(a.detail, b.detail);
}

/// The codes at the start of an example.
bool has_codes(std::string_view reply, const Query& query) {
  const reply::Reply parsed = reply::parse_reply(reply);
  if (query.basic != 0 && parsed.code != query.basic) return false;
  return !query.enhanced || query.enhanced->matches(parsed.enhanced);
}

bool means_by_code(const Rule& rule, const Query& query) {
  if (!rule.code_only()) return false;
  const bool basic =
      query.basic == 0 || rule.codes.empty() ||
      std::find(rule.codes.begin(), rule.codes.end(), query.basic) != rule.codes.end();
  if (!query.enhanced) {
    return !rule.codes.empty() && basic && rule.enhanced.empty();
  }
  return basic && std::any_of(rule.enhanced.begin(), rule.enhanced.end(), [&](const auto& pattern) {
           return covers(pattern, *query.enhanced);
         });
}

class Words {
 public:
  explicit Words(std::string_view query) {
    query = base::trim(query);
    while (!query.empty()) {
      const std::size_t end = std::min(query.find(' '), query.size());
      std::string word(query.substr(0, end));
      for (char& c : word) c = base::to_lower(c);
      words_.push_back(std::move(word));
      query = base::trim(query.substr(end));
    }
  }
  /// True where every word stands in one of `texts`.
  bool in(std::initializer_list<std::string_view> texts) const {
    return !words_.empty() &&
           std::all_of(words_.begin(), words_.end(), [&](const std::string& word) {
             return std::any_of(texts.begin(), texts.end(), [&](std::string_view text) {
               return base::find_nocase(text, word) != std::string_view::npos;
             });
           });
  }

 private:
  std::vector<std::string> words_;
};

std::string join(const knowledge::Strings& texts) {
  std::string out;
  for (const auto text : texts) out.append(text).push_back(' ');
  return out;
}

}  // namespace

std::optional<CodeDescription> describe_code(const Knowledge& knowledge, std::string_view text) {
  const auto query = parse_query(text);
  if (!query) return std::nullopt;
  CodeDescription out;
  if (query->basic != 0) out.basic = knowledge::find_code(knowledge, query->basic);
  if (query->enhanced) {
    const auto fits = [&](const auto& row) { return covers(row.code, *query->enhanced); };
    const auto row = std::find_if(knowledge.enhanced.begin(), knowledge.enhanced.end(), fits);
    if (row != knowledge.enhanced.end()) {
      out.enhanced = &*row;
    } else if (const auto s =
                   std::find_if(knowledge.subjects.begin(), knowledge.subjects.end(), fits);
               s != knowledge.subjects.end()) {
      out.subject = &*s;
    }
  }
  for (const Rule& rule : knowledge.rules) {
    if (means_by_code(rule, *query)) out.own_meanings.push_back(&rule);
    for (const auto& example : rule.examples) {
      if (has_codes(example.reply, *query)) out.replies.push_back({&rule, &example});
    }
  }
  return out;
}

SearchResult search_knowledge(const Knowledge& knowledge, std::string_view query) {
  const Words words(query);
  SearchResult out;
  for (const auto& row : knowledge.codes) {
    if (words.in({row.title, row.meaning, row.note})) out.codes.push_back(&row);
  }
  for (const auto& row : knowledge.enhanced) {
    if (words.in({row.title, row.meaning, row.note})) out.enhanced.push_back(&row);
  }
  for (const auto& row : knowledge.reasons) {
    if (words.in({to_string(row.name), row.title, row.summary})) out.reasons.push_back(&row);
  }
  for (const auto& row : knowledge.problems) {
    if (words.in({row.name, row.title, join(row.words)})) out.problems.push_back(&row);
  }
  for (const auto& row : knowledge.receivers) {
    if (words.in({row.id, row.title, join(row.domains)})) out.receivers.push_back(&row);
  }
  for (const auto& row : knowledge.lists) {
    if (words.in({row.id, row.title, join(row.zones)})) out.lists.push_back(&row);
  }
  for (const auto& row : knowledge.rules) {
    if (words.in({row.id, join(row.text), join(row.receiver_code)})) out.rules.push_back(&row);
  }
  return out;
}

}  // namespace smtpscope::core
