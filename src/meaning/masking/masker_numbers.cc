// SPDX-License-Identifier: Apache-2.0
// Numbers, which are `<n>` unless a receiver's own code has them, and ids: words with digits that
// no rule names.
#include "base/text.h"

#include "meaning/masking/masker.h"
#include "meaning/masking/tokens.h"

namespace smtpscope::masking {

/// True of the reply's own enhanced code.
bool Masker::is_own_code(std::string_view number) const {
  std::size_t length = 0;
  return reply::parse_enhanced_code(number, length) == enhanced_ && length == number.size();
}

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
  if (enhanced_ && is_own_code(s_.substr(begin, end - begin))) {
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
  return is_known_number(s_.substr(from, i - 1 - from), s_.substr(i, end - i));
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
  if (end - begin > kMaxKeptBytes) return false;
  char lower[kMaxKeptBytes];
  for (std::size_t i = begin; i < end; ++i) lower[i - begin] = base::to_lower(s_[i]);
  return names_.is_kept(std::string_view(lower, end - begin));
}

/// A number of a receiver's own code, behind the word it stands behind in a rule's phrase.
bool Masker::is_kept_number(std::size_t begin, std::size_t end) const {
  if (end - begin < 3) return false;
  if (phrase_) return keep_numbers_;
  if (out_.tokens.empty() || !names_.keeps_numbers()) return false;
  const std::size_t at = out_.tokens.back().at;
  return is_known_number({out_.buffer.data() + at, written() - at}, s_.substr(begin, end - begin));
}

/// True of a word and the number behind it that a receiver's own code has.
bool Masker::is_known_number(std::string_view word, std::string_view number) const {
  if (word.size() + number.size() >= kMaxKeptBytes) return false;
  char key[kMaxKeptBytes];
  std::size_t size = 0;
  for (const char c : word) key[size++] = base::to_lower(c);
  key[size++] = ' ';
  for (const char c : number) key[size++] = c;
  return names_.is_kept_number({key, size});
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
