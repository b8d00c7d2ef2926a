// SPDX-License-Identifier: Apache-2.0
// Postfix, Exim, Sendmail and qmail quoting a server's reply in bounces and logs.
#include <algorithm>

#include "meaning/reply/wrappers.h"

namespace smtpscope::reply {
namespace {

/// `host mx.example.net[192.0.2.1]` at the end of `s`.
void take_peer_before(std::string_view s, Opening& out) noexcept {
  const Peer peer = peer_at_end(s);
  // `server refused to talk to me:` names none.
  if (peer.ip.empty() && peer.host.find('.') == kNone) return;
  out.host = peer.host;
  out.ip = peer.ip;
}

struct QmailStage {
  std::string_view phrase;
  Stage stage;
};

/// qmail tells the stage in the sentence before `Remote host said:`.
constexpr std::array kQmailStages = std::to_array<QmailStage>({
    {"sender was rejected", Stage::mail},
    {"sender rejected", Stage::mail},
    {"does not like recipient", Stage::rcpt},
    {"recipient was rejected", Stage::rcpt},
    {"failed after i sent the message", Stage::eod},
    {"failed on data command", Stage::data},
    {"greeting failed", Stage::banner},
    {"my name was rejected", Stage::ehlo},
    {"rcpt to response", Stage::rcpt},
    {"mail from response", Stage::mail},
    {"data response", Stage::data},
    {"auth failed", Stage::auth},
});

/// The sentence is short and stands directly before.
void take_qmail(std::string_view text, std::size_t at, Opening& out) noexcept {
  std::string_view back = before(text, at, kMaxNameBytes);
  if (const std::size_t blank = back.rfind("\n\n"); blank != kNone) back.remove_prefix(blank);
  std::size_t best = 0;
  for (const QmailStage& row : kQmailStages) {
    const std::size_t found = rfind_nocase(back, row.phrase);
    if (found == kNone || found < best) continue;
    best = found;
    out.stage = row.stage;
    std::string_view subject = base::trim(back.substr(0, found));
    if (subject.ends_with(" but")) subject.remove_suffix(4);
    if (const Peer peer = peer_at_end(subject); !peer.ip.empty()) out.ip = peer.ip;
  }
  if (const std::size_t to = back.rfind("RCPT: <"); to != kNone) {
    out.recipient = angle_text(back, to + 6);
  }
  out.wrapper = "qmail";
}

/// True for the words Postfix and qmail put before `said:`; others must quote a code.
bool names_a_host(std::string_view back) noexcept {
  return !back.empty() && (back.back() == ']' || back.ends_with("emote host"));
}

/// Skips `host mx.example.net [192.0.2.1]:` that Exim 4.6 and older put before the reply.
std::size_t skip_exim_host(std::string_view text, std::size_t at, Opening& out) noexcept {
  std::size_t n = match_phrase(text.substr(at), "host ");
  if (n == 0) n = match_phrase(text.substr(at), "host: ");
  if (n == 0) return at;
  std::size_t length = 0;
  const Peer peer = peer_at_start(text.substr(at + n), length);
  std::size_t next = at + n + length;
  if (length == 0) return at;
  if (next < text.size() && text[next] == ':') ++next;
  out.host = peer.host;
  out.ip = peer.ip;
  return skip_space(text, next);
}

/// `H=mx.example.net [192.0.2.1]` in the log, `host mx.example.net [192.0.2.1]` in bounces.
void take_exim_host(std::string_view text, std::size_t at, Opening& out) noexcept {
  std::string_view back = before(text, at, kMaxNameBytes);
  if (const std::size_t reason = rfind_nocase(back, "delay reason:"); reason != kNone) {
    back = back.substr(0, reason);
  }
  back = base::trim(back);
  while (!back.empty() && (back.back() == ':' || back.back() == '*')) back.remove_suffix(1);
  if (!back.empty() && back.back() == ']') take_peer_before(back, out);
}

/// `== a@b R=...` and `** a@b ...` of the log.
void take_exim_recipient(std::string_view text, std::size_t at, Opening& out) noexcept {
  const std::string_view line = line_before(text, at);
  for (const std::string_view mark : {" == ", " ** "}) {
    if (const std::size_t found = line.find(mark); found != kNone) {
      out.recipient = read_address(line.substr(found + 4));
    }
  }
}

}  // namespace

bool open_said(Source& source, std::size_t at, std::size_t after, Opening& out) {
  const std::string_view text = source.text;
  const std::size_t begin = skip_space(text, after);
  if (begin >= text.size()) return false;
  const std::string_view back = base::trim(before(text, at, kMaxNameBytes));
  if (!read_code(text.substr(begin)) && !names_a_host(back)) return false;
  out.begin = begin;
  out.close = Close::folded;
  if (back.ends_with("emote host")) {
    take_qmail(text, at, out);
    return true;
  }
  take_peer_before(back, out);
  const std::string_view prefix = before(back, back.size(), 400);
  if (rfind_nocase(prefix, "remote host") != kNone && out.host.empty()) {
    const std::string_view ip = out.ip;
    take_qmail(text, at, out);
    out.ip = ip;
    return true;
  }
  out.wrapper = "postfix";
  return true;
}

bool open_refused(Source& source, std::size_t at, std::size_t after, Opening& out) {
  out.begin = skip_space(source.text, after);
  if (out.begin >= source.text.size()) return false;
  out.close = Close::folded;
  out.wrapper = "postfix";
  out.stage = Stage::banner;
  take_peer_before(base::trim(before(source.text, at, kMaxNameBytes)), out);
  return true;
}

bool open_suspended(Source& source, std::size_t, std::size_t after, Opening& out) {
  out.begin = skip_space(source.text, after);
  if (out.begin >= source.text.size()) return false;
  out.close = Close::folded;
  out.wrapper = "postfix";
  out.local = true;
  out.stage = stage_of_statement(source.text.substr(out.begin));
  const Peer peer = peer_of_statement(source.text.substr(out.begin));
  out.host = peer.host;
  out.ip = peer.ip;
  return true;
}

bool open_exim(Source& source, std::size_t at, std::size_t after, Opening& out) {
  const std::string_view text = source.text;
  const std::string_view command = text.substr(after, kMaxCommandBytes);
  std::size_t from = 0;
  const std::size_t angle = command.find('<');
  const std::size_t colon = command.find(':');
  if (colon == kNone) return false;
  const std::string_view verb = command.substr(0, colon);
  if (rfind_nocase(verb, "mail from") != kNone || rfind_nocase(verb, "rcpt to") != kNone) {
    from = command.find('>', angle == kNone ? colon : angle);
    if (from == kNone) return false;
  }
  const std::size_t end = command.find(':', from);
  if (end == kNone || end - from > kMaxNameBytes) return false;
  out.stage = stage_of_command(command);
  // Exim's LMTP client quotes the replies behind the data under the name of the command.
  if (match_phrase(text.substr(at), "lmtp") != 0 && out.stage == Stage::data) {
    out.stage = Stage::eod;
  }
  out.wrapper = "exim";
  out.close = Close::folded;
  take_exim_host(text, at, out);
  out.begin = skip_exim_host(text, skip_space(text, after + end + 1), out);
  if (out.begin >= text.size()) return false;
  take_exim_recipient(text, at, out);
  if (out.recipient.empty() && out.stage == Stage::rcpt && angle != kNone) {
    out.recipient = angle_text(text, after + angle);
  }
  return true;
}

bool open_ehlo_was(Source& source, std::size_t at, std::size_t after, Opening& out) {
  const std::size_t begin = skip_space(source.text, after);
  if (!read_code(source.text.substr(begin))) return false;
  out.begin = begin;
  out.close = Close::paren;
  out.wrapper = "exim";
  out.stage = Stage::ehlo;
  take_exim_recipient(source.text, at, out);
  return true;
}

bool open_sendmail_reason(Source& source, std::size_t, std::size_t after, Opening& out) {
  const std::size_t begin = skip_space(source.text, after);
  if (!read_code(source.text.substr(begin))) return false;
  out.begin = begin;
  out.close = Close::paren;
  out.wrapper = "sendmail";
  return true;
}

bool open_responded(Source& source, std::size_t at, std::size_t after, Opening& out) {
  std::size_t begin = after;
  const std::size_t failure = match_phrase(source.text.substr(begin), " failure:");
  begin = skip_space(source.text, begin + failure);
  while (begin < source.text.size() && (source.text[begin] == ':' || source.text[begin] == '"' ||
                                        source.text[begin] == '\'' || source.text[begin] == ' ')) {
    out.quote = source.text[begin];
    ++begin;
  }
  if (!read_code(source.text.substr(begin))) return false;
  out.begin = begin;
  out.close = out.quote == '"' || out.quote == '\'' ? Close::quote : Close::folded;
  if (failure != 0) take_peer_before(base::trim(before(source.text, at, kMaxNameBytes)), out);
  return true;
}

}  // namespace smtpscope::reply
