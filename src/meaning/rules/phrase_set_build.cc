// SPDX-License-Identifier: Apache-2.0
// Building the trie, and its form as bytes.
#include <algorithm>
#include <cstring>
#include <unordered_map>

#include "meaning/rules/phrase_set.h"

namespace smtpscope::rules {
namespace {

constexpr std::string_view kMagic = "phrases1";

void put_bytes(std::string_view bytes, std::string& out) {
  const std::uint64_t size = bytes.size();
  out.append(reinterpret_cast<const char*>(&size), sizeof size);
  out.append(bytes);
}

template <class T>
void put_vector(const std::vector<T>& items, std::string& out) {
  put_bytes({reinterpret_cast<const char*>(items.data()), items.size() * sizeof(T)}, out);
}

std::string_view take_bytes(std::string_view& in, bool& ok) {
  std::uint64_t size = 0;
  if (in.size() >= sizeof size) std::memcpy(&size, in.data(), sizeof size);
  if (in.size() < sizeof size || size > in.size() - sizeof size) {
    ok = false;
    return {};
  }
  const std::string_view out = in.substr(sizeof size, size);
  in.remove_prefix(sizeof size + size);
  return out;
}

template <class T>
void take_vector(std::string_view& in, std::vector<T>& items, bool& ok) {
  const std::string_view bytes = take_bytes(in, ok);
  if (bytes.size() % sizeof(T) != 0) ok = false;
  if (!ok) return;
  items.resize(bytes.size() / sizeof(T));
  if (!bytes.empty()) std::memcpy(static_cast<void*>(items.data()), bytes.data(), bytes.size());
}

}  // namespace

/// Collects phrases, then lays the trie out flat.
class PhraseSet::Builder {
 public:
  Builder(PhraseSet& set, const masking::Names& names, std::size_t rules)
      : set_(set), names_(names), rules_(rules) {}

  void add(Role role, std::uint32_t owner, std::string_view written) {
    Alternative alternative;
    alternative.role = role;
    alternative.owner = owner;
    alternative.first = static_cast<std::uint32_t>(set_.chain_.size());
    std::size_t longest = 0;
    std::uint32_t key = 0;
    for (const std::string& phrase :
         fold_alternative(written, names_, role == Role::receiver_code)) {
      alternative.length = static_cast<std::uint16_t>(alternative.length + phrase.size());
      const std::uint32_t id = phrase_id(phrase);
      if (id == kNone) return;  // the trie is full; the limits on rule files stay far below
      set_.chain_.push_back(id);
      ++alternative.count;
      if (phrase.size() <= longest) continue;
      longest = phrase.size();
      key = id;
    }
    if (alternative.count == 0) return;
    set_.alternatives_.push_back(alternative);
    keys_.push_back(key);
  }

  void finish() {
    lay_out_words();
    lay_out_edges();
    lay_out_keyed();
    set_.phrase_count_ = phrases_;
    set_.index_words();
  }

 private:
  std::uint32_t word_id(std::string_view word) {
    const auto [it, fresh] =
        words_.try_emplace(std::string(word), static_cast<std::uint32_t>(words_.size()));
    if (fresh) in_order_.push_back(&it->first);
    return it->second;
  }

  std::uint32_t phrase_id(std::string_view phrase) {
    std::uint32_t node = kNone;
    for (std::size_t at = 0;;) {
      const std::string_view unit = find_unit(phrase, at);
      if (unit.empty()) break;
      at = static_cast<std::size_t>(unit.data() - phrase.data()) + unit.size();
      node = child(node, word_id(unit));
      if (node == kNone) return kNone;
    }
    std::uint32_t& id = set_.phrase_of_[node];
    if (id == kNone) id = phrases_++;
    return id;
  }

  std::uint32_t child(std::uint32_t node, std::uint32_t word) {
    const std::uint64_t key = std::uint64_t{node} << 32 | word;
    const auto fresh_node = static_cast<std::uint32_t>(set_.phrase_of_.size());
    if (fresh_node > kMaxNumber || word > kMaxNumber) return kNone;
    const auto [it, fresh] = children_.try_emplace(key, fresh_node);
    if (fresh) set_.phrase_of_.push_back(kNone);
    return it->second;
  }

  void lay_out_words() {
    for (const std::string* word : in_order_) set_.word_bytes_ += *word;
    std::size_t at = 0;
    for (const std::string* word : in_order_) {
      set_.words_.push_back(std::string_view(set_.word_bytes_).substr(at, word->size()));
      at += word->size();
    }
  }

  void lay_out_edges() {
    set_.from_root_.assign(words_.size(), kNone);
    std::size_t size = 16;
    while (size * 3 < children_.size() * 4) size *= 2;
    set_.edges_.assign(size, kNoEdge);
    set_.edge_filter_.assign(kFilterBits / 64, 0);
    // Sorted, so that the bytes do not depend on the order of a hash map.
    std::vector<std::pair<std::uint64_t, std::uint32_t>> sorted(children_.begin(), children_.end());
    std::sort(sorted.begin(), sorted.end());
    for (const auto& [key, next] : sorted) {
      const auto node = static_cast<std::uint32_t>(key >> 32);
      const auto word = static_cast<std::uint32_t>(key);
      if (node == kNone) {
        set_.from_root_[word] = next;
        continue;
      }
      const std::uint64_t hash = mix_edge(node, word);
      set_.edge_filter_[hash % kFilterBits / 64] |= std::uint64_t{1} << (hash % 64);
      std::size_t i = (hash >> 20) & (size - 1);
      while (set_.edges_[i] != kNoEdge) i = (i + 1) & (size - 1);
      set_.edges_[i] = std::uint64_t{node} << 40 | std::uint64_t{word} << 20 | next;
    }
  }

  void lay_out_keyed() {
    std::vector<std::vector<std::uint32_t>> by_phrase(phrases_);
    for (std::uint32_t i = 0; i < keys_.size(); ++i) {
      const Alternative& a = set_.alternatives_[i];
      if (a.role != Role::exclude) {
        by_phrase[keys_[i]].push_back(i);
        continue;
      }
      while (set_.excludes_first_.size() <= a.owner - set_.first_rule_) add_exclude_row();
      set_.excludes_.push_back(keyed(i));
    }
    while (set_.excludes_first_.size() <= rules_) add_exclude_row();
    for (const auto& alternatives : by_phrase) {
      set_.keyed_first_.push_back(static_cast<std::uint32_t>(set_.keyed_.size()));
      for (const std::uint32_t i : alternatives) {
        set_.keyed_.push_back(keyed(i));
      }
    }
    set_.keyed_first_.push_back(static_cast<std::uint32_t>(set_.keyed_.size()));
  }

  Keyed keyed(std::uint32_t i) const {
    const Alternative& a = set_.alternatives_[i];
    return {i, a.first, a.owner, a.count, a.length, static_cast<std::uint32_t>(a.role)};
  }

  void add_exclude_row() {
    set_.excludes_first_.push_back(static_cast<std::uint32_t>(set_.excludes_.size()));
  }

  PhraseSet& set_;
  const masking::Names& names_;
  const std::size_t rules_;
  std::unordered_map<std::string, std::uint32_t> words_;
  std::vector<const std::string*> in_order_;
  std::unordered_map<std::uint64_t, std::uint32_t> children_;
  std::vector<std::uint32_t> keys_;  // alternative -> its longest phrase
  std::uint32_t phrases_ = 0;
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

std::string PhraseSet::format_compiled() const {
  std::string out(kMagic);
  std::vector<std::uint32_t> lengths;
  for (const auto word : words_) lengths.push_back(static_cast<std::uint32_t>(word.size()));
  put_vector(lengths, out);
  put_bytes(word_bytes_, out);
  put_vector(from_root_, out);
  put_vector(edges_, out);
  put_vector(edge_filter_, out);
  put_vector(phrase_of_, out);
  put_vector(chain_, out);
  put_vector(alternatives_, out);
  put_vector(keyed_first_, out);
  put_vector(keyed_, out);
  put_vector(excludes_first_, out);
  put_vector(excludes_, out);
  return out;
}

base::Result<void> PhraseSet::load_compiled(std::string_view bytes) {
  *this = PhraseSet();
  bool ok = bytes.starts_with(kMagic);
  if (ok) bytes.remove_prefix(kMagic.size());
  std::vector<std::uint32_t> lengths;
  take_vector(bytes, lengths, ok);
  std::string_view words = take_bytes(bytes, ok);
  take_vector(bytes, from_root_, ok);
  take_vector(bytes, edges_, ok);
  take_vector(bytes, edge_filter_, ok);
  take_vector(bytes, phrase_of_, ok);
  take_vector(bytes, chain_, ok);
  take_vector(bytes, alternatives_, ok);
  take_vector(bytes, keyed_first_, ok);
  take_vector(bytes, keyed_, ok);
  take_vector(bytes, excludes_first_, ok);
  take_vector(bytes, excludes_, ok);
  for (const std::uint32_t length : lengths) {
    ok = ok && length <= words.size();
    if (!ok) break;
    words_.push_back(words.substr(0, length));
    words.remove_prefix(length);
  }
  if (!ok || keyed_first_.empty()) {
    return tl::unexpected(base::Error{"", 0, "the built-in phrases cannot be read",
                                      "the build is broken; build it again"});
  }
  phrase_count_ = keyed_first_.size() - 1;
  index_words();
  return {};
}

}  // namespace smtpscope::rules
