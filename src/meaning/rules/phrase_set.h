// SPDX-License-Identifier: Apache-2.0
// All phrases of a set of rules in one trie over words. Folded text is words and masks with single
// spaces between, and phrases begin and end at words, so a step of the trie is a word and not a
// byte: a reply of fifteen words costs some forty steps whatever the number of phrases. CJK, which
// has no spaces, is one step a character. Order, gaps and what a hit belongs to follow from the
// hits.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

#include "meaning/knowledge/knowledge.h"
#include "meaning/masking/names.h"
#include "meaning/rules/word_table.h"

namespace smtpscope::rules {

/// What a phrase is part of.
enum class Role : std::uint8_t { text, receiver_code, exclude, marker, weak_marker, list_name };

/// One alternative: phrases in order. `owner` is the index of a rule, receiver or list, by role.
/// Its phrases are PhraseSet::chain_[first, first + count).
struct Alternative {
  std::uint32_t owner = 0;
  std::uint32_t first = 0;
  std::uint16_t count = 0;
  std::uint16_t length = 0;  ///< bytes of all phrases, with the spaces inside them
  Role role = Role::text;
};

/// A phrase in the text: [begin, end), from its first word to its last.
struct Hit {
  std::uint32_t phrase = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t first_unit = 0;
  std::uint32_t end_unit = 0;
  bool first = true;  ///< of this phrase in the text
};

/// An alternative that stands in the text, with what the matcher asks of it.
struct Found {
  std::uint32_t keyed = 0, phrase = 0;  ///< for PhraseSet::alternative_of()
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t owner = 0;
  std::uint16_t length = 0;
  Role role = Role::text;
};

/// Memory of one thread for scanning, with one set or several.
class ScanMemory {
 public:
  ScanMemory() = default;
  ScanMemory(ScanMemory&&) = default;
  ScanMemory& operator=(ScanMemory&&) = default;
  ScanMemory(const ScanMemory&) = delete;  // `hits` points into this
  ScanMemory& operator=(const ScanMemory&) = delete;

  std::span<const Hit> hits;  ///< of one phrase in the order of the text, of several in none
  std::vector<Found> found;

 private:
  friend class PhraseSet;
  /// True where `phrase` was hit.
  bool is_seen(std::uint32_t phrase) const noexcept {
    return (seen_[phrase / 64] >> (phrase % 64) & 1) != 0;
  }

  struct End {
    std::uint32_t begin, end_unit;
  };
  struct Unit {
    std::uint32_t word, node, begin, end;
  };
  struct Pending {
    std::uint32_t keyed, count, hit;
  };
  std::vector<Unit> units_;
  std::uint32_t unit_count_ = 0;
  std::vector<Hit> hit_buffer_, chain_hits_;
  std::vector<Pending> waiting_, pending_;
  std::vector<std::uint32_t> wide_;  // wide_[i]: CJK among the units before i; empty without any
  std::vector<std::uint64_t> seen_;  // bits of the phrases hit
  std::uint64_t sketch_ = 0;         // the same modulo 64: answers for most that were not
  std::vector<std::vector<End>> ends_;
};

class PhraseSet {
 public:
  static constexpr std::uint32_t kNone = 0xffffffff;

  PhraseSet() = default;
  PhraseSet(PhraseSet&&) = default;
  PhraseSet& operator=(PhraseSet&&) = default;
  PhraseSet(const PhraseSet&) = delete;
  PhraseSet& operator=(const PhraseSet&) = delete;

  /// Builds the trie from the phrases of rules [first, last) and, where `with_names`, the markers
  /// of receivers and the names of lists.
  void build(const knowledge::Knowledge& knowledge, std::size_t first, std::size_t last,
             bool with_names, const masking::Names& names);

  /// The built form as bytes, for a program of the same build.
  std::string format_compiled() const;
  /// Takes the built form. `bytes` must outlive this: words stay where they are.
  base::Result<void> load_compiled(std::string_view bytes);

  /// Fills memory.found with every alternative that stands in `text`, markers too, exclusions not.
  /// `text` is a template's, with its spaces at both ends.
  void scan(std::string_view text, ScanMemory& memory) const;

  /// True where an exclusion of `rule` stands in the text scanned last. Asked of candidates only:
  /// there are five times as many exclusions in a text as rules they could matter to.
  bool is_excluded(std::uint32_t rule, ScanMemory& memory) const;

  const std::vector<Alternative>& alternatives() const noexcept { return alternatives_; }
  std::uint32_t alternative_of(const Found& found) const noexcept {
    return found.keyed != kNone ? keyed_alternative_[found.keyed]
                                : alone_alternative_[found.phrase];
  }
  /// Every word that a phrase has, common ones first.
  const std::vector<std::string_view>& words() const noexcept { return words_; }
  std::size_t phrase_count() const noexcept { return phrase_count_; }
  bool empty() const noexcept { return alternatives_.empty(); }

 private:
  class Builder;
  /// What waits for a phrase. Of most phrases it is one alternative that is this phrase alone, and
  /// then it is here itself: count is kAlone and first is the owner and role.
  struct Waiting {
    std::uint32_t first = 0;  // place in keyed_
    std::uint16_t count = 0;
    std::uint16_t length = 0;
  };
  /// An alternative waiting for a phrase, with all that most need to be dropped.
  struct Keyed {
    std::uint32_t owner_and_role = 0;
    std::uint32_t first = 0;
    std::uint32_t partner = 0;  // the rarest of its other phrases; of one alone, itself
    std::uint16_t length = 0;
    std::uint16_t count = 0;
  };

  static constexpr std::uint16_t kAlone = 0xffff;
  static constexpr unsigned kFilterShift = 64 - 19;  ///< of an edge's hash to one of 2^19 bits
  static constexpr std::uint64_t kNoEdge = ~std::uint64_t{0};
  static constexpr std::uint32_t kMaxNumber = (1U << 20) - 1;  ///< of words and of nodes
  static constexpr std::uint32_t kLeaf = 1U << 20;             ///< beside a node: nothing goes on

  bool may_go_on(std::uint32_t next, std::uint32_t word, std::uint64_t& hash) const noexcept;
  std::uint32_t next_node(std::uint32_t node, std::uint32_t word,
                          std::uint64_t hash) const noexcept;
  std::size_t edge_bucket(std::uint64_t hash) const noexcept { return hash >> edge_shift_; }
  static bool split_at_spaces(std::string_view text, ScanMemory& memory);
  static void split_at_cjk(std::string_view text, ScanMemory& memory);
  void split(std::string_view text, ScanMemory& memory) const;
  void find_hits(ScanMemory& memory) const;
  std::size_t find_alone(ScanMemory& memory) const;
  std::size_t find_pending(std::size_t lists, ScanMemory& memory) const;
  void index_edges();
  static void take_hits_of(std::span<const std::uint32_t> phrases, ScanMemory& memory);
  void forget(ScanMemory& memory) const;
  bool find_chain(std::uint32_t first, std::size_t count, ScanMemory& memory, Found& found) const;
  void index_words();

  std::vector<std::string_view> words_;
  std::vector<char> word_bytes_;  // owns the words of a set built here
  WordTable word_table_;
  std::vector<std::uint32_t> from_root_;  // word -> node, with kLeaf; kNone
  // node << 44 | word << 24 | kLeaf or not | next, by open addressing over buckets; small, since
  // much of a scan is waiting for these.
  struct alignas(32) Bucket {
    std::array<std::uint64_t, 4> edges;
  };
  std::vector<Bucket> edges_;
  unsigned edge_shift_ = 63;                // of an edge's hash to its bucket
  std::vector<std::uint64_t> edge_filter_;  // a bit for each edge's hash: most steps end here
  std::vector<std::uint32_t> chain_;        // phrases of all alternatives, one behind another
  std::vector<Alternative> alternatives_;
  // A chain is looked at when its rarest phrase is hit: common ones such as `rejected` would have
  // it looked at in every other reply.
  std::vector<Waiting> waiting_;  // by phrase
  std::vector<Keyed> keyed_;      // alternatives by their rarest phrase
  std::vector<std::uint32_t> keyed_alternative_;
  std::vector<std::uint32_t> alone_alternative_;  // by phrase: what waiting_ holds itself
  std::uint32_t first_rule_ = 0;
  std::vector<std::uint32_t> excludes_first_;  // rule - first_rule_ -> first in excludes_; one more
  std::vector<std::uint32_t> exclude_key_;     // of each exclusion its rarest phrase
  std::vector<std::uint32_t> excludes_;        // and its alternative
  std::size_t phrase_count_ = 0;               // nodes below are the ends of phrases
};

/// Splits at gaps (an ellipsis or three dots) and folds each phrase; no border spaces.
std::vector<std::string> fold_alternative(std::string_view written, const masking::Names& names,
                                          bool keep_numbers = false);

/// Its high bits tell where an edge is looked for.
constexpr std::uint64_t mix_edge(std::uint32_t node, std::uint32_t word) noexcept {
  return (std::uint64_t{node} << 20 | word) * 0x9e3779b97f4a7c15ULL;
}

/// The first unit of folded text at or behind `at`: a word, a mask or one CJK character. Empty at
/// the end.
std::string_view find_unit(std::string_view text, std::size_t at) noexcept;

}  // namespace smtpscope::rules
