// SPDX-License-Identifier: Apache-2.0
// Fuzz target with an oracle: the trie finds what the reference matcher finds. The first line of
// the input is alternatives separated by `|`, each fourth an exclusion; the rest is a reply.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "meaning/reply/reply.h"
#include "meaning/rules/limits.h"
#include "meaning/rules/reference_matcher_testing.h"

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer calls it so.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace smtpscope;
  std::string bytes;
  base::repair_utf8({reinterpret_cast<const char*>(data), size}, bytes);
  const std::string_view input = bytes;
  const std::size_t line = std::min(input.find('\n'), input.size());
  std::string_view written = input.substr(0, line);
  const std::string_view text = input.substr(std::min(line + 1, input.size()));
  knowledge::Knowledge k;
  k.tlds = {"com", "net"};
  while (!written.empty() && k.rules.size() < 40) {
    const std::size_t end = std::min(written.find('|'), written.size());
    knowledge::Rule& rule = k.rules.emplace_back();
    (k.rules.size() % 4 == 0 ? rule.exclude : rule.text) = {written.substr(0, end)};
    written.remove_prefix(std::min(end + 1, written.size()));
  }
  masking::Names names(k);
  rules::PhraseSet set;
  set.build(k, 0, k.rules.size(), false, names);
  for (const std::string_view word : set.words()) names.keep_word(word);
  const rules::ReferenceMatcher plain(k, names, 0, false);
  masking::Template folded;
  masking::make_template(reply::parse_reply(text), names, folded);
  rules::ScanMemory memory;
  const auto found = rules::find_by_set(set, folded.text, memory);
  if (memory.hits.size() >= rules::kMaxHits) return 0;  // what was cut is not looked for
  if (found != plain.find(folded.text)) std::abort();
  return 0;
}
