// SPDX-License-Identifier: Apache-2.0
// The small words of the search: codes, phrases folded over lines, addresses, hosts with their IP
// addresses, and the stage an SMTP command stands for.
#include "meaning/reply/wrappers.h"

namespace smtpscope::reply {
namespace {

constexpr bool is_host_byte(char c) noexcept {
  return base::is_alnum(c) || c == '.' || c == '-' || c == '_' || base::is_high(c);
}

constexpr bool is_address_byte(char c) noexcept {
  return !base::is_space(c) && !base::is_control(c) && c != '<' && c != '>' && c != ',' &&
         c != ';' && c != '"' && c != '\'' && c != '(' && c != ')' && c != '[' && c != ']' &&
         c != ':';
}

bool is_ip(std::string_view s) noexcept {
  std::size_t marks = 0;
  for (const char c : s) {
    if (c == '.' || c == ':') {
      ++marks;
    } else if (!base::is_hex(c)) {
      return false;
    }
  }
  return marks >= 2 && s.size() <= 45;
}

/// The address in `[...]`, with or without Exchange's and RFC 5321's `IPv6:`.
std::string_view ip_in(std::string_view inner) noexcept {
  if (base::starts_with_nocase(inner, "ipv6:")) inner.remove_prefix(5);
  return is_ip(inner) ? inner : std::string_view{};
}

std::string_view host_at_end(std::string_view s) noexcept {
  std::size_t at = s.size();
  while (at > 0 && s.size() - at < kMaxNameBytes && is_host_byte(s[at - 1])) --at;
  return s.substr(at);
}

}  // namespace

EnhancedCode enhanced_after_code(std::string_view s) noexcept {
  std::size_t at = 3;
  while (at < s.size() && (base::is_blank(s[at]) || s[at] == ':' || s[at] == '#' || s[at] == '-')) {
    ++at;
  }
  if (at >= s.size()) return {};
  std::size_t length = 0;
  return parse_enhanced_code(s.substr(at), length);
}

bool is_strong_code(std::string_view s) noexcept {
  const Code code = read_code(s);
  if (!code) return false;
  const EnhancedCode enhanced = enhanced_after_code(s);
  return enhanced && (enhanced.klass == code.value / 100 || code.open());
}

bool is_quoted_code(std::string_view line, std::size_t at) noexcept {
  while (at > 0 && base::is_blank(line[at - 1])) --at;
  if (at == 0 || line[at - 1] != ':') return false;
  const std::string_view words = line.substr(0, at - 1);
  for (const std::string_view word : {"response", "said", "reply", "answered"}) {
    if (words.size() > word.size() &&
        base::equals_nocase(words.substr(words.size() - word.size()), word)) {
      return true;
    }
  }
  return false;
}

std::size_t size_without_expiry(std::string_view s) noexcept {
  constexpr std::string_view kExpiry = "retry timeout exceeded";
  if (!s.ends_with(kExpiry)) return s.size();
  // Bounces fold the line before it.
  const std::string_view cause = base::trim(s.substr(0, s.size() - kExpiry.size()));
  return cause.size() > 5 && cause.ends_with(':') ? cause.size() - 1 : s.size();
}

std::size_t match_phrase(std::string_view s, std::string_view phrase) noexcept {
  std::size_t at = 0;
  for (std::size_t i = 0; i < phrase.size(); ++i) {
    if (at >= s.size()) return 0;
    if (phrase[i] != ' ') {
      if (base::to_lower(s[at]) != phrase[i]) return 0;
      ++at;
      continue;
    }
    const std::size_t from = at;
    while (at < s.size() && base::is_space(s[at]) && at - from < kMaxPhraseBlanks) ++at;
    if (at == from) return 0;
  }
  return at;
}

std::size_t skip_space(std::string_view s, std::size_t at) noexcept {
  while (at < s.size() && base::is_space(s[at])) ++at;
  return at;
}

std::size_t skip_blanks(std::string_view s, std::size_t at) noexcept {
  while (at < s.size() && base::is_blank(s[at])) ++at;
  return at;
}

std::size_t line_end(std::string_view s, std::size_t at) noexcept {
  const std::size_t lf = s.find('\n', at);
  return lf == kNone ? s.size() : lf;
}

std::string_view before(std::string_view s, std::size_t at, std::size_t n) noexcept {
  const std::size_t from = at > n ? at - n : 0;
  return s.substr(from, at - from);
}

std::string_view line_before(std::string_view s, std::size_t at) noexcept {
  const std::string_view back = before(s, at);
  const std::size_t lf = back.rfind('\n');
  return lf == kNone ? back : back.substr(lf + 1);
}

std::size_t rfind_nocase(std::string_view s, std::string_view needle) noexcept {
  if (needle.size() > s.size()) return kNone;
  for (std::size_t at = s.size() - needle.size() + 1; at-- > 0;) {
    if (base::to_lower(s[at]) == needle[0] && base::starts_with_nocase(s.substr(at), needle)) {
      return at;
    }
  }
  return kNone;
}

std::string_view angle_text(std::string_view s, std::size_t at) noexcept {
  if (at >= s.size() || s[at] != '<') return {};
  const std::string_view inner = s.substr(at + 1, kMaxNameBytes);
  const std::size_t close = inner.find_first_of(">\n");
  if (close == kNone || inner[close] != '>') return {};
  return inner.substr(0, close);
}

std::string_view read_address(std::string_view s) noexcept {
  if (!s.empty() && s.front() == '<') {
    const std::string_view inner = angle_text(s, 0);
    return inner.find('@') == kNone ? std::string_view{} : inner;
  }
  std::size_t at = 0;
  while (at < s.size() && at < kMaxNameBytes && is_address_byte(s[at])) ++at;
  while (at > 0 && s[at - 1] == '.') --at;
  const std::string_view address = s.substr(0, at);
  const std::size_t sign = address.find('@');
  if (sign == kNone || sign == 0 || sign + 1 == address.size()) return {};
  return address;
}

Peer peer_at_end(std::string_view s) noexcept {
  while (!s.empty() && base::is_space(s.back())) s.remove_suffix(1);
  if (const std::size_t port = s.rfind("]:"); port != kNone && s.size() - port < 8) {
    s = s.substr(0, port + 1);
  }
  if (s.empty() || s.back() != ']') {
    const std::string_view host = host_at_end(s);
    return is_ip(host) ? Peer{{}, host} : Peer{host, {}};
  }
  const std::size_t open = s.rfind('[');
  if (open == kNone || s.size() - open > kMaxNameBytes) return {};
  std::string_view name = s.substr(0, open);
  if (!name.empty() && base::is_blank(name.back())) name.remove_suffix(1);
  if (!name.empty() && name.back() == ')') name = base::trim(name.substr(0, name.rfind('(')));
  return {host_at_end(name), ip_in(s.substr(open + 1, s.size() - open - 2))};
}

Peer peer_at_start(std::string_view s, std::size_t& length) noexcept {
  std::size_t at = 0;
  while (at < s.size() && at < kMaxNameBytes && is_host_byte(s[at])) ++at;
  std::string_view host = s.substr(0, at);
  length = at;
  std::size_t open = at;
  if (open < s.size() && s[open] == ' ') ++open;
  if (open < s.size() && s[open] == '[') {
    const std::string_view inner = s.substr(open + 1, kMaxNameBytes);
    const std::size_t close = inner.find_first_of("]\n");
    if (close != kNone && inner[close] == ']') {
      length = open + close + 2;
      return {host, ip_in(inner.substr(0, close))};
    }
  }
  while (!host.empty() && host.back() == '.') host.remove_suffix(1);
  return is_ip(host) ? Peer{{}, host} : Peer{host, {}};
}

Stage stage_of_command(std::string_view words) noexcept {
  struct Row {
    std::string_view phrase;
    Stage stage;
  };
  static constexpr std::array kRows = std::to_array<Row>({
      {".", Stage::eod},
      {"rcpt", Stage::rcpt},
      {"mail", Stage::mail},
      {"end of data", Stage::eod},
      {"end of message", Stage::eod},
      {"end-of-message", Stage::eod},
      {"sending data block", Stage::eod},
      {"sending end of data", Stage::eod},
      {"sending message body", Stage::eod},
      {"data end", Stage::eod},
      {"bdat", Stage::eod},
      {"data", Stage::data},
      {"sending data", Stage::data},
      {"initial connection", Stage::banner},
      {"connect", Stage::banner},
      {"greeting", Stage::banner},
      {"receiving the initial server greeting", Stage::banner},
      {"initial server greeting", Stage::banner},
      {"ehlo", Stage::ehlo},
      {"helo", Stage::ehlo},
      {"lhlo", Stage::ehlo},
      {"performing the ehlo", Stage::ehlo},
      {"performing the helo", Stage::ehlo},
      {"performing the lhlo", Stage::ehlo},
      {"starttls", Stage::starttls},
      {"auth", Stage::auth},
      {"quit", Stage::quit},
      {"rset", Stage::unknown},
  });
  words = base::trim(words);
  for (const std::string_view skip : {"pipelined ", "sending of ", "pipelined sending of "}) {
    if (const std::size_t n = match_phrase(words, skip)) words.remove_prefix(n);
  }
  for (const bool behind_sending : {false, true}) {
    if (behind_sending) {
      const std::size_t n = match_phrase(words, "sending ");
      if (n == 0) break;
      words.remove_prefix(n);
    }
    for (const Row& row : kRows) {
      if (match_phrase(words, row.phrase) != 0) return row.stage;
    }
  }
  return Stage::unknown;
}

std::string_view Source::compose(int code, EnhancedCode enhanced, std::string_view content) {
  std::string made;
  const std::string head = std::to_string(code);
  const std::string tail = enhanced ? format_enhanced_code(enhanced) + ' ' : std::string{};
  content = base::trim(content.substr(0, kMaxReplyBytes));
  for (std::size_t at = 0; at <= content.size();) {
    const std::size_t end = line_end(content, at);
    const std::string_view line = base::trim(content.substr(at, end - at));
    at = end + 1;
    if (line.empty() && !content.empty()) continue;
    if (!made.empty()) made += '\n';
    made += head;
    made += at <= content.size() ? '-' : ' ';
    if (match_phrase(line, tail) == 0) made += tail;
    made += line;
  }
  // Without a searched copy the room is still empty; what is composed never exceeds a few times
  // the text it was read from.
  if (room_->capacity() < 64) room_->reserve(4 * text.size() + 64);
  if (room_->capacity() - room_->size() < made.size() + 1) return {};
  const std::size_t begin = room_->size();
  *room_ += made;
  *room_ += '\n';
  return base::trim(std::string_view(*room_).substr(begin, made.size()));
}

}  // namespace smtpscope::reply
