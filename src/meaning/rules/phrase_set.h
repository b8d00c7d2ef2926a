// SPDX-License-Identifier: Apache-2.0
// All phrases of a set of rules in one trie over words. Folded text is words and masks with single
// spaces between, and phrases begin and end at words, so a step of the trie is a word and not a
// byte: a reply of fifteen words costs some forty steps whatever the number of phrases. CJK, which
// has no spaces, is one step a character. Order, gaps and what a hit belongs to follow from the
// hits.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/string_table.h"

#include "meaning/knowledge/knowledge.h"
#include "meaning/masking/names.h"

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
  bool first = true;  ///< of this phrase in the text
};

/// An alternative that stands in the text, with what the matcher asks of it.
struct Found {
  std::uint32_t alternative = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t owner = 0;
  std::uint16_t length = 0;
  Role role = Role::text;
};

/// Memory of one thread for scanning with one set.
class ScanMemory {
 public:
  std::vector<Hit> hits;
  std::vector<Found> found;

 private:
  friend class PhraseSet;
  struct End {
    std::uint32_t begin, end;
  };
  struct Unit {
    std::uint32_t word, begin, end;
  };
  std::vector<Unit> units_;
  // Epoch in which a phrase was last hit; a byte, so that all phrases fit the first-level cache.
  std::vector<std::uint8_t> seen_;
  std::vector<std::vector<End>> ends_;
  std::uint8_t epoch_ = 0;
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
  bool is_excluded(std::uint32_t rule, std::string_view text, ScanMemory& memory) const;

  const std::vector<Alternative>& alternatives() const noexcept { return alternatives_; }
  /// Every word that a phrase has.
  const std::vector<std::string_view>& words() const noexcept { return words_; }
  std::size_t phrase_count() const noexcept { return phrase_count_; }
  bool empty() const noexcept { return alternatives_.empty(); }

 private:
  class Builder;
  /// What to look at when a phrase is hit: an alternative, with all that deciding it needs.
  struct Keyed {
    std::uint32_t alternative = 0;
    std::uint32_t first = 0;
    std::uint32_t owner = 0;
    std::uint16_t count = 0;
    std::uint16_t length = 0;
    std::uint32_t role = 0;
  };

  static constexpr std::uint64_t kFilterBits = std::uint64_t{1} << 19;
  static constexpr std::uint64_t kNoEdge = ~std::uint64_t{0};
  static constexpr std::uint32_t kMaxNumber = (1U << 20) - 1;  ///< of words and of nodes

  std::uint32_t next_node(std::uint32_t node, std::uint32_t word) const noexcept;
  void split(std::string_view text, ScanMemory& memory) const;
  void find_hits(ScanMemory& memory) const;
  bool find_chain(const Keyed& keyed, std::string_view text, ScanMemory& memory,
                  Found& found) const;
  void index_words();

  std::vector<std::string_view> words_;
  std::string word_bytes_;  // owns the words of a set built here
  base::StringTable word_ids_;
  std::vector<std::uint32_t> from_root_;  // word -> node, kNone
  // node << 40 | word << 20 | next, by open addressing over a power of two; small, since most of a
  // scan is waiting for these.
  std::vector<std::uint64_t> edges_;
  std::vector<std::uint64_t> edge_filter_;  // a bit for each edge's hash: most steps end here
  std::vector<std::uint32_t> phrase_of_;    // node -> phrase, kNone
  std::vector<std::uint32_t> chain_;        // phrases of all alternatives, one behind another
  std::vector<Alternative> alternatives_;
  // A chain is looked at when its longest phrase is hit: common last words such as `rejected` would
  // have it looked at in every other reply.
  std::vector<std::uint32_t> keyed_first_;  // phrase -> first place in keyed_; one more at the end
  std::vector<Keyed> keyed_;                // alternatives by their longest phrase
  std::uint32_t first_rule_ = 0;
  std::vector<std::uint32_t> excludes_first_;  // rule - first_rule_ -> first in excludes_; one more
  std::vector<Keyed> excludes_;
  std::size_t phrase_count_ = 0;
};

/// Splits at gaps (an ellipsis or three dots) and folds each phrase; no border spaces.
std::vector<std::string> fold_alternative(std::string_view written, const masking::Names& names,
                                          bool keep_numbers = false);

/// Words between two hits; CJK, written without spaces, counts as one word per two characters.
int count_gap_words(std::string_view between) noexcept;

/// Where an edge is looked for first.
constexpr std::uint64_t mix_edge(std::uint32_t node, std::uint32_t word) noexcept {
  const std::uint64_t x = (std::uint64_t{node} << 32 | word) * 0x9e3779b97f4a7c15ULL;
  return (x ^ x >> 32) * 0xd6e8feb86659fd93ULL >> 8;
}

/// The first unit of folded text at or behind `at`: a word, a mask or one CJK character. Empty at
/// the end.
std::string_view find_unit(std::string_view text, std::size_t at) noexcept;

}  // namespace smtpscope::rules
