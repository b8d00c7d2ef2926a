// SPDX-License-Identifier: Apache-2.0
#include "io/imap_response.h"

#include <algorithm>

#include "base/text.h"

namespace smtpscope::io {
namespace {

using base::equals_nocase;

/// Words of an answer: atoms, quoted strings (quotes kept), parentheses each alone, literals
/// (\x01).
class Words {
 public:
  explicit Words(std::string_view text) noexcept : rest_(text) {}

  std::string_view next() noexcept {
    while (!rest_.empty() && rest_[0] == ' ') rest_.remove_prefix(1);
    if (rest_.empty()) return {};
    std::size_t size = 1;
    if (rest_[0] == '"') {
      while (size < rest_.size() && rest_[size] != '"') size += rest_[size] == '\\' ? 2 : 1;
      size = std::min(size + 1, rest_.size());
    } else if (!is_alone(rest_[0])) {
      // BODY[...] is one word, whatever is in the brackets.
      bool in_brackets = false;
      for (size = 0; size < rest_.size() && (in_brackets || !ends_word(rest_[size])); ++size) {
        if (rest_[size] == '[') in_brackets = true;
        if (rest_[size] == ']') in_brackets = false;
      }
    }
    const std::string_view out = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return out;
  }

 private:
  static bool is_alone(char c) noexcept { return c == '(' || c == ')' || c == '\x01'; }
  static bool ends_word(char c) noexcept { return c == ' ' || c == '"' || is_alone(c); }

  std::string_view rest_;
};

std::optional<std::uint32_t> parse_number(std::string_view word) noexcept {
  if (word.empty() || word.size() > 10) return std::nullopt;
  std::uint64_t out = 0;
  for (const char c : word) {
    if (!base::is_digit(c)) return std::nullopt;
    out = out * 10 + static_cast<std::uint64_t>(c - '0');
  }
  if (out > 0xffffffffU) return std::nullopt;
  return static_cast<std::uint32_t>(out);
}

/// 0 where it is none.
std::uint32_t number_of(std::string_view word) noexcept { return parse_number(word).value_or(0); }

void set_item(ImapFetch& out, std::string_view name, std::string_view value,
              std::size_t literals) noexcept {
  if (equals_nocase(name, "UID")) out.uid = number_of(value);
  if (equals_nocase(name, "RFC822.SIZE")) out.size = number_of(value);
  if (!base::starts_with_nocase(name, "BODY[]")) return;
  out.has_body = true;
  if (value == "\x01") out.literal = literals - 1;
  if (value.size() >= 2 && value[0] == '"') out.quoted = value.substr(1, value.size() - 2);
}

/// Whether all items up to the closing parenthesis were there.
bool read_items(Words& words, ImapFetch& out) noexcept {
  std::size_t literals = 0, depth = 1;
  std::string_view name;  // of the item whose value comes next; empty where a name comes next
  while (depth > 0) {
    const std::string_view word = words.next();
    if (word.empty()) return false;
    const std::size_t before = depth;
    if (word == "(") ++depth;
    if (word == ")") --depth;
    if (word == "\x01") ++literals;
    const bool in_list = before > 1 || depth > 1;  // which is a value
    if (!in_list && !name.empty()) set_item(out, name, word, literals);
    if (in_list ? depth == 1 : !name.empty())
      name = {};
    else if (!in_list)
      name = word;
  }
  return true;
}

}  // namespace

std::optional<ImapDone> parse_done(std::string_view line, std::string_view tag) noexcept {
  Words words(line);
  if (words.next() != tag) return std::nullopt;
  const std::string_view word = words.next();
  ImapDone out;
  if (equals_nocase(word, "OK")) out.end = ImapEnd::ok;
  if (equals_nocase(word, "NO")) out.end = ImapEnd::no;
  const std::size_t at = tag.size() + 1 + word.size();
  out.text = base::trim(line.substr(std::min(at, line.size())));
  return out;
}

std::optional<std::uint64_t> find_literal(std::string_view line) noexcept {
  if (!line.ends_with('}')) return std::nullopt;
  const std::size_t open = line.rfind('{');
  if (open == std::string_view::npos) return std::nullopt;
  return parse_number(line.substr(open + 1, line.size() - open - 2));
}

std::optional<std::uint32_t> find_count(std::string_view line, std::string_view word) noexcept {
  Words words(line);
  if (words.next() != "*") return std::nullopt;
  const auto number = parse_number(words.next());
  return number && equals_nocase(words.next(), word) ? number : std::nullopt;
}

std::optional<std::uint32_t> find_code(std::string_view line, std::string_view word) noexcept {
  const std::size_t open = line.find('[');
  if (!line.starts_with("* OK ") || open != 5) return std::nullopt;
  const std::string_view code = line.substr(open + 1, line.find(']') - open - 1);
  const std::size_t blank = code.find(' ');
  if (blank == std::string_view::npos || !equals_nocase(code.substr(0, blank), word))
    return std::nullopt;
  return parse_number(code.substr(blank + 1));
}

std::optional<ImapFetch> parse_fetch(std::string_view answer) noexcept {
  Words words(answer);
  if (words.next() != "*" || number_of(words.next()) == 0 ||
      !equals_nocase(words.next(), "FETCH") || words.next() != "(")
    return std::nullopt;
  ImapFetch out;
  if (!read_items(words, out)) return std::nullopt;
  return out;
}

std::optional<std::string> parse_list(std::string_view line) {
  Words words(line);
  if (words.next() != "*" || !equals_nocase(words.next(), "LIST") || words.next() != "(")
    return std::nullopt;
  for (std::string_view flag = words.next(); flag != ")"; flag = words.next()) {
    if (flag.empty() || equals_nocase(flag, "\\Noselect")) return std::nullopt;
  }
  words.next();  // the separator
  std::string_view name = words.next();
  if (name.size() >= 2 && name[0] == '"') name = name.substr(1, name.size() - 2);
  if (name.empty() || name == "\x01") return std::nullopt;
  return std::string(name);
}

std::string format_uid_set(std::span<const std::uint32_t> uids) {
  std::string out;
  for (std::size_t i = 0, last = 0; i < uids.size(); i = last + 1) {
    last = i;
    while (last + 1 < uids.size() && uids[last + 1] == uids[last] + 1) ++last;
    if (!out.empty()) out.push_back(',');
    out += std::to_string(uids[i]);
    if (last != i) out += ":" + std::to_string(uids[last]);
  }
  return out;
}

bool has_capability(std::string_view line, std::string_view capability) noexcept {
  Words words(line);
  for (std::string_view word = words.next(); !word.empty(); word = words.next()) {
    if (equals_nocase(word, capability)) return true;
  }
  return false;
}

}  // namespace smtpscope::io
