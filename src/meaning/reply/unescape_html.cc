// SPDX-License-Identifier: Apache-2.0
// HTML undone as far as replies need it: entities, and the tags web mail and consoles put around
// text. `<a@example.com>` is no tag.
#include <algorithm>

#include "base/utf8.h"

#include "meaning/reply/wrappers.h"

namespace smtpscope::reply {
namespace {

constexpr std::size_t kMaxTagBytes = 200;

struct Entity {
  std::string_view name;
  char byte;
};
constexpr std::array kEntities = std::to_array<Entity>(
    {{"lt;", '<'}, {"gt;", '>'}, {"amp;", '&'}, {"quot;", '"'}, {"apos;", '\''}, {"nbsp;", ' '}});

/// Length of the entity at the `&` at the start of `s`, decoded into `out`; 0 for none.
std::size_t decode_entity(std::string_view s, std::string& out) {
  for (const Entity& entity : kEntities) {
    if (s.substr(1, entity.name.size()) == entity.name) {
      out += entity.byte;
      return entity.name.size() + 1;
    }
  }
  if (s.size() < 4 || s[1] != '#') return 0;
  const bool hex = s[2] == 'x' || s[2] == 'X';
  std::size_t at = hex ? 3 : 2;
  const std::size_t from = at;
  char32_t value = 0;
  for (; at < s.size() && at - from < 7 && (hex ? base::is_hex(s[at]) : base::is_digit(s[at]));
       ++at) {
    value = value * (hex ? 16U : 10U) + static_cast<char32_t>(hex_value(s[at]));
  }
  if (at == from || at >= s.size() || s[at] != ';') return 0;
  base::append_utf8(value == 0xa0 ? U' ' : value == 0 ? U'\xfffd' : value, out);
  return at + 1;
}

/// Length of the tag at the `<` at the start of `s`; 0 where it is none of HTML's. `breaks` tells
/// whether a line ends there.
std::size_t read_tag(std::string_view s, bool& breaks) noexcept {
  static constexpr std::array kBlocks = std::to_array<std::string_view>(
      {"br", "p",  "div", "tr", "td",   "th",   "li",   "ul",    "ol",         "table", "pre",
       "h1", "h2", "h3",  "hr", "body", "html", "head", "title", "blockquote", "tbody"});
  static constexpr std::array kInline =
      std::to_array<std::string_view>({"b", "i", "u", "a", "em", "strong", "span", "font", "code",
                                       "tt", "small", "style", "meta", "img", "center"});
  std::size_t at = s.size() > 1 && s[1] == '/' ? 2 : 1;
  const std::size_t from = at;
  while (at < s.size() && at - from < 11 && base::is_alnum(s[at])) ++at;
  const std::string_view name = s.substr(from, at - from);
  const auto is_name = [name](std::string_view known) { return base::equals_nocase(name, known); };
  breaks = std::any_of(kBlocks.begin(), kBlocks.end(), is_name);
  if (!breaks && std::none_of(kInline.begin(), kInline.end(), is_name)) return 0;
  if (at >= s.size() || (s[at] != '>' && s[at] != '/' && !base::is_space(s[at]))) return 0;
  const std::size_t close = s.substr(at, kMaxTagBytes).find('>');
  return close == kNone ? 0 : at + close + 1;
}

}  // namespace

bool undo_html(std::string_view s, std::string& out) {
  bool done = false;
  for (std::size_t at = 0; at < s.size();) {
    std::size_t length = 0;
    bool breaks = false;
    if (s[at] == '&') length = decode_entity(s.substr(at), out);
    if (s[at] == '<') length = read_tag(s.substr(at), breaks);
    if (breaks && length != 0) out += '\n';
    if (length == 0) out += s[at];
    done = done || length != 0;
    at += std::max<std::size_t>(length, 1);
    // A tag that ends the line and the line end behind it are one.
    if (breaks && length != 0 && s.substr(at, 1) == "\r") ++at;
    if (breaks && length != 0 && s.substr(at, 1) == "\n") ++at;
  }
  return done;
}

bool shows_html(std::string_view s) noexcept {
  bool breaks = false;
  static constexpr Stops kStarts = stops_at("&<");
  for (std::size_t at = find_stop(s, 0, kStarts); at < s.size();
       at = find_stop(s, at + 1, kStarts)) {
    if (s[at] == '<' && read_tag(s.substr(at), breaks) != 0 && breaks) return true;
    if (s[at] != '&') continue;
    for (const Entity& entity : kEntities) {
      if (s.substr(at + 1, entity.name.size()) == entity.name) return true;
    }
    if (s.substr(at + 1, 1) == "#") return true;
  }
  return false;
}

}  // namespace smtpscope::reply
