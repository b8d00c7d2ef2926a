// SPDX-License-Identifier: Apache-2.0
// docs/folding.md 2: codes at the start of a line, and repetitions of the reply's own codes.
#include "base/text.h"

#include "meaning/masking/masker.h"

namespace smtpscope::masking {

/// Where the text of a line that begins at `at` begins, behind its codes.
std::size_t Masker::end_of_codes(std::size_t at, bool line_start) const {
  std::size_t p = at;
  while (p < s_.size() && base::is_blank(s_[p])) ++p;
  const std::size_t begin = p;
  if (p + 3 <= s_.size() && s_[p] >= '2' && s_[p] <= '5' && base::is_digit(s_[p + 1]) &&
      base::is_digit(s_[p + 2])) {
    const char next = p + 3 < s_.size() ? s_[p + 3] : ' ';
    const bool is_code = next == ' ' || next == '-' || next == ':' || next == '#' ||
                         base::is_space(next) || base::is_blank(next);
    if (!is_code || (code_ == 0 && !enhanced_)) return at;
    p += std::min<std::size_t>(4, s_.size() - p);
  } else if (code_ != 0 || !line_start) {
    return at;
  }
  const std::size_t behind = end_of_enhanced(p);
  return behind != p ? behind : (p == begin ? at : p);
}

/// Behind an enhanced code of the reply's own at `at`, with what surrounds it; `at` for none.
std::size_t Masker::end_of_enhanced(std::size_t at) const {
  std::size_t p = at;
  while (p < s_.size() && (base::is_blank(s_[p]) || s_[p] == '#' || s_[p] == '(' || s_[p] == '['))
    ++p;
  std::size_t length = 0;
  const reply::EnhancedCode found = reply::parse_enhanced_code(s_.substr(p, 12), length);
  return found ? p + length : at;
}

/// A repetition of the reply's codes inside a flattened text: `550-5.7.1 `, `550 5.7.1 `.
bool Masker::skip_repeated_code() {
  if (code_ == 0 || pos_ + 4 > s_.size() || (s_[pos_ + 3] != '-' && s_[pos_ + 3] != ' '))
    return false;
  const auto value = base::parse_digits(s_.substr(pos_, 3));
  if (!value || static_cast<int>(*value) != code_) return false;
  const std::size_t behind = end_of_enhanced(pos_ + 4);
  if (behind == pos_ + 4 && s_[pos_ + 3] == ' ') return false;
  pos_ = behind;
  return true;
}

}  // namespace smtpscope::masking
