// SPDX-License-Identifier: Apache-2.0
#include "meaning/masking/template.h"

#include <algorithm>

#include "base/text.h"

#include "meaning/masking/folding.h"
#include "meaning/masking/masker.h"

namespace smtpscope::masking {

void make_template(const reply::Reply& reply, const Names& names, Template& out) {
  Masker(names, out, false).run(reply);
}

std::string fold_phrase(std::string_view phrase, const Names& names, bool keep_numbers) {
  Template out;
  reply::Reply reply;
  reply.text = phrase;
  Masker(names, out, true, keep_numbers).run(reply);
  std::string_view folded = out.text;
  const auto cjk_at = [&](std::size_t at) {
    std::size_t length = 0;
    return at < folded.size() && base::is_high(folded[at]) &&
           classify_glyph(folded.substr(at), length) == Glyph::cjk;
  };
  std::size_t last = folded.size() >= 2 ? folded.size() - 2 : 0;
  while (last > 0 && (static_cast<unsigned char>(folded[last]) & 0xc0) == 0x80) --last;
  const bool ends_in_cjk = cjk_at(last);
  if (cjk_at(1)) folded.remove_prefix(1);
  if (ends_in_cjk) folded.remove_suffix(1);
  return std::string(folded);
}

Range find_source(const Template& folded, Range range) noexcept {
  const auto behind = [](std::uint32_t at, const Token& token) { return at < token.at; };
  const auto& tokens = folded.tokens;
  if (tokens.empty() || range.begin >= range.end) return {};
  auto first = std::upper_bound(tokens.begin(), tokens.end(), range.begin, behind);
  // A phrase begins with the space before its first word; inside CJK it begins inside a token.
  if (first != tokens.begin() && folded.text[range.begin] != ' ') --first;
  if (first == tokens.end()) return {};
  auto last = std::upper_bound(first, tokens.end(), range.end - 1, behind);
  if (last != first) --last;
  // Only CJK is matched inside a token; its characters keep their length.
  const auto is_cjk_run = [&](const Token& token) {
    std::size_t length = 0;
    const std::string_view text = folded.text.substr(token.at);
    return base::is_high(text[0]) && classify_glyph(text, length) == Glyph::cjk;
  };
  const auto offset = [&](const Token& token, std::uint32_t at) {
    const std::uint32_t inside = at > token.at ? at - token.at : 0;
    return std::min(token.src_begin + inside, token.src_end);
  };
  Range out{first->src_begin, last->src_end};
  if (range.begin > first->at && is_cjk_run(*first)) out.begin = offset(*first, range.begin);
  const std::uint32_t end = folded.text[range.end - 1] == ' ' ? range.end - 1 : range.end;
  if (is_cjk_run(*last)) out.end = offset(*last, end);
  return out;
}

}  // namespace smtpscope::masking
