// SPDX-License-Identifier: Apache-2.0
// Which of several replies counts. A failing reply of a server comes before a statement of the
// sending side, that before text without a code, that before success; what only repeats an earlier
// failure comes last but before success. Within a rank the first one counts, and in a session one
// of the mail transaction rather than a refused EHLO or STARTTLS the client went on without.
#include <algorithm>

#include "meaning/reply/wrappers.h"

namespace smtpscope::reply {
namespace {

/// Said by servers that refused all recipients before and are asked for the next step.
constexpr std::array kEchoes = std::to_array<std::string_view>({
    "no valid recipients",
    "no valid rcpt",
    "no recipients",
    "rcpt first",
    "need rcpt",
    "need mail",
    "mail first",
    "valid rcpt command must precede",
    "rcpt command must precede",
    "mail command must precede",
    "must have sender and recipient",
    "must have recipient",
    "need valid recipient",
    "invalid addresses",
    "bad sequence of commands",
    "data without rcpt",
    "send rcpt",
});

bool sounds_like_echo(const Reply& reply) noexcept {
  if (reply.code != 0 && reply.code < 400) return false;
  const std::string_view text = reply.text.substr(0, 400);
  return std::any_of(kEchoes.begin(), kEchoes.end(), [text](std::string_view phrase) {
    return base::find_nocase(text, phrase) != kNone;
  });
}

bool failing(const Found& found) noexcept {
  if (found.reply.code != 0) return found.reply.code >= 400;
  return found.reply.enhanced.klass != 2;
}

void mark_echoes(Paste& paste) {
  const bool other = std::any_of(paste.replies.begin(), paste.replies.end(), [](const Found& f) {
    return failing(f) && !f.echo && !sounds_like_echo(f.reply);
  });
  if (!other) return;
  for (Found& found : paste.replies) found.echo = found.echo || sounds_like_echo(found.reply);
}

/// A refused EHLO, STARTTLS or greeting is often got over; a refused command of the mail
/// transaction is not.
bool before_mail(const Found& found) noexcept {
  return found.stage == Stage::ehlo || found.stage == Stage::starttls || found.stage == Stage::quit;
}

int rank(const Found& found) noexcept {
  if (!failing(found)) return 0;
  if (found.echo) return 1;
  if (found.local) return found.stage == Stage::local ? 2 : 3;
  if (found.reply.code == 0) return found.reply.enhanced ? 4 : 3;
  return before_mail(found) ? 5 : 6;
}

std::string_view next_word(std::string_view s, std::size_t& at) noexcept {
  at = skip_space(s, at);
  const std::size_t from = at;
  while (at < s.size() && !base::is_space(s[at])) ++at;
  return s.substr(from, at - from);
}

/// The same words, however folded. One may go on where the other was cut.
bool same_text(std::string_view a, std::string_view b) noexcept {
  std::size_t i = 0;
  std::size_t j = 0;
  for (int words = 0;; ++words) {
    const std::string_view left = next_word(a, i);
    const std::string_view right = next_word(b, j);
    if (left.empty() || right.empty()) return words > 2 || (left.empty() && right.empty());
    if (left != right) return false;
  }
}

/// Reports say a reply twice: in words and in a field.
bool is_report(std::string_view wrapper) noexcept {
  return wrapper == "dsn" || wrapper == "sendmail" || wrapper == "exchange" || wrapper == "html";
}

bool same_reply(const Found& a, const Found& b) noexcept {
  const bool quoted = !a.outer.empty() && !b.outer.empty() && a.host == b.host;
  if (!is_report(a.wrapper) && !is_report(b.wrapper) && !quoted) return false;
  if (a.reply.code != b.reply.code || a.reply.enhanced != b.reply.enhanced) return false;
  if (!a.recipient.empty() && !b.recipient.empty() && a.recipient != b.recipient) return false;
  return same_text(a.reply.text, b.reply.text);
}

void complete(Found& kept, const Found& dropped) noexcept {
  if (kept.stage == Stage::unknown) kept.stage = dropped.stage;
  if (kept.host.empty() && kept.ip.empty()) {
    kept.host = dropped.host;
    kept.ip = dropped.ip;
  }
  if (kept.recipient.empty()) kept.recipient = dropped.recipient;
}

/// Each is compared with the few before it, so that the cost stays linear.
void join_repeated(Paste& paste) {
  constexpr std::size_t kNear = 6;
  std::vector<Found> kept;
  kept.reserve(paste.replies.size());
  for (const Found& found : paste.replies) {
    const std::size_t from = kept.size() > kNear ? kept.size() - kNear : 0;
    const auto twin = std::find_if(kept.begin() + static_cast<std::ptrdiff_t>(from), kept.end(),
                                   [&](const Found& other) { return same_reply(other, found); });
    if (twin == kept.end()) {
      kept.push_back(found);
    } else {
      complete(*twin, found);
    }
  }
  paste.replies = std::move(kept);
}

}  // namespace

void decide(Paste& paste) {
  if (paste.replies.size() > 1) {
    join_repeated(paste);
    mark_echoes(paste);
  }
  int best = -1;
  for (std::size_t i = 0; i < paste.replies.size(); ++i) {
    const int here = rank(paste.replies[i]);
    if (here <= best) continue;
    best = here;
    paste.deciding = i;
  }
}

}  // namespace smtpscope::reply
