// SPDX-License-Identifier: Apache-2.0
// A reply with its variable parts masked, folded for matching. The specification is
// docs/folding.md. The same reply with other addresses, hosts, ids, numbers and dates has the same
// template.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "meaning/masking/names.h"
#include "meaning/reply/reply.h"

namespace smtpscope::masking {

/// Where a word or mask of the template stood in the reply.
struct Token {
  std::uint32_t at = 0;         ///< offset in the template
  std::uint32_t src_begin = 0;  ///< offsets in the reply's text
  std::uint32_t src_end = 0;
};

/// `text` begins and ends with one space; a reply without words is one space. Move-only: `text`
/// points into `buffer`.
struct Template {
  std::string_view text;
  std::vector<Token> tokens;
  std::vector<char> buffer;  ///< kept between replies; has room for kSpareBytes behind `text`
  bool cut = false;          ///< longer than kMaxFoldedBytes

  static constexpr std::size_t kSpareBytes = 32;

  Template() = default;
  Template(Template&&) = default;
  Template& operator=(Template&&) = default;
  Template(const Template&) = delete;
  Template& operator=(const Template&) = delete;

  /// Without the spaces around it: how a template is stored and shown.
  std::string_view shown() const noexcept {
    return text.size() < 2 ? std::string_view{} : text.substr(1, text.size() - 2);
  }
};

/// Fills `out`, whose memory is reused. `reply.text` must be UTF-8.
void make_template(const reply::Reply& reply, const Names& names, Template& out);

/// Folds one phrase of a rule: words stay, whatever digits they have; masks stay; numbers are
/// `<n>`, or, in a receiver's own code (`keep_numbers`), stay from three digits on. A border that
/// is not CJK has a space.
std::string fold_phrase(std::string_view phrase, const Names& names, bool keep_numbers = false);

struct Range {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

/// The bytes of the reply that stand behind [begin, end) of the template's text.
Range find_source(const Template& folded, Range range) noexcept;

/// True for kana, Han and full-width letters: scripts written without spaces between words.
bool is_cjk(char32_t c) noexcept;

}  // namespace smtpscope::masking
