// SPDX-License-Identifier: Apache-2.0
#include "core/proof.h"

#include <array>

#include <nettle/hmac.h>

#include "base/hash.h"
#include "base/text.h"

namespace smtpscope::core {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = base::to_lower(c);
  return out;
}

/// Message ids are compared as written, addresses without case.
std::uint64_t pair_hash(std::string_view id, std::string_view address) {
  return base::hash64(lower(address), base::hash64(id));
}

/// `<...@...>` at or behind `at`, without the brackets; moves behind it. Empty for none.
std::string_view next_bracket(std::string_view line, std::size_t& at) noexcept {
  while (true) {
    const std::size_t open = line.find('<', at);
    if (open == std::string_view::npos) return {};
    const std::size_t close = line.find_first_of("<>", open + 1);
    if (close == std::string_view::npos) return {};
    at = close;
    const std::string_view inside = line.substr(open + 1, close - open - 1);
    if (line[close] == '>' && inside.find('@') != std::string_view::npos) return inside;
  }
}

std::string_view without_brackets(std::string_view id) noexcept {
  id = base::trim(id);
  if (id.starts_with('<')) id.remove_prefix(1);
  if (id.ends_with('>')) id.remove_suffix(1);
  return id;
}

/// Runs of exactly kTagDigits hex digits in the local part.
bool holds(std::string_view local, std::string_view tag) noexcept {
  const std::size_t at = base::find_nocase(local, tag);
  if (at == std::string_view::npos) return false;
  const bool before = at > 0 && base::is_hex(local[at - 1]);
  const bool behind = at + tag.size() < local.size() && base::is_hex(local[at + tag.size()]);
  return !before && !behind;
}

}  // namespace

std::string Proof::make_tag(std::string_view key, std::string_view recipient) {
  const std::string address = lower(recipient);
  hmac_sha256_ctx context;
  std::array<std::uint8_t, SHA256_DIGEST_SIZE> digest;
  hmac_sha256_set_key(&context, key.size(), reinterpret_cast<const std::uint8_t*>(key.data()));
  hmac_sha256_update(&context, address.size(),
                     reinterpret_cast<const std::uint8_t*>(address.data()));
  hmac_sha256_digest(&context, digest.size(), digest.data());
  std::string tag;
  for (std::size_t i = 0; i < kTagDigits / 2; ++i) {
    tag.push_back("0123456789abcdef"[digest[i] >> 4]);
    tag.push_back("0123456789abcdef"[digest[i] & 15]);
  }
  return tag;
}

void Proof::add_line(std::string_view line) {
  line = base::trim(line);
  if (line.empty() || line.starts_with('#')) return;
  std::size_t at = line.find("message-id=");
  at = at == std::string_view::npos ? 0 : at;
  std::string_view id = next_bracket(line, at);
  std::string_view rest = id.empty() ? std::string_view() : line.substr(at);
  if (id.empty()) {
    const std::size_t end = std::min(line.find_first_of(" \t,;"), line.size());
    id = line.substr(0, end);
    rest = line.substr(end);
    if (id.find('@') == std::string_view::npos) return;
  }
  bool any = false;
  while (!rest.empty()) {
    const std::size_t begin = rest.find_first_not_of(" \t,;<>\"=");
    if (begin == std::string_view::npos) break;
    const std::size_t end = std::min(rest.find_first_of(" \t,;<>\"=", begin), rest.size());
    const std::string_view word = rest.substr(begin, end - begin);
    rest.remove_prefix(end);
    if (word.find('@') == std::string_view::npos) continue;
    pairs_.insert(pair_hash(id, word));
    any = true;
  }
  if (!any) ids_.insert(base::hash64(id));
}

void Proof::add_sent(std::string_view lines) {
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    add_line(lines.substr(0, end));
    lines.remove_prefix(std::min(end + 1, lines.size()));
  }
}

bool Proof::has_tag(const attempt::Attempt& attempt) const {
  if (key_.empty()) return false;
  for (const std::string_view recipient : {attempt.recipient, attempt.original_recipient}) {
    if (recipient.empty()) continue;
    const std::string tag = make_tag(key_, recipient);
    for (const std::string_view address : {attempt.returned_to, attempt.sender}) {
      if (holds(address.substr(0, address.rfind('@')), tag)) return true;
    }
  }
  return false;
}

bool Proof::is_sent(const attempt::Attempt& attempt) const {
  const std::string_view id = without_brackets(attempt.message_id);
  if (id.empty()) return false;
  if (ids_.contains(base::hash64(id))) return true;
  return pairs_.contains(pair_hash(id, attempt.recipient)) ||
         (!attempt.original_recipient.empty() &&
          pairs_.contains(pair_hash(id, attempt.original_recipient)));
}

bool Proof::is_proven(const attempt::Attempt& attempt) const {
  return has_tag(attempt) || is_sent(attempt);
}

}  // namespace smtpscope::core
