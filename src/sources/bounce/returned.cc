// SPDX-License-Identifier: Apache-2.0
// Where the message that came back begins in a bounce without MIME. Programs announce it in words
// of their own; where they do not, a header block gives it away.
#include <algorithm>
#include <array>

#include "base/text.h"

#include "sources/bounce/letter.h"

namespace smtpscope::bounce {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

/// Beginnings of the line that announces it, in lower case, without what is drawn around the words
/// (dashes, stars, blanks).
constexpr std::array kAnnouncements = std::to_array<std::string_view>({
    "below this line is a copy of the message",
    "this is a copy of the message",
    "this is a copy of your message",
    "this is the original message",
    "original message follows",
    "original message headers",
    "original message header",
    "original message attached",
    "original message",
    "original e-mail",
    "original email",
    "original header",
    "unsent message below",
    "unsent message follows",
    "unsent message",
    "message header follows",
    "message headers follow",
    "message header",
    "message text follows",
    "returned message",
    "returned mail",
    "returned original",
    "undelivered message",
    "undeliverable message",
    "your original message",
    "your message reads",
    "your message header",
    "the original message",
    "the header of the original",
    "the following is a copy of",
    "a copy of the original message",
    "copy of the original message",
    "copy of original message",
    "copy of the message",
    "first part of message",
    "the first ",
    "below is a copy of the original message",
    "below is the original message",
    "the text of your message",
    "text of original message",
    "start of returned message",
    "start of forwarded message",
    "included is a copy of the message",
    "headers of the message",
    "here are the headers",
    "rfc 822 headers",
    "rfc822 headers",
    "rfc822.header.lines",
    "urspruengliche nachricht",
    "urspr\xc3\xbcngliche nachricht",
    "kopie der nachricht",
    "message d'origine",
    "message original",
    "mensaje original",
    "mensagem original",
    "messaggio originale",
    "oorspronkelijk bericht",
    "\xe5\x8e\x9f\xe9\x82\xae\xe4\xbb\xb6",                          // yuan youjian
    "\xe5\x85\x83\xe3\x81\xae\xe3\x83\xa1\xe3\x83\x83\xe3\x82\xbb",  // moto no messe-ji
});

/// Names at the head of a message that has travelled.
constexpr std::array kNames = std::to_array<std::string_view>(
    {"return-path:", "received:", "from:", "to:", "subject:", "date:", "message-id:",
     "mime-version:", "delivered-to:", "x-original-to:", "content-type:", "dkim-signature:",
     "x-mailer:", "sender:", "reply-to:", "envelope-to:", "authentication-results:",
     "x-originating-ip:", "x-apparently-to:"});

bool is_header_line(std::string_view line) noexcept {
  return std::any_of(kNames.begin(), kNames.end(), [line](std::string_view name) {
    return name.front() == line.front() && line.starts_with(name);
  });
}

/// Two or more header lines at `at`, folded lines between allowed.
bool begins_header(std::string_view folded, std::string_view text, std::size_t at) noexcept {
  int known = 0;
  for (int lines = 0; at < text.size() && lines < 12 && known < 3; ++lines) {
    const std::size_t begin = at;
    const std::string_view line = take_line(text, at);
    if (base::trim(line).empty()) break;
    if (base::is_blank(line.front())) continue;
    if (is_header_line(folded.substr(begin, line.size()))) {
      ++known;
    } else if (line.find(':') == kNone || line.find(':') > 60) {
      break;
    }
  }
  return known >= 2;
}

/// The words of a line without what is drawn around them.
std::string_view undrawn(std::string_view line) noexcept {
  while (!line.empty() && (line.front() == '-' || line.front() == '*' || line.front() == '=' ||
                           line.front() == '_' || line.front() == '|' || line.front() == ' ' ||
                           line.front() == '>' || line.front() == '+' || line.front() == '#' ||
                           line.front() == '[')) {
    line.remove_prefix(1);
  }
  return line;
}

bool announces(std::string_view folded_line, std::string_view rest) noexcept {
  const std::string_view line = undrawn(folded_line);
  if (line.size() < 8 || line.size() > 200) return false;
  const bool drawn =
      line.size() + 2 <= folded_line.size() && !folded_line.starts_with(std::string_view("  ")) &&
      (folded_line.front() == '-' || folded_line.front() == '*' || folded_line.front() == '=' ||
       folded_line.front() == '_' || folded_line.front() == '|');
  for (const std::string_view words : kAnnouncements) {
    // Most lines end at the first letter.
    if (words.front() != line.front() || !line.starts_with(words)) continue;
    if (drawn) return true;
    // Without a line drawn around it, a sentence like this also stands in the middle of words.
    const std::string_view end = base::trim(folded_line);
    if (end.ends_with(':')) return true;
    return (end.ends_with('.') || end.size() < words.size() + 12) && !base::trim(rest).empty();
  }
  return false;
}

std::size_t skip_blank_lines(std::string_view text, std::size_t at) noexcept {
  while (at < text.size()) {
    std::size_t next = at;
    if (!base::trim(take_line(text, next)).empty()) return at;
    at = next;
  }
  return at;
}

}  // namespace

Cut find_returned(const Words& words) noexcept {
  const std::string_view text = words.text;
  bool after_blank = false;
  bool any = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const std::string_view line = take_line(text, at);
    const std::string_view folded = words.folded.substr(begin, line.size());
    if (base::trim(line).empty()) {
      after_blank = true;
      continue;
    }
    if (any && announces(folded, text.substr(at, 400))) {
      const std::size_t message = skip_blank_lines(text, at);
      // The message is another part.
      if (message == text.size()) return {begin, message};
      // What follows must look like a message, or be the rest of the mail behind a drawn line.
      if (begins_header(words.folded, text, message)) return {begin, message};
      if (folded.starts_with("--") || folded.starts_with("==") || folded.starts_with("**")) {
        return {begin, message};
      }
    }
    if (any && after_blank && is_header_line(folded) && begins_header(words.folded, text, begin)) {
      // `Subject:` and `To:` alone are how many bounces name the message they are about.
      if (folded.starts_with("return-path:") || folded.starts_with("received:") ||
          folded.starts_with("delivered-to:") || folded.starts_with("dkim-signature:") ||
          folded.starts_with("x-originating-ip:")) {
        return {begin, begin};
      }
    }
    any = true;
    after_blank = false;
  }
  return {text.size(), text.size()};
}

}  // namespace smtpscope::bounce
