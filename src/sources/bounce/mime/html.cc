// SPDX-License-Identifier: Apache-2.0
// One pass. Where something has no end (a tag, a comment, a style sheet), that is remembered, so
// that the next one without an end is not searched for again.
#include "sources/bounce/mime/html.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/text.h"

#include "sources/bounce/mime/entities.h"
#include "sources/bounce/mime/limits.h"

namespace smtpscope::mime {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

/// The first eight letters of a tag's name as a number; few names are longer, and those differ
/// before.
constexpr std::uint64_t pack(std::string_view name) noexcept {
  std::uint64_t out = 0;
  for (std::size_t i = 0; i < name.size() && i < 8 && base::is_alnum(name[i]); ++i) {
    out = out << 8 | static_cast<unsigned char>(base::to_lower(name[i]));
  }
  return out;
}

template <std::size_t N>
constexpr std::array<std::uint64_t, N> pack_all(const std::array<std::string_view, N>& names) {
  std::array<std::uint64_t, N> out{};
  for (std::size_t i = 0; i < N; ++i) out[i] = pack(names[i]);
  std::sort(out.begin(), out.end());
  return out;
}

constexpr auto kBlocks = pack_all(std::to_array<std::string_view>(
    {"address", "article",  "blockquote", "body",  "caption", "center", "dd", "div",    "dl",
     "dt",      "fieldset", "footer",     "form",  "h1",      "h2",     "h3", "h4",     "h5",
     "h6",      "header",   "hr",         "html",  "li",      "main",   "ol", "option", "p",
     "pre",     "section",  "table",      "tbody", "title",   "tr",     "ul"}));

/// What ends a run of letters.
constexpr std::array<bool, 256> kEndsText = [] {
  std::array<bool, 256> out{};
  for (const char c : {'<', '&', ' ', '\t', '\n', '\v', '\f', '\r'}) {
    out[static_cast<unsigned char>(c)] = true;
  }
  return out;
}();

/// `<user@example.com>: host ...` that a bounce put into HTML without escaping it.
bool is_bare_address(std::string_view inner) noexcept {
  return inner.size() <= kMaxAddressBytes && inner.find('@') != kNone &&
         inner.find_first_of(" \t\r\n=\"'") == kNone;
}

class Reader {
 public:
  Reader(std::string_view html, std::string& out) noexcept
      : s_(html), out_(out), begin_(out.size()) {}

  void run() {
    while (pos_ < s_.size()) {
      const char c = s_[pos_];
      if (c == '<' && is_tag()) {
        read_tag();
      } else if (c == '&') {
        read_entity();
      } else if (base::is_space(c)) {
        add_space(c);
        ++pos_;
      } else {
        read_text();
      }
    }
  }

 private:
  void read_text() {
    const std::size_t begin = pos_++;
    while (pos_ < s_.size() && (!ends_text(pos_) || is_single_blank(pos_))) ++pos_;
    add(s_.substr(begin, pos_ - begin));
  }

  bool ends_text(std::size_t i) const noexcept {
    return kEndsText[static_cast<unsigned char>(s_[i])];
  }

  /// One blank between two letters stays as it is.
  bool is_single_blank(std::size_t i) const noexcept {
    return s_[i] == ' ' && i + 1 < s_.size() && !ends_text(i + 1);
  }

  void add(std::string_view text) {
    if (blank_ && out_.size() > begin_ && out_.back() != '\n') out_.push_back(' ');
    blank_ = false;
    out_.append(text);
  }

  void add_space(char c) {
    if (!preformatted_) {
      blank_ = true;
    } else if (c == '\n') {
      blank_ = false;
      out_.push_back('\n');
    } else if (c != '\r') {
      add(" ");
    }
  }

  void add_line_end() {
    blank_ = false;
    if (out_.size() > begin_ && out_.back() != '\n') out_.push_back('\n');
  }

  bool is_tag() const noexcept {
    if (pos_ + 1 >= s_.size()) return false;
    const char c = s_[pos_ + 1];
    return base::is_alpha(c) || c == '/' || c == '!' || c == '?';
  }

  void read_tag() {
    if (s_.compare(pos_, 4, "<!--") == 0 && skip_comment()) return;
    const std::size_t end = find_tag_end();
    if (end == kNone) {  // no tag at all
      add("<");
      ++pos_;
      return;
    }
    const std::size_t begin = pos_ + 1;
    pos_ = s_[end] == '>' ? end + 1 : end;
    const std::string_view inner = s_.substr(begin, end - begin);
    if (is_bare_address(inner)) {
      add(s_.substr(begin - 1, pos_ - begin + 1));
    } else {
      apply_tag(inner);
    }
  }

  bool skip_comment() noexcept {
    if (pos_ >= comment_unended_) return false;
    const std::size_t end = s_.find("-->", pos_ + 2);
    if (end == kNone) {
      comment_unended_ = pos_;
      return false;
    }
    pos_ = end + 3;
    return true;
  }

  /// Place of the > outside quotes, or of the next < where the > is missing; npos where neither is.
  std::size_t find_tag_end() noexcept {
    if (!quotes_broken_) {
      char quote = 0;
      for (std::size_t i = pos_ + 1; i < s_.size(); ++i) {
        const char c = s_[i];
        if (quote != 0) {
          if (c == quote) quote = 0;
        } else if (c == '>' || c == '<') {
          return i;
        } else if ((c == '"' || c == '\'') && s_[i - 1] == '=') {
          quote = c;
        }
      }
      quotes_broken_ = true;  // the end was reached: not again for every tag
    }
    return s_.find_first_of("<>", pos_ + 1);
  }

  void apply_tag(std::string_view inner) {
    const bool closing = inner.substr(0, 1) == "/";
    if (closing) inner.remove_prefix(1);
    switch (const std::uint64_t name = pack(inner)) {
      case pack("br"):
        blank_ = false;
        out_.push_back('\n');
        break;
      case pack("td"):
      case pack("th"):
        blank_ = true;
        break;
      case pack("style"):
        if (!closing) skip_hidden("style", style_unended_);
        break;
      case pack("script"):
        if (!closing) skip_hidden("script", script_unended_);
        break;
      default:
        if (std::binary_search(kBlocks.begin(), kBlocks.end(), name)) add_block(name, closing);
    }
  }

  void add_block(std::uint64_t name, bool closing) {
    add_line_end();
    if (name == pack("p") && !closing && out_.size() > begin_) add_empty_line();
    if (name == pack("pre")) preformatted_ = !closing;
  }

  /// Paragraphs stand apart, as in text; what follows one is not the same statement.
  void add_empty_line() {
    if (out_.size() - begin_ >= 2 && out_[out_.size() - 2] != '\n') out_.push_back('\n');
  }

  /// Behind the end tag. Without one the content is shown: better than losing the whole text.
  void skip_hidden(std::string_view name, std::size_t& unended) noexcept {
    if (pos_ >= unended) return;
    for (std::size_t i = s_.find("</", pos_); i != kNone; i = s_.find("</", i + 2)) {
      if (!base::starts_with_nocase(s_.substr(i + 2), name)) continue;
      pos_ = i;
      return;
    }
    unended = pos_;
  }

  void read_entity() {
    const std::size_t n = decode_entity(s_.substr(pos_), scratch_);
    if (n == 0) {
      add("&");
      ++pos_;
      return;
    }
    pos_ += n;
    if (scratch_ == " ") {
      add_space(' ');
    } else {
      add(scratch_);
    }
  }

  std::string_view s_;
  std::string& out_;
  std::size_t begin_;
  std::size_t pos_ = 0;
  bool blank_ = false;  ///< white space since the last letter
  bool preformatted_ = false;
  bool quotes_broken_ = false;
  std::size_t comment_unended_ = kNone;
  std::size_t style_unended_ = kNone;
  std::size_t script_unended_ = kNone;
  std::string scratch_;
};

}  // namespace

void html_to_text(std::string_view html, std::string& out) { Reader(html, out).run(); }

}  // namespace smtpscope::mime
