// SPDX-License-Identifier: Apache-2.0
// Alternatives of several phrases: order and gaps, from the hits of a scan; and exclusions, which
// are looked at only where a candidate asks.
#include <algorithm>

#include "meaning/knowledge/limits.h"
#include "meaning/rules/phrase_set.h"

namespace smtpscope::rules {
namespace {

/// Words between two units; CJK, written without spaces, counts as one word per two characters.
std::uint32_t count_gap_words(const std::vector<std::uint32_t>& wide, std::uint32_t from,
                              std::uint32_t to) noexcept {
  if (wide.empty() || from >= to) return to - from;
  const std::uint32_t n = wide[to] - wide[from];
  return to - from - n + n / 2;
}

bool is_before(const Hit& a, const Hit& b) noexcept {
  return a.first_unit != b.first_unit ? a.first_unit < b.first_unit : a.end_unit < b.end_unit;
}

}  // namespace

/// The hits of `phrases` in the order of the text.
void PhraseSet::take_hits_of(std::span<const std::uint32_t> phrases, ScanMemory& memory) {
  auto& taken = memory.chain_hits_;
  taken.clear();
  for (const Hit& hit : memory.hits) {
    if (std::find(phrases.begin(), phrases.end(), hit.phrase) == phrases.end()) continue;
    std::size_t at = taken.size();
    taken.push_back(hit);
    for (; at > 0 && is_before(hit, taken[at - 1]); --at) taken[at] = taken[at - 1];
    taken[at] = hit;
  }
}

bool PhraseSet::find_chain(std::uint32_t first, std::size_t count, ScanMemory& memory,
                           Found& found) const {
  const std::uint32_t* phrases = &chain_[first];
  for (std::size_t k = 0; k < count; ++k) {
    if (!memory.is_seen(phrases[k])) return false;
  }
  // ends_[k]: where chains over the first k + 1 phrases end, in the order of the text.
  if (memory.ends_.size() < count) memory.ends_.resize(count);
  for (std::size_t k = 0; k < count; ++k) memory.ends_[k].clear();
  take_hits_of({phrases, count}, memory);
  for (const Hit& hit : memory.chain_hits_) {
    for (std::size_t k = count; k-- > 0;) {
      if (phrases[k] != hit.phrase) continue;
      std::uint32_t begin = k == 0 ? hit.begin : kNone;
      for (std::size_t i = k == 0 ? 0 : memory.ends_[k - 1].size(); i-- > 0;) {
        const ScanMemory::End& previous = memory.ends_[k - 1][i];
        if (previous.end_unit > hit.first_unit) continue;
        if (count_gap_words(memory.wide_, previous.end_unit, hit.first_unit) >
            knowledge::kMaxGapWords) {
          continue;
        }
        begin = previous.begin;
        break;
      }
      if (begin == kNone) continue;
      if (k + 1 == count) {
        found.begin = begin;
        found.end = hit.end;
        return true;
      }
      memory.ends_[k].push_back({begin, hit.end_unit});
    }
  }
  return false;
}

bool PhraseSet::is_excluded(std::uint32_t rule, ScanMemory& memory) const {
  const std::uint32_t row = rule - first_rule_;
  const std::uint32_t first = excludes_first_[row];
  const std::uint32_t count = excludes_first_[row + 1] - first;
  if (memory.pending_.size() < count + 1) memory.pending_.resize(count + 1);
  ScanMemory::Pending* pending = memory.pending_.data();
  std::size_t n = 0;
  for (std::uint32_t k = first; k < first + count; ++k) {
    pending[n].keyed = k;
    n += memory.sketch_ >> (exclude_key_[k] % 64) & 1;
  }
  for (std::size_t i = 0; i < n; ++i) {
    if (!memory.is_seen(exclude_key_[pending[i].keyed])) continue;
    const Alternative& alternative = alternatives_[excludes_[pending[i].keyed]];
    Found ignored;
    if (alternative.count == 1 ||
        find_chain(alternative.first, alternative.count, memory, ignored)) {
      return true;
    }
  }
  return false;
}

}  // namespace smtpscope::rules
