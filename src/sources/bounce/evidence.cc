// SPDX-License-Identifier: Apache-2.0
#include "sources/bounce/evidence.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/text.h"

#include "meaning/reply/find_replies.h"

#include "sources/bounce/limits.h"
#include "sources/bounce/text.h"

namespace smtpscope::bounce {
namespace {

constexpr bool is_code(std::string_view s) noexcept {
  return s.size() > 3 && s[0] >= '2' && s[0] <= '5' && base::is_digit(s[1]) &&
         base::is_digit(s[2]) && (s[3] == '-' || s[3] == ' ');
}

/// A field folded over lines (RFC 5322 2.2.3) as one line again, unless each line begins with the
/// code, as Exim folds a reply of several lines.
std::string_view unfold(std::string_view value, base::Arena& arena) {
  if (value.find('\n') == std::string_view::npos) return value;
  const std::string_view digits = is_code(value) ? value.substr(0, 3) : std::string_view();
  char* const out = arena.take(value.size());
  std::size_t n = 0;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] != '\n') {
      out[n++] = value[i];
      continue;
    }
    while (i + 1 < value.size() && base::is_space(value[i + 1])) ++i;
    const std::string_view rest = value.substr(i + 1);
    out[n++] = is_code(rest) && rest.starts_with(digits) ? '\n' : ' ';
  }
  return {out, n};
}

/// Text of a found reply, kept: the paste that owns it ends before the attempt does.
std::string_view keep_text(const reply::Paste& paste, std::string_view text, base::Arena& arena) {
  const char* const begin = paste.unescaped.data();
  const bool inside = !paste.unescaped.empty() && text.data() >= begin &&
                      text.data() < begin + paste.unescaped.size();
  return inside ? arena.keep(text) : text;
}

void take_reply(const reply::Paste& paste, const reply::Found& found, base::Arena& arena,
                attempt::Attempt& attempt) {
  // What was said to the reporting server is the reply; the verdict digs out what that one quotes.
  // That it expired (RFC 3463 x.4.7) is no reply of anybody: its last cause is.
  reply::Reply said = reply::parse_reply(found.outer);
  const bool expired = said.enhanced.subject == 4 && said.enhanced.detail == 7;
  attempt.nested = said.code != 0 && !expired;
  if (!attempt.nested) said = found.reply;
  attempt.reply = keep_text(paste, said.text, arena);
  attempt.code = said.code;
  attempt.enhanced = said.enhanced;
  attempt.statement = found.local;
  if (attempt.code != 0) attempt.reply = restore_lines(attempt.reply, attempt.code, arena);
}

void take_surroundings(const reply::Paste& paste, const reply::Found& found, base::Arena& arena,
                       attempt::Attempt& attempt) {
  if (attempt.stage == reply::Stage::unknown) attempt.stage = found.stage;
  if (attempt.remote_host.empty()) attempt.remote_host = keep_text(paste, found.host, arena);
  if (attempt.remote_ip.empty()) attempt.remote_ip = keep_text(paste, found.ip, arena);
}

/// The same words, however they were folded; one may go on where the other ends. `rest` is what `a`
/// has more.
bool begins_alike(std::string_view a, std::string_view b, std::string_view& rest) noexcept {
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() && j < b.size()) {
    if (base::is_space(a[i])) {
      ++i;
    } else if (base::is_space(b[j])) {
      ++j;
    } else if (a[i++] != b[j++]) {
      return false;
    }
  }
  rest = base::trim(a.substr(i));
  return true;
}

/// The reply among those found that says the same as `attempt` has, at least by its code; else the
/// deciding one.
const reply::Found& matching(const reply::Paste& paste, const attempt::Attempt& attempt) {
  const reply::Found* same_code = nullptr;
  std::string_view rest;
  for (const reply::Found& found : paste.replies) {
    if (found.reply.code != attempt.code || found.echo) continue;
    if (begins_alike(found.reply.text, attempt.reply, rest)) return found;
    if (same_code == nullptr) same_code = &found;
  }
  return same_code != nullptr ? *same_code : paste.replies[paste.deciding];
}

/// Sendmail states the first line of a reply, `550-5.1.1 a`, and has the others in its transcript.
bool is_cut(const attempt::Attempt& attempt) noexcept {
  const std::string_view reply = attempt.reply;
  const std::string_view last = reply.substr(reply.rfind('\n') + 1);
  return attempt.code != 0 && is_code(last) && last[3] == '-';
}

/// OpenSMTPD's `a@example.net: 550 words`: what stands behind the recipient.
std::string_view behind_recipient(std::string_view words, std::string_view recipient) noexcept {
  if (recipient.empty() || !base::starts_with_nocase(words, recipient)) return words;
  std::string_view rest = words.substr(recipient.size());
  if (!rest.starts_with(": ")) return words;
  rest.remove_prefix(2);
  return is_code(rest) ? rest : words;
}

void take_from_words(base::Arena& arena, attempt::Attempt& attempt) {
  const reply::Paste paste =
      reply::find_replies(behind_recipient(attempt.words, attempt.recipient));
  const reply::Found& found = matching(paste, attempt);
  if (attempt.code == 0 && (found.reply.code != 0 || attempt.reply.empty())) {
    take_reply(paste, found, arena, attempt);
    take_surroundings(paste, found, arena, attempt);
  } else if (found.reply.code == attempt.code) {
    take_surroundings(paste, found, arena, attempt);
    std::string_view more;
    if (is_cut(attempt) && begins_alike(found.reply.text, attempt.reply, more) && !more.empty())
      attempt.reply = keep_text(paste, found.reply.text, arena);
  }
}

/// Words behind which a number is what they speak of, not the code of the next line.
bool names_number(std::string_view before) noexcept {
  static constexpr std::array kWords = std::to_array<std::string_view>(
      {"error", "code", "status", "reply", "smtp", "port", "ticket"});
  return std::any_of(kWords.begin(), kWords.end(), [before](std::string_view word) {
    return before.size() >= word.size() &&
           base::equals_nocase(before.substr(before.size() - word.size()), word);
  });
}

/// The enhanced code behind the basic one of a line; empty where it has none.
std::string_view enhanced_of(std::string_view line) noexcept {
  std::size_t length = 0;
  const std::string_view rest = line.substr(4);
  return reply::parse_enhanced_code(rest, length) ? rest.substr(0, length) : std::string_view();
}

}  // namespace

std::string_view restore_lines(std::string_view reply, int code, base::Arena& arena) {
  if (reply.size() < 5 || reply[3] != '-') return reply;
  const std::string digits = std::to_string(code);
  const std::string_view enhanced = enhanced_of(reply);
  char* out = nullptr;
  bool is_last = false;
  for (std::size_t at = reply.find_first_of(" \n"); at != std::string_view::npos && !is_last;
       at = reply.find_first_of(" \n", at + 1)) {
    const std::string_view rest = reply.substr(at + 1);
    if (!is_code(rest) || !rest.starts_with(digits)) continue;
    const std::string_view own = enhanced_of(rest);
    if (!own.empty() && own != enhanced) continue;
    if (own.empty() && reply[at] != '\n' && names_number(reply.substr(0, at))) continue;
    is_last = rest[3] == ' ';
    if (reply[at] == '\n') continue;
    if (out == nullptr) {
      out = arena.take(reply.size());
      reply.copy(out, reply.size());
    }
    out[at] = '\n';
  }
  return out == nullptr ? reply : std::string_view(out, reply.size());
}

reply::Stage find_stage(std::string_view statement) {
  const reply::Paste paste = reply::find_replies(statement);
  const reply::Found& found = paste.replies[paste.deciding];
  return found.local ? found.stage : reply::Stage::unknown;
}

void take_evidence(const Finding& finding, base::Arena& arena, attempt::Attempt& attempt) {
  attempt.stage = finding.stage;
  attempt.words = base::trim(finding.words.substr(0, kMaxWords));
  const std::string_view diagnostic =
      base::trim(unfold(finding.diagnostic.substr(0, kMaxDiagnostic), arena));
  attempt.diagnostic = diagnostic;
  if (!diagnostic.empty()) {
    const reply::Paste paste = reply::find_replies(diagnostic);
    const reply::Found& found = paste.replies[paste.deciding];
    take_reply(paste, found, arena, attempt);
    take_surroundings(paste, found, arena, attempt);
  }
  if (attempt.words.empty()) return;
  const bool told =
      attempt.code != 0 && attempt.stage != reply::Stage::unknown && !attempt.remote_host.empty();
  // Words without a block of their own are the whole letter: too much for a stage only.
  const bool costly = attempt.code != 0 && attempt.words.size() > kMaxBlockForStage;
  if ((!told && !costly) || is_cut(attempt)) take_from_words(arena, attempt);
}

}  // namespace smtpscope::bounce
