// SPDX-License-Identifier: Apache-2.0
// One pass over the reply. At each word the recognisers of tokens.h are asked only when a character
// near the word makes them possible, so that plain words cost a table lookup a byte.
#include "meaning/masking/template.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "base/utf8.h"

#include "meaning/masking/folding.h"
#include "meaning/masking/limits.h"
#include "meaning/masking/tokens.h"

namespace smtpscope::masking {
namespace {

using base::is_alnum;
using base::is_alpha;
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

constexpr auto kLower = [] {
  std::array<char, 256> table{};
  for (std::size_t i = 0; i < 256; ++i) table[i] = base::to_lower(static_cast<char>(i));
  return table;
}();

class Masker {
 public:
  Masker(const Names& names, Template& out, bool phrase, bool keep_numbers = false)
      : names_(names), out_(out), phrase_(phrase), keep_numbers_(keep_numbers) {}

  void run(const reply::Reply& reply) {
    s_ = reply.text;
    out_.cut = s_.size() > kMaxFoldedBytes;
    s_ = s_.substr(0, kMaxFoldedBytes);
    at_sign_ = std::min(s_.find('@'), s_.size());
    code_ = reply.code;
    enhanced_ = reply.enhanced;
    out_.tokens.clear();
    grow(s_.size() * 2 + 64);
    if (!phrase_) pos_ = end_of_codes(0, true);
    while (pos_ < s_.size()) step();
    need(1);
    *write_++ = ' ';
    out_.text = {out_.buffer.data(), written()};
  }

 private:
  void step() {
    const char c = s_[pos_];
    if (is_alnum(c) || is_high(c)) return word();
    if (c == '<') return angle();
    if (c == '"' && !phrase_) return quote();
    if (c == '\n' && !phrase_) {
      pos_ = end_of_codes(pos_ + 1, true);
      return;
    }
    if (c == ':' || c == '[') {
      // `[::1]` begins with a colon
      if (const std::size_t n = pos_ + 1 < s_.size() && s_[pos_] == ':' ? match_ip(s_, pos_) : 0) {
        return emit("<ip>", n);
      }
    }
    ++pos_;
  }

  // -- codes ---------------------------------------------------------------------------------

  /// Where the text of a line that begins at `at` begins, behind its codes.
  std::size_t end_of_codes(std::size_t at, bool line_start) const {
    std::size_t p = at;
    while (p < s_.size() && base::is_blank(s_[p])) ++p;
    const std::size_t begin = p;
    if (p + 3 <= s_.size() && s_[p] >= '2' && s_[p] <= '5' && is_digit(s_[p + 1]) &&
        is_digit(s_[p + 2])) {
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
  std::size_t end_of_enhanced(std::size_t at) const {
    std::size_t p = at;
    while (p < s_.size() && (base::is_blank(s_[p]) || s_[p] == '#' || s_[p] == '(' || s_[p] == '['))
      ++p;
    std::size_t length = 0;
    const reply::EnhancedCode found = reply::parse_enhanced_code(s_.substr(p, 12), length);
    return found ? p + length : at;
  }

  /// A repetition of the reply's codes inside a flattened text: `550-5.7.1 `, `550 5.7.1 `.
  bool skip_repeated_code() {
    if (code_ == 0 || pos_ + 4 > s_.size() || (s_[pos_ + 3] != '-' && s_[pos_ + 3] != ' '))
      return false;
    const auto value = base::parse_digits(s_.substr(pos_, 3));
    if (!value || static_cast<int>(*value) != code_) return false;
    const std::size_t behind = end_of_enhanced(pos_ + 4);
    if (behind == pos_ + 4 && s_[pos_ + 3] == ' ') return false;
    pos_ = behind;
    return true;
  }

  // -- words ---------------------------------------------------------------------------------

  void word() {
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
  bool is_letter_at(std::size_t at) const {
    if ((static_cast<unsigned char>(s_[at]) & 0xc0) == 0x80) return true;
    std::size_t length = 0;
    return classify_glyph(s_.substr(at), length) == Glyph::letter;
  }

  static bool is_helo(std::string_view w) {
    return base::equals_nocase(w, "helo") || base::equals_nocase(w, "ehlo");
  }

  /// A weekday or month in three letters, as dates have them.
  bool may_be_date(std::size_t begin, std::size_t end) const {
    return end - begin == 3 && base::is_upper(s_[begin]) && end < s_.size() &&
           (s_[end] == ' ' || s_[end] == ',');
  }

  /// Addresses, links, IPs, hosts, ids of fixed shape, repeated codes at a word [pos_, end) that
  /// has digits or is joined by `next` to what follows. Each is asked only where `next` allows it.
  bool special(std::size_t end, char next, bool digits) {
    if (digits && end - pos_ == 3 && skip_repeated_code()) return true;
    if (next == ':' || (next == '.' && end - pos_ == 3)) {
      if (const std::size_t n = match_url(s_, pos_)) return url(n), true;
    }
    if (pos_ < next_at_sign()) {
      if (const std::size_t n = match_address(s_, pos_, no_at_before_))
        return emit("<addr>", n), true;
    }
    if (next == '.' || next == ':') {
      if (const std::size_t n = match_ip(s_, pos_)) return emit("<ip>", n), true;
    }
    const bool name = next == '.' || next == '-' || next == '_';
    if (!name) return end - pos_ >= kMaxChunkBytes ? (emit("<id>", end - pos_), true) : false;
    const std::size_t run = match_name_run(s_, pos_);
    if (is_host(s_.substr(pos_, run), names_)) return host(run), true;
    if (next == '-') {
      if (const std::size_t n = match_shaped_id(s_, pos_)) return emit("<id>", n), true;
    }
    if (run >= kMaxChunkBytes - 1) return emit("<id>", run), true;
    return false;
  }

  /// Where the next `@` is: most replies have none left, and then nothing is an address.
  std::size_t next_at_sign() {
    if (at_sign_ < pos_) at_sign_ = std::min(s_.find('@', pos_), s_.size());
    return at_sign_ == s_.size() ? 0 : at_sign_ + 1;
  }

  /// A phrase of a rule may name hosts and links of the knowledge; nothing else is masked in it.
  bool special_in_phrase() {
    if (const std::size_t n = match_url(s_, pos_)) return url(n), true;
    const std::size_t run = match_name_run(s_, pos_);
    if (run != 0 && is_host(s_.substr(pos_, run), names_)) return host(run), true;
    return false;
  }

  void host(std::size_t run) {
    const std::size_t end = pos_ + run;
    if (end + 1 < s_.size() && s_[end] == '/' && is_alnum(s_[end + 1])) {
      return url(run + match_url_path(s_, end));
    }
    const Name* name = find_name(s_.substr(pos_, run));
    std::size_t length = run;
    if (end + 1 < s_.size() && s_[end] == ':' && is_digit(s_[end + 1])) {  // a port
      length += 1;
      while (pos_ + length < s_.size() && is_digit(s_[pos_ + length])) ++length;
    }
    emit(name == nullptr ? "<host>" : std::string_view(name->mask), length);
  }

  const Name* find_name(std::string_view host) const {
    if (host.size() > 255) return nullptr;
    char lower[256];
    for (std::size_t i = 0; i < host.size(); ++i) lower[i] = base::to_lower(host[i]);
    return names_.find(std::string_view(lower, host.size()));
  }

  /// A link: masked whole, or, of a known site, its name and then the words of path and query.
  void url(std::size_t length) {
    const std::string_view link = s_.substr(pos_, length);
    std::size_t host_begin = link.find("://");
    host_begin = host_begin == std::string_view::npos ? 0 : host_begin + 3;
    const std::size_t host_end = std::min(link.find_first_of("/?#:", host_begin), link.size());
    const std::string_view site = link.substr(host_begin, host_end - host_begin);
    const Name* name = site.find('@') == std::string_view::npos ? find_name(site) : nullptr;
    if (name == nullptr) return emit("<url>", length);
    const std::size_t end = pos_ + length;
    std::string mask = "<url:" + name->mask.substr(name->mask.find(':') + 1);
    if (name->kind == NameKind::list)
      mask = "<url:" + name->mask.substr(6, name->mask.find('.') - 6) + ">";
    emit(mask, host_end);
    while (pos_ < end) {
      if (!is_alnum(s_[pos_])) {
        ++pos_;
        continue;
      }
      path_word(end);
    }
  }

  void path_word(std::size_t end) {
    if (const std::size_t n = match_ip(s_, pos_); n != 0 && pos_ + n <= end) return emit("<ip>", n);
    const std::size_t run = match_name_run(s_.substr(0, end), pos_);
    if (run != 0 && is_host(s_.substr(pos_, run), names_) && !is_page(s_.substr(pos_, run))) {
      return emit("<host>", run);
    }
    std::size_t stop = pos_;
    bool digits = false;
    while (stop < end && is_alnum(s_[stop])) digits |= is_digit(s_[stop++]);
    digits ? digit_word(pos_, stop) : letters(pos_, stop);
  }

  /// `errors.php` in a path is a page, though .php-like endings such as .pl are domains too.
  static bool is_page(std::string_view run) {
    const std::string_view last = run.substr(run.rfind('.') + 1);
    return last == "pl" || last == "py" || last == "md" || last == "aspx";
  }

  void letters(std::size_t begin, std::size_t end) {
    begin_token(begin);
    need(end - begin);
    for (std::size_t i = begin; i < end;) {
      if (!is_high(s_[i])) {
        *write_++ = kLower[static_cast<unsigned char>(s_[i++])];
        continue;
      }
      std::size_t length = 0;
      if (classify_glyph(s_.substr(i, end - i), length) != Glyph::letter) {
        end = i;  // the word ends before a separator or CJK
        break;
      }
      fold_glyph(s_.substr(i), length, write_);
      write_ += length;
      i += length;
    }
    end_token(end);
  }

  void cjk() {
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

  /// `12`, `12.5`, `1,000`, `50%`: digits that no letter follows.
  bool number(std::size_t begin) {
    std::size_t end = begin;
    while (end < s_.size() &&
           (is_digit(s_[end]) || ((s_[end] == '.' || s_[end] == ',') && end + 1 < s_.size() &&
                                  is_digit(s_[end + 1]) && end > begin))) {
      ++end;
    }
    if (end == begin) return false;
    if (end < s_.size() && (is_alpha(s_[end]) || (is_high(s_[end]) && is_letter_at(end))))
      return false;
    const bool joined =
        end + 1 < s_.size() && (s_[end] == '-' || s_[end] == '_') && is_alnum(s_[end + 1]);
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
  bool is_kept_piece(std::size_t begin, std::size_t i, std::size_t end) const {
    if (end - i < 3 || i < begin + 2 || !names_.keeps_numbers()) return false;
    std::size_t from = i - 1;
    while (from > begin && is_alnum(s_[from - 1])) --from;
    std::string key(s_.substr(from, i - 1 - from));
    for (char& c : key) c = base::to_lower(c);
    key.append(" ").append(s_.substr(i, end - i));
    return names_.is_kept_number(key);
  }

  /// A run of words and digits joined by punctuation that is mostly digits-bearing: one id.
  bool masked_run(std::size_t begin) {
    const std::size_t run = match_name_run(s_, begin);
    std::size_t masked = 0;
    std::size_t plain = 0;
    std::size_t pieces = 0;
    for (std::size_t i = begin; i < begin + run;) {
      std::size_t end = i;
      bool digits = false;
      while (end < begin + run && (is_alnum(s_[end]) || is_high(s_[end])))
        digits |= is_digit(s_[end++]);
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

  bool is_kept(std::size_t begin, std::size_t end) const {
    if (end - begin > 64) return false;
    char lower[64];
    for (std::size_t i = begin; i < end; ++i) lower[i - begin] = base::to_lower(s_[i]);
    return names_.is_kept(std::string_view(lower, end - begin));
  }

  /// A number of a receiver's own code, behind the word it stands behind in a rule's phrase.
  bool is_kept_number(std::size_t begin, std::size_t end) const {
    if (end - begin < 3) return false;
    if (phrase_) return keep_numbers_;
    if (out_.tokens.empty() || !names_.keeps_numbers()) return false;
    const std::size_t at = out_.tokens.back().at;
    std::string key(out_.buffer.data() + at, written() - at);
    key.append(" ").append(s_.substr(begin, end - begin));
    return names_.is_kept_number(key);
  }

  void digit_word(std::size_t begin, std::size_t end) {
    const bool all_digits = std::all_of(s_.begin() + static_cast<std::ptrdiff_t>(begin),
                                        s_.begin() + static_cast<std::ptrdiff_t>(end), is_digit);
    if (all_digits) {
      if (!is_kept_number(begin, end)) return emit("<n>", end - begin);
      return letters(begin, end);
    }
    if (phrase_ || is_kept(begin, end)) return letters(begin, end);
    emit("<id>", end - begin);
  }

  // -- echoes --------------------------------------------------------------------------------

  void angle() {
    if (const std::size_t n = match_mask(s_, pos_)) return emit(s_.substr(pos_, n), n);
    if (phrase_) {
      ++pos_;
      return;
    }
    const std::size_t limit = std::min(s_.size(), pos_ + kMaxAngleBytes);
    std::size_t close = pos_ + 1;
    bool at_sign = false;
    while (close < limit && s_[close] != '>' && s_[close] != '<' && s_[close] != '\n') {
      at_sign |= s_[close++] == '@';
    }
    if (close >= limit || s_[close] != '>') {
      ++pos_;
      return;
    }
    const std::string_view inside = s_.substr(pos_ + 1, close - pos_ - 1);
    if (at_sign && inside.find("://") == std::string_view::npos)
      return emit("<addr>", close + 1 - pos_);
    const bool echoed = (close + 1 < s_.size() && s_[close + 1] == ':') || follows_label();
    if (!echoed || inside.empty() || is_one_mask(inside)) {
      ++pos_;
      return;
    }
    emit("<text>", close + 1 - pos_);
  }

  /// `helo=<`, `from=<`, `to=<`: what stands in the brackets is the client's.
  bool follows_label() const {
    if (pos_ < 2 || s_[pos_ - 1] != '=') return false;
    const std::string_view before = s_.substr(0, pos_ - 1);
    for (const std::string_view label :
         {"helo", "ehlo", "from", "to", "sender", "recipient", "mailfrom"}) {
      if (before.size() >= label.size() &&
          base::equals_nocase(before.substr(before.size() - label.size()), label)) {
        return true;
      }
    }
    return false;
  }

  bool is_one_mask(std::string_view inside) const {
    if (match_name_run(inside, 0) == inside.size() && is_host(inside, names_)) return true;
    if (is_alnum(inside[0]) || inside[0] == ':') {
      if (match_ip(inside, 0) == inside.size()) return true;
      if (match_url(inside, 0) == inside.size()) return true;
    }
    return false;
  }

  void quote() {
    if (const std::size_t n = match_quoted_address(s_, pos_)) return emit("<addr>", n);
    ++pos_;
  }

  /// `helo=name` without brackets, and what stands in quotes behind `subject`.
  void echo_behind(std::size_t begin, std::size_t end) {
    const std::string_view w = s_.substr(begin, end - begin);
    if (is_helo(w) && pos_ < s_.size() && s_[pos_] == '=' && pos_ + 1 < s_.size() &&
        s_[pos_ + 1] != '<') {
      mask_until(pos_ + 1, " )],;\n");
    } else if (base::equals_nocase(w, "subject")) {
      std::size_t p = pos_;
      while (p < s_.size() && (s_[p] == ' ' || s_[p] == ':' || s_[p] == '=')) ++p;
      if (p < s_.size() && (s_[p] == '"' || s_[p] == '\'')) {
        const char stop[] = {s_[p], '\n', '\0'};
        mask_until(p + 1, stop);
      }
    }
  }

  void mask_until(std::size_t begin, std::string_view stops) {
    const std::size_t limit = std::min(s_.size(), begin + kMaxQuotedBytes);
    std::size_t end = begin;
    while (end < limit && stops.find(s_[end]) == std::string_view::npos) ++end;
    if (end == begin) return;
    const std::string_view inside = s_.substr(begin, end - begin);
    pos_ = begin;
    if (is_one_mask(inside)) return;
    emit("<text>", end - begin);
  }

  // -- output --------------------------------------------------------------------------------

  std::size_t written() const { return static_cast<std::size_t>(write_ - out_.buffer.data()); }

  void grow(std::size_t size) {
    const std::size_t done = write_ == nullptr ? 0 : written();
    if (out_.buffer.size() < size) out_.buffer.resize(size);
    write_ = out_.buffer.data() + done;
    limit_ = out_.buffer.data() + out_.buffer.size() - Template::kSpareBytes;
  }

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
};

}  // namespace

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
    return at < folded.size() && is_high(folded[at]) &&
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
  const auto offset = [&](const Token& token, std::uint32_t at) {
    const std::uint32_t inside = at > token.at ? at - token.at : 0;
    return std::min(token.src_begin + inside, token.src_end);
  };
  Range out{first->src_begin, last->src_end};
  const bool from_cjk =
      range.begin > first->at && static_cast<unsigned char>(folded.text[first->at]) >= 0x80;
  if (from_cjk) out.begin = offset(*first, range.begin);
  const std::uint32_t end = folded.text[range.end - 1] == ' ' ? range.end - 1 : range.end;
  if (static_cast<unsigned char>(folded.text[last->at]) >= 0x80) out.end = offset(*last, end);
  return out;
}

}  // namespace smtpscope::masking
