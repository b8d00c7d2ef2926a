// SPDX-License-Identifier: Apache-2.0
#include "sources/bounce/text.h"

#include <algorithm>
#include <cstring>

#include "base/hash.h"
#include "base/text.h"

#include "sources/bounce/limits.h"

namespace smtpscope::bounce {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

constexpr bool is_local_char(char c) noexcept {
  return base::is_alnum(c) || base::is_high(c) ||
         std::string_view("!#$%&'*+/=?^_`{|}~.-").find(c) != kNone;
}
constexpr bool is_domain_char(char c) noexcept {
  return base::is_alnum(c) || base::is_high(c) || c == '.' || c == '-' || c == '_';
}

/// Where the local part that ends at `at_sign` begins.
std::size_t begin_of_local(std::string_view text, std::size_t at_sign) noexcept {
  const std::size_t stop = at_sign > kMaxAddress ? at_sign - kMaxAddress : 0;
  if (at_sign > 0 && text[at_sign - 1] == '"') {
    const std::string_view before = text.substr(stop, at_sign - 1 - stop);
    const std::size_t quote = before.rfind('"');
    if (quote != kNone && before.find('\n', quote) == kNone) return stop + quote;
  }
  std::size_t begin = at_sign;
  while (begin > stop && is_local_char(text[begin - 1])) --begin;
  // `mailto:` and quotes of UTF-8 text are no part of it, nor is a path's slash in front.
  while (begin < at_sign &&
         (text[begin] == '\'' || text[begin] == '`' || text[begin] == '.' || text[begin] == '*')) {
    ++begin;
  }
  return begin;
}

std::size_t end_of_domain(std::string_view text, std::size_t begin) noexcept {
  if (text.substr(begin, 1) == "[") {
    const std::size_t close = text.substr(begin, kMaxAddress).find(']');
    return close == kNone ? begin : begin + close + 1;
  }
  std::size_t end = begin;
  while (end < text.size() && end - begin < kMaxAddress && is_domain_char(text[end])) ++end;
  while (end > begin && !base::is_alnum(text[end - 1]) && !base::is_high(text[end - 1])) --end;
  return end;
}

}  // namespace

std::string_view take_line(std::string_view text, std::size_t& at) noexcept {
  const void* found = std::memchr(text.data() + at, '\n', text.size() - at);
  const std::size_t end =
      found == nullptr ? text.size()
                       : static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
  const std::string_view line = text.substr(at, end - at);
  at = found == nullptr ? end : end + 1;
  return line;
}

Trigrams::Trigrams(std::string_view folded) noexcept {
  for (std::size_t i = 0; i + 2 < folded.size(); ++i) {
    const std::size_t bit = bit_of(folded.data() + i);
    bits_[bit / 64] |= std::uint64_t{1} << (bit % 64);
  }
}

bool Trigrams::may_hold(std::string_view phrase) const noexcept {
  if (phrase.size() < 3) return true;
  const char* const last = phrase.data() + phrase.size() - 3;
  for (const char* at = phrase.data(); at < last; at += 3) {
    if (!has(at)) return false;
  }
  return has(last);
}

std::size_t Words::find(std::string_view phrase, std::size_t from) const noexcept {
  // Below that, what memmem prepares costs more than it saves.
  if (folded.size() < kMaxPlainSearch) return folded.find(phrase, from);
  if (from >= folded.size() || (trigrams != nullptr && !trigrams->may_hold(phrase))) return kNone;
  // The C library skips by the phrase's length where string_view::find looks at each first letter.
  const void* found =
      ::memmem(folded.data() + from, folded.size() - from, phrase.data(), phrase.size());
  if (found == nullptr) return kNone;
  return static_cast<std::size_t>(static_cast<const char*>(found) - folded.data());
}

Words Words::behind(std::initializer_list<std::string_view> phrases) const noexcept {
  for (const std::string_view phrase : phrases) {
    const std::size_t at = find(phrase);
    if (at != kNone) return substr(at + phrase.size());
  }
  return {};
}

Words Words::before(std::initializer_list<std::string_view> phrases) const noexcept {
  std::size_t end = text.size();
  for (const std::string_view phrase : phrases) {
    end = std::min(end, substr(0, end).find(phrase));
  }
  return substr(0, end);
}

bool Words::has_any(std::initializer_list<std::string_view> phrases) const noexcept {
  for (const std::string_view phrase : phrases) {
    if (has(phrase)) return true;
  }
  return false;
}

std::string_view find_address(std::string_view text, std::size_t& at) noexcept {
  while (true) {
    const std::size_t sign = text.find('@', at);
    if (sign == kNone) {
      at = text.size();
      return {};
    }
    const std::size_t begin = std::max(begin_of_local(text, sign), at);
    const std::size_t end = end_of_domain(text, sign + 1);
    at = std::max(end, sign + 1);
    if (begin < sign && end > sign + 1) return text.substr(begin, end - begin);
  }
}

std::string_view clean_address(std::string_view written) noexcept {
  written = base::trim(written.substr(0, 2 * kMaxAddress));
  const Typed typed = split_type(written);
  if (!typed.type.empty()) written = typed.value;
  std::size_t at = 0;
  const std::string_view address = find_address(written, at);
  const std::size_t open = written.rfind('<', address.empty() ? kNone : written.find(address));
  if (!address.empty()) {
    // A bracket may hold what the grammar does not know: blanks, old routes, percent hacks.
    if (open == kNone) return address;
    const std::size_t close = written.find('>', open);
    if (close == kNone) return address;
    const std::string_view inside = base::trim(written.substr(open + 1, close - open - 1));
    const std::size_t colon = inside.starts_with('@') ? inside.find(':') : kNone;
    return colon == kNone ? inside : inside.substr(colon + 1);
  }
  if (written.starts_with('<')) {
    written = base::trim(written.substr(1, written.find('>') - 1));
    // What a client wrote there is no address, and still what was refused.
    if (written.find('@') != kNone) return written;
  }
  return base::trim(written.substr(0, written.find_first_of(" \t\r\n(<")));
}

std::uint64_t address_key(std::string_view address) noexcept {
  char lower[kMaxAddress];
  const std::size_t n = std::min(address.size(), sizeof lower);
  for (std::size_t i = 0; i < n; ++i) lower[i] = base::to_lower(address[i]);
  return base::hash64({lower, n});
}

std::string_view domain_of(std::string_view address) noexcept {
  const std::size_t sign = address.rfind('@');
  return sign == kNone ? std::string_view() : address.substr(sign + 1);
}

Typed split_type(std::string_view value) noexcept {
  value = base::trim(value);
  std::size_t at = 0;
  while (at < value.size() && at < 24 &&
         (base::is_alnum(value[at]) || value[at] == '-' || value[at] == '_' || value[at] == '.'))
    ++at;
  const std::size_t behind = at;
  while (at < value.size() && base::is_blank(value[at])) ++at;
  if (behind == 0 || at >= value.size() || value[at] != ';') return {{}, value};
  return {value.substr(0, behind), base::trim(value.substr(at + 1))};
}

}  // namespace smtpscope::bounce
