// SPDX-License-Identifier: Apache-2.0
#include "meaning/masking/masker.h"

#include "base/text.h"

#include "meaning/masking/folding.h"
#include "meaning/masking/tokens.h"

namespace smtpscope::masking {
namespace {

using base::is_alnum;
using base::is_digit;
using base::is_high;

/// ASCII that may join words into an address, a host, a link, an id or a date.
constexpr auto kJoins = [] {
  std::array<bool, 256> table{};
  for (const char c : std::string_view("!#$%&'*+-/=?^_`{|}~.@:")) {
    table[static_cast<unsigned char>(c)] = true;
  }
  return table;
}();

/// 1: part of a word, 2: a digit.
constexpr auto kWord = [] {
  std::array<unsigned char, 256> table{};
  for (std::size_t i = 0; i < 256; ++i) {
    const char c = static_cast<char>(i);
    table[i] = is_digit(c) ? 2 : (is_alnum(c) || is_high(c) ? 1 : 0);
  }
  return table;
}();

/// What run() does at a byte.
enum class At : unsigned char { gap, letter, other };

constexpr auto kAt = [] {
  std::array<At, 256> table{};
  for (std::size_t i = 0; i < 256; ++i) {
    const char c = static_cast<char>(i);
    table[i] = base::is_alpha(c) ? At::letter : At::gap;
    if (is_digit(c) || is_high(c) || c == '<' || c == '"' || c == '\n' || c == ':') {
      table[i] = At::other;
    }
  }
  return table;
}();

/// Small words behind which something else may follow than words: weekdays and months before a
/// date, `helo`, `ehlo` and `subject` before an echo. Three letters and the length, by a hash under
/// which they do not collide: branches on the length of a word are guessed wrong too often.
constexpr std::uint32_t packed(char a, char b, char c, std::size_t length) noexcept {
  const auto byte = [](char letter) { return std::uint32_t{static_cast<unsigned char>(letter)}; };
  return byte(a) | byte(b) << 8 | byte(c) << 16 | static_cast<std::uint32_t>(length) << 24;
}

constexpr std::size_t place_of(std::uint32_t word) noexcept { return word * 0x1ba16215U >> 26; }

constexpr auto kLeads = [] {
  std::array<std::uint32_t, 64> table{};
  for (const std::string_view word :
       {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep",  "oct",  "nov",
        "dec", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "helo", "ehlo", "subject"}) {
    const std::uint32_t key = packed(word[0], word[1], word[2], word.size());
    if (table[place_of(key)] != 0) throw "two words at one place: take another factor";
    table[place_of(key)] = key;
  }
  return table;
}();

bool leads_on(const char* lower, std::size_t length) noexcept {
  const std::uint32_t key = packed(lower[0], lower[1], lower[2], length);
  return kLeads[place_of(key)] == key;
}

}  // namespace

void Masker::run(const reply::Reply& reply) {
  begin(reply);
  while (pos_ < s_.size()) {
    plain_words();
    if (pos_ < s_.size()) step();
  }
  need(1);
  *write_++ = ' ';
  out_.text = {out_.buffer.data(), written()};
}

void Masker::begin(const reply::Reply& reply) {
  s_ = reply.text;
  out_.cut = s_.size() > kMaxFoldedBytes;
  s_ = s_.substr(0, kMaxFoldedBytes);
  code_ = reply.code;
  enhanced_ = reply.enhanced;
  out_.tokens.clear();
  grow(s_.size() * 2 + 64);
  tail_at_ = s_.size() - std::min(s_.size(), kScanBytes);
  std::copy(s_.begin() + static_cast<std::ptrdiff_t>(tail_at_), s_.end(), tail_.begin());
  if (!phrase_) pos_ = end_of_codes(0, true);
}

/// Goes on over plain words and what is between them, and stops at anything else. The places are in
/// local variables, which a byte written cannot change.
void Masker::plain_words() {
  const char* const text = s_.data();
  const std::size_t size = s_.size();
  std::size_t pos = pos_;
  char* write = write_;
  for (; pos < size; ++pos) {
    const At at = kAt[static_cast<unsigned char>(text[pos])];
    if (at == At::gap) continue;
    if (at == At::other || limit_ - write < static_cast<std::ptrdiff_t>(kScanBytes) + 2) break;
    const bool inside = size - pos >= kScanBytes;
    const char* const from = inside ? text + pos : tail_.data() + (pos - tail_at_);
    const WordScan word = scan_word(from, write + 1);
    if (word.digits || word.length == kScanBytes) break;
    const std::size_t end = pos + word.length;
    if (end < size) {
      const auto next = static_cast<unsigned char>(text[end]);
      if (next >= 0x80 || next == '@') break;
      if (kJoins[next] && end + 1 < size && !base::is_space(text[end + 1])) break;
    }
    if (leads_on(write + 1, word.length)) break;
    *write = ' ';
    out_.tokens.push_back({static_cast<std::uint32_t>(write + 1 - out_.buffer.data()),
                           static_cast<std::uint32_t>(pos), static_cast<std::uint32_t>(end)});
    write += word.length + 1;
    last_was_cjk_ = false;
    // Mostly one blank follows, which the loop then passes with the word.
    pos = end < size && kAt[static_cast<unsigned char>(text[end])] == At::gap ? end : end - 1;
  }
  pos_ = std::min(pos, size);
  write_ = write;
}

void Masker::step() {
  const char c = s_[pos_];
  if (is_alnum(c) || is_high(c)) return word();
  if (c == '<') return angle();
  if (c == '"' && !phrase_) return quote();
  if (c == '\n' && !phrase_) {
    pos_ = end_of_codes(pos_ + 1, true);
    return;
  }
  if (c == ':') {  // `[::1]` begins with a colon
    if (const std::size_t n = pos_ + 1 < s_.size() ? match_ip(s_, pos_) : 0) {
      return emit("<ip>", n);
    }
  }
  ++pos_;
}

void Masker::word() {
  const std::size_t begin = pos_;
  const char first = s_[pos_];
  if (is_high(first)) {
    std::size_t length = 0;
    const Glyph glyph = classify_glyph(s_.substr(pos_), length);
    if (glyph == Glyph::separator) {
      pos_ += length;
      return;
    }
    if (glyph == Glyph::cjk) return cjk();
  }
  std::size_t end = begin;
  bool digits = false;
  while (end < s_.size() && kWord[static_cast<unsigned char>(s_[end])] != 0) {
    digits |= kWord[static_cast<unsigned char>(s_[end])] == 2;
    // Scripts without spaces end a word: `300` CJK is a number and text.
    if (is_high(s_[end]) && end != begin && !is_letter_at(end)) break;
    ++end;
  }
  const char next = end < s_.size() ? s_[end] : ' ';
  const bool joined = end + 1 < s_.size() && kJoins[static_cast<unsigned char>(next)] &&
                      !base::is_space(s_[end + 1]);
  if (joined || digits || next == '@') {
    if (phrase_ ? special_in_phrase() : special(end, next, digits)) return;
  }
  if (digits || may_be_date(begin, end)) {
    if (const std::size_t n = match_date(s_, begin)) return emit("<date>", n);
  }
  if (digits && is_digit(s_[begin]) && number(begin)) return;
  if (joined && !phrase_ && masked_run(begin)) return;
  if (digits) return digit_word(begin, end);
  letters(begin, end);
  if (!phrase_ && (end - begin == 4 || end - begin == 7)) echo_behind(begin, end);
}

/// False at a CJK character or a separator; continuation bytes belong to the letter before.
bool Masker::is_letter_at(std::size_t at) const {
  if ((static_cast<unsigned char>(s_[at]) & 0xc0) == 0x80 || begins_letter(s_[at])) return true;
  std::size_t length = 0;
  return classify_glyph(s_.substr(at), length) == Glyph::letter;
}

/// A weekday or month in three letters, as dates have them.
bool Masker::may_be_date(std::size_t begin, std::size_t end) const {
  return end - begin == 3 && base::is_upper(s_[begin]) && end < s_.size() &&
         (s_[end] == ' ' || s_[end] == ',');
}

void Masker::letters(std::size_t begin, std::size_t end) {
  begin_token(begin);
  need(end - begin);
  for (std::size_t i = begin; i < end;) {
    if (!is_high(s_[i])) {
      *write_++ = base::to_lower(s_[i++]);
      continue;
    }
    std::size_t length = 0;
    if (classify_glyph(s_.substr(i, end - i), length) != Glyph::letter) {
      end = i;  // the word ends before a separator or CJK
      break;
    }
    write_ += fold_glyph(s_.substr(i), length, write_);
    i += length;
  }
  end_token(end);
}

void Masker::cjk() {
  if (last_was_cjk_) {
    add_token(pos_);
  } else {
    begin_token(pos_);
  }
  std::size_t length = 0;
  while (pos_ < s_.size() && is_high(s_[pos_]) &&
         classify_glyph(s_.substr(pos_), length) == Glyph::cjk) {
    need(length);
    write_ = std::copy_n(s_.data() + pos_, length, write_);
    pos_ += length;
  }
  end_token(pos_);
  last_was_cjk_ = true;
}

void Masker::grow(std::size_t size) {
  const std::size_t done = write_ == nullptr ? 0 : written();
  if (out_.buffer.size() < size) out_.buffer.resize(size);
  write_ = out_.buffer.data() + done;
  limit_ = out_.buffer.data() + out_.buffer.size() - Template::kSpareBytes;
}

}  // namespace smtpscope::masking
