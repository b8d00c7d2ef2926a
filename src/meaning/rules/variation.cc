// SPDX-License-Identifier: Apache-2.0
#include "meaning/rules/variation.h"

#include <array>

#include "base/text.h"

namespace smtpscope::rules {
namespace {

struct Replacement {
  std::string_view mask;
  std::array<std::string_view, 3> values;
};

constexpr std::array kReplacements = {
    Replacement{"<addr>",
                {"other.person@example.net", "x7@mail.example.org", "postmaster@example.com"}},
    Replacement{"<ip>", {"198.51.100.7", "203.0.113.250", "192.0.2.199"}},
    Replacement{"<host>", {"relay7.example.org", "a.b.example.net", "mx-01.example.com"}},
    Replacement{
        "<url>",
        {"https://example.org/p/q1", "http://www.example.net/", "https://example.com/?x=y"}},
    Replacement{"<id>", {"zk81qw4", "4Z1fXq2kPbz", "0a1b2c3d"}},
    Replacement{"<n>", {"47", "3", "12345"}},
};

std::string_view replacement_for(std::string_view mask, unsigned seed) {
  for (const Replacement& row : kReplacements) {
    if (row.mask == mask) return row.values[seed % row.values.size()];
  }
  return {};
}

}  // namespace

std::string replace_variables(const reply::Reply& reply, const masking::Template& folded,
                              unsigned seed) {
  std::string out;
  std::size_t copied = 0;
  for (std::size_t i = 0; i < folded.tokens.size(); ++i) {
    const masking::Token& token = folded.tokens[i];
    const std::size_t end = folded.text.find(' ', token.at);
    const std::string_view word = folded.text.substr(token.at, end - token.at);
    const std::string_view value = replacement_for(word, seed + static_cast<unsigned>(i));
    if (value.empty()) continue;
    const std::string_view source =
        reply.text.substr(token.src_begin, token.src_end - token.src_begin);
    out.append(reply.text.substr(copied, token.src_begin - copied));
    const bool angle = source.starts_with('<') && source.ends_with('>');
    if (angle) out.push_back('<');
    out.append(value);
    if (angle) out.push_back('>');
    copied = token.src_end;
  }
  out.append(reply.text.substr(copied));
  return out;
}

std::string format_upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (base::is_lower(c)) c = static_cast<char>(c & ~0x20);
  }
  return out;
}

std::string join_lines(const reply::Reply& reply) {
  std::string out;
  std::string_view rest = reply.text;
  bool first = true;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view line = base::trim(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    std::size_t length = 0;
    if (!first && line.size() >= 4 && base::is_digit(line[0]) &&
        (line[3] == '-' || line[3] == ' ')) {
      line.remove_prefix(4);
      if (reply::parse_enhanced_code(line, length)) line.remove_prefix(length);
    }
    if (!first) out.push_back(' ');
    out.append(base::trim(line));
    first = false;
  }
  if (out.size() > 3 && out[3] == '-' && reply.code != 0) out[3] = ' ';
  return out;
}

}  // namespace smtpscope::rules
