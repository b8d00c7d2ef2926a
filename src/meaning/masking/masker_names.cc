// SPDX-License-Identifier: Apache-2.0
// Addresses, links, IPs and hosts at a word, and what the knowledge knows of them by name.
#include <string>

#include "base/text.h"

#include "meaning/masking/masker.h"
#include "meaning/masking/tokens.h"

namespace smtpscope::masking {
namespace {

/// `errors.php` in a path is a page, though .php-like endings such as .pl are domains too.
bool is_page(std::string_view run) {
  const std::string_view last = run.substr(run.rfind('.') + 1);
  return last == "pl" || last == "py" || last == "md" || last == "aspx";
}

}  // namespace

/// Addresses, links, IPs, hosts, ids of fixed shape, repeated codes at a word [pos_, end) that
/// has digits or is joined by `next` to what follows. Each is asked only where `next` allows it.
bool Masker::special(std::size_t end, char next, bool digits) {
  if (digits && end - pos_ == 3 && skip_repeated_code()) return true;
  if (next == ':' || (next == '.' && end - pos_ == 3)) {
    if (const std::size_t n = match_url(s_, pos_)) return url(n), true;
  }
  if (pos_ < next_at_sign()) {
    if (const std::size_t n = match_address(s_, pos_, no_at_before_))
      return emit("<addr>", n), true;
  }
  if (next == '.' || next == ':') {
    if (const std::size_t n = match_ip(s_, pos_)) return emit("<ip>", n), true;
  }
  const bool name = next == '.' || next == '-' || next == '_';
  if (!name) return end - pos_ >= kMaxChunkBytes ? (emit("<id>", end - pos_), true) : false;
  const std::size_t run = match_name_run(s_, pos_);
  if (host_at(run)) return true;
  if (next == '-') {
    if (const std::size_t n = match_shaped_id(s_, pos_)) return emit("<id>", n), true;
  }
  if (run >= kMaxChunkBytes - 1) return emit("<id>", run), true;
  return false;
}

/// Where the next `@` is: most replies have none left, and then nothing is an address.
std::size_t Masker::next_at_sign() {
  if (at_sign_ < pos_) at_sign_ = std::min(s_.find('@', pos_), s_.size());
  return at_sign_ == s_.size() ? 0 : at_sign_ + 1;
}

/// A phrase of a rule may name hosts and links of the knowledge; nothing else is masked in it.
bool Masker::special_in_phrase() {
  if (const std::size_t n = match_url(s_, pos_)) return url(n), true;
  const std::size_t run = match_name_run(s_, pos_);
  return host_at(run);
}

/// The host name of `run` bytes at pos_, with its port or as the link that it begins; false where
/// it is none.
bool Masker::host_at(std::size_t run) {
  HostName host;
  const std::string_view text = s_.substr(pos_, run);
  if (!read_host(text, host) || !is_host(text, host, names_)) return false;
  const std::size_t end = pos_ + run;
  const char next = end + 1 < s_.size() ? s_[end] : ' ';
  if (next == '/' && base::is_alnum(s_[end + 1])) return url(run + match_url_path(s_, end)), true;
  std::size_t length = run;
  if (next == ':' && base::is_digit(s_[end + 1])) {  // a port
    length += 1;
    while (pos_ + length < s_.size() && base::is_digit(s_[pos_ + length])) ++length;
  }
  const Name* name = names_.find(host.text());
  emit(name == nullptr ? "<host>" : std::string_view(name->mask), length);
  return true;
}

/// A link: masked whole, or, of a known site, its name and then the words of path and query.
void Masker::url(std::size_t length) {
  const std::string_view link = s_.substr(pos_, length);
  std::size_t host_begin = link.find("://");
  host_begin = host_begin == std::string_view::npos ? 0 : host_begin + 3;
  const std::size_t host_end = std::min(link.find_first_of("/?#:", host_begin), link.size());
  const std::string_view site = link.substr(host_begin, host_end - host_begin);
  HostName host;
  const bool is_plain = site.find('@') == std::string_view::npos && read_host(site, host);
  const Name* name = is_plain ? names_.find(host.text()) : nullptr;
  if (name == nullptr) return emit("<url>", length);
  const std::size_t end = pos_ + length;
  std::string mask = "<url:" + name->mask.substr(name->mask.find(':') + 1);
  if (name->kind == NameKind::list)
    mask = "<url:" + name->mask.substr(6, name->mask.find('.') - 6) + ">";
  emit(mask, host_end);
  while (pos_ < end) {
    if (!base::is_alnum(s_[pos_])) {
      ++pos_;
      continue;
    }
    path_word(end);
  }
}

void Masker::path_word(std::size_t end) {
  if (const std::size_t n = match_ip(s_, pos_); n != 0 && pos_ + n <= end) return emit("<ip>", n);
  const std::size_t run = match_name_run(s_.substr(0, end), pos_);
  if (run != 0 && is_host(s_.substr(pos_, run), names_) && !is_page(s_.substr(pos_, run))) {
    return emit("<host>", run);
  }
  std::size_t stop = pos_;
  bool digits = false;
  while (stop < end && base::is_alnum(s_[stop])) digits |= base::is_digit(s_[stop++]);
  digits ? digit_word(pos_, stop) : letters(pos_, stop);
}

}  // namespace smtpscope::masking
