// SPDX-License-Identifier: Apache-2.0
// What the knowledge knows by name and masking therefore keeps: hosts of mail systems, zones of
// lists, sites whose links are readable, words with digits that rules look for, and the top-level
// domains that make a host name a host name.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "base/string_table.h"

#include "meaning/knowledge/knowledge.h"

namespace smtpscope::masking {

enum class NameKind : std::uint8_t { host, list, url };

/// A host name the knowledge knows.
struct Name {
  NameKind kind = NameKind::host;
  std::string mask;     ///< `<host:google>`
  std::string pattern;  ///< what the host must match beyond its suffix; empty: nothing
  std::uint32_t receiver =
      0;  ///< index into Knowledge::receivers, for hosts and sites of receivers
  bool is_receiver = false;
};

class Names {
 public:
  static constexpr std::uint32_t kNoReceiver = 0xffffffff;

  Names() = default;
  /// Keeps views into `knowledge`.
  explicit Names(const knowledge::Knowledge& knowledge);

  /// A word of a rule: where it has digits it must not be masked. It must outlive this.
  void keep_word(std::string_view folded_word);

  /// `word number`: the number stays where it follows that word.
  void keep_number(std::string_view word_and_number);
  bool keeps_numbers() const noexcept { return numbers_.size() != 0; }
  bool is_kept_number(std::string_view word_and_number) const noexcept {
    return numbers_.find(word_and_number) != base::StringTable::kNone;
  }

  bool is_kept(std::string_view lower_word) const noexcept {
    return kept_.find(lower_word) != base::StringTable::kNone;
  }
  bool is_tld(std::string_view lower_label) const noexcept {
    return tlds_.find(lower_label) != base::StringTable::kNone;
  }
  /// The most specific name whose suffix `lower_host` has; null for none. `for_url` also finds
  /// sites; hosts of mail systems come first otherwise.
  const Name* find(std::string_view lower_host) const noexcept;
  /// The receiver that runs `host` or, by its domains, owns it; kNoReceiver for none.
  std::uint32_t find_receiver_of_host(std::string_view host) const;
  std::uint32_t find_receiver_of_domain(std::string_view domain) const;

 private:
  void add(NameKind kind, std::string_view pattern, std::string_view label, std::uint32_t receiver,
           bool is_receiver);

  std::deque<Name> names_;
  std::deque<std::string> strings_;
  base::StringTable suffixes_;  // lower-case suffix -> first index into chains_
  std::vector<std::vector<std::uint32_t>> chains_;
  base::StringTable domains_, tlds_, kept_, numbers_;
};

/// `*` matches any run, also across dots. Linear for one star, bounded by the pattern else.
bool matches_pattern(std::string_view pattern, std::string_view text) noexcept;

}  // namespace smtpscope::masking
