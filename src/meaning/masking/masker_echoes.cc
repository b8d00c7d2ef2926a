// SPDX-License-Identifier: Apache-2.0
// What a reply repeats of the sender's words: in angle brackets, in quotes behind `subject`, behind
// `helo=`. Addresses in brackets or quotes are masks as elsewhere.
#include "base/text.h"

#include "meaning/masking/masker.h"
#include "meaning/masking/tokens.h"

namespace smtpscope::masking {
namespace {

bool is_helo(std::string_view w) {
  return base::equals_nocase(w, "helo") || base::equals_nocase(w, "ehlo");
}

}  // namespace

void Masker::angle() {
  if (const std::size_t n = match_mask(s_, pos_)) return emit(s_.substr(pos_, n), n);
  if (phrase_) {
    ++pos_;
    return;
  }
  const std::size_t limit = std::min(s_.size(), pos_ + kMaxAngleBytes);
  std::size_t close = pos_ + 1;
  bool at_sign = false;
  while (close < limit && s_[close] != '>' && s_[close] != '<' && s_[close] != '\n') {
    at_sign |= s_[close++] == '@';
  }
  if (close >= limit || s_[close] != '>') {
    ++pos_;
    return;
  }
  const std::string_view inside = s_.substr(pos_ + 1, close - pos_ - 1);
  if (at_sign && inside.find("://") == std::string_view::npos)
    return emit("<addr>", close + 1 - pos_);
  const bool echoed = (close + 1 < s_.size() && s_[close + 1] == ':') || follows_label();
  if (!echoed || inside.empty() || is_one_mask(inside)) {
    ++pos_;
    return;
  }
  emit("<text>", close + 1 - pos_);
}

/// `helo=<`, `from=<`, `to=<`: what stands in the brackets is the client's.
bool Masker::follows_label() const {
  if (pos_ < 2 || s_[pos_ - 1] != '=') return false;
  const std::string_view before = s_.substr(0, pos_ - 1);
  for (const std::string_view label :
       {"helo", "ehlo", "from", "to", "sender", "recipient", "mailfrom"}) {
    if (before.size() >= label.size() &&
        base::equals_nocase(before.substr(before.size() - label.size()), label)) {
      return true;
    }
  }
  return false;
}

bool Masker::is_one_mask(std::string_view inside) const {
  if (match_name_run(inside, 0) == inside.size() && is_host(inside, names_)) return true;
  if (base::is_alnum(inside[0]) || inside[0] == ':') {
    if (match_ip(inside, 0) == inside.size()) return true;
    if (match_url(inside, 0) == inside.size()) return true;
  }
  return false;
}

void Masker::quote() {
  if (const std::size_t n = match_quoted_address(s_, pos_)) return emit("<addr>", n);
  ++pos_;
}

/// `helo=name` without brackets, and what stands in quotes behind `subject`.
void Masker::echo_behind(std::size_t begin, std::size_t end) {
  const std::string_view w = s_.substr(begin, end - begin);
  if (is_helo(w) && pos_ < s_.size() && s_[pos_] == '=' && pos_ + 1 < s_.size() &&
      s_[pos_ + 1] != '<') {
    mask_until(pos_ + 1, " )],;\n");
  } else if (base::equals_nocase(w, "subject")) {
    std::size_t p = pos_;
    while (p < s_.size() && (s_[p] == ' ' || s_[p] == ':' || s_[p] == '=')) ++p;
    if (p < s_.size() && (s_[p] == '"' || s_[p] == '\'')) {
      const char stop[] = {s_[p], '\n', '\0'};
      mask_until(p + 1, stop);
    }
  }
}

void Masker::mask_until(std::size_t begin, std::string_view stops) {
  const std::size_t limit = std::min(s_.size(), begin + kMaxQuotedBytes);
  std::size_t end = begin;
  while (end < limit && stops.find(s_[end]) == std::string_view::npos) ++end;
  if (end == begin) return;
  const std::string_view inside = s_.substr(begin, end - begin);
  pos_ = begin;
  if (is_one_mask(inside)) return;
  emit("<text>", end - begin);
}

}  // namespace smtpscope::masking
