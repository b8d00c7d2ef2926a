// SPDX-License-Identifier: Apache-2.0
// One reply: basic code, enhanced code, and what is odd about its lines.
#include "meaning/reply/reply.h"

#include <cstring>

#include "meaning/reply/wrappers.h"

namespace smtpscope::reply {
namespace {

/// Reads a number of one to three digits; -1 for none or a longer one.
int read_part(std::string_view s, std::size_t& at) noexcept {
  int value = 0;
  std::size_t n = 0;
  for (; at < s.size() && base::is_digit(s[at]); ++at) {
    if (++n > 3) return -1;
    value = value * 10 + (s[at] - '0');
  }
  return n == 0 ? -1 : value;
}

/// Enhanced codes outside their place are only believed with a registered subject (RFC 3463), since
/// servers also write `[#4.16.1]` and `4.16.55`.
EnhancedCode read_placed(std::string_view s, char close, int basic) noexcept {
  std::size_t length = 0;
  const EnhancedCode code = parse_enhanced_code(s, length);
  if (!code || code.subject > 7 || (basic != 0 && basic / 100 != code.klass)) return {};
  if (close != 0 && (length >= s.size() || s[length] != close)) return {};
  return code;
}

/// `(#5.1.1)`, `#5.1.1`, `[5.7.1]`, `(5.7.1)`, `SC=5.1.1`.
EnhancedCode find_placed(std::string_view s, int basic) noexcept {
  static constexpr Stops kPlaces = stops_at("#[(=");
  for (std::size_t i = find_stop(s, 0, kPlaces); i + 5 < s.size();
       i = find_stop(s, i + 1, kPlaces)) {
    const char c = s[i];
    if (c == '=' && (i < 2 || s.substr(i - 2, 2) != "SC")) continue;
    const char close = c == '[' ? ']' : c == '(' ? ')' : '\0';
    if (const EnhancedCode code = read_placed(s.substr(i + 1), close, c == '#' ? 0 : basic)) {
      return code;
    }
  }
  return {};
}

/// `450 cuda_nsu 4.7.1 <...>`: behind one word of the server's own.
EnhancedCode find_after_word(std::string_view s, int basic) noexcept {
  std::size_t at = 0;
  while (at < s.size() && !base::is_space(s[at])) ++at;
  return read_placed(s.substr(skip_blanks(s, at)), '\0', basic);
}

/// What has been read of a reply's lines.
struct Reading {
  Reply reply;
  std::string_view digits;  ///< the first basic code, where it stands
  bool open = false;        ///< the last coded line says that more follows
};

/// Continuation lines that were joined with blanks: `421-4.7.28 text 421-4.7.28 text`. A bare
/// number in the text is no such line: it needs `-`, or the enhanced code of the first, or a first
/// line that promised more.
void read_flattened(std::string_view line, std::size_t from, Reading& r) noexcept {
  const bool promised = r.open;
  for (std::size_t at = line.find(r.digits, from); at != kNone; at = line.find(r.digits, at + 3)) {
    if (at == 0 || !base::is_blank(line[at - 1])) continue;
    const Code code = read_code(line.substr(at));
    if (!code || (code.after != '-' && code.after != ' ' && code.after != '\n')) continue;
    if (is_quoted_code(line, at)) continue;
    const EnhancedCode enhanced = enhanced_after_code(line.substr(at));
    if (!code.open() && !promised && (!enhanced || enhanced != r.reply.enhanced)) continue;
    r.reply.issues |= kFlattened;
    r.open = code.open();
  }
}

void note_enhanced(EnhancedCode code, Reply& reply) noexcept {
  if (!code) return;
  if (reply.enhanced && reply.enhanced != code) reply.issues |= kEnhancedChanges;
  reply.enhanced = code;
}

/// Blanks, quotes and marks that pastes put before a code.
std::size_t skip_marks(std::string_view line) noexcept {
  std::size_t at = 0;
  while (at < line.size() && (base::is_blank(line[at]) || line[at] == '<' || line[at] == '>' ||
                              line[at] == '"' || line[at] == '\'' || line[at] == '#')) {
    ++at;
  }
  return at;
}

void read_reply_line(std::string_view line, Reading& r) noexcept {
  ++r.reply.lines;
  line.remove_prefix(skip_marks(line));
  const Code code = read_code(line);
  // Behind a final line only the same code goes on; `250 messages an hour` in the text does not.
  if (!code || (r.reply.code != 0 && !r.open && code.value != r.reply.code)) {
    if (r.open) read_flattened(line, 1, r);
    return;
  }
  if (r.reply.code != 0 && code.value != r.reply.code) r.reply.issues |= kCodeChanges;
  if (r.reply.code == 0) r.digits = line.substr(0, 3);
  if (r.reply.code == 0 || !code.open()) r.reply.code = code.value;
  r.open = code.open();
  note_enhanced(enhanced_after_code(line), r.reply);
  read_flattened(line, 4, r);
}

/// Reads the line at `at` and goes behind its end; a bare CR ends a line too.
std::string_view take_line(std::string_view s, std::size_t& at, std::uint32_t& issues) noexcept {
  const std::size_t lf = line_end(s, at);
  std::string_view line = s.substr(at, lf - at);
  const std::size_t cr = line.find('\r');
  if (cr != kNone && cr + 1 < line.size()) {
    issues |= kBareCr;
    at += cr + 1;
    return line.substr(0, cr);
  }
  at = lf + 1;
  if (cr != kNone) {
    line.remove_suffix(1);
  } else if (lf < s.size()) {
    issues |= kBareLf;
  }
  return line;
}

void read_lines(Reading& r) noexcept {
  const std::string_view text = r.reply.text;
  for (std::size_t at = 0; at < text.size();) {
    read_reply_line(take_line(text, at, r.reply.issues), r);
  }
}

/// The enhanced code where no line has one in its place.
EnhancedCode find_elsewhere(const Reading& r) noexcept {
  const std::string_view text = r.reply.text;
  std::size_t length = 0;
  if (r.reply.code == 0) {
    const std::string_view words = text.substr(skip_marks(text));
    if (const EnhancedCode code = parse_enhanced_code(words, length)) return code;
  } else {
    // A fold may stand between the codes.
    const auto behind = static_cast<std::size_t>(r.digits.data() - text.data()) + 3;
    const std::string_view words = text.substr(skip_space(text, behind));
    if (const EnhancedCode code = parse_enhanced_code(words, length)) return code;
    if (const EnhancedCode code = find_after_word(words, r.reply.code)) return code;
  }
  return find_placed(text, r.reply.code);
}

/// Cuts at the limit, not inside a UTF-8 sequence.
std::string_view cut(std::string_view text, std::uint32_t& issues) noexcept {
  if (text.size() <= kMaxReplyBytes) return text;
  issues |= kCut;
  std::size_t size = kMaxReplyBytes;
  while (size > kMaxReplyBytes - 4 && (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80) {
    --size;
  }
  return text.substr(0, size);
}

}  // namespace

std::string format_enhanced_code(EnhancedCode code) {
  if (!code) return {};
  return std::to_string(code.klass) + '.' + std::to_string(code.subject) + '.' +
         std::to_string(code.detail);
}

EnhancedCode parse_enhanced_code(std::string_view s, std::size_t& length) noexcept {
  length = 0;
  if (s.size() < 5 || (s[0] != '2' && s[0] != '4' && s[0] != '5') || s[1] != '.') return {};
  std::size_t at = 2;
  const int subject = read_part(s, at);
  if (subject < 0 || at >= s.size() || s[at] != '.') return {};
  ++at;
  const int detail = read_part(s, at);
  if (detail < 0) return {};
  if (at + 1 < s.size() && s[at] == '.' && base::is_digit(s[at + 1])) return {};
  length = at;
  return {static_cast<std::uint8_t>(s[0] - '0'), static_cast<std::uint16_t>(subject),
          static_cast<std::uint16_t>(detail)};
}

Reply parse_reply(std::string_view text) {
  Reading r;
  r.reply.text = cut(base::trim(text), r.reply.issues);
  if (!r.reply.text.empty() &&
      std::memchr(r.reply.text.data(), '\0', r.reply.text.size()) != nullptr) {
    r.reply.issues |= kNul;
  }
  read_lines(r);
  Reply& reply = r.reply;
  if (!reply.enhanced) reply.enhanced = find_elsewhere(r);
  if (reply.code == 0) reply.issues |= kNoCode;
  if (r.open) reply.issues |= kUnterminated;
  if (reply.code != 0 && reply.enhanced && reply.code / 100 != reply.enhanced.klass) {
    reply.issues |= kClassMismatch;
  }
  return reply;
}

}  // namespace smtpscope::reply
