// SPDX-License-Identifier: Apache-2.0
// One pass. An element is what stands between commas and semicolons; in it an address in angle
// brackets beats bare ones, which are then the name, and bare ones beat what is in quotes.
#include "sources/bounce/mime/addresses.h"

#include <algorithm>

#include "base/text.h"

#include "sources/bounce/mime/limits.h"

namespace smtpscope::mime {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

bool is_address(std::string_view s) noexcept {
  if (s.size() > kMaxAddressBytes) return false;
  const std::size_t at = s.rfind('@');
  return at != kNone && at > 0 && at + 1 < s.size();
}

/// `@a.example,@b.example:user@c.example` without its route (RFC 5321 appendix C).
std::string_view drop_route(std::string_view s) noexcept {
  if (s.empty() || s.front() != '@') return s;
  const std::size_t colon = s.find(':');
  return colon == kNone ? s : s.substr(colon + 1);
}

std::string_view drop_quotes(std::string_view s) noexcept {
  while (s.size() >= 2 && s.front() == s.back() && (s.front() == '\'' || s.front() == '"') &&
         s.find(s.front(), 1) == s.size() - 1) {
    s = s.substr(1, s.size() - 2);
  }
  return s;
}

class Reader {
 public:
  Reader(std::string_view s, std::vector<std::string_view>& out) : s_(s), out_(out) {
    first_ = element_ = out.size();
  }

  void run() {
    while (pos_ < s_.size() && out_.size() - first_ < kMaxAddresses) read_one();
    end_element();
  }

 private:
  void read_one() {
    const char c = s_[pos_];
    if (c == '(') {
      skip_comment();
    } else if (c == '<') {
      read_bracket();
    } else if (c == ',' || c == ';') {
      end_element();
      ++pos_;
    } else if (c == ':' || c == '>' || c == ')' || base::is_space(c)) {
      ++pos_;
    } else {
      read_word();
    }
  }

  void skip_comment() noexcept {
    std::size_t depth = 0;
    for (; pos_ < s_.size(); ++pos_) {
      const char c = s_[pos_];
      if (c == '\\') ++pos_;
      if (c == '(') ++depth;
      if (c == ')' && --depth == 0) break;
    }
    pos_ = std::min(pos_ + 1, s_.size());
  }

  /// From < to >, or where that is missing to the next thing that cannot be in a path.
  void read_bracket() {
    const std::size_t begin = ++pos_;
    while (pos_ < s_.size() && s_[pos_] != '>' && s_[pos_] != '<') {
      if (s_[pos_] == '"') {
        skip_quoted();
      } else {
        ++pos_;
      }
    }
    const std::string_view inner = base::trim(s_.substr(begin, pos_ - begin));
    const std::string_view address = drop_quotes(base::trim(drop_route(inner)));
    if (!bracket_) out_.resize(element_);
    bracket_ = true;
    if (is_address(address)) out_.push_back(address);
  }

  /// Behind the quoted string at pos_; behind its first quote where it does not end.
  void skip_quoted() noexcept {
    if (pos_ >= unended_from_) {
      ++pos_;
      return;
    }
    std::size_t end = pos_ + 1;
    while (end < s_.size() && s_[end] != '"') end += s_[end] == '\\' ? 2 : 1;
    if (end >= s_.size()) unended_from_ = pos_;
    pos_ = end < s_.size() ? end + 1 : pos_ + 1;
  }

  /// Letters, quoted strings and a literal [..] up to the next separator.
  void read_word() {
    const std::size_t begin = pos_;
    bool literal = false;
    while (pos_ < s_.size()) {
      const char c = s_[pos_];
      if (base::is_space(c) || c == ',' || c == ';' || c == '<' || c == '>' || c == '(') break;
      if (c == ':' && !literal) break;
      if (c == '[' || c == ']') literal = c == '[';
      if (c == '"') {
        skip_quoted();
      } else {
        ++pos_;
      }
    }
    add_word(s_.substr(begin, pos_ - begin));
  }

  void add_word(std::string_view word) {
    const bool quoted = word.size() >= 2 && word.front() == '"' && word.back() == '"';
    word = drop_quotes(word);
    if (bracket_ || !is_address(word)) return;
    if (quoted) {
      if (quoted_.empty() && word.find_first_of(" \t\r\n<>") == kNone) quoted_ = word;
      return;
    }
    out_.push_back(word);
  }

  void end_element() {
    if (!bracket_ && out_.size() == element_ && !quoted_.empty()) out_.push_back(quoted_);
    element_ = out_.size();
    bracket_ = false;
    quoted_ = {};
  }

  std::string_view s_;
  std::vector<std::string_view>& out_;
  std::size_t pos_ = 0;
  std::size_t first_ = 0;
  std::size_t element_ = 0;  ///< where the addresses of this element begin in out_
  std::size_t unended_from_ = kNone;
  bool bracket_ = false;
  std::string_view quoted_;
};

}  // namespace

void find_addresses(std::string_view value, std::vector<std::string_view>& out) {
  Reader(value, out).run();
}

}  // namespace smtpscope::mime
