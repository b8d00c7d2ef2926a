// SPDX-License-Identifier: Apache-2.0
// Mail libraries that put a reply into an exception: Symfony, Nodemailer, JavaMail, .NET, Ruby, Go.
// Most openers know no library: a colon, quote or bracket before a code that cannot be a number.
#include <algorithm>

#include "meaning/reply/wrappers.h"

namespace smtpscope::reply {
namespace {

struct Marker {
  std::string_view phrase;  // lower case
  std::string_view wrapper;
  Stage stage;
};

/// What stands on the line before the reply; of several the last counts.
constexpr std::array kMarkers = std::to_array<Marker>({
    {"smtpaddressfailedexception", "javamail", Stage::rcpt},
    {"smtpsenderfailedexception", "javamail", Stage::mail},
    {"smtpsendfailedexception", "javamail", Stage::unknown},
    {"authenticationfailedexception", "javamail", Stage::auth},
    {"javax.mail", "javamail", Stage::unknown},
    {"jakarta.mail", "javamail", Stage::unknown},
    {"message failed", "nodemailer", Stage::eod},
    {"invalid login", "nodemailer", Stage::auth},
    {"mail command failed", "nodemailer", Stage::mail},
    {"recipient command failed", "nodemailer", Stage::rcpt},
    {"all recipients were rejected", "nodemailer", Stage::rcpt},
    {"data command failed", "nodemailer", Stage::data},
    {"invalid greeting", "nodemailer", Stage::banner},
    {"smtpauthenticationerror", "ruby", Stage::auth},
    {"net::smtp", "ruby", Stage::unknown},
    {"gomail", "go", Stage::unknown},
    {"smtplib", "smtplib", Stage::unknown},
    {"smtprecipientsrefused", "smtplib", Stage::rcpt},
    {"smtpsenderrefused", "smtplib", Stage::mail},
    {"smtpdataerror", "smtplib", Stage::eod},
    {"smtphelo", "smtplib", Stage::ehlo},
    {"smtpconnecterror", "smtplib", Stage::banner},
    {"smtp error", "phpmailer", Stage::unknown},
    {"expected response code", "symfony", Stage::unknown},
});

/// `command: 'RCPT TO'` behind a Nodemailer error.
void take_nodemailer_command(std::string_view text, std::size_t at, Opening& out) noexcept {
  const std::string_view near = text.substr(at, kMaxLookBack);
  const std::size_t command = near.find("command: '");
  if (command == kNone) return;
  if (out.wrapper.empty()) out.wrapper = "nodemailer";
  if (out.stage == Stage::unknown) out.stage = stage_of_command(near.substr(command + 10, 20));
}

/// A quote or bracket: sure with an enhanced code, else by the word before it.
bool opens_at(std::string_view text, std::size_t at, std::size_t after, Opening& out) noexcept {
  const Code code = read_code(text.substr(after));
  out.begin = after;
  out.bare = !is_strong_code(text.substr(after));
  if (!code || !out.bare) return static_cast<bool>(code);
  const std::string_view back = before(text, at, 40);
  if (base::trim(back).ends_with("with message")) return true;
  return code.failing() && introduces_code(back);
}

/// `H=mx.example.net [192.0.2.1]: 451 text: retry timeout exceeded`
bool has_expiry(std::string_view rest) noexcept {
  const std::string_view line = base::trim(rest.substr(0, line_end(rest, 0)));
  return size_without_expiry(line) != line.size();
}

}  // namespace

bool introduces_code(std::string_view back) noexcept {
  static constexpr std::array kWords = std::to_array<std::string_view>({"exception",
                                                                        "error",
                                                                        "failed",
                                                                        "failure",
                                                                        "rejected",
                                                                        "refused",
                                                                        "response",
                                                                        "reply",
                                                                        "returned",
                                                                        "responded",
                                                                        "bounced",
                                                                        "replied",
                                                                        "fatalerror",
                                                                        "serverbusy",
                                                                        "syntaxerror",
                                                                        "unknownerror",
                                                                        "unsupportedcommand",
                                                                        "answered",
                                                                        "reason",
                                                                        "login",
                                                                        "greeting"});
  back = base::trim(back);
  if (back.ends_with(':')) back.remove_suffix(1);
  std::size_t at = back.size();
  while (at > 0 && base::is_alpha(back[at - 1])) --at;
  const std::string_view word = back.substr(at);
  if (std::any_of(kWords.begin(), kWords.end(), [word](std::string_view known) {
        return base::equals_nocase(word, known) ||
               (word.size() > known.size() &&
                base::equals_nocase(word.substr(word.size() - known.size()), known));
      })) {
    return true;
  }
  const std::size_t gomail = rfind_nocase(back, "could not send email ");
  return gomail != kNone && back.size() - gomail < 26;
}

void take_markers(std::string_view line, Opening& out) noexcept {
  line = before(line, line.size(), kMaxNameBytes);
  std::size_t best = 0;
  for (const Marker& row : kMarkers) {
    const std::size_t at = rfind_nocase(line, row.phrase);
    if (at == kNone) continue;
    if (out.wrapper.empty() || at >= best) out.wrapper = row.wrapper;
    if (row.stage != Stage::unknown) out.stage = row.stage;
    best = std::max(at, best);
  }
  // Ruby and Python both have a class of this name; only Ruby writes `Net::`.
  if (out.wrapper == "ruby" && rfind_nocase(line, "net::smtp") == kNone) out.wrapper = "smtplib";
}

bool open_server_response(Source& source, std::size_t, std::size_t after, Opening& out) {
  out.begin = skip_space(source.text, after);
  if (out.begin >= source.text.size()) return false;
  std::size_t length = 0;
  const std::string_view rest = source.text.substr(out.begin);
  if (!read_code(rest) && !parse_enhanced_code(rest, length)) return false;
  out.wrapper = "dotnet";
  return true;
}

bool open_colon(Source& source, std::size_t at, std::size_t after, Opening& out) {
  const std::string_view text = source.text;
  std::size_t begin = skip_space(text, after);
  if (begin == after) return false;
  if (begin < text.size() && (text[begin] == '\'' || text[begin] == '"')) {
    out.quote = text[begin++];
    out.close = Close::quote;
  }
  const Code code = read_code(text.substr(begin));
  if (!code) return false;
  out.bare = !is_strong_code(text.substr(begin));
  if (out.bare) {
    const bool sure =
        introduces_code(before(text, at, 40)) || has_expiry(text.substr(begin, kMaxCauseAhead));
    if (!code.failing() || !sure) return false;
  }
  out.begin = begin;
  const std::string_view line = line_before(text, at);
  take_markers(line, out);
  if (out.wrapper.empty() || out.wrapper == "nodemailer") {
    take_nodemailer_command(text, begin, out);
  }
  // OpenSMTPD's bounces: `a@example.net: 550 ...`
  if (out.wrapper.empty()) out.recipient = read_address(base::trim(line));
  return true;
}

bool open_quote(Source& source, std::size_t at, std::size_t after, Opening& out) {
  const std::string_view text = source.text;
  if (!opens_at(text, at, after, out)) return false;
  out.close = Close::quote;
  out.quote = text[at];
  take_markers(line_before(text, at), out);
  if (out.wrapper.empty() || out.wrapper == "nodemailer") take_nodemailer_command(text, at, out);
  return true;
}

bool open_paren(Source& source, std::size_t at, std::size_t after, Opening& out) {
  const std::string_view text = source.text;
  if (!opens_at(text, at, after, out)) return false;
  out.close = Close::paren;
  take_markers(line_before(text, at), out);
  return true;
}

bool open_square(Source& source, std::size_t at, std::size_t after, Opening& out) {
  // `got response [530 5.7.0 Must issue STARTTLS]`
  const std::string_view text = source.text;
  if (!opens_at(text, at, after, out)) return false;
  out.close = Close::square;
  take_markers(line_before(text, at), out);
  return true;
}

bool open_angle(Source& source, std::size_t, std::size_t after, Opening& out) {
  if (!is_strong_code(source.text.substr(after))) return false;
  out.begin = after;
  out.close = Close::angle;
  return true;
}

}  // namespace smtpscope::reply
