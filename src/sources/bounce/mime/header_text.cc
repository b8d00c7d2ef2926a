// SPDX-License-Identifier: Apache-2.0
#include "sources/bounce/mime/header_text.h"

#include <algorithm>

#include "base/text.h"
#include "base/utf8.h"

#include "sources/bounce/mime/charset.h"
#include "sources/bounce/mime/limits.h"
#include "sources/bounce/mime/transfer.h"

namespace smtpscope::mime {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

constexpr bool is_line_end(char c) noexcept { return c == '\r' || c == '\n'; }

struct EncodedWord {
  std::string_view charset;
  std::string_view text;
  bool base64 = false;
  std::size_t end = 0;  ///< behind ?=
};

class Decoder {
 public:
  Decoder(std::string_view value, std::string& out) noexcept : value_(value), out_(out) {}

  void run() {
    while (pos_ < value_.size()) {
      const std::size_t start = value_.find("=?", pos_);
      EncodedWord word;
      if (start == kNone) break;
      if (!read_word(start, word)) {
        add_plain(value_.substr(pos_, start + 2 - pos_));
        pos_ = start + 2;
        continue;
      }
      const std::string_view between = value_.substr(pos_, start - pos_);
      if (!in_words_ || !base::trim(between).empty()) add_plain(between);
      add_word(word);
      pos_ = word.end;
    }
    add_plain(value_.substr(pos_));
    flush_words();
  }

 private:
  /// `=?charset?Q?text?=` at `start`; the charset without the language of RFC 2231 section 5.
  bool read_word(std::size_t start, EncodedWord& out) noexcept {
    if (start >= unended_from_) return false;
    const std::string_view head = value_.substr(start + 2, kMaxCharsetName * 2);
    const std::size_t mark = head.find('?');
    if (mark == kNone || mark == 0 || mark + 2 >= head.size() || head[mark + 2] != '?')
      return false;
    const char encoding = base::to_lower(head[mark + 1]);
    if (encoding != 'b' && encoding != 'q') return false;
    const std::size_t text = start + 2 + mark + 3;
    const std::size_t end = value_.find("?=", text);
    if (end == kNone) unended_from_ = start;
    if (end == kNone) return false;
    out.charset = head.substr(0, std::min(mark, head.find('*')));
    out.base64 = encoding == 'b';
    out.text = value_.substr(text, end - text);
    out.end = end + 2;
    return true;
  }

  /// Neighbours of one charset are decoded together: many programs cut in the middle of a letter.
  void add_word(const EncodedWord& word) {
    if (!base::equals_nocase(word.charset, charset_)) flush_words();
    charset_ = word.charset;
    in_words_ = true;
    if (word.base64) {
      decode_base64(word.text, bytes_, kNone - 1);
    } else {
      decode_quoted_printable(word.text, true, bytes_, kNone - 1);
    }
  }

  void flush_words() {
    if (!bytes_.empty()) add_one_line(to_utf8(bytes_, charset_, scratch_));
    bytes_.clear();
    in_words_ = false;
  }

  void add_plain(std::string_view text) {
    if (text.empty()) return;
    flush_words();
    if (base::is_utf8(text)) {
      add_one_line(text);
      return;
    }
    scratch_.clear();
    base::repair_utf8(text, scratch_);
    add_one_line(scratch_);
  }

  /// A field is one line, whatever was encoded into it.
  void add_one_line(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
      std::size_t end = i;
      while (end < text.size() && !is_line_end(text[end])) ++end;
      out_.append(text.substr(i, end - i));
      i = end;
      while (i < text.size() && is_line_end(text[i])) ++i;
      if (i > end && i < text.size() && !base::is_blank(text[i])) out_.push_back(' ');
    }
  }

  std::string_view value_;
  std::string& out_;
  std::size_t pos_ = 0;
  std::size_t unended_from_ = kNone;  ///< from here on no word ends; else each would search again
  bool in_words_ = false;
  std::string_view charset_;
  std::string bytes_;  ///< of the words since the last plain text
  std::string scratch_;
};

}  // namespace

std::string_view decode_header(std::string_view value, std::string& buffer) {
  const bool plain =
      std::none_of(value.begin(), value.end(), is_line_end) && value.find("=?") == kNone;
  if (plain && base::is_utf8(value)) return value;
  buffer.clear();
  Decoder(value, buffer).run();
  return buffer;
}

}  // namespace smtpscope::mime
