// SPDX-License-Identifier: Apache-2.0
#include "sources/bounce/mime/fields.h"

#include <algorithm>

#include "base/text.h"

#include "sources/bounce/mime/header_scan.h"
#include "sources/bounce/mime/limits.h"
#include "sources/bounce/mime/lines.h"

namespace smtpscope::mime {
namespace {

char line_end_of(std::string_view s) noexcept {
  return s.find('\n') == std::string_view::npos && s.find('\r') != std::string_view::npos ? '\r'
                                                                                          : '\n';
}

/// The value that begins at `from` with the lines that continue it; `pos` goes behind them.
std::string_view read_value(std::string_view s, std::size_t from, std::size_t end, std::size_t& pos,
                            char line_end) noexcept {
  while (pos < s.size() && base::is_blank(s[pos])) {
    const Line line = line_at(s, pos, line_end);
    end = line.end;
    pos = line.next;
  }
  return base::trim(s.substr(from, end - from));
}

}  // namespace

Fields::Fields(std::string_view header_block) noexcept
    : block_(header_block), line_end_(line_end_of(header_block)) {}

bool Fields::next(Field& out) noexcept {
  while (pos_ < block_.size()) {
    const Line line = line_at(block_, pos_, line_end_);
    pos_ = line.next;
    const std::string_view text = line.of(block_);
    if (base::trim(text).empty()) continue;
    const std::size_t colon = find_colon(text, kMaxFieldName);
    if (colon == std::string_view::npos) {
      ++skipped_;
      continue;
    }
    out.name = base::trim(text.substr(0, colon));
    out.value = read_value(block_, line.begin + colon + 1, line.end, pos_, line_end_);
    return true;
  }
  return false;
}

std::string_view find_field(std::string_view header_block, std::string_view name) noexcept {
  if (name.empty()) return {};
  const char line_end = line_end_of(header_block);
  const char first = base::to_lower(name.front());
  for (std::size_t pos = 0; pos < header_block.size();) {
    const bool hit = base::to_lower(header_block[pos]) == first &&
                     base::starts_with_nocase(header_block.substr(pos), name);
    const Line line = line_at(header_block, pos, line_end);
    pos = line.next;
    if (!hit) continue;
    std::size_t colon = line.begin + name.size();
    while (colon < line.end && base::is_blank(header_block[colon])) ++colon;
    if (colon >= line.end || header_block[colon] != ':') continue;
    return read_value(header_block, colon + 1, line.end, pos, line_end);
  }
  return {};
}

Split split_header(std::string_view mail) noexcept {
  const HeaderScan scan = scan_header(mail, Entity::mail);
  const std::size_t size = std::min(scan.header_end - scan.header_begin, kMaxHeaderBytes);
  return {mail.substr(scan.header_begin, size), mail.substr(scan.body_begin)};
}

std::string_view normalize_line_ends(std::string_view mail, std::string& buffer) {
  const std::size_t first = mail.find('\n');
  // A mail whose header ended its lines with CR may still hold an LF somewhere, in a quoted text.
  const std::string_view head = mail.substr(0, first);
  std::size_t lone = 0;
  for (std::size_t i = head.find('\r'); i != std::string_view::npos && lone < 2;
       i = head.find('\r', i + 1)) {
    if (head.find_first_not_of('\r', i) != std::string_view::npos) ++lone;
  }
  if (first == std::string_view::npos ? head.find('\r') == std::string_view::npos : lone < 2) {
    return mail;
  }
  buffer.assign(mail);
  for (std::size_t i = 0; i < buffer.size(); ++i) {
    if (buffer[i] == '\r' && (i + 1 == buffer.size() || buffer[i + 1] != '\n')) buffer[i] = '\n';
  }
  return buffer;
}

}  // namespace smtpscope::mime
