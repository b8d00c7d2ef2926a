// SPDX-License-Identifier: Apache-2.0
#include "sources/bounce/mime/entities.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "base/utf8.h"

#include "sources/bounce/mime/hex.h"
#include "sources/bounce/mime/limits.h"

namespace smtpscope::mime {
namespace {

struct Entity {
  std::string_view name;
  char32_t c;
};

// HTML 4.01 section 24: all of Latin-1, and of the rest what mail programs write.
constexpr std::array<Entity, 134> kEntities = {{
    {"AElig", 0xc6},    {"Aacute", 0xc1},   {"Acirc", 0xc2},    {"Agrave", 0xc0},
    {"Aring", 0xc5},    {"Atilde", 0xc3},   {"Auml", 0xc4},     {"Ccedil", 0xc7},
    {"ETH", 0xd0},      {"Eacute", 0xc9},   {"Ecirc", 0xca},    {"Egrave", 0xc8},
    {"Euml", 0xcb},     {"Iacute", 0xcd},   {"Icirc", 0xce},    {"Igrave", 0xcc},
    {"Iuml", 0xcf},     {"Ntilde", 0xd1},   {"OElig", 0x152},   {"Oacute", 0xd3},
    {"Ocirc", 0xd4},    {"Ograve", 0xd2},   {"Oslash", 0xd8},   {"Otilde", 0xd5},
    {"Ouml", 0xd6},     {"Scaron", 0x160},  {"THORN", 0xde},    {"Uacute", 0xda},
    {"Ucirc", 0xdb},    {"Ugrave", 0xd9},   {"Uuml", 0xdc},     {"Yacute", 0xdd},
    {"Yuml", 0x178},    {"aacute", 0xe1},   {"acirc", 0xe2},    {"acute", 0xb4},
    {"aelig", 0xe6},    {"agrave", 0xe0},   {"amp", 0x26},      {"apos", 0x27},
    {"aring", 0xe5},    {"atilde", 0xe3},   {"auml", 0xe4},     {"bdquo", 0x201e},
    {"brvbar", 0xa6},   {"bull", 0x2022},   {"ccedil", 0xe7},   {"cedil", 0xb8},
    {"cent", 0xa2},     {"circ", 0x2c6},    {"copy", 0xa9},     {"curren", 0xa4},
    {"dagger", 0x2020}, {"deg", 0xb0},      {"divide", 0xf7},   {"eacute", 0xe9},
    {"ecirc", 0xea},    {"egrave", 0xe8},   {"emsp", 0x2003},   {"ensp", 0x2002},
    {"eth", 0xf0},      {"euml", 0xeb},     {"euro", 0x20ac},   {"frac12", 0xbd},
    {"frac14", 0xbc},   {"frac34", 0xbe},   {"gt", 0x3e},       {"hellip", 0x2026},
    {"iacute", 0xed},   {"icirc", 0xee},    {"iexcl", 0xa1},    {"igrave", 0xec},
    {"iquest", 0xbf},   {"iuml", 0xef},     {"laquo", 0xab},    {"larr", 0x2190},
    {"ldquo", 0x201c},  {"lrm", 0x200e},    {"lsaquo", 0x2039}, {"lsquo", 0x2018},
    {"lt", 0x3c},       {"macr", 0xaf},     {"mdash", 0x2014},  {"micro", 0xb5},
    {"middot", 0xb7},   {"minus", 0x2212},  {"nbsp", 0xa0},     {"ndash", 0x2013},
    {"not", 0xac},      {"ntilde", 0xf1},   {"oacute", 0xf3},   {"ocirc", 0xf4},
    {"oelig", 0x153},   {"ograve", 0xf2},   {"ordf", 0xaa},     {"ordm", 0xba},
    {"oslash", 0xf8},   {"otilde", 0xf5},   {"ouml", 0xf6},     {"para", 0xb6},
    {"permil", 0x2030}, {"plusmn", 0xb1},   {"pound", 0xa3},    {"quot", 0x22},
    {"raquo", 0xbb},    {"rarr", 0x2192},   {"rdquo", 0x201d},  {"reg", 0xae},
    {"rlm", 0x200f},    {"rsaquo", 0x203a}, {"rsquo", 0x2019},  {"sbquo", 0x201a},
    {"scaron", 0x161},  {"sect", 0xa7},     {"shy", 0xad},      {"sup1", 0xb9},
    {"sup2", 0xb2},     {"sup3", 0xb3},     {"szlig", 0xdf},    {"thinsp", 0x2009},
    {"thorn", 0xfe},    {"tilde", 0x2dc},   {"times", 0xd7},    {"trade", 0x2122},
    {"uacute", 0xfa},   {"ucirc", 0xfb},    {"ugrave", 0xf9},   {"uml", 0xa8},
    {"uuml", 0xfc},     {"yacute", 0xfd},   {"yen", 0xa5},      {"yuml", 0xff},
    {"zwj", 0x200d},    {"zwnj", 0x200c},
}};
static_assert(std::is_sorted(kEntities.begin(), kEntities.end(),
                             [](const Entity& a, const Entity& b) { return a.name < b.name; }));

/// Blanks as one blank, and nothing for soft hyphens, joiners and marks of direction.
void put(char32_t c, std::string& out) {
  out.clear();
  const bool blank = c == 0xa0 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f || c == 0x3000;
  const bool nothing = c == 0 || c == 0xad || (c >= 0x200b && c <= 0x200f) || c == 0xfeff;
  if (blank || c == '\n' || c == '\r' || c == '\t') c = ' ';
  if (nothing) return;
  if (c >= 0x80 && c < 0xa0) {  // meant as Windows-1252, says HTML 5
    base::repair_utf8(std::string(1, static_cast<char>(c)), out);
  } else {
    base::append_utf8(c, out);
  }
}

/// `#233` or `#xe9` without the &.
std::size_t decode_number(std::string_view s, std::string& out) {
  const bool hex = s.size() > 1 && base::to_lower(s[1]) == 'x';
  const std::size_t begin = hex ? 2 : 1;
  std::size_t i = begin;
  char32_t value = 0;
  for (; i < s.size() && i - begin < kMaxEntityBytes; ++i) {
    if (!(hex ? base::is_hex(s[i]) : base::is_digit(s[i]))) break;
    value = value * (hex ? 16 : 10) + hex_digit(s[i]);
    value = std::min<char32_t>(value, 0x110000);
  }
  if (i == begin) return 0;
  put(value, out);
  return i < s.size() && s[i] == ';' ? i + 1 : i;
}

std::size_t decode_name(std::string_view s, std::string& out) {
  std::size_t n = 0;
  while (n < s.size() && n < kMaxEntityBytes && base::is_alnum(s[n])) ++n;
  const std::string_view name = s.substr(0, n);
  if (name.empty()) return 0;
  const auto* hit =
      std::lower_bound(kEntities.begin(), kEntities.end(), name,
                       [](const Entity& e, std::string_view k) { return e.name < k; });
  if (hit == kEntities.end() || hit->name != name) return 0;
  const bool ended = n < s.size() && s[n] == ';';
  // `?a=1&copy=2` in a link is no copyright sign, and the five below are no names of arguments.
  if (!ended && name != "amp" && name != "lt" && name != "gt" && name != "quot" && name != "nbsp") {
    return 0;
  }
  put(hit->c, out);
  return ended ? n + 1 : n;
}

}  // namespace

std::size_t decode_entity(std::string_view s, std::string& out) {
  s.remove_prefix(1);
  const std::size_t n = s.substr(0, 1) == "#" ? decode_number(s, out) : decode_name(s, out);
  return n == 0 ? 0 : n + 1;
}

}  // namespace smtpscope::mime
