// SPDX-License-Identifier: Apache-2.0
#include "meaning/masking/names.h"

#include <algorithm>
#include <cstddef>

#include "base/text.h"

namespace smtpscope::masking {
namespace {

std::string to_lower(std::string_view s) {
  std::string out(s);
  for (char& c : out) c = base::to_lower(c);
  return out;
}

/// What follows the last star up to the next label border: the part a table can look up.
std::string_view literal_suffix(std::string_view pattern) {
  const std::size_t star = pattern.rfind('*');
  if (star == std::string_view::npos) return pattern;
  const std::string_view tail = pattern.substr(star + 1);
  const std::size_t dot = tail.find('.');
  return dot == std::string_view::npos ? std::string_view{} : tail.substr(dot + 1);
}

}  // namespace

bool matches_pattern(std::string_view pattern, std::string_view text) noexcept {
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;
  std::size_t resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

Names::Names(const knowledge::Knowledge& knowledge) {
  for (const std::string_view tld : knowledge.tlds) tlds_.insert(tld, 1);
  for (std::uint32_t i = 0; i < knowledge.receivers.size(); ++i) {
    const knowledge::Receiver& receiver = knowledge.receivers[i];
    for (const auto mx : receiver.mx) add(NameKind::host, mx, receiver.id, i, true);
    for (const auto domain : receiver.domains)
      domains_.insert(strings_.emplace_back(to_lower(domain)), i);
  }
  for (const knowledge::List& list : knowledge.lists) {
    for (const auto zone : list.zones) add(NameKind::list, zone, list.id, 0, false);
  }
  for (std::uint32_t i = 0; i < knowledge.receivers.size(); ++i) {
    const knowledge::Receiver& receiver = knowledge.receivers[i];
    for (const auto site : receiver.web) add(NameKind::url, site, receiver.id, i, true);
  }
  for (const knowledge::List& list : knowledge.lists) {
    const std::string_view operator_name = list.id.substr(0, list.id.find('.'));
    for (const auto site : list.web) add(NameKind::url, site, operator_name, 0, false);
  }
  for (auto& chain : chains_) {  // a pattern with more in it says more
    std::stable_sort(chain.begin(), chain.end(), [&](std::uint32_t a, std::uint32_t b) {
      return names_[a].pattern.size() > names_[b].pattern.size();
    });
  }
}

void Names::add(NameKind kind, std::string_view pattern, std::string_view label,
                std::uint32_t receiver, bool is_receiver) {
  constexpr std::string_view kKinds[] = {"host", "list", "url"};
  const std::string& lower = strings_.emplace_back(to_lower(pattern));
  const std::string_view suffix = literal_suffix(lower);
  if (suffix.empty()) return;
  const bool whole_suffix = suffix.size() == lower.size() || lower == "*." + std::string(suffix);
  Name name{
      kind,
      "<" + std::string(kKinds[static_cast<std::size_t>(kind)]) + ":" + std::string(label) + ">",
      whole_suffix ? std::string() : lower, receiver, is_receiver};
  const auto index = static_cast<std::uint32_t>(names_.size());
  names_.push_back(std::move(name));
  std::uint32_t chain = suffixes_.find(suffix);
  if (chain == base::StringTable::kNone) {
    chain = static_cast<std::uint32_t>(chains_.size());
    chains_.emplace_back();
    suffixes_.insert(suffix, chain);
  }
  chains_[chain].push_back(index);
}

void Names::keep_word(std::string_view folded_word) {
  if (folded_word.starts_with('<')) return;
  const auto digits = std::count_if(folded_word.begin(), folded_word.end(), base::is_digit);
  if (digits == 0 || digits == static_cast<std::ptrdiff_t>(folded_word.size())) return;
  kept_.insert(folded_word, 1);
}

void Names::keep_number(std::string_view word_and_number) {
  numbers_.insert(strings_.emplace_back(word_and_number), 1);
}

const Name* Names::find(std::string_view lower_host) const noexcept {
  std::string_view suffix = lower_host;
  while (true) {
    const std::size_t dot = suffix.find('.');
    if (dot == std::string_view::npos) return nullptr;  // a top-level domain names nobody
    const std::uint32_t chain = suffixes_.find(suffix);
    if (chain != base::StringTable::kNone) {
      for (const std::uint32_t i : chains_[chain]) {
        if (names_[i].pattern.empty() || matches_pattern(names_[i].pattern, lower_host)) {
          return &names_[i];
        }
      }
    }
    suffix.remove_prefix(dot + 1);
  }
}

std::uint32_t Names::find_receiver_of_host(std::string_view host) const {
  const std::string lower = to_lower(host);
  const Name* name = find(lower);
  if (name != nullptr && name->is_receiver && name->kind == NameKind::host) return name->receiver;
  return kNoReceiver;
}

std::uint32_t Names::find_receiver_of_domain(std::string_view domain) const {
  const std::uint32_t found = domains_.find(to_lower(domain));
  return found == base::StringTable::kNone ? kNoReceiver : found;
}

}  // namespace smtpscope::masking
