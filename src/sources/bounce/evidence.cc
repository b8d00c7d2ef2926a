// SPDX-License-Identifier: Apache-2.0
#include "sources/bounce/evidence.h"

#include <string>

#include "base/text.h"

#include "meaning/reply/find_replies.h"

#include "sources/bounce/limits.h"
#include "sources/bounce/text.h"

namespace smtpscope::bounce {
namespace {

/// A field folded over lines (RFC 5322 2.2.3) as one line again, unless each line begins with the
/// code, as Exim folds a reply of several lines.
std::string_view unfold(std::string_view value, base::Arena& arena) {
  if (value.find('\n') == std::string_view::npos) return value;
  char* const out = arena.take(value.size());
  std::size_t n = 0;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] != '\n') {
      out[n++] = value[i];
      continue;
    }
    while (i + 1 < value.size() && base::is_space(value[i + 1])) ++i;
    const std::string_view rest = value.substr(i + 1);
    const bool code = rest.size() > 3 && base::is_digit(rest[0]) && base::is_digit(rest[1]) &&
                      base::is_digit(rest[2]) && (rest[3] == '-' || rest[3] == ' ');
    out[n++] = code ? '\n' : ' ';
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

/// The reply among those found that says the same as `attempt` has; else the deciding one.
const reply::Found& matching(const reply::Paste& paste, const attempt::Attempt& attempt) {
  for (const reply::Found& found : paste.replies) {
    if (found.reply.code == attempt.code && !found.echo) return found;
  }
  return paste.replies[paste.deciding];
}

}  // namespace

std::string_view restore_lines(std::string_view reply, int code, base::Arena& arena) {
  if (reply.size() < 5 || reply[3] != '-' || reply.find('\n') != std::string_view::npos)
    return reply;
  const std::string digits = std::to_string(code);
  char* out = nullptr;
  for (std::size_t at = reply.find(' '); at != std::string_view::npos;
       at = reply.find(' ', at + 1)) {
    const std::string_view rest = reply.substr(at + 1);
    if (rest.size() < 4 || !rest.starts_with(digits) || (rest[3] != '-' && rest[3] != ' '))
      continue;
    if (out == nullptr) {
      out = arena.take(reply.size());
      reply.copy(out, reply.size());
    }
    out[at] = '\n';
    if (rest[3] == ' ') break;
  }
  return out == nullptr ? reply : std::string_view(out, reply.size());
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
  if (attempt.code != 0 && attempt.stage != reply::Stage::unknown && !attempt.remote_host.empty())
    return;
  // Words without a block of their own are the whole letter: too much for a stage only.
  if (attempt.code != 0 && attempt.words.size() > kMaxBlockForStage) return;
  const reply::Paste paste = reply::find_replies(attempt.words);
  const reply::Found& found = matching(paste, attempt);
  if (attempt.code == 0 && (found.reply.code != 0 || attempt.reply.empty())) {
    take_reply(paste, found, arena, attempt);
    take_surroundings(paste, found, arena, attempt);
  } else if (found.reply.code == attempt.code) {
    take_surroundings(paste, found, arena, attempt);
  }
}

}  // namespace smtpscope::bounce
