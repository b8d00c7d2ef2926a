// SPDX-License-Identifier: Apache-2.0
// Exchange. Its languages are many, but what it says to administrators is not translated:
//   2007 and later, Online: an address on a line of its own, perhaps a host below it, and then
//     `#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##rfc822;b@example.org` or
//     `Remote Server returned '550 5.1.1 ...'`
//   5.5, 2000, 2003: `a@example.net on Thu, ...` and, indented more, words, then
//     `<mx.example.net #5.1.1 smtp;550 ...>` or `MSEXCH:IMS:ORG:SITE:SERVER 0 (000C05A6) ...`
#include <algorithm>
#include <unordered_set>

#include "base/text.h"

#include "sources/bounce/limits.h"
#include "sources/bounce/shapes.h"

namespace smtpscope::bounce {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

/// The line's address where it begins with one: behind blanks, a bullet, a bracket.
std::string_view first_address(std::string_view line) noexcept {
  const std::size_t begin = line.find_first_not_of(" \t*-<\"'");
  if (begin == kNone) return {};
  std::size_t at = begin;
  const std::string_view address = find_address(line, at);
  return !address.empty() && address.data() == line.data() + begin ? address : std::string_view();
}

bool begins_code(std::string_view text) noexcept {
  return text.size() > 3 && (text[0] == '4' || text[0] == '5' || text[0] == '2') &&
         base::is_digit(text[1]) && base::is_digit(text[2]);
}

/// `#550 5.1.1 ...`, `#< #5.1.1 smtp;...`, `Remote Server returned '550 ...'`.
bool is_diagnosis(std::string_view line) noexcept {
  line = base::trim(line);
  if (line.starts_with('#')) {
    const std::string_view rest = line.substr(1);
    return begins_code(rest) || (rest.starts_with('<') && rest.find('#') != kNone);
  }
  const std::size_t at = line.find(" returned '");
  if (at == kNone) return false;
  const std::string_view quoted = line.substr(at + 11);
  return begins_code(quoted) || quoted.starts_with('<');
}

/// `Generating server: mx.example.net` in whatever language: words, a colon and a host.
std::string_view host_at_end(std::string_view line) noexcept {
  const std::size_t colon = line.rfind(':');
  if (colon == kNone) return {};
  const std::string_view host = base::trim(line.substr(colon + 1));
  const bool named = !host.empty() && host.find('.') != kNone && host.find('/') == kNone &&
                     host.find_first_of(" @'<>,;()") == kNone && !host.ends_with('.');
  return named ? host : std::string_view();
}

/// The recipient as it was addressed stands behind the last `##`.
std::string_view addressed_as(std::string_view diagnosis) noexcept {
  const std::size_t at = diagnosis.rfind("##rfc822;");
  return at == kNone ? std::string_view() : clean_address(diagnosis.substr(at + 2));
}

struct Line {
  std::string_view text;
  std::size_t begin = 0, end = 0;
};

bool next_line(std::string_view text, std::size_t& at, Line& line) noexcept {
  if (at >= text.size()) return false;
  line.begin = at;
  line.text = take_line(text, at);
  line.end = at;
  return true;
}

/// From `begin` to the next blank line.
std::string_view paragraph(std::string_view text, std::size_t begin) noexcept {
  const std::size_t end = text.substr(begin, kMaxWords).find("\n\n");
  return base::trim(text.substr(begin, end == kNone ? kMaxWords : end));
}

std::size_t indent_of(std::string_view line) noexcept {
  const std::size_t n = line.find_first_not_of(" \t");
  return n == kNone ? 0 : n;
}

/// Somebody whom Exchange 2003 names: an address, or the X.400 form `c=us;a= ;p=x;dda:smtp=a@b`.
std::string_view named_recipient(std::string_view line) noexcept {
  const std::string_view address = first_address(line);
  if (!address.empty()) return address;
  std::size_t at = base::find_nocase(line, "smtp=");
  if (at == kNone) return {};
  at += 5;
  const std::string_view rest = line.substr(0, line.find(';', at));
  return find_address(rest, at);
}

/// Behind the recipient stands when it was tried: a short word and a date with a time, whose form
/// is the country's.
bool has_time_behind(std::string_view line, std::string_view recipient) noexcept {
  const std::string_view rest =
      line.substr(static_cast<std::size_t>(recipient.data() + recipient.size() - line.data()));
  return rest.size() < 80 && std::count_if(rest.begin(), rest.end(), base::is_digit) >= 6;
}

bool says_exchange(const Words& words) noexcept {
  return words.has_any({"msexch:", "did not reach the following recipient(s)",
                        "the following recipient(s) could not be reached"});
}

/// `<mx.example.net #5.1.1>` in a block.
bool holds_status(std::string_view words) noexcept {
  for (std::size_t at = words.find('#'); at != kNone; at = words.find('#', at + 1)) {
    const std::string_view rest = words.substr(at + 1, 4);
    if (rest.size() > 3 && base::is_digit(rest[0]) && rest[1] == '.' && base::is_digit(rest[2]))
      return true;
  }
  return false;
}

}  // namespace

bool read_exchange2007(const Letter& letter, base::Arena&, Report& report) {
  const std::string_view text = letter.words.text;
  if (text.find("\n#") == kNone && text.find(" returned '") == kNone) return false;
  if (!may_be_bounce(letter)) return false;
  std::unordered_set<std::uint64_t> known;
  std::string_view recipient, host;
  int below = 0;  // lines since the recipient
  Line line;
  for (std::size_t at = 0; next_line(text, at, line);) {
    if (base::trim(line.text).empty()) continue;
    const std::string_view address = first_address(line.text);
    if (!address.empty()) {
      recipient = address;
      below = 0;
      continue;
    }
    ++below;
    if (const std::string_view named = host_at_end(line.text); !named.empty()) host = named;
    if (below > 3 || recipient.empty() || !is_diagnosis(line.text)) continue;
    if (report.findings.size() >= kMaxRecipients) break;
    if (!known.insert(address_key(recipient)).second) continue;
    Finding& finding = report.add(recipient);
    finding.words = paragraph(text, line.begin);
    finding.original_recipient = addressed_as(finding.words);
    if (report.reporting_host.empty()) report.reporting_host = host;
  }
  if (report.findings.empty()) return false;
  report.format = "exchange2007";
  report.part = letter.text_part;
  return true;
}

bool read_exchange2003(const Letter& letter, base::Arena&, Report& report) {
  const std::string_view text = letter.words.text;
  const bool marked = letter.header.find("\nX-MS-Embedded-Report:") != kNone;
  const bool worded = says_exchange(letter.words);
  if (!marked && !(may_be_bounce(letter) && (worded || text.find(" #") != kNone))) return false;
  std::size_t begin = 0, indent = 0;
  bool proven = marked || worded;
  const auto close = [&](std::size_t end) {
    if (report.findings.empty()) return;
    Finding& last = report.findings.back();
    last.words = base::trim(text.substr(begin, end - begin)).substr(0, kMaxWords);
    proven = proven || holds_status(last.words);
  };
  std::unordered_set<std::uint64_t> known;
  Line line;
  for (std::size_t at = 0; next_line(text, at, line);) {
    if (!report.findings.empty() && indent_of(line.text) > indent) continue;
    const std::string_view recipient = named_recipient(line.text);
    if (recipient.empty() || !has_time_behind(line.text, recipient)) continue;
    if (!known.insert(address_key(recipient)).second) continue;
    close(line.begin);
    if (report.findings.size() >= kMaxRecipients) break;
    report.add(recipient);
    begin = line.end;
    indent = indent_of(line.text);
  }
  close(text.size());
  if (!proven || report.findings.empty()) {
    report.findings.clear();
    return false;
  }
  report.format = "exchange2003";
  report.part = letter.text_part;
  return true;
}

}  // namespace smtpscope::bounce
