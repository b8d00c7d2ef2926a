// SPDX-License-Identifier: Apache-2.0
// Where a quoted reply ends. Each way looks at the bytes of the reply and at most one line more, so
// that what is looked at is also what is taken.
#include <algorithm>

#include "meaning/reply/wrappers.h"

namespace smtpscope::reply {
namespace {

/// True where the last code on the line, which may have been joined from several, says `-`. Lines
/// behind the first were not joined unless the last code repeats the enhanced code of the first.
bool line_open(std::string_view line, bool is_first) noexcept {
  const Code first = read_code(line);
  if (!first) return false;
  const std::string_view digits = line.substr(0, 3);
  for (std::size_t at = line.rfind(digits); at != kNone && at > 3;
       at = line.rfind(digits, at - 1)) {
    if (!base::is_blank(line[at - 1])) continue;
    const std::string_view rest = line.substr(at);
    const Code last = read_code(rest);
    if (!last || !(first.open() || is_strong_code(rest)) || is_quoted_code(line, at)) continue;
    if (is_first || last.open()) return last.open();
    const EnhancedCode enhanced = enhanced_after_code(line);
    if (enhanced && enhanced == enhanced_after_code(rest)) return false;
  }
  return first.open();
}

/// The last code on a line that does not begin with one: `sender is unauthenticated. 550-5.7.26 A`.
Code code_within(std::string_view line, std::string_view digits) noexcept {
  for (std::size_t at = line.rfind(digits); at != kNone && at > 0;
       at = line.rfind(digits, at - 1)) {
    if (!base::is_blank(line[at - 1]) || is_quoted_code(line, at)) continue;
    const Code code = read_code(line.substr(at));
    if (code && (code.open() || is_strong_code(line.substr(at)))) return code;
  }
  return {};
}

std::string_view body_of(std::string_view text, const Line& line) noexcept {
  return base::trim(text.substr(line.body, line.end - line.body));
}

/// Lines of a report or a log that are no part of a server's text.
bool begins_something_else(std::string_view line) noexcept {
  if (line == "...") return true;
  static constexpr std::array kPhrases = std::to_array<std::string_view>(
      {"... while ", "--", "==", "***", "giving up on", "connection closed", "final-recipient:",
       "diagnostic-code:", "remote-mta:", "action:", "status:", "reporting-mta:", "traceback",
       "at com.", "at java", "nested exception", "caused by", "(in reply to"});
  for (const std::string_view phrase : kPhrases) {
    if (base::starts_with_nocase(line, phrase)) return true;
  }
  return false;
}

/// True where the line at `at` has no code and still stands inside a reply that goes on: it holds a
/// further line of it, or one begins a few lines below.
bool fills_gap(std::string_view text, std::size_t at, std::string_view digits) noexcept {
  for (int n = 0; n < kMaxGapLines; ++n) {
    const Line line = read_line(text, at);
    const std::string_view body = body_of(text, line);
    if (body.empty() || line.command != Stage::unknown || begins_something_else(body)) return false;
    if (line.code) return body.substr(0, 3) == digits;
    if (base::find_nocase(body, " said:") != kNone) return false;
    if (code_within(body, digits)) return true;
    if (line.end >= text.size()) return false;
    at = line.end + 1;
  }
  return false;
}

/// What is known of a quoted reply while its lines are taken.
struct Quoted {
  std::string_view first;
  std::string_view digits;  ///< of the first line; empty for none
  bool open = false;
  bool wrapped = false;  ///< a mail program broke the lines elsewhere than the server
};

/// A second reply directly below a final line.
bool starts_another(const Quoted& quoted, std::string_view line) noexcept {
  if (quoted.digits.empty()) return false;
  const EnhancedCode a = enhanced_after_code(quoted.first);
  const EnhancedCode b = enhanced_after_code(line);
  return a && b && a != b && is_strong_code(line);
}

/// A line that is nothing by itself, and may be the rest of one that was broken.
bool may_be_wrapped(const Line& line, std::string_view body) noexcept {
  return line.command == Stage::unknown && !begins_something_else(body) &&
         base::find_nocase(body, " said:") == kNone;
}

bool takes(std::string_view text, Quoted& quoted, const Line& line, bool indented) noexcept {
  const std::string_view body = body_of(text, line);
  if (line.code) {
    if (!quoted.open && (!indented || starts_another(quoted, body))) return false;
    quoted.open = line_open(body, false);
    return true;
  }
  const bool filler = quoted.open && !indented && fills_gap(text, line.begin, quoted.digits);
  if (!indented && !filler && !(quoted.wrapped && may_be_wrapped(line, body))) return false;
  if (!quoted.open) return true;
  const Code code = code_within(body, quoted.digits);
  if (code) quoted.open = code.open();
  quoted.wrapped = quoted.wrapped || filler || code;
  return true;
}

/// Takes the lines of a multi-line reply, and those indented by `least` or more.
std::size_t close_lines(std::string_view text, std::size_t begin, std::size_t least) noexcept {
  std::size_t end = line_end(text, begin);
  Quoted quoted;
  quoted.first = text.substr(begin, end - begin);
  if (read_code(quoted.first)) quoted.digits = quoted.first.substr(0, 3);
  quoted.open = line_open(quoted.first, true);
  while (end < text.size()) {
    if (least == kNone && !quoted.open && !quoted.wrapped) break;
    const Line line = read_line(text, end + 1);
    if (base::trim(text.substr(line.begin, line.end - line.begin)).empty()) break;
    const bool indented = least != kNone && skip_blanks(text, line.begin) - line.begin >= least;
    if (!takes(text, quoted, line, indented)) break;
    end = line.end;
  }
  return end;
}

std::size_t close_line(std::string_view text, std::size_t begin) noexcept {
  return close_lines(text, begin, kNone);
}

/// `deeper`: a field's lines are indented more than the field, those of a quote not.
std::size_t close_folded(std::string_view text, std::size_t begin, bool deeper) noexcept {
  const std::size_t indent = skip_blanks(line_before(text, begin), 0);
  return close_lines(text, begin, deeper ? indent + 1 : std::max<std::size_t>(indent, 1));
}

struct Group {
  std::string_view first;  ///< body of the first line with a code
  Code code;
  bool open = false;
  bool from_server = false;
  bool alone = false;  ///< nothing stands before it in the text
};

/// A server that ends each line of one statement with `550 ` (RFC 5321 wants `550-`): the same
/// codes, nothing else in the paste, and the second line does not start over with an address or
/// with the words of the first.
bool continues_statement(const Group& group, std::string_view line) noexcept {
  if (!group.alone) return false;
  const EnhancedCode a = enhanced_after_code(group.first);
  const EnhancedCode b = enhanced_after_code(line);
  if (!a || a != b) return false;
  const std::size_t skip = format_enhanced_code(a).size() + 4;
  if (group.first.size() <= skip || line.size() <= skip) return false;
  const std::string_view words = base::trim(line.substr(skip));
  const std::string_view first = base::trim(group.first.substr(skip));
  return !words.empty() && !first.empty() && words[0] != '<' && words[0] != first[0];
}

bool belongs(std::string_view text, const Group& group, const Line& line) noexcept {
  const std::string_view body = body_of(text, line);
  if (line.command != Stage::unknown || line.from_server != group.from_server) return false;
  if (body.empty()) {
    if (!group.open || line.end >= text.size()) return false;
    return read_line(text, line.end + 1).code.value == group.code.value;
  }
  if (!group.code) return true;
  if (line.code) {
    if (group.open) return true;
    return line.code.value == group.code.value && continues_statement(group, body);
  }
  return !group.from_server && !begins_something_else(body);
}

std::size_t close_plain(std::string_view text, std::size_t begin) noexcept {
  Group group;
  group.alone = begin <= kMaxReplyBytes && base::trim(text.substr(0, begin)).empty();
  std::size_t end = begin;
  for (std::size_t at = begin; at < text.size(); at = end + 1) {
    const Line line = read_line(text, at);
    if (at == begin) group.from_server = line.from_server;
    if (at != begin && !belongs(text, group, line)) break;
    if (line.code) {
      const std::string_view body = body_of(text, line);
      const bool is_first = !group.code;
      if (is_first) group.first = body;
      group.code = line.code;
      group.open = line_open(body, is_first);
    } else if (group.open) {
      const Code within = code_within(body_of(text, line), group.first.substr(0, 3));
      if (within) group.open = within.open();
    }
    end = line.end;
  }
  return end;
}

/// `weren't` and `the domain's` have no closing quote; `users' mail` has one only where no other
/// follows; `' DT=1s` has.
bool ends_quote(std::string_view text, std::size_t at) noexcept {
  if (at + 1 >= text.size()) return true;
  const char next = text[at + 1];
  if (base::is_alnum(next)) return false;
  if (!base::is_blank(next)) return true;
  std::size_t word = skip_blanks(text, at + 1);
  const std::size_t from = word;
  while (word < text.size() && base::is_alnum(text[word])) ++word;
  if (word == from || (word < text.size() && text[word] == '=')) return true;
  const char stops[] = {text[at], '\n'};
  const std::size_t other = text.find_first_of({stops, 2}, at + 1);
  return other == kNone || text[other] == '\n';
}

std::size_t close_quote(std::string_view text, std::size_t begin, char quote) noexcept {
  const std::string_view scope = text.substr(0, std::min(text.size(), begin + kMaxReplyBytes));
  for (std::size_t at = scope.find(quote, begin); at != kNone; at = scope.find(quote, at + 1)) {
    if (ends_quote(scope, at)) return at;
  }
  return close_line(text, begin);
}

std::size_t close_paren(std::string_view text, std::size_t begin) noexcept {
  const std::size_t end = line_end(text, begin);
  const std::size_t last = text.substr(begin, end - begin).rfind(')');
  return last == kNone ? end : begin + last;
}

/// Counts pairs, for `<550 no <a@b> here>` and `[550 5.7.1 [192.0.2.1] listed]`.
std::size_t close_pair(std::string_view text, std::size_t begin, char open, char close) noexcept {
  int depth = 0;
  const std::size_t limit = std::min(text.size(), begin + kMaxReplyBytes);
  for (std::size_t at = begin; at < limit; ++at) {
    if (text[at] == open) ++depth;
    if (text[at] == close && --depth < 0) return at;
    if (text[at] == '\n' && at + 1 < limit && base::is_space(text[at + 1]) &&
        text[skip_blanks(text, at + 1)] == '\n') {
      break;
    }
  }
  return close_line(text, begin);
}

std::size_t close_at(std::string_view text, std::size_t begin, std::string_view needle,
                     bool on_line) noexcept {
  const std::size_t limit =
      on_line ? line_end(text, begin) : std::min(text.size(), begin + kMaxReplyBytes);
  const std::size_t found = text.substr(begin, limit - begin).find(needle);
  return found == kNone ? close_line(text, begin) : begin + found;
}

std::size_t close_by_kind(std::string_view text, const Opening& o) noexcept {
  switch (o.close) {
    case Close::line:
      return close_line(text, o.begin);
    case Close::folded:
      return close_folded(text, o.begin, false);
    case Close::field:
      return close_folded(text, o.begin, true);
    case Close::plain:
      return close_plain(text, o.begin);
    case Close::quote:
      return close_quote(text, o.begin, o.quote);
    case Close::paren:
      return close_paren(text, o.begin);
    case Close::hashes:
      return close_at(text, o.begin, "##", false);
    case Close::angle:
      return close_pair(text, o.begin, '<', '>');
    case Close::square:
      return close_pair(text, o.begin, '[', ']');
    case Close::from:
      return close_at(text, o.begin, "; from=<", true);
    case Close::comma:
      return close_at(text, o.begin, ", stat=", true);
  }
  return text.size();
}

}  // namespace

std::size_t find_close(std::string_view text, const Opening& opening, std::size_t limit) noexcept {
  if (!opening.made.empty()) return std::min(opening.made_end, limit);
  const std::size_t end = close_by_kind(text.substr(0, limit), opening);
  const std::string_view scope = text.substr(0, end);
  for (std::size_t at = scope.find('(', opening.begin); at != kNone; at = scope.find('(', at + 1)) {
    if (match_phrase(text.substr(at), "(in reply to ") != 0) return at;
  }
  return end;
}

}  // namespace smtpscope::reply
