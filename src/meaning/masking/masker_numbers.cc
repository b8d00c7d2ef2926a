// SPDX-License-Identifier: Apache-2.0
// Numbers, which are `<n>` unless a receiver's own code has them, and ids: words with digits that
// no rule names.
#include <string>

#include "base/text.h"

#include "meaning/masking/masker.h"
#include "meaning/masking/tokens.h"

namespace smtpscope::masking {

/// `12`, `12.5`, `1,000`, `50%`: digits that no letter follows.
bool Masker::number(std::size_t begin) {
  std::size_t end = begin;
  while (end < s_.size() &&
         (base::is_digit(s_[end]) || ((s_[end] == '.' || s_[end] == ',') && end + 1 < s_.size() &&
                                      base::is_digit(s_[end + 1]) && end > begin))) {
    ++end;
  }
  if (end == begin) return false;
  if (end < s_.size() && (base::is_alpha(s_[end]) || (base::is_high(s_[end]) && is_letter_at(end))))
    return false;
  const bool joined =
      end + 1 < s_.size() && (s_[end] == '-' || s_[end] == '_') && base::is_alnum(s_[end + 1]);
  if (joined && !phrase_) return false;
  std::size_t length = 0;
  const reply::EnhancedCode code =
      reply::parse_enhanced_code(s_.substr(begin, end - begin), length);
  if (code && code == enhanced_ && length == end - begin) {
    pos_ = end;
    return true;
  }
  if (is_kept_number(begin, end)) {
    letters(begin, end);
    return true;
  }
  if (end < s_.size() && s_[end] == '%') ++end;
  emit("<n>", end - begin);
  return true;
}

/// Digits [i, end) of a joined run from `begin` that stay behind the piece in front of them.
bool Masker::is_kept_piece(std::size_t begin, std::size_t i, std::size_t end) const {
  if (end - i < 3 || i < begin + 2 || !names_.keeps_numbers()) return false;
  std::size_t from = i - 1;
  while (from > begin && base::is_alnum(s_[from - 1])) --from;
  std::string key(s_.substr(from, i - 1 - from));
  for (char& c : key) c = base::to_lower(c);
  key.append(" ").append(s_.substr(i, end - i));
  return names_.is_kept_number(key);
}

/// A run of words and digits joined by punctuation that is mostly digits-bearing: one id.
bool Masker::masked_run(std::size_t begin) {
  const std::size_t run = match_name_run(s_, begin);
  std::size_t masked = 0;
  std::size_t plain = 0;
  std::size_t pieces = 0;
  for (std::size_t i = begin; i < begin + run;) {
    std::size_t end = i;
    bool digits = false;
    while (end < begin + run && (base::is_alnum(s_[end]) || base::is_high(s_[end])))
      digits |= base::is_digit(s_[end++]);
    if (end > i) {
      if (digits && (is_kept(i, end) || is_kept_piece(begin, i, end))) return false;
      (digits ? masked : plain) += end - i;
      ++pieces;
    }
    i = std::max(end, i + 1);
  }
  if (pieces < 2 || masked <= plain || masked + plain < 6) return false;
  emit("<id>", run);
  return true;
}

bool Masker::is_kept(std::size_t begin, std::size_t end) const {
  if (end - begin > 64) return false;
  char lower[64];
  for (std::size_t i = begin; i < end; ++i) lower[i - begin] = base::to_lower(s_[i]);
  return names_.is_kept(std::string_view(lower, end - begin));
}

/// A number of a receiver's own code, behind the word it stands behind in a rule's phrase.
bool Masker::is_kept_number(std::size_t begin, std::size_t end) const {
  if (end - begin < 3) return false;
  if (phrase_) return keep_numbers_;
  if (out_.tokens.empty() || !names_.keeps_numbers()) return false;
  const std::size_t at = out_.tokens.back().at;
  std::string key(out_.buffer.data() + at, written() - at);
  key.append(" ").append(s_.substr(begin, end - begin));
  return names_.is_kept_number(key);
}

void Masker::digit_word(std::size_t begin, std::size_t end) {
  const bool all_digits =
      std::all_of(s_.begin() + static_cast<std::ptrdiff_t>(begin),
                  s_.begin() + static_cast<std::ptrdiff_t>(end), base::is_digit);
  if (all_digits) {
    if (!is_kept_number(begin, end)) return emit("<n>", end - begin);
    return letters(begin, end);
  }
  if (phrase_ || is_kept(begin, end)) return letters(begin, end);
  emit("<id>", end - begin);
}

}  // namespace smtpscope::masking
