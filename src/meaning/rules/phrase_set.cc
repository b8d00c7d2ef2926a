// SPDX-License-Identifier: Apache-2.0
#include "meaning/rules/phrase_set.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "base/text.h"
#include "base/utf8.h"

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

namespace {

constexpr std::uint64_t kEach = 0x0101010101010101;  // a byte in each of eight

/// The high bit of each byte that is a space.
constexpr std::uint64_t find_spaces(std::uint64_t bytes) noexcept {
  const std::uint64_t other = bytes ^ 0x20 * kEach;
  return ~(((other & 0x7f * kEach) + 0x7f * kEach) | other) & 0x80 * kEach;
}

static_assert(find_spaces(0x61a020e3ff7f20a0) == 0x0000800000008000);

/// Bytes at `at`, zeros behind the end.
std::uint64_t load_eight(std::string_view text, std::size_t at) noexcept {
  std::uint64_t bytes = 0;
  if (at + 8 <= text.size()) {
    std::memcpy(&bytes, text.data() + at, 8);
  } else {
    for (std::size_t i = text.size(); i-- > at;)
      bytes = bytes << 8 | static_cast<unsigned char>(text[i]);
  }
  return bytes;
}

/// A bit for each byte whose high bit is set, the first byte lowest.
constexpr std::uint64_t gather_bits(std::uint64_t high) noexcept {
  return (high >> 7) * 0x0102040810204080 >> 56;
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

bool PhraseSet::may_go_on(std::uint32_t next, std::uint32_t word,
                          std::uint64_t& hash) const noexcept {
  hash = mix_edge(next & kMaxNumber, word);
  const std::uint64_t bit = hash >> kFilterShift;
  return (edge_filter_[bit / 64] >> (bit % 64) &
          static_cast<std::uint64_t>(((next & kLeaf) == 0) & (word != kNone))) != 0;
}

std::uint32_t PhraseSet::next_node(std::uint32_t node, std::uint32_t word,
                                   std::uint64_t hash) const noexcept {
  const std::uint64_t wanted = std::uint64_t{node} << 20 | word;
  for (std::size_t i = edge_bucket(hash);; i = (i + 1) & (edges_.size() - 1)) {
    const auto& edges = edges_[i].edges;
    std::uint64_t found = kNoEdge;
    for (const std::uint64_t edge : edges) found = edge >> 24 == wanted ? edge : found;
    if (found != kNoEdge) return static_cast<std::uint32_t>(found & 0xffffff);
    if (edges.back() == kNoEdge) return kNone;  // full buckets alone go on in the next
  }
}

void PhraseSet::index_edges() {
  edge_shift_ = static_cast<unsigned>(64 - std::countr_zero(edges_.size()));
}

void PhraseSet::index_words() { word_table_.build(words_, from_root_); }

/// Units of a text without CJK: what stands between spaces. False where there may be CJK.
bool PhraseSet::split_at_spaces(std::string_view text, ScanMemory& memory) {
  std::uint32_t n = 0;
  std::uint32_t begin = 0;
  std::uint64_t high = 0;
  ScanMemory::Unit* units = memory.units_.data();
  for (std::size_t at = 0; at < text.size(); at += 64) {
    std::uint64_t spaces = 0;
    for (std::size_t i = 0; i < 64 && at + i < text.size(); i += 8) {
      const std::uint64_t bytes = load_eight(text, at + i);
      high |= bytes;
      spaces |= gather_bits(find_spaces(bytes)) << i;
    }
    for (; spaces != 0; spaces &= spaces - 1) {
      const auto end =
          static_cast<std::uint32_t>(at) + static_cast<std::uint32_t>(std::countr_zero(spaces));
      units[n].begin = begin;
      units[n].end = end;
      n += end > begin ? 1 : 0;
      begin = end + 1;
    }
  }
  units[n].begin = begin;
  units[n].end = static_cast<std::uint32_t>(text.size());
  memory.unit_count_ = n + (begin < text.size() ? 1 : 0);
  return (high & 0x80 * kEach) == 0 || std::none_of(text.begin(), text.end(), may_be_cjk);
}

void PhraseSet::split_at_cjk(std::string_view text, ScanMemory& memory) {
  std::uint32_t n = 0;
  std::uint32_t wide = 0;
  for (std::size_t at = 0;; ++n) {
    const std::string_view unit = find_unit(text, at);
    if (unit.empty()) break;
    memory.wide_.push_back(wide);
    if (may_be_cjk(unit.front()) && cjk_length(unit) != 0) ++wide;
    const auto begin = static_cast<std::uint32_t>(unit.data() - text.data());
    at = begin + unit.size();
    memory.units_[n].begin = begin;
    memory.units_[n].end = static_cast<std::uint32_t>(at);
  }
  memory.unit_count_ = n;
}

void PhraseSet::split(std::string_view text, ScanMemory& memory) const {
  if (memory.units_.size() < text.size() + 2) memory.units_.resize(text.size() + 2);
  memory.wide_.clear();
  if (std::endian::native != std::endian::little || !split_at_spaces(text, memory))
    split_at_cjk(text, memory);
  std::uint32_t before = kNone;
  for (std::uint32_t i = 0; i < memory.unit_count_; ++i) {
    ScanMemory::Unit& unit = memory.units_[i];
    const auto word = word_table_.find(text.substr(unit.begin, unit.end - unit.begin),
                                       make_word_key(text, unit.begin, unit.end));
    unit.word = word.number;
    unit.node = word.node;
    __builtin_prefetch(
        &edge_filter_[(mix_edge(before & kMaxNumber, word.number) >> kFilterShift) / 64]);
    before = word.node;
  }
  memory.units_[memory.unit_count_].word = kNone;
}

/// Takes back the marks of the scan before.
void PhraseSet::forget(ScanMemory& memory) const {
  for (const Hit& hit : memory.hits) memory.seen_[hit.phrase / 64] = 0;
  memory.sketch_ = 0;
  memory.hits = {};
  memory.found.clear();
  const std::size_t words = phrase_count_ / 64 + 1;
  if (memory.seen_.size() < words) memory.seen_.resize(words);
}

/// All phrases that begin in a block of units are followed word by word together. A walk that ends
/// is left out by not counting it rather than by a branch: which one ends cannot be guessed, and
/// guessing wrong costs more than a step. Hits of one phrase are in the order of the text.
void PhraseSet::find_hits(ScanMemory& memory) const {
  constexpr std::uint32_t kBlock = 64;
  struct Walk {
    std::uint64_t hash;
    std::uint32_t node, first;
  };
  std::array<Walk, kBlock> walks;
  memory.hit_buffer_.resize(kMaxHits + kBlock);
  const ScanMemory::Unit* units = memory.units_.data();
  Hit* hits = memory.hit_buffer_.data();
  const std::size_t phrases = phrase_count_;
  std::uint32_t n = 0;
  const auto take = [&](std::uint32_t next, std::uint32_t first, std::uint32_t end) {
    hits[n].phrase = next & kMaxNumber;
    hits[n].first_unit = first;
    hits[n].end_unit = end;
    n += (next & kMaxNumber) < phrases ? 1 : 0;
  };
  for (std::uint32_t block = 0; block < memory.unit_count_ && n < kMaxHits; block += kBlock) {
    const std::uint32_t end = std::min(block + kBlock, memory.unit_count_);
    std::uint32_t going = 0;
    for (std::uint32_t i = block; i < end; ++i) {
      take(units[i].node, i, i + 1);
      Walk& walk = walks[going];
      walk.node = units[i].node & kMaxNumber;
      walk.first = i;
      going += may_go_on(units[i].node, units[i + 1].word, walk.hash) ? 1 : 0;
    }
    for (std::uint32_t length = 1; going != 0 && n < kMaxHits; ++length) {
      std::uint32_t still = 0;
      for (std::uint32_t w = 0; w < going; ++w)
        __builtin_prefetch(&edges_[edge_bucket(walks[w].hash)]);
      for (std::uint32_t w = 0; w < going; ++w) {
        const std::uint32_t at = walks[w].first + length;
        const std::uint32_t next = next_node(walks[w].node, units[at].word, walks[w].hash);
        take(next, walks[w].first, at + 1);
        Walk& walk = walks[still];
        walk.first = walks[w].first;
        walk.node = next & kMaxNumber;
        still += may_go_on(next, units[at + 1].word, walk.hash) ? 1 : 0;
      }
      going = still;
    }
  }
  n = std::min<std::uint32_t>(n, kMaxHits);
  memory.hits = {hits, n};
  for (Hit& hit : std::span<Hit>(hits, n)) {
    const std::uint64_t bit = std::uint64_t{1} << (hit.phrase % 64);
    std::uint64_t& seen = memory.seen_[hit.phrase / 64];
    hit.begin = units[hit.first_unit].begin;
    hit.end = units[hit.end_unit - 1].end;
    hit.first = (seen & bit) == 0;
    seen |= bit;
    memory.sketch_ |= bit;
    __builtin_prefetch(&waiting_[hit.phrase]);
  }
}

/// Takes what is found with a phrase alone, and tells how many phrases have lists waiting. Here and
/// below nothing is guessed: what does not count is overwritten by the next.
std::size_t PhraseSet::find_alone(ScanMemory& memory) const {
  auto& lists = memory.waiting_;
  if (lists.size() <= memory.hits.size()) lists.resize(memory.hits.size() + 1);
  memory.found.resize(memory.hits.size() + 1);
  std::size_t waiting = 0;
  std::size_t alone = 0;
  for (std::uint32_t h = 0; h < memory.hits.size(); ++h) {
    const Hit& hit = memory.hits[h];
    const Waiting& row = waiting_[hit.phrase];
    memory.found[alone] = {kNone,
                           hit.phrase,
                           hit.begin,
                           hit.end,
                           row.first >> 4,
                           row.length,
                           static_cast<Role>(row.first & 15)};
    lists[waiting] = {row.first, row.count, h};
    const bool is_alone = row.count == kAlone;
    // The first place of an alternative tells enough.
    alone += static_cast<std::size_t>(hit.first & is_alone);
    waiting += static_cast<std::size_t>(hit.first & !is_alone & (row.count != 0));
  }
  memory.found.resize(alone);
  return waiting;
}

/// Of the lists that wait for phrases hit, alternatives whose other phrases may have been hit.
std::size_t PhraseSet::find_pending(std::size_t lists, ScanMemory& memory) const {
  auto& pending = memory.pending_;
  std::size_t n = 0;
  for (std::size_t i = 0; i < lists; ++i) {
    const ScanMemory::Pending list = memory.waiting_[i];
    if (pending.size() < n + list.count) pending.resize((n + list.count) * 2);
    for (std::uint32_t k = list.keyed; k < list.keyed + list.count; ++k) {
      pending[n] = {k, 1, list.hit};
      n += memory.is_seen(keyed_[k].partner) ? 1 : 0;
    }
  }
  return n;
}

void PhraseSet::scan(std::string_view text, ScanMemory& memory) const {
  forget(memory);
  if (alternatives_.empty()) return;
  split(text, memory);
  find_hits(memory);
  const std::size_t pending = find_pending(find_alone(memory), memory);
  for (std::size_t i = 0; i < pending; ++i) {
    const std::uint32_t k = memory.pending_[i].keyed;
    const Keyed& keyed = keyed_[k];
    const Hit& hit = memory.hits[memory.pending_[i].hit];
    Found found{k,
                hit.phrase,
                hit.begin,
                hit.end,
                keyed.owner_and_role >> 4,
                keyed.length,
                static_cast<Role>(keyed.owner_and_role & 15)};
    if (keyed.count == 1 || find_chain(keyed.first, keyed.count, memory, found))
      memory.found.push_back(found);
  }
}

}  // namespace smtpscope::rules
