// SPDX-License-Identifier: Apache-2.0
#include "sources/bounce/wordings.h"

#include <algorithm>
#include <unordered_map>

#include "base/text.h"

#include "sources/bounce/generic.h"
#include "sources/bounce/limits.h"

namespace smtpscope::bounce {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

/// The nearest of the phrases at or behind `from`, and the place behind it.
struct Hit {
  std::size_t at = kNone, behind = kNone;
  explicit operator bool() const noexcept { return at != kNone; }
};
Hit find_nearest(const Words& words, const Phrases& phrases, std::size_t from) noexcept {
  Hit hit;
  for (const std::string_view phrase : phrases) {
    if (phrase.empty()) break;
    const std::size_t at = words.find(phrase, from);
    if (at < hit.at) hit = {at, at + phrase.size()};
  }
  return hit;
}

/// The first of the phrases in their order that stands here at all: the more exact come first.
Hit find_first(const Words& words, const Phrases& phrases, std::size_t from) noexcept {
  for (const std::string_view phrase : phrases) {
    if (phrase.empty()) break;
    const std::size_t at = words.find(phrase, from);
    if (at != kNone) return {at, at + phrase.size()};
  }
  return {};
}

/// Behind the rest of the line where that is drawn: `--- Failure Reasons  ---`.
std::size_t behind_drawn(std::string_view text, std::size_t at) noexcept {
  const std::size_t end = std::min(text.find_first_not_of(" \t-=*_|", at), text.size());
  return end == text.size() || text[end] == '\n' ? end : at;
}

bool is_drawing(char c) noexcept {
  return base::is_blank(c) || std::string_view("*->\"'<`+.=|[(:,;#").find(c) != kNone;
}

/// The address a line is about, behind what is drawn before it; or in brackets behind a name, with
/// nothing behind it where `alone`.
std::string_view head_of(std::string_view line, bool alone) noexcept {
  std::size_t begin = 0;
  while (begin < line.size() && is_drawing(line[begin])) ++begin;
  std::size_t at = begin;
  const std::string_view address = find_address(line, at);
  if (address.empty()) return {};
  const auto place = static_cast<std::size_t>(address.data() - line.data());
  if (place == begin) return address;
  const std::string_view front = line.substr(0, place);
  const bool bracket = front.ends_with('<') || front.ends_with('(') || front.ends_with("<mailto:");
  const std::string_view rest = base::trim(line.substr(std::min(at + 1, line.size())));
  const bool ends = rest.empty() || rest.front() == ':' || rest.front() == '(' ||
                    base::find_nocase(front, "address: <") != kNone;
  return bracket && place < begin + 80 && (ends || !alone) ? address : std::string_view();
}

std::size_t indent_of(std::string_view line) noexcept {
  std::size_t n = 0;
  while (n < line.size() && base::is_blank(line[n])) ++n;
  return n;
}

/// Adds recipients, one an address.
class Adder {
 public:
  explicit Adder(Report& report) : report_(report) {}

  Finding* add(std::string_view address) {
    if (report_.findings.size() >= kMaxRecipients) return nullptr;
    const auto [it, fresh] = known_.try_emplace(address_key(address), report_.findings.size());
    if (fresh) report_.add(address);
    return &report_.findings[it->second];
  }

 private:
  Report& report_;
  std::unordered_map<std::uint64_t, std::size_t> known_;
};

/// Lines that are nothing but recipients: one or more addresses each, up to the first that has
/// none. `kijitora (a@example.net)`, `<a@example.net>, <b@example.net>`.
void add_list(std::string_view part, std::string_view words, Adder& adder) {
  bool any = false;
  int skipped = 0;
  for (std::size_t at = 0; at < part.size();) {
    const std::string_view line = take_line(part, at);
    if (base::trim(line).empty()) continue;
    if (head_of(line, false).empty()) {
      if (any || ++skipped > 2) return;
      continue;
    }
    any = true;
    std::size_t place = 0;
    for (std::string_view address = find_address(line, place); !address.empty();
         address = find_address(line, place)) {
      Finding* const finding = adder.add(address);
      if (finding != nullptr && finding->words.size() < words.size()) finding->words = words;
    }
  }
}

/// Recipients with what went wrong beside and below each. A line is about a recipient where it is
/// indented no more than the first such line.
void add_heads(std::string_view part, Adder& adder) {
  std::size_t indent = kNone;
  Finding* finding = nullptr;
  std::size_t begin = 0;
  const auto close = [&](std::size_t end) {
    if (finding == nullptr) return;
    const std::string_view words = base::trim(part.substr(begin, end - begin)).substr(0, kMaxWords);
    if (finding->words.size() < words.size()) finding->words = words;
  };
  for (std::size_t at = 0; at < part.size();) {
    const std::size_t here = at;
    const std::string_view line = take_line(part, at);
    if (line.find('@') == kNone || (indent != kNone && indent_of(line) > indent)) continue;
    const std::string_view address = head_of(line, true);
    if (address.empty()) continue;
    // A reply that begins with the recipient goes on with what is said of it.
    if (finding != nullptr && base::equals_nocase(finding->recipient, address)) continue;
    close(here);
    indent = indent_of(line);
    finding = adder.add(address);
    begin = here;
  }
  close(part.size());
}

/// What went wrong, and below it whom it concerns.
void add_reasons_above(std::string_view part, Adder& adder) {
  std::size_t begin = 0;
  bool open = true;
  for (std::size_t at = 0; at < part.size();) {
    const std::size_t here = at;
    const std::string_view line = take_line(part, at);
    if (base::trim(line).empty()) continue;
    const std::string_view address = head_of(line, true);
    if (address.empty()) {
      if (!open) begin = here;
      open = true;
      continue;
    }
    open = false;
    Finding* const finding = adder.add(address);
    if (finding != nullptr) finding->words = base::trim(part.substr(begin, at - begin));
  }
}

/// To the end phrase; without one to the first blank line behind some words.
std::string_view reason_at(const Words& segment, const Wording& row, std::size_t from) noexcept {
  const Hit end = find_nearest(segment, row.end, from);
  const std::string_view reason = segment.text.substr(from, end.at - from);
  if (end) return base::trim(reason).substr(0, kMaxWords);
  const std::size_t begin = reason.find_first_not_of(" \t\n:");
  if (begin == kNone) return {};
  return base::trim(reason.substr(begin, reason.find("\n\n", begin) - begin)).substr(0, kMaxWords);
}

/// Who may be believed: a mail system, and for what anybody may quote one whose letter looks like
/// a bounce.
struct Trust {
  bool system, bounce;
};

bool is_marked(const Wording& row, const Letter& letter, const Trust& trust) noexcept {
  switch (row.where) {
    case Where::words:
      return trust.bounce && letter.words.has(row.mark);
    case Where::from:
      return trust.system && letter.from_words.has(row.mark);
    case Where::begin:
      return base::trim(letter.words.folded).starts_with(row.mark);
    case Where::header:
      return letter.header.find(row.mark) != kNone;
  }
  return false;
}

/// The recipients behind one of the phrases, up to the next. `reason` is what was said last.
void take_segment(const Words& segment, std::size_t behind, const Wording& row,
                  std::string_view& reason, Adder& adder) {
  const Hit stated = find_first(segment, row.reason, 0);
  // The recipients' own phrase may be part of what is said.
  if (stated)
    reason =
        reason_at(segment, row, stated.at == 0 ? 0 : behind_drawn(segment.text, stated.behind));
  const Hit end = find_nearest(segment, row.end, behind);
  const std::size_t stop =
      std::min({segment.text.size(), end.at, stated && stated.at > behind ? stated.at : kNone});
  const std::string_view part = segment.text.substr(behind, std::max(stop, behind) - behind);
  if (row.above) {
    add_reasons_above(part, adder);
  } else if (!reason.empty()) {
    add_list(part, reason, adder);
  } else {
    add_heads(part, adder);
  }
}

}  // namespace

bool read_wording(const Wording& row, const Letter& letter, Report& report) {
  const Words& words = letter.words;
  const Phrases before = row.recipients[0].empty() ? Phrases{row.mark} : row.recipients;
  Hit hit = find_nearest(words, before, 0);
  if (!hit) return false;
  // Said before the recipients, it holds for all of them.
  const Words first = words.substr(0, hit.at);
  const Hit shared = find_first(first, row.reason, 0);
  std::string_view reason;
  if (shared) reason = reason_at(first, row, shared.behind);
  Adder adder(report);
  while (hit) {
    const Hit next = find_nearest(words, before, hit.behind);
    // Phrases are looked for no further than to the next recipients, so that time stays linear.
    const Words segment = words.substr(hit.at, std::min(next.at, words.text.size()) - hit.at);
    take_segment(segment, behind_drawn(segment.text, hit.behind - hit.at), row, reason, adder);
    hit = next;
  }
  if (report.findings.empty()) return false;
  report.format = row.format;
  report.part = letter.text_part;
  if (says_delayed(letter)) report.outcome = attempt::Outcome::delayed;
  return true;
}

bool read_worded(const Letter& letter, base::Arena&, Report& report) {
  if (letter.words.empty()) return false;
  const Trust trust{is_from_system(letter), may_be_bounce(letter)};
  for (const Wording& row : wordings()) {
    if (is_marked(row, letter, trust) && read_wording(row, letter, report)) return true;
  }
  return false;
}

}  // namespace smtpscope::bounce
