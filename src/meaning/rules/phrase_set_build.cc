// SPDX-License-Identifier: Apache-2.0
// Building the trie.
#include <algorithm>
#include <numeric>
#include <unordered_map>

#include "meaning/rules/phrase_set.h"

namespace smtpscope::rules {

/// Collects phrases in a trie of maps, counts what is common, then lays all out flat: numbers of
/// words and phrases by how common they are, so that what is asked often lies close together.
class PhraseSet::Builder {
 public:
  Builder(PhraseSet& set, const masking::Names& names, std::size_t rules)
      : set_(set), names_(names), rules_(rules) {}

  void add(Role role, std::uint32_t owner, std::string_view written) {
    Alternative alternative;
    alternative.role = role;
    alternative.owner = owner;
    alternative.first = static_cast<std::uint32_t>(set_.chain_.size());
    for (const std::string& phrase :
         fold_alternative(written, names_, role == Role::receiver_code)) {
      alternative.length = static_cast<std::uint16_t>(alternative.length + phrase.size());
      const std::uint32_t id = phrase_id(phrase);
      if (id == kNone) return;  // the trie is full; the limits on rule files stay far below
      set_.chain_.push_back(id);
      ++alternative.count;
    }
    if (alternative.count != 0) set_.alternatives_.push_back(alternative);
  }

  void finish() {
    count_uses();
    number_words();
    number_nodes();
    lay_out_words();
    lay_out_edges();
    lay_out_keyed();
    lay_out_excludes();
    set_.index_words();
  }

 private:
  struct Phrase {
    std::vector<std::uint32_t> words;
    std::uint32_t node = 0;
    std::uint32_t size = 0;  // bytes
  };
  struct Node {
    std::uint32_t phrase = kNone;
    std::uint32_t number = kNone;
    std::uint32_t uses = 0;  // phrases of alternatives in which it is, wherever
    bool has_children = false;
  };

  std::uint32_t word_id(std::string_view word) {
    const auto [it, fresh] =
        word_ids_.try_emplace(std::string(word), static_cast<std::uint32_t>(words_.size()));
    if (fresh) words_.push_back(&it->first);
    return it->second;
  }

  std::uint32_t phrase_id(std::string_view text) {
    Phrase phrase;
    phrase.node = kNone;
    phrase.size = static_cast<std::uint32_t>(text.size());
    for (std::size_t at = 0;;) {
      const std::string_view unit = find_unit(text, at);
      if (unit.empty()) break;
      at = static_cast<std::size_t>(unit.data() - text.data()) + unit.size();
      phrase.words.push_back(word_id(unit));
      phrase.node = child(phrase.node, phrase.words.back());
      if (phrase.node == kNone) return kNone;
    }
    std::uint32_t& id = nodes_[phrase.node].phrase;
    if (id == kNone) {
      id = static_cast<std::uint32_t>(phrases_.size());
      phrases_.push_back(std::move(phrase));
    }
    return id;
  }

  static std::uint64_t key_of(std::uint32_t node, std::uint32_t word) noexcept {
    return std::uint64_t{node} << 32 | word;
  }

  std::uint32_t child(std::uint32_t node, std::uint32_t word) {
    const auto fresh_node = static_cast<std::uint32_t>(nodes_.size());
    if (fresh_node >= kMaxNumber || word >= kMaxNumber) return kNone;
    const auto [it, fresh] = children_.try_emplace(key_of(node, word), fresh_node);
    if (fresh) {
      nodes_.emplace_back();
      if (node != kNone)
        nodes_[node].has_children = true;
      else
        ++roots_;
    }
    return it->second;
  }

  /// The phrases themselves are what is known of the texts to come.
  void count_uses() {
    word_uses_.assign(words_.size(), 0);
    std::vector<std::uint32_t> written(phrases_.size(), 0);
    for (const std::uint32_t id : set_.chain_) ++written[id];
    for (std::size_t id = 0; id < phrases_.size(); ++id) {
      const auto& words = phrases_[id].words;
      for (std::size_t i = 0; i < words.size(); ++i) {
        word_uses_[words[i]] += written[id];
        std::uint32_t node = kNone;
        for (std::size_t k = i; k < words.size(); ++k) {
          const auto it = children_.find(key_of(node, words[k]));
          if (it == children_.end()) break;
          node = it->second;
          nodes_[node].uses += written[id];
        }
      }
    }
  }

  /// Old numbers in the order of the new ones.
  template <class Uses>
  static std::vector<std::uint32_t> most_used_first(std::size_t n, const Uses& uses) {
    std::vector<std::uint32_t> order(n);
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return uses(a) > uses(b); });
    return order;
  }

  void number_words() {
    word_order_ = most_used_first(words_.size(), [&](std::uint32_t w) { return word_uses_[w]; });
    word_numbers_.resize(words_.size());
    for (std::uint32_t i = 0; i < word_order_.size(); ++i) word_numbers_[word_order_[i]] = i;
  }

  void number_nodes() {
    phrase_order_ = most_used_first(phrases_.size(),
                                    [&](std::uint32_t p) { return nodes_[phrases_[p].node].uses; });
    std::uint32_t number = 0;
    for (const std::uint32_t phrase : phrase_order_)
      nodes_[phrases_[phrase].node].number = number++;
    for (const std::uint32_t i :
         most_used_first(nodes_.size(), [&](std::uint32_t n) { return nodes_[n].uses; })) {
      if (nodes_[i].phrase == kNone) nodes_[i].number = number++;
    }
    for (std::uint32_t& phrase : set_.chain_) phrase = nodes_[phrases_[phrase].node].number;
    set_.phrase_count_ = phrases_.size();
  }

  std::uint32_t reference(std::uint32_t node) const noexcept {
    return nodes_[node].number | (nodes_[node].has_children ? 0 : kLeaf);
  }

  void lay_out_words() {
    for (const std::uint32_t word : word_order_) {
      set_.word_bytes_.insert(set_.word_bytes_.end(), words_[word]->begin(), words_[word]->end());
    }
    std::size_t at = 0;
    for (const std::uint32_t word : word_order_) {
      set_.words_.emplace_back(set_.word_bytes_.data() + at, words_[word]->size());
      at += words_[word]->size();
    }
  }

  void lay_out_edges() {
    set_.from_root_.assign(words_.size(), kNone);
    std::size_t size = 2;
    while (size * 3 < children_.size() - roots_) size *= 2;
    set_.edges_.assign(size, {{kNoEdge, kNoEdge, kNoEdge, kNoEdge}});
    set_.edge_filter_.assign((std::size_t{1} << (64 - kFilterShift)) / 64, 0);
    set_.index_edges();
    // The most used are found at once, and the bytes do not depend on the order of a hash map.
    std::vector<std::pair<std::uint64_t, std::uint32_t>> sorted(children_.begin(), children_.end());
    std::sort(sorted.begin(), sorted.end(), [&](const auto& a, const auto& b) {
      const std::uint32_t uses_a = nodes_[a.second].uses;
      const std::uint32_t uses_b = nodes_[b.second].uses;
      return uses_a != uses_b ? uses_a > uses_b : a.first < b.first;
    });
    for (const auto& [key, next] : sorted) {
      const auto parent = static_cast<std::uint32_t>(key >> 32);
      const std::uint32_t word = word_numbers_[static_cast<std::uint32_t>(key)];
      if (parent == kNone) {
        set_.from_root_[word] = reference(next);
        continue;
      }
      const std::uint32_t node = nodes_[parent].number;
      const std::uint64_t hash = mix_edge(node, word);
      const std::uint64_t bit = hash >> kFilterShift;
      set_.edge_filter_[bit / 64] |= std::uint64_t{1} << (bit % 64);
      std::size_t i = set_.edge_bucket(hash);
      while (set_.edges_[i].edges.back() != kNoEdge) i = (i + 1) & (size - 1);
      *std::find(set_.edges_[i].edges.begin(), set_.edges_[i].edges.end(), kNoEdge) =
          std::uint64_t{node} << 44 | std::uint64_t{word} << 24 | reference(next);
    }
  }

  const Phrase& phrase_of(std::uint32_t number) const { return phrases_[phrase_order_[number]]; }

  /// True where `a` is the better one to wait for.
  bool is_rarer(std::uint32_t a, std::uint32_t b) const {
    const Phrase& x = phrase_of(a);
    const Phrase& y = phrase_of(b);
    const std::uint32_t uses_x = nodes_[x.node].uses;
    const std::uint32_t uses_y = nodes_[y.node].uses;
    return uses_x != uses_y ? uses_x < uses_y : x.size > y.size;
  }

  /// The rarest phrase of an alternative but `except`; kNone where there is no other.
  std::uint32_t rarest(const Alternative& a, std::uint32_t except = kNone) const {
    std::uint32_t best = kNone;
    for (std::uint32_t k = a.first; k < a.first + a.count; ++k) {
      const std::uint32_t phrase = set_.chain_[k];
      if (phrase != except && (best == kNone || is_rarer(phrase, best))) best = phrase;
    }
    return best;
  }

  void lay_out_keyed() {
    std::vector<std::vector<std::uint32_t>> by_phrase(phrases_.size());
    for (std::uint32_t i = 0; i < set_.alternatives_.size(); ++i) {
      const Alternative& a = set_.alternatives_[i];
      if (a.role != Role::exclude) by_phrase[rarest(a)].push_back(i);
    }
    set_.alone_alternative_.assign(phrases_.size(), kNone);
    for (std::uint32_t key = 0; key < by_phrase.size(); ++key) {
      const auto& waiting = by_phrase[key];
      if (waiting.size() == 1 && set_.alternatives_[waiting[0]].count == 1) {
        const Alternative& a = set_.alternatives_[waiting[0]];
        set_.waiting_.push_back({owner_and_role(a), kAlone, a.length});
        set_.alone_alternative_[key] = waiting[0];
        continue;
      }
      set_.waiting_.push_back(
          {static_cast<std::uint32_t>(set_.keyed_.size()),
           static_cast<std::uint16_t>(std::min<std::size_t>(waiting.size(), kAlone - 1)), 0});
      for (const std::uint32_t i : waiting) {
        const Alternative& a = set_.alternatives_[i];
        const std::uint32_t partner = rarest(a, key);
        set_.keyed_.push_back(
            {owner_and_role(a), a.first, partner == kNone ? key : partner, a.length, a.count});
        set_.keyed_alternative_.push_back(i);
      }
    }
  }

  static std::uint32_t owner_and_role(const Alternative& a) noexcept {
    return a.owner << 4 | static_cast<std::uint32_t>(a.role);
  }

  void lay_out_excludes() {
    for (std::uint32_t i = 0; i < set_.alternatives_.size(); ++i) {
      const Alternative& a = set_.alternatives_[i];
      if (a.role != Role::exclude) continue;
      while (set_.excludes_first_.size() <= a.owner - set_.first_rule_) add_exclude_row();
      set_.excludes_.push_back(i);
      set_.exclude_key_.push_back(rarest(a));
    }
    while (set_.excludes_first_.size() <= rules_) add_exclude_row();
  }

  void add_exclude_row() {
    set_.excludes_first_.push_back(static_cast<std::uint32_t>(set_.excludes_.size()));
  }

  PhraseSet& set_;
  const masking::Names& names_;
  const std::size_t rules_;
  std::unordered_map<std::string, std::uint32_t> word_ids_;
  std::vector<const std::string*> words_;
  std::vector<std::uint32_t> word_uses_, word_order_, word_numbers_;
  std::unordered_map<std::uint64_t, std::uint32_t> children_;
  std::vector<Node> nodes_;
  std::size_t roots_ = 0;
  std::vector<Phrase> phrases_;
  std::vector<std::uint32_t> phrase_order_;
};

void PhraseSet::build(const knowledge::Knowledge& knowledge, std::size_t first, std::size_t last,
                      bool with_names, const masking::Names& names) {
  *this = PhraseSet();
  first_rule_ = static_cast<std::uint32_t>(first);
  Builder builder(*this, names, last - first);
  for (std::size_t i = first; i < last; ++i) {
    const knowledge::Rule& rule = knowledge.rules[i];
    const auto owner = static_cast<std::uint32_t>(i);
    for (const auto text : rule.text) builder.add(Role::text, owner, text);
    for (const auto code : rule.receiver_code) builder.add(Role::receiver_code, owner, code);
    for (const auto text : rule.exclude) builder.add(Role::exclude, owner, text);
  }
  for (std::uint32_t i = 0; with_names && i < knowledge.receivers.size(); ++i) {
    const knowledge::Receiver& receiver = knowledge.receivers[i];
    for (const auto marker : receiver.markers) builder.add(Role::marker, i, marker);
    builder.add(Role::weak_marker, i, "<host:" + std::string(receiver.id) + ">");
    builder.add(Role::weak_marker, i, "<url:" + std::string(receiver.id) + ">");
  }
  for (std::uint32_t i = 0; with_names && i < knowledge.lists.size(); ++i) {
    const knowledge::List& list = knowledge.lists[i];
    for (const auto name : list.names) builder.add(Role::list_name, i, name);
    builder.add(Role::list_name, i, "<list:" + std::string(list.id) + ">");
  }
  builder.finish();
}

}  // namespace smtpscope::rules
