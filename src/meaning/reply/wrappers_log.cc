// SPDX-License-Identifier: Apache-2.0
// Log lines: Postfix, Exim, Sendmail, OpenSMTPD, Haraka. Only what is needed to understand a pasted
// excerpt; mail logs proper are read by sources/maillog. The status a log puts beside a statement
// of its own side (`dsn=4.4.1`) is no server's and stays out of the reply.
#include <algorithm>

#include "meaning/reply/wrappers.h"

namespace smtpscope::reply {
namespace {

/// The value behind the last `name` on the line, up to a blank or comma.
std::string_view field_before(std::string_view line, std::string_view name) noexcept {
  const std::size_t at = line.rfind(name);
  if (at == kNone) return {};
  const std::string_view rest = line.substr(at + name.size());
  return rest.substr(0, std::min(rest.find_first_of(", \t"), kMaxNameBytes));
}

std::string_view address_field(std::string_view line, std::string_view name) noexcept {
  const std::string_view value = field_before(line, name);
  const std::string_view address = read_address(value);
  return address;
}

/// `relay=mx.example.net[192.0.2.1]:25`; OpenSMTPD: `relay="192.0.2.1 (mx.example.net)"`.
void take_relay(std::string_view line, Opening& out) noexcept {
  const std::size_t at = line.rfind("relay=");
  if (at == kNone) return;
  std::string_view rest = line.substr(at + 6);
  std::size_t length = 0;
  if (rest.starts_with('"')) rest.remove_prefix(1);
  Peer peer = peer_at_start(rest, length);
  if (rest.substr(length, 2) == " (") {
    std::size_t name = 0;
    peer.host = peer_at_start(rest.substr(length + 2), name).host;
  }
  if (peer.host == "none" || peer.host == "local") return;
  out.host = peer.host;
  out.ip = peer.ip;
}

/// `reject: RCPT from h[ip]: `; the length of it, 0 where it is something else.
std::size_t read_reject_client(std::string_view window, Opening& out) noexcept {
  const std::size_t command = skip_blanks(window, 0);
  const std::size_t joint = window.find(" from ");
  if (command == 0 || joint == kNone || joint > 30) return 0;
  const std::size_t colon = window.find(": ", joint);
  if (colon == kNone) return 0;
  out.stage = stage_of_command(window.substr(command, joint - command));
  return colon + 2;
}

/// `reject: header X-A: b from h[ip]; from=<> to=<> proto=ESMTP helo=<x>: 5.7.1 ...`
std::size_t read_reject_content(std::string_view window, Opening& out) noexcept {
  if (match_phrase(window, " header ") == 0 && match_phrase(window, " body ") == 0) return 0;
  const std::string_view line = window.substr(0, line_end(window, 0));
  const std::size_t helo = line.rfind(" helo=<");
  if (helo == kNone) return 0;
  const std::size_t end = line.find(">: ", helo);
  if (end == kNone) return 0;
  if (const std::size_t to = line.rfind(" to=<", helo); to != kNone) {
    out.recipient = angle_text(line, to + 4);
  }
  out.stage = Stage::eod;
  return end + 3;
}

}  // namespace

bool open_status(Source& source, std::size_t at, std::size_t after, Opening& out) {
  // `dsn=4.4.1, status=deferred (connect to ...)`
  const std::string_view text = source.text;
  std::size_t word = after;
  while (word < text.size() && base::is_alpha(text[word]) && word - after < 20) ++word;
  if (word == after || text.substr(word, 2) != " (") return false;
  if (before(text, at, 24).find("dsn=") == kNone) return false;
  const std::string_view line = line_before(text, at);
  out.begin = word + 2;
  out.close = Close::paren;
  out.wrapper = "postfix";
  out.recipient = address_field(line, " to=");
  const Code code = read_code(text.substr(out.begin));
  out.local = !code;
  if (code) {
    take_relay(line, out);
  } else {
    out.stage = stage_of_statement(text.substr(out.begin));
    if (out.stage == Stage::unknown) out.stage = Stage::local;
  }
  return true;
}

bool open_stat(Source& source, std::size_t at, std::size_t after, Opening& out) {
  const std::string_view text = source.text;
  const std::string_view line = line_before(text, at);
  std::size_t begin = after;
  if (text.substr(begin, 1) == "\"") {  // OpenSMTPD: result="PermFail" stat="550 ..."
    out.wrapper = "opensmtpd";
    out.recipient = address_field(line, " to=");
    take_relay(line, out);
    out.begin = begin + 1;
    out.close = Close::quote;
    out.quote = '"';
    out.local = !read_code(text.substr(out.begin));
    if (out.local) out.stage = stage_of_statement(text.substr(out.begin));
    return true;
  }
  if (const std::size_t n = match_phrase(text.substr(begin), "deferred: ")) begin += n;
  if (line.find("dsn=") == kNone && line.find(" to=") == kNone && !read_code(text.substr(begin))) {
    return false;
  }
  out.wrapper = "sendmail";
  out.begin = begin;
  out.recipient = address_field(line, " to=");
  take_relay(line, out);
  out.stage = stage_of_statement(text.substr(begin));
  out.local = out.stage != Stage::unknown;
  return true;
}

bool open_reply_field(Source& source, std::size_t at, std::size_t after, Opening& out) {
  // Sendmail: `dsn=5.2.2, reply=552-5.2.2 first line, stat=Service unavailable`
  const std::string_view line = line_before(source.text, at);
  if (!read_code(source.text.substr(after)) || line.find("dsn=") == kNone) return false;
  const std::string_view rest = source.text.substr(after, line_end(source.text, after) - after);
  const std::size_t stat = rest.find(", stat=");
  // The field and `stat=Deferred: 451 ...` say the same; one of them is taken with the line.
  out.made = base::trim(rest.substr(0, stat));
  out.made_end = after + rest.size();
  out.begin = after;
  out.wrapper = "sendmail";
  out.recipient = address_field(line, " to=");
  take_relay(line, out);
  return true;
}

bool open_reject_field(Source& source, std::size_t at, std::size_t after, Opening& out) {
  // Sendmail: `ruleset=check_rcpt, arg1=<a@b>, relay=..., reject=550 5.7.1 ...`
  if (!read_code(source.text.substr(after))) return false;
  const std::string_view line = line_before(source.text, at);
  const std::string_view ruleset = field_before(line, "ruleset=");
  out.begin = after;
  out.wrapper = "sendmail";
  if (ruleset == "check_rcpt") {
    out.stage = Stage::rcpt;
    out.recipient = address_field(line, "arg1=");
  } else if (ruleset == "check_mail") {
    out.stage = Stage::mail;
  } else if (ruleset == "check_relay") {
    out.stage = Stage::banner;
  }
  return true;
}

bool open_reject(Source& source, std::size_t, std::size_t after, Opening& out) {
  // Postfix: `NOQUEUE: reject: RCPT from h[ip]: 554 5.7.1 ...; from=<> to=<> proto= helo=`; milters
  // and header checks give an enhanced code alone.
  const std::string_view text = source.text;
  const std::string_view window = text.substr(after, kMaxLookBack);
  std::size_t length = read_reject_content(window, out);
  if (length == 0) length = read_reject_client(window.substr(0, kMaxCommandBytes), out);
  if (length == 0) return false;
  std::size_t digits = 0;
  const std::string_view words = text.substr(after + length);
  if (!read_code(words) && !parse_enhanced_code(words, digits)) return false;
  out.begin = after + length;
  out.close = Close::from;
  out.wrapper = "postfix";
  const std::string_view rest = words.substr(0, line_end(words, 0));
  const std::size_t fields = rest.rfind("; from=<");
  if (fields == kNone) return true;
  // smtpd puts blanks between the fields, postscreen commas.
  const std::string_view tail = rest.substr(fields, kMaxLookBack);
  if (const std::size_t to = tail.find(" to=<"); to != kNone) {
    out.recipient = angle_text(tail, to + 4);
  }
  return true;
}

bool open_result(Source& source, std::size_t at, std::size_t after, Opening& out) {
  // OpenSMTPD: `smtp failed-command command="RCPT TO:<a@b>" result="550 ..."`
  const std::string_view text = source.text;
  if (!read_code(text.substr(after))) return false;
  out.begin = after;
  out.close = Close::quote;
  out.quote = '"';
  out.wrapper = "opensmtpd";
  const std::string_view line = line_before(text, at);
  const std::size_t command = line.find("command=\"");
  if (command == kNone) return true;
  out.stage = stage_of_command(line.substr(command + 9));
  if (out.stage == Stage::rcpt) {
    out.recipient = angle_text(line, std::min(line.find('<', command), line.size()));
  }
  return true;
}

bool open_haraka(Source& source, std::size_t, std::size_t after, Opening& out) {
  // `recipient <a@b> rejected: 550 ...`
  const std::string_view text = source.text;
  if (after >= text.size() || text[after] != '<') return false;
  const std::string_view address = angle_text(text, after);
  if (address.empty()) return false;
  std::size_t begin = after + address.size() + 2;
  std::size_t n = match_phrase(text.substr(begin), " rejected:");
  if (n == 0) n = match_phrase(text.substr(begin), " deferred:");
  if (n == 0) return false;
  begin = skip_blanks(text, begin + n);
  if (!read_code(text.substr(begin))) return false;
  out.begin = begin;
  out.wrapper = "haraka";
  out.recipient = address;
  out.stage = Stage::rcpt;
  return true;
}

bool open_upstream(Source& source, std::size_t, std::size_t after, Opening& out) {
  const std::size_t begin = skip_blanks(source.text, after);
  if (!read_code(source.text.substr(begin))) return false;
  out.begin = begin;
  out.wrapper = "haraka";
  return true;
}

bool open_confirmation(Source& source, std::size_t at, std::size_t after, Opening& out) {
  // Exim: `=> a@b R=r T=t H=mx [ip] C="250 ..."`
  if (!read_code(source.text.substr(after))) return false;
  const std::string_view line = line_before(source.text, at);
  out.begin = after;
  out.close = Close::quote;
  out.quote = '"';
  out.wrapper = "exim";
  out.stage = Stage::eod;
  for (const std::string_view mark : {" => ", " -> ", " *> "}) {
    if (const std::size_t found = line.find(mark); found != kNone) {
      out.recipient = read_address(line.substr(found + 4));
    }
  }
  std::size_t length = 0;
  if (const std::size_t host = line.rfind(" H="); host != kNone) {
    const Peer peer = peer_at_start(line.substr(host + 3), length);
    out.host = peer.host;
    out.ip = peer.ip;
  }
  return true;
}

bool open_exim_failure(Source& source, std::size_t at, std::size_t after, Opening& out) {
  // `== a@b R=r T=t defer (-54): ...`, `** a@b R=r T=t H=mx [ip]: ...`, `** a@b: ...`
  const std::string_view text = source.text;
  if (at == 0 || !base::is_blank(text[at - 1])) return false;
  const std::size_t words = skip_blanks(text, after);
  const std::string_view address = read_address(text.substr(words));
  if (address.empty()) return false;
  std::size_t next = words + address.size() + (text[words] == '<' ? 2 : 0);
  const std::string_view rest = text.substr(next, kMaxCommandBytes);
  const std::size_t end = line_end(rest, 0);
  const std::size_t colon = rest.substr(0, end).find(": ");
  if (colon == kNone) return false;
  const std::string_view fields = rest.substr(0, colon);
  out.begin = next + colon + 2;
  out.wrapper = "exim";
  out.recipient = address;
  out.local = true;
  out.stage = stage_of_statement(text.substr(out.begin));
  if (out.stage == Stage::unknown) out.stage = Stage::local;
  if (const std::size_t host = fields.rfind(" H="); host != kNone) {
    std::size_t length = 0;
    const Peer peer = peer_at_start(fields.substr(host + 3), length);
    out.host = peer.host;
    out.ip = peer.ip;
  }
  return true;
}

bool open_exim_rejected(Source& source, std::size_t at, std::size_t after, Opening& out) {
  // `H=h [ip] F=<a@b> rejected RCPT <c@d>: relay not permitted`: the text alone, without its code
  const std::string_view text = source.text;
  const std::string_view address = angle_text(text, after);
  const std::size_t begin = after + address.size() + 2;
  if (address.empty() || match_phrase(text.substr(begin), ": ") == 0) return false;
  if (line_before(text, at).find("H=") == kNone) return false;
  out.begin = begin + 2;
  out.wrapper = "exim";
  out.stage = Stage::rcpt;
  out.recipient = address;
  return true;
}

}  // namespace smtpscope::reply
