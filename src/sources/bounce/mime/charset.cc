// SPDX-License-Identifier: Apache-2.0
#include "sources/bounce/mime/charset.h"

#include <algorithm>
#include <array>
#include <cerrno>

#include <iconv.h>

#include "base/text.h"
#include "base/utf8.h"

#include "sources/bounce/mime/limits.h"

namespace smtpscope::mime {
namespace {

/// A name that mail uses, in lower case, and what iconv calls it. Where mail programs of the world
/// say one and write its extension, the extension is taken.
struct Charset {
  std::string_view name;
  const char* iconv;
};

constexpr std::array<Charset, 68> kCharsets = {{
    {"big5", "CP950"},
    {"big5-hkscs", "BIG5-HKSCS"},
    {"cp1250", "CP1250"},
    {"cp1251", "CP1251"},
    {"cp1253", "CP1253"},
    {"cp1254", "CP1254"},
    {"cp1255", "CP1255"},
    {"cp1256", "CP1256"},
    {"cp1257", "CP1257"},
    {"cp1258", "CP1258"},
    {"cp437", "CP437"},
    {"cp850", "CP850"},
    {"cp852", "CP852"},
    {"cp866", "CP866"},
    {"cp932", "CP932"},
    {"cp949", "CP949"},
    {"euc-cn", "GB18030"},
    {"euc-jp", "EUC-JP-MS"},
    {"euc-kr", "CP949"},
    {"euc-tw", "EUC-TW"},
    {"gb18030", "GB18030"},
    {"gb2312", "GB18030"},
    {"gb_2312-80", "GB18030"},
    {"gbk", "GB18030"},
    {"hz-gb-2312", "GB18030"},
    {"ibm850", "CP850"},
    {"ibm852", "CP852"},
    {"ibm866", "CP866"},
    {"iso-2022-jp", "ISO-2022-JP-2"},
    {"iso-2022-kr", "ISO-2022-KR"},
    {"iso-8859-10", "ISO-8859-10"},
    {"iso-8859-11", "CP874"},
    {"iso-8859-13", "ISO-8859-13"},
    {"iso-8859-14", "ISO-8859-14"},
    {"iso-8859-15", "ISO-8859-15"},
    {"iso-8859-16", "ISO-8859-16"},
    {"iso-8859-2", "ISO-8859-2"},
    {"iso-8859-3", "ISO-8859-3"},
    {"iso-8859-4", "ISO-8859-4"},
    {"iso-8859-5", "ISO-8859-5"},
    {"iso-8859-6", "ISO-8859-6"},
    {"iso-8859-7", "ISO-8859-7"},
    {"iso-8859-8", "ISO-8859-8"},
    {"iso-8859-8-i", "ISO-8859-8"},
    {"iso-8859-9", "CP1254"},
    {"johab", "JOHAB"},
    {"koi8-r", "KOI8-R"},
    {"koi8-u", "KOI8-U"},
    {"ks_c_5601-1987", "CP949"},
    {"latin2", "ISO-8859-2"},
    {"macintosh", "MACINTOSH"},
    {"shift-jis", "CP932"},
    {"shift_jis", "CP932"},
    {"sjis", "CP932"},
    {"tis-620", "CP874"},
    {"utf-16", "UTF-16"},
    {"utf-16be", "UTF-16BE"},
    {"utf-16le", "UTF-16LE"},
    {"utf-7", "UTF-7"},
    {"windows-1250", "CP1250"},
    {"windows-1251", "CP1251"},
    {"windows-1253", "CP1253"},
    {"windows-1254", "CP1254"},
    {"windows-1255", "CP1255"},
    {"windows-1256", "CP1256"},
    {"windows-1257", "CP1257"},
    {"windows-1258", "CP1258"},
    {"windows-31j", "CP932"},
}};
static_assert(std::is_sorted(kCharsets.begin(), kCharsets.end(),
                             [](const Charset& a, const Charset& b) { return a.name < b.name; }));

/// iconv's name; nullptr where the charset is ASCII, UTF-8, Latin-1, Windows-1252 or unknown.
const char* find_iconv_name(std::string_view charset) noexcept {
  std::array<char, kMaxCharsetName> room{};
  if (charset.size() > room.size()) return nullptr;
  std::transform(charset.begin(), charset.end(), room.begin(), base::to_lower);
  std::string_view name(room.data(), charset.size());
  if (name.substr(0, 2) == "x-") name.remove_prefix(2);
  if (name.substr(0, 2) == "cs") name.remove_prefix(2);
  const auto* hit =
      std::lower_bound(kCharsets.begin(), kCharsets.end(), name,
                       [](const Charset& c, std::string_view n) { return c.name < n; });
  return hit != kCharsets.end() && hit->name == name ? hit->iconv : nullptr;
}

/// Latin-1 and Windows-1252 may say every byte, also what happens to be UTF-8; but nobody writes
/// two letters with accents where one in UTF-8 fits.
void read_as_western(std::string_view bytes, std::string& buffer) {
  buffer.clear();
  base::repair_utf8(bytes, buffer);
}

}  // namespace

class Converter {
 public:
  explicit Converter(const char* from) noexcept : handle_(iconv_open("UTF-8", from)) {}
  ~Converter() {
    if (usable()) iconv_close(handle_);
  }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;

  // iconv_open() says so with the pointer -1, which only a cast can spell.
  // NOLINTNEXTLINE(performance-no-int-to-ptr)
  bool usable() const noexcept { return handle_ != reinterpret_cast<iconv_t>(-1); }

  /// Appends; what cannot be converted becomes U+FFFD, byte by byte.
  void run(std::string_view bytes, std::string& out) {
    char* in = const_cast<char*>(bytes.data());  // iconv does not write there
    std::size_t left = bytes.size();
    while (left > 0) {
      const std::size_t before = left;
      const bool stuck = step(&in, &left, out) || before == left;
      if (!stuck || left == 0) continue;
      base::append_utf8(0xfffd, out);
      ++in;
      --left;
    }
    step(nullptr, nullptr, out);  // Hebrew and Vietnamese hold the last letter back
  }

 private:
  /// True where the next byte cannot be converted.
  bool step(char** in, std::size_t* left, std::string& out) {
    std::array<char, 4096> room;
    char* to = room.data();
    std::size_t free = room.size();
    const std::size_t result = iconv(handle_, in, left, &to, &free);
    const bool bad = result == static_cast<std::size_t>(-1) && errno != E2BIG;
    out.append(room.data(), room.size() - free);
    return bad;
  }

  iconv_t handle_;
};

HeldCharsets::HeldCharsets() = default;
HeldCharsets::~HeldCharsets() = default;
HeldCharsets::HeldCharsets(HeldCharsets&&) noexcept = default;
HeldCharsets& HeldCharsets::operator=(HeldCharsets&&) noexcept = default;

void HeldCharsets::hold(std::string_view charset) {
  const char* const name = find_iconv_name(charset);
  if (name == nullptr) return;
  for (const Held& held : held_) {
    if (held.name == name) return;
  }
  held_.push_back({name, std::make_unique<Converter>(name)});
}

std::string_view to_utf8(std::string_view bytes, std::string_view charset, std::string& buffer) {
  const char* const from = find_iconv_name(charset);
  if (from != nullptr) {
    Converter converter(from);
    if (converter.usable()) {
      buffer.clear();
      converter.run(bytes, buffer);
      return buffer;
    }
  }
  if (base::is_utf8(bytes)) return bytes;
  read_as_western(bytes, buffer);
  return buffer;
}

}  // namespace smtpscope::mime
