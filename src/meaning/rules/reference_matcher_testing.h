// SPDX-License-Identifier: Apache-2.0
// For tests: what PhraseSet::scan must find, worked out the plain way from alternatives as written.
// Each is split at its gaps, each phrase folded, every place of every phrase looked up by comparing
// words, and all combinations of places are tried against order and gap. No trie, no keys, no limit
// on hits.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/utf8.h"

#include "meaning/knowledge/knowledge.h"
#include "meaning/knowledge/limits.h"
#include "meaning/masking/names.h"
#include "meaning/masking/template.h"
#include "meaning/rules/phrase_set.h"

namespace smtpscope::rules {

/// Marks the number of a rule that is excluded, beside numbers of alternatives.
inline constexpr std::uint32_t kExcluded = 0x80000000;

class ReferenceMatcher {
 public:
  struct Alternative {
    Role role = Role::text;
    std::uint32_t owner = 0;
    std::vector<std::vector<int>> phrases{};  ///< each a list of word numbers
  };

  ReferenceMatcher(const knowledge::Knowledge& knowledge, const masking::Names& names,
                   std::size_t first = 0, bool with_names = true)
      : names_(names) {
    for (std::size_t i = first; i < knowledge.rules.size(); ++i) {
      const auto& rule = knowledge.rules[i];
      for (const auto text : rule.text) add(Role::text, i, text);
      for (const auto text : rule.receiver_code) add(Role::receiver_code, i, text);
      for (const auto text : rule.exclude) add(Role::exclude, i, text);
    }
    for (std::size_t i = 0; with_names && i < knowledge.receivers.size(); ++i) {
      for (const auto text : knowledge.receivers[i].markers) add(Role::marker, i, text);
      add(Role::weak_marker, i, "<host:" + std::string(knowledge.receivers[i].id) + ">");
      add(Role::weak_marker, i, "<url:" + std::string(knowledge.receivers[i].id) + ">");
    }
    for (std::size_t i = 0; with_names && i < knowledge.lists.size(); ++i) {
      for (const auto text : knowledge.lists[i].names) add(Role::list_name, i, text);
      add(Role::list_name, i, "<list:" + std::string(knowledge.lists[i].id) + ">");
    }
  }

  const std::vector<Alternative>& alternatives() const noexcept { return alternatives_; }

  /// Numbers of the alternatives that stand in `text`, ascending; of exclusions kExcluded and the
  /// number of the rule instead.
  std::vector<std::uint32_t> find(std::string_view text) const {
    const Text words = read(text);
    std::vector<std::uint32_t> found;
    std::vector<bool> seen(numbers_.size(), false);
    for (const int word : words.numbers) {
      if (word < 0 || seen[static_cast<std::size_t>(word)]) continue;
      seen[static_cast<std::size_t>(word)] = true;
      const auto it = by_first_word_.find(word);
      if (it == by_first_word_.end()) continue;
      for (const std::uint32_t i : it->second) {
        const Alternative& alternative = alternatives_[i];
        if (!stands(alternative, words)) continue;
        found.push_back(alternative.role == Role::exclude ? kExcluded | alternative.owner : i);
      }
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
  }

  /// Words and masks, and each CJK character by itself.
  static std::vector<std::string> split(std::string_view text) {
    std::vector<std::string> out;
    bool open = false;
    while (!text.empty()) {
      const std::size_t n = std::max<std::size_t>(base::utf8_length(text), 1);
      const bool cjk = n > 1 && masking::is_cjk(base::decode_utf8(text));
      if (text.front() == ' ') {
        open = false;
      } else if (cjk || !open) {
        out.emplace_back(text.substr(0, n));
        open = !cjk;
      } else {
        out.back().append(text.substr(0, n));
      }
      text.remove_prefix(n);
    }
    return out;
  }

 private:
  struct Text {
    std::vector<int> numbers;  ///< -1 for a word of no phrase
    std::vector<bool> cjk;
  };

  static bool is_cjk(std::string_view word) {
    return base::utf8_length(word) == word.size() && word.size() > 1 &&
           masking::is_cjk(base::decode_utf8(word));
  }

  void add(Role role, std::size_t owner, std::string_view written) {
    Alternative alternative{role, static_cast<std::uint32_t>(owner), {}};
    std::string rest(written);
    while (true) {
      std::size_t gap = rest.find("...");
      gap = std::min(gap, rest.find("\xe2\x80\xa6"));
      const auto words =
          split(masking::fold_phrase(rest.substr(0, gap), names_, role == Role::receiver_code));
      std::vector<int> phrase;
      for (const std::string& word : words) {
        phrase.push_back(
            numbers_.try_emplace(word, static_cast<int>(numbers_.size())).first->second);
      }
      if (!phrase.empty()) alternative.phrases.push_back(phrase);
      if (gap == std::string::npos) break;
      rest = rest.substr(gap + 3);
    }
    if (alternative.phrases.empty()) return;
    by_first_word_[alternative.phrases[0][0]].push_back(
        static_cast<std::uint32_t>(alternatives_.size()));
    alternatives_.push_back(std::move(alternative));
  }

  Text read(std::string_view text) const {
    Text out;
    for (const std::string& word : split(text)) {
      const auto it = numbers_.find(word);
      out.numbers.push_back(it == numbers_.end() ? -1 : it->second);
      out.cjk.push_back(is_cjk(word));
    }
    return out;
  }

  /// Words between two places; CJK counts one per two characters.
  static int gap(const Text& text, std::size_t begin, std::size_t end) {
    int words = 0;
    int wide = 0;
    for (std::size_t i = begin; i < end; ++i) ++(text.cjk[i] ? wide : words);
    return words + wide / 2;
  }

  static bool stands(const Alternative& alternative, const Text& text) {
    std::vector<std::size_t> ends;  // where the phrases so far may end
    for (std::size_t k = 0; k < alternative.phrases.size(); ++k) {
      const auto& phrase = alternative.phrases[k];
      std::vector<std::size_t> next;
      for (std::size_t at = 0; at + phrase.size() <= text.numbers.size(); ++at) {
        if (!std::equal(phrase.begin(), phrase.end(),
                        text.numbers.begin() + static_cast<std::ptrdiff_t>(at)))
          continue;
        const bool follows = k == 0 || std::any_of(ends.begin(), ends.end(), [&](std::size_t end) {
                               return end <= at && gap(text, end, at) <= knowledge::kMaxGapWords;
                             });
        if (follows) next.push_back(at + phrase.size());
      }
      ends = std::move(next);
      if (ends.empty()) return false;
    }
    return true;
  }

  const masking::Names& names_;
  std::map<std::string, int, std::less<>> numbers_;
  std::vector<Alternative> alternatives_;
  std::map<int, std::vector<std::uint32_t>> by_first_word_;  // what cannot stand is not looked at
};

/// What the set finds, as find() tells it.
inline std::vector<std::uint32_t> find_by_set(const PhraseSet& set, std::string_view text,
                                              ScanMemory& memory) {
  set.scan(text, memory);
  std::vector<std::uint32_t> found;
  for (const Found& hit : memory.found) found.push_back(set.alternative_of(hit));
  std::uint32_t asked = PhraseSet::kNone;
  for (const Alternative& alternative : set.alternatives()) {
    if (alternative.role != Role::exclude || alternative.owner == asked) continue;
    asked = alternative.owner;
    if (set.is_excluded(asked, memory)) found.push_back(kExcluded | asked);
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace smtpscope::rules
