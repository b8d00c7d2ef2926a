// SPDX-License-Identifier: Apache-2.0
// The pass that folds and masks one reply (docs/folding.md). Plain words, which are most of it, are
// taken in run(); at a word with digits, or joined to the next by punctuation, the recognisers of
// tokens.h are asked, each only where a character near makes it possible. Internal; one file a kind
// of what is masked.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "meaning/masking/limits.h"
#include "meaning/masking/names.h"
#include "meaning/masking/template.h"
#include "meaning/masking/word_scan.h"

namespace smtpscope::masking {

class Masker {
 public:
  /// `phrase`: the text is a rule's, of which only what the knowledge knows is masked.
  Masker(const Names& names, Template& out, bool phrase, bool keep_numbers = false)
      : names_(names), out_(out), phrase_(phrase), keep_numbers_(keep_numbers) {}

  void run(const reply::Reply& reply);

 private:
  // masker.cc
  void begin(const reply::Reply& reply);
  void plain_words();
  void step();
  void word();
  bool is_letter_at(std::size_t at) const;
  bool may_be_date(std::size_t begin, std::size_t end) const;
  void letters(std::size_t begin, std::size_t end);
  void cjk();
  void grow(std::size_t size);

  // masker_codes.cc: the reply's own codes, which say nothing again
  std::size_t end_of_codes(std::size_t at, bool line_start) const;
  std::size_t end_of_enhanced(std::size_t at) const;
  bool skip_repeated_code();

  // masker_names.cc: addresses, hosts, links, IPs
  bool special(std::size_t end, char next, bool digits);
  std::size_t next_at_sign();
  bool special_in_phrase();
  bool host_at(std::size_t run);
  void url(std::size_t length);
  void path_word(std::size_t end);

  // masker_numbers.cc: numbers and ids
  bool is_own_code(std::string_view number) const;
  bool number(std::size_t begin);
  bool is_kept_piece(std::size_t begin, std::size_t i, std::size_t end) const;
  bool masked_run(std::size_t begin);
  bool is_kept(std::size_t begin, std::size_t end) const;
  bool is_kept_number(std::size_t begin, std::size_t end) const;
  bool is_known_number(std::string_view word, std::string_view number) const;
  void digit_word(std::size_t begin, std::size_t end);

  // masker_echoes.cc: what a reply repeats of the sender's words
  void angle();
  bool follows_label() const;
  bool is_one_mask(std::string_view inside) const;
  void quote();
  void echo_behind(std::size_t begin, std::size_t end);
  void mask_until(std::size_t begin, std::string_view stops);

  // output
  std::size_t written() const { return static_cast<std::size_t>(write_ - out_.buffer.data()); }

  /// Room for `n` bytes more and a space.
  void need(std::size_t n) {
    if (static_cast<std::size_t>(limit_ - write_) < n + 1) grow(out_.buffer.size() * 2 + n + 64);
  }

  void add_token(std::size_t src) {
    out_.tokens.push_back(
        {static_cast<std::uint32_t>(written()), static_cast<std::uint32_t>(src), 0});
  }

  void begin_token(std::size_t src) {
    need(1);
    *write_++ = ' ';
    add_token(src);
    last_was_cjk_ = false;
  }

  void end_token(std::size_t src_end) {
    out_.tokens.back().src_end = static_cast<std::uint32_t>(src_end);
    pos_ = src_end;
  }

  void emit(std::string_view mask, std::size_t length) {
    begin_token(pos_);
    need(mask.size());
    write_ = std::copy(mask.begin(), mask.end(), write_);
    end_token(pos_ + length);
  }

  const Names& names_;
  Template& out_;
  const bool phrase_;
  const bool keep_numbers_;
  std::string_view s_;
  std::size_t pos_ = 0;
  std::size_t no_at_before_ = 0;
  std::size_t at_sign_ = 0;  // where the next `@` is, the end for none
  int code_ = 0;
  reply::EnhancedCode enhanced_;
  bool last_was_cjk_ = false;
  char* write_ = nullptr;
  char* limit_ = nullptr;
  std::size_t tail_at_ = 0;                  // where `tail_` begins in the text
  std::array<char, 2 * kScanBytes> tail_{};  // the last bytes, so that scan_word() may read beyond
};

}  // namespace smtpscope::masking
