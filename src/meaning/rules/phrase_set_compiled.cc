// SPDX-License-Identifier: Apache-2.0
// A phrase set as bytes, written and read by programs of the same build.
#include <bit>
#include <cstring>

#include "meaning/rules/phrase_set.h"

namespace smtpscope::rules {
namespace {

constexpr std::string_view kMagic = "phrases3";

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

std::string PhraseSet::format_compiled() const {
  std::string out(kMagic);
  std::vector<std::uint32_t> lengths;
  for (const auto word : words_) lengths.push_back(static_cast<std::uint32_t>(word.size()));
  put_vector(lengths, out);
  put_vector(word_bytes_, out);
  put_vector(from_root_, out);
  put_vector(edges_, out);
  put_vector(edge_filter_, out);
  put_vector(chain_, out);
  put_vector(alternatives_, out);
  put_vector(waiting_, out);
  put_vector(alone_alternative_, out);
  put_vector(keyed_, out);
  put_vector(keyed_alternative_, out);
  put_vector(excludes_first_, out);
  put_vector(exclude_key_, out);
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
  take_vector(bytes, chain_, ok);
  take_vector(bytes, alternatives_, ok);
  take_vector(bytes, waiting_, ok);
  take_vector(bytes, alone_alternative_, ok);
  take_vector(bytes, keyed_, ok);
  take_vector(bytes, keyed_alternative_, ok);
  take_vector(bytes, excludes_first_, ok);
  take_vector(bytes, exclude_key_, ok);
  take_vector(bytes, excludes_, ok);
  for (const std::uint32_t length : lengths) {
    ok = ok && length <= words.size();
    if (!ok) break;
    words_.push_back(words.substr(0, length));
    words.remove_prefix(length);
  }
  if (!ok || !std::has_single_bit(edges_.size()) || edge_filter_.empty()) {
    return tl::unexpected(base::Error{"", 0, "the built-in phrases cannot be read",
                                      "the build is broken; build it again"});
  }
  phrase_count_ = waiting_.size();
  index_edges();
  index_words();
  return {};
}

}  // namespace smtpscope::rules
