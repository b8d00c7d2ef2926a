// SPDX-License-Identifier: Apache-2.0
#include "sources/bounce/mime/transfer.h"

#include <algorithm>
#include <array>

#include "base/text.h"

#include "sources/bounce/mime/hex.h"
#include "sources/bounce/mime/limits.h"
#include "sources/bounce/mime/lines.h"

namespace smtpscope::mime {
namespace {

constexpr std::size_t kNone = std::string_view::npos;
constexpr std::uint8_t kNoDigit = 64;

constexpr std::array<std::uint8_t, 256> make_digits() {
  std::array<std::uint8_t, 256> out{};
  out.fill(kNoDigit);
  for (unsigned char i = 0; i < 26; ++i) {
    out['A' + i] = i;
    out['a' + i] = static_cast<std::uint8_t>(26 + i);
  }
  for (unsigned char i = 0; i < 10; ++i) out['0' + i] = static_cast<std::uint8_t>(52 + i);
  out['+'] = 62;
  out['/'] = 63;
  return out;
}

constexpr std::array<std::uint8_t, 256> kDigits = make_digits();

std::uint8_t digit(char c) noexcept { return kDigits[static_cast<unsigned char>(c)]; }

/// False where the begin of `s` is text: blanks inside lines, or many characters of no base64.
bool looks_like_base64(std::string_view s) noexcept {
  std::size_t foreign = 0, seen = 0;
  bool blank = false, inside = false;
  for (std::size_t i = 0; i < s.size() && seen < kBase64Sample; ++i) {
    if (base::is_space(s[i])) {
      inside = inside && base::is_blank(s[i]);
      blank = inside;
      continue;
    }
    if (blank || (digit(s[i]) == kNoDigit && s[i] != '=')) ++foreign;
    blank = false;
    inside = true;
    ++seen;
  }
  return foreign * 8 <= seen;
}

/// Text that follows the padding: a footer that a list put behind it, not another chunk.
bool is_text_line(std::string_view s) noexcept {
  while (!s.empty() && base::is_space(s.front())) s.remove_prefix(1);
  s = s.substr(0, kBase64Sample);
  const std::string_view line = base::trim(line_at(s, 0).of(s));
  return std::any_of(line.begin(), line.end(),
                     [](char c) { return digit(c) == kNoDigit && c != '='; });
}

/// Collects six bits at a time.
class Collector {
 public:
  explicit Collector(std::string& out) noexcept : out_(out) {}

  void add(std::uint8_t six) {
    bits_ = bits_ << 6 | six;
    if (++count_ < 4) return;
    put(16);
    put(8);
    put(0);
    count_ = 0;
    bits_ = 0;
  }

  /// What a chunk without its last characters still says.
  void finish() {
    if (count_ >= 2) bits_ <<= 6 * (4 - count_);
    if (count_ >= 2) put(16);
    if (count_ == 3) put(8);
    count_ = 0;
    bits_ = 0;
  }

 private:
  void put(unsigned shift) { out_.push_back(static_cast<char>(bits_ >> shift & 0xff)); }

  std::string& out_;
  std::uint32_t bits_ = 0;
  unsigned count_ = 0;
};

/// Whole groups of four digits from `pos` on, the common case; gives back where they end.
std::size_t decode_groups(std::string_view s, std::size_t pos, std::string& out,
                          std::size_t limit) {
  while (pos + 4 <= s.size() && out.size() + 3 <= limit) {
    const std::uint32_t a = digit(s[pos]), b = digit(s[pos + 1]), c = digit(s[pos + 2]),
                        d = digit(s[pos + 3]);
    if (((a | b | c | d) & kNoDigit) != 0) break;
    const std::uint32_t bits = a << 18 | b << 12 | c << 6 | d;
    const char three[3] = {static_cast<char>(bits >> 16), static_cast<char>(bits >> 8 & 0xff),
                           static_cast<char>(bits & 0xff)};
    out.append(three, 3);
    pos += 4;
  }
  return pos;
}

/// Behind the = at `i` that encodes nothing: a soft line break, or one that should not be there.
std::size_t skip_soft_break(std::string_view s, std::size_t i, std::string& out) {
  std::size_t end = i + 1;
  while (end < s.size() && base::is_blank(s[end])) ++end;
  if (end < s.size() && s[end] == '\r') ++end;
  if (end == s.size()) return end;
  if (s[end] == '\n') return end + 1;
  out.push_back('=');
  return i + 1;
}

/// Place of the next = (or, in an encoded word, _) from `i` on.
std::size_t find_escape(std::string_view s, std::size_t i, bool in_word) noexcept {
  return std::min(in_word ? s.find_first_of("=_", i) : s.find('=', i), s.size());
}

}  // namespace

Encoding parse_encoding(std::string_view value) noexcept {
  while (!value.empty() && (value.front() == '"' || value.front() == '\'')) value.remove_prefix(1);
  value = value.substr(0, value.find_first_of("\"'; \t\r\n("));
  if (base::equals_nocase(value, "quoted-printable")) return Encoding::quoted_printable;
  if (base::equals_nocase(value, "base64")) return Encoding::base64;
  for (const std::string_view plain : {"7bit", "8bit", "binary", "7-bit", "8-bit", ""}) {
    if (base::equals_nocase(value, plain)) return Encoding::none;
  }
  return Encoding::other;
}

void decode_base64(std::string_view s, std::string& out, std::size_t limit) {
  Collector collector(out);
  bool aligned = true;
  unsigned digits = 0;
  for (std::size_t i = 0; i < s.size() && out.size() < limit;) {
    if (aligned) {
      i = decode_groups(s, i, out, limit);
      if (i >= s.size()) break;
    }
    const std::uint8_t six = digit(s[i]);
    if (six != kNoDigit) {
      collector.add(six);
      digits = (digits + 1) % 4;
    } else if (s[i] == '=' && digits >= 2) {
      collector.finish();
      digits = 0;
      i = std::min(s.find_first_not_of('=', i), s.size());
      if (i < s.size() && is_text_line(s.substr(i))) break;
      continue;
    }
    aligned = digits == 0;
    ++i;
  }
  collector.finish();
  if (out.size() > limit) out.resize(limit);
}

void decode_quoted_printable(std::string_view s, bool in_word, std::string& out,
                             std::size_t limit) {
  for (std::size_t i = 0; i < s.size() && out.size() < limit;) {
    const std::size_t plain = find_escape(s, i, in_word);
    out.append(s.substr(i, plain - i));
    i = plain;
    if (i == s.size()) break;
    if (s[i] == '_') {
      out.push_back(' ');
      ++i;
    } else if (i + 2 < s.size() && base::is_hex(s[i + 1]) && base::is_hex(s[i + 2])) {
      out.push_back(hex_byte(s[i + 1], s[i + 2]));
      i += 3;
    } else {
      i = skip_soft_break(s, i, out);
    }
  }
  if (out.size() > limit) out.resize(limit);
}

std::string_view decode(std::string_view bytes, Encoding encoding, std::string& buffer,
                        std::size_t limit) {
  buffer.clear();
  if (encoding == Encoding::quoted_printable) {
    if (bytes.find('=') == kNone) return bytes.substr(0, limit);
    buffer.reserve(std::min(bytes.size(), limit));
    decode_quoted_printable(bytes, false, buffer, limit);
    return buffer;
  }
  if (encoding == Encoding::base64 && looks_like_base64(bytes)) {
    buffer.reserve(std::min(bytes.size() / 4 * 3 + 3, limit));
    decode_base64(bytes, buffer, limit);
    return buffer;
  }
  return bytes.substr(0, limit);
}

}  // namespace smtpscope::mime
