// SPDX-License-Identifier: Apache-2.0
#include "meaning/rules/phrase_set.h"

#include <algorithm>

#include "base/text.h"
#include "base/utf8.h"

#include "meaning/knowledge/limits.h"
#include "meaning/masking/template.h"
#include "meaning/rules/limits.h"

namespace smtpscope::rules {
namespace {

constexpr std::string_view kEllipsis = "\xe2\x80\xa6";

/// Lead bytes from U+3000 on; below are no CJK letters.
constexpr bool may_be_cjk(char c) noexcept { return static_cast<unsigned char>(c) >= 0xe3; }

std::size_t cjk_length(std::string_view s) noexcept {
  const std::size_t n = base::utf8_length(s);
  return n >= 3 && masking::is_cjk(base::decode_utf8(s)) ? n : 0;
}

}  // namespace

std::string_view find_unit(std::string_view text, std::size_t at) noexcept {
  while (at < text.size() && text[at] == ' ') ++at;
  if (at >= text.size()) return {};
  std::size_t end = at;
  while (end < text.size() && text[end] != ' ') {
    if (may_be_cjk(text[end])) {
      if (const std::size_t n = cjk_length(text.substr(end)); n != 0) {
        if (end == at) return text.substr(at, n);
        break;
      }
    }
    ++end;
  }
  return text.substr(at, end - at);
}

std::vector<std::string> fold_alternative(std::string_view written, const masking::Names& names,
                                          bool keep_numbers) {
  std::vector<std::string> phrases;
  while (true) {
    const std::size_t dots = std::min(written.find(kEllipsis), written.find("..."));
    const std::string folded = masking::fold_phrase(written.substr(0, dots), names, keep_numbers);
    const std::string_view phrase = base::trim(folded);
    if (!phrase.empty()) phrases.emplace_back(phrase);
    if (dots == std::string_view::npos) return phrases;
    written.remove_prefix(dots + 3);  // the ellipsis, too, has three bytes
  }
}

int count_gap_words(std::string_view between) noexcept {
  int words = 0;
  int wide = 0;
  for (std::string_view unit = find_unit(between, 0); !unit.empty();) {
    const bool is_wide = may_be_cjk(unit.front()) && cjk_length(unit) != 0;
    ++(is_wide ? wide : words);
    const std::size_t at = static_cast<std::size_t>(unit.data() - between.data()) + unit.size();
    unit = find_unit(between, at);
  }
  return words + wide / 2;
}

std::uint32_t PhraseSet::next_node(std::uint32_t node, std::uint32_t word) const noexcept {
  const std::uint64_t hash = mix_edge(node, word);
  if ((edge_filter_[hash % kFilterBits / 64] >> (hash % 64) & 1) == 0) return kNone;
  for (std::size_t i = (hash >> 20) & (edges_.size() - 1);; i = (i + 1) & (edges_.size() - 1)) {
    if (edges_[i] >> 20 == (std::uint64_t{node} << 20 | word)) return edges_[i] & kMaxNumber;
    if (edges_[i] == kNoEdge) return kNone;
  }
}

void PhraseSet::index_words() {
  word_ids_ = base::StringTable();
  word_ids_.reserve(words_.size());
  for (std::uint32_t i = 0; i < words_.size(); ++i) word_ids_.insert(words_[i], i);
}

void PhraseSet::split(std::string_view text, ScanMemory& memory) const {
  memory.units_.clear();
  std::size_t at = 0;
  while (true) {
    const std::string_view unit = find_unit(text, at);
    if (unit.empty()) return;
    const auto begin = static_cast<std::uint32_t>(unit.data() - text.data());
    at = begin + unit.size();
    memory.units_.push_back({word_ids_.find(unit), begin, static_cast<std::uint32_t>(at)});
  }
}

void PhraseSet::find_hits(ScanMemory& memory) const {
  const auto& units = memory.units_;
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (units[i].word == kNone) continue;
    std::uint32_t node = from_root_[units[i].word];
    for (std::size_t k = i + 1; node != kNone; ++k) {
      if (phrase_of_[node] != kNone) {
        memory.hits.push_back({phrase_of_[node], units[i].begin, units[k - 1].end, true});
        if (memory.hits.size() >= kMaxHits) return;
      }
      if (k >= units.size() || units[k].word == kNone) break;
      node = next_node(node, units[k].word);
    }
  }
}

void PhraseSet::scan(std::string_view text, ScanMemory& memory) const {
  memory.hits.clear();
  memory.found.clear();
  if (alternatives_.empty()) return;
  split(text, memory);
  find_hits(memory);
  memory.seen_.resize(phrase_count_);
  if (++memory.epoch_ == 0) {
    std::fill(memory.seen_.begin(), memory.seen_.end(), std::uint8_t{0});
    memory.epoch_ = 1;
  }
  const std::uint8_t epoch = memory.epoch_;
  for (Hit& hit : memory.hits) {
    hit.first = memory.seen_[hit.phrase] != epoch;
    memory.seen_[hit.phrase] = epoch;
  }
  for (const Hit& hit : memory.hits) {
    if (!hit.first) continue;  // the first place of an alternative tells enough
    for (std::uint32_t k = keyed_first_[hit.phrase]; k < keyed_first_[hit.phrase + 1]; ++k) {
      const Keyed& keyed = keyed_[k];
      Found found{keyed.alternative, hit.begin,    hit.end,
                  keyed.owner,       keyed.length, static_cast<Role>(keyed.role)};
      if (keyed.count == 1 || find_chain(keyed, text, memory, found)) memory.found.push_back(found);
    }
  }
}

bool PhraseSet::is_excluded(std::uint32_t rule, std::string_view text, ScanMemory& memory) const {
  const std::uint32_t row = rule - first_rule_;
  for (std::uint32_t k = excludes_first_[row]; k < excludes_first_[row + 1]; ++k) {
    const Keyed& keyed = excludes_[k];
    Found ignored;
    if (memory.seen_[chain_[keyed.first]] != memory.epoch_) continue;
    if (keyed.count == 1 || find_chain(keyed, text, memory, ignored)) return true;
  }
  return false;
}

bool PhraseSet::find_chain(const Keyed& keyed, std::string_view text, ScanMemory& memory,
                           Found& found) const {
  const std::uint32_t* phrases = &chain_[keyed.first];
  const std::size_t count = keyed.count;
  for (std::size_t k = 0; k < count; ++k) {
    if (memory.seen_[phrases[k]] != memory.epoch_) return false;
  }
  // ends_[k]: where chains over the first k + 1 phrases end, in the order of the text.
  if (memory.ends_.size() < count) memory.ends_.resize(count);
  for (std::size_t k = 0; k < count; ++k) memory.ends_[k].clear();
  for (const Hit& hit : memory.hits) {
    for (std::size_t k = count; k-- > 0;) {
      if (phrases[k] != hit.phrase) continue;
      std::uint32_t begin = k == 0 ? hit.begin : kNone;
      for (std::size_t i = k == 0 ? 0 : memory.ends_[k - 1].size(); i-- > 0;) {
        const ScanMemory::End& previous = memory.ends_[k - 1][i];
        if (previous.end > hit.begin) continue;
        const std::string_view between = text.substr(previous.end, hit.begin - previous.end);
        if (count_gap_words(between) > knowledge::kMaxGapWords) continue;
        begin = previous.begin;
        break;
      }
      if (begin == kNone) continue;
      if (k + 1 == count) {
        found.begin = begin;
        found.end = hit.end;
        return true;
      }
      memory.ends_[k].push_back({begin, hit.end});
    }
  }
  return false;
}

}  // namespace smtpscope::rules
