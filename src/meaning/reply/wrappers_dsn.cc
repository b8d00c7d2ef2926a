// SPDX-License-Identifier: Apache-2.0
// Delivery status fields (RFC 3464): `Diagnostic-Code: smtp; 550 ...`, folded lines, and the same
// `smtp;550` inside Exchange's own reports. Status fields are not read: their code is the reporting
// program's, not the server's.
#include "meaning/reply/wrappers.h"

namespace smtpscope::reply {
namespace {

/// The value of a field of the same block, before or behind `at`.
std::string_view field_near(std::string_view text, std::size_t at, std::string_view name) noexcept {
  std::string_view back = before(text, at);
  if (const std::size_t blank = back.rfind("\n\n"); blank != kNone) back.remove_prefix(blank);
  std::string_view ahead = text.substr(at, kMaxLookBack);
  if (const std::size_t blank = ahead.find("\n\n"); blank != kNone) ahead = ahead.substr(0, blank);
  for (const std::string_view part : {back, ahead}) {
    const std::size_t found = rfind_nocase(part, name);
    if (found == kNone || (found > 0 && part[found - 1] != '\n')) continue;
    const std::size_t from = found + name.size();
    return base::trim(part.substr(from, line_end(part, from) - from));
  }
  return {};
}

/// `dns; mx.example.net` -> `mx.example.net`.
std::string_view behind_type(std::string_view value) noexcept {
  const std::size_t semicolon = value.find(';');
  return base::trim(semicolon == kNone ? value : value.substr(semicolon + 1));
}

/// Skips white space, over a line end only where the field goes on there.
std::size_t skip_fold(std::string_view text, std::size_t at) noexcept {
  while (true) {
    at = skip_blanks(text, at);
    if (text.substr(at, 1) == "\r") ++at;
    if (at + 1 >= text.size() || text[at] != '\n' || !base::is_blank(text[at + 1])) return at;
    ++at;
  }
}

void take_block(std::string_view text, std::size_t at, Opening& out) noexcept {
  out.recipient = read_address(behind_type(field_near(text, at, "final-recipient:")));
  std::size_t length = 0;
  const Peer peer = peer_at_start(behind_type(field_near(text, at, "remote-mta:")), length);
  out.host = peer.host;
  out.ip = peer.ip;
}

}  // namespace

bool open_diagnostic(Source& source, std::size_t at, std::size_t after, Opening& out) {
  const std::string_view text = source.text;
  const std::size_t value = skip_fold(text, after);
  const std::string_view type = text.substr(value, 64);
  const std::size_t semicolon = type.find(';');
  const bool typed = semicolon != kNone && type.find(' ') > semicolon;
  std::size_t begin = typed ? skip_fold(text, value + semicolon + 1) : value;
  if (begin >= text.size() || text[begin] == '\n') return false;
  // Some gateways repeat the type: `smtp; smtp;550 ...`.
  begin += match_phrase(text.substr(begin), "smtp;");
  begin = skip_fold(text, begin);
  out.begin = begin;
  out.close = Close::field;
  out.wrapper = "dsn";
  const bool by_server = base::starts_with_nocase(type, "smtp") || read_code(text.substr(begin));
  out.local = !by_server && (base::starts_with_nocase(type, "x-postfix") ||
                             stage_of_statement(text.substr(begin)) != Stage::unknown);
  if (out.local) out.stage = stage_of_statement(text.substr(begin));
  take_block(text, at, out);
  return true;
}

bool open_smtp_type(Source& source, std::size_t at, std::size_t after, Opening& out) {
  const std::string_view text = source.text;
  const std::size_t begin = skip_space(text, after);
  if (!read_code(text.substr(begin))) return false;
  out.begin = begin;
  // `<mx.example.net #5.1.1 smtp;550 5.1.1 ...>`: the angle opened before closes the reply.
  const std::string_view line = line_before(text, at);
  const std::size_t angle = line.rfind('<');
  const std::size_t hash = line.rfind('#');
  const bool inside = hash != kNone && angle != kNone && line.find('>', angle) == kNone;
  out.close = inside ? Close::angle : Close::folded;
  out.wrapper = inside ? "exchange" : "dsn";
  if (inside) {
    std::size_t length = 0;
    out.host = peer_at_start(base::trim(line.substr(angle + 1)), length).host;
  }
  return true;
}

}  // namespace smtpscope::reply
