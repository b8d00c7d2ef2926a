// SPDX-License-Identifier: Apache-2.0
#include "sources/bounce/mime/content_type.h"

#include <algorithm>
#include <array>

#include "base/text.h"

#include "sources/bounce/mime/charset.h"
#include "sources/bounce/mime/hex.h"
#include "sources/bounce/mime/limits.h"

namespace smtpscope::mime {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

bool ends_token(char c) noexcept { return base::is_space(c) || c == ';'; }

/// Behind the comment that begins at `pos`; at the end where it does not end.
std::size_t skip_comment(std::string_view s, std::size_t pos) noexcept {
  std::size_t depth = 0;
  for (std::size_t i = pos; i < s.size(); ++i) {
    if (s[i] == '\\') {
      ++i;
    } else if (s[i] == '(') {
      ++depth;
    } else if (s[i] == ')' && --depth == 0) {
      return i + 1;
    }
  }
  return s.size();
}

/// The name of RFC 2231 taken apart: `name*1*` is piece 1, extended.
struct Piece {
  bool ours = false;
  bool extended = false;
  std::uint32_t index = 0;
};

Piece parse_piece(std::string_view written, std::string_view name) noexcept {
  if (!base::starts_with_nocase(written, name) || written.size() == name.size()) return {};
  std::string_view rest = written.substr(name.size());
  if (rest.front() != '*') return {};
  rest.remove_prefix(1);
  if (rest.empty()) return {true, true, 0};
  const bool extended = rest.back() == '*';
  if (extended) rest.remove_suffix(1);
  const auto index = base::parse_digits(rest);
  if (!index || *index >= kMaxParameterPieces) return {};
  return {true, extended, *index};
}

void append_percent_decoded(std::string_view s, std::string& out) {
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (s[i] == '%' && i + 2 < s.size() && base::is_hex(s[i + 1]) && base::is_hex(s[i + 2])) {
      out.push_back(hex_byte(s[i + 1], s[i + 2]));
      i += 2;
    } else {
      out.push_back(s[i]);
    }
  }
}

/// Cuts `charset'language'` off the first piece and gives back the charset.
std::string_view take_charset(std::string_view& value) noexcept {
  const std::size_t first = value.find('\'');
  const std::size_t second = first == kNone ? kNone : value.find('\'', first + 1);
  if (second == kNone) return {};
  const std::string_view charset = value.substr(0, first);
  value.remove_prefix(second + 1);
  return charset;
}

struct Pieces {
  std::array<Parameter, kMaxParameterPieces> values{};
  std::array<bool, kMaxParameterPieces> present{};
  std::array<bool, kMaxParameterPieces> extended{};
};

Pieces collect_pieces(std::string_view parameters, std::string_view name) noexcept {
  Pieces pieces;
  Parameters all(parameters);
  for (Parameter one; all.next(one);) {
    const Piece piece = parse_piece(one.name, name);
    if (!piece.ours || pieces.present[piece.index]) continue;
    pieces.present[piece.index] = true;
    pieces.extended[piece.index] = piece.extended;
    pieces.values[piece.index] = one;
  }
  return pieces;
}

std::string_view join_pieces(std::string_view parameters, std::string_view name,
                             std::string& buffer) {
  Pieces pieces = collect_pieces(parameters, name);
  std::string bytes, scratch;
  std::string_view charset;
  for (std::uint32_t i = 0; i < kMaxParameterPieces && pieces.present[i]; ++i) {
    Parameter& piece = pieces.values[i];
    if (!pieces.extended[i]) {
      bytes += piece.escaped ? unescape(piece.value, scratch) : piece.value;
      continue;
    }
    if (i == 0) charset = take_charset(piece.value);
    append_percent_decoded(piece.value, bytes);
  }
  buffer.assign(to_utf8(bytes, charset, scratch));
  return buffer;
}

}  // namespace

void Parameters::skip_separators() noexcept {
  while (pos_ < value_.size()) {
    const char c = value_[pos_];
    if (c == '(') {
      pos_ = skip_comment(value_, pos_);
    } else if (ends_token(c) || c == ',' || c == '=' || c == '"') {
      ++pos_;
    } else {
      return;
    }
  }
}

bool Parameters::next(Parameter& out) noexcept {
  while (true) {
    skip_separators();
    if (pos_ >= value_.size()) return false;
    const std::size_t begin = pos_;
    while (pos_ < value_.size() && !ends_token(value_[pos_]) && value_[pos_] != '=') ++pos_;
    out.name = value_.substr(begin, pos_ - begin);
    std::size_t equals = pos_;
    while (equals < value_.size() && base::is_space(value_[equals])) ++equals;
    if (equals >= value_.size() || value_[equals] != '=') continue;  // a word without a value
    pos_ = equals + 1;
    read_value(out);
    return true;
  }
}

void Parameters::read_value(Parameter& out) noexcept {
  while (pos_ < value_.size() && base::is_space(value_[pos_])) ++pos_;
  out.escaped = false;
  if (pos_ < value_.size() && value_[pos_] == '"') {
    read_quoted(out);
    return;
  }
  const std::size_t begin = pos_;
  while (pos_ < value_.size() && !ends_token(value_[pos_])) ++pos_;
  out.value = value_.substr(begin, pos_ - begin);
}

void Parameters::read_quoted(Parameter& out) noexcept {
  const std::size_t begin = ++pos_;
  while (pos_ < value_.size() && value_[pos_] != '"') {
    if (value_[pos_] == '\\') {
      out.escaped = true;
      ++pos_;
    }
    ++pos_;
  }
  if (pos_ < value_.size()) {
    out.value = value_.substr(begin, pos_ - begin);
    ++pos_;
    return;
  }
  // The quote does not end: the value is what stands before the next separator. There is no other
  // quote behind it, so this happens once in a field.
  pos_ = std::min(value_.find_first_of(";\r\n", begin), value_.size());
  out.value = base::trim(value_.substr(begin, pos_ - begin));
  out.escaped = out.value.find('\\') != kNone;
}

ContentType parse_content_type(std::string_view value) noexcept {
  value = value.substr(0, kMaxParameterBytes);
  std::size_t begin = 0;
  while (begin < value.size() && (base::is_space(value[begin]) || value[begin] == '"')) ++begin;
  if (begin < value.size() && value[begin] == '(') begin = skip_comment(value, begin);
  while (begin < value.size() && base::is_space(value[begin])) ++begin;
  std::size_t end = begin;
  while (end < value.size() && !ends_token(value[end]) && value[end] != '(' && value[end] != '"' &&
         value[end] != ',' && value[end] != '=') {
    ++end;
  }
  const std::string_view type = value.substr(begin, end - begin);
  if (end < value.size() && value[end] == '=') return {{}, value.substr(begin)};
  return {type, value.substr(end)};
}

std::string_view ContentType::parameter(std::string_view name, std::string& buffer) const {
  bool in_pieces = false;
  Parameters all(parameters);
  for (Parameter one; all.next(one);) {
    if (base::equals_nocase(one.name, name)) {
      return one.escaped ? unescape(one.value, buffer) : one.value;
    }
    in_pieces = in_pieces || parse_piece(one.name, name).ours;
  }
  return in_pieces ? join_pieces(parameters, name, buffer) : std::string_view{};
}

std::string_view unescape(std::string_view value, std::string& buffer) {
  buffer.clear();
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] == '\\' && i + 1 < value.size()) ++i;
    buffer.push_back(value[i]);
  }
  return buffer;
}

}  // namespace smtpscope::mime
