// SPDX-License-Identifier: Apache-2.0
// A mail pasted with its header (RFC 5322 2.2). Words of the header are no server's: `Subject:
// mailbox full` decides nothing. Bounces proper are read by sources/.
#include <algorithm>

#include "meaning/reply/wrappers.h"

namespace smtpscope::reply {
namespace {

/// Length of the name and its colon at the start of a header line; 0 for none.
std::size_t name_length(std::string_view line) noexcept {
  std::size_t at = 0;
  while (at < line.size() && at < 80 && (base::is_alnum(line[at]) || line[at] == '-')) ++at;
  return at > 0 && at < line.size() && line[at] == ':' ? at + 1 : 0;
}

/// Names that mails have and delivery status fields, sessions and lists do not.
bool is_mail_name(std::string_view name) noexcept {
  static constexpr std::array kNames = std::to_array<std::string_view>(
      {"from:", "to:", "cc:", "subject:", "date:", "sent:", "received:", "return-path:",
       "message-id:", "mime-version:", "delivered-to:", "reply-to:", "dkim-signature:"});
  return std::any_of(kNames.begin(), kNames.end(),
                     [name](std::string_view known) { return base::equals_nocase(name, known); });
}

/// The line at `at` without its end; goes to the next.
std::string_view take_line(std::string_view text, std::size_t& at) noexcept {
  const std::size_t end = line_end(text, at);
  std::string_view line = text.substr(at, end - at);
  if (line.ends_with('\r')) line.remove_suffix(1);
  at = std::min(end + 1, text.size());
  return line;
}

/// Where the blank line below a block of header lines ends; 0 where there is no such block.
/// `known` counts the names of mails in it.
std::size_t skip_header(std::string_view text, int& known) noexcept {
  bool any = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view line = take_line(text, at);
    if (base::trim(line).empty()) return any ? at : 0;
    if (any && base::is_blank(line[0])) continue;
    const std::size_t length = name_length(line);
    // `From a@example.net Mon Jan  1 ...` of a mailbox file.
    if (length == 0 && (any || !line.starts_with("From "))) return 0;
    if (is_mail_name(line.substr(0, length))) ++known;
    any = true;
  }
  return 0;
}

/// `--boundary` and the headers of the part below it.
std::size_t skip_part_header(std::string_view body) noexcept {
  std::size_t at = 0;
  if (!take_line(body, at).starts_with("--")) return 0;
  int known = 0;
  const std::size_t length = skip_header(body.substr(at), known);
  return length == 0 ? 0 : at + length;
}

}  // namespace

std::size_t begin_of_body(std::string_view text) noexcept {
  int known = 0;
  const std::size_t at = skip_header(text, known);
  if (known < 2) return 0;
  return base::trim(text.substr(at)).empty() ? 0 : at;
}

std::string_view words_of_body(std::string_view body) noexcept {
  body = base::trim(body);
  if (const std::size_t skipped = skip_part_header(body)) body.remove_prefix(skipped);
  bool blank = false;
  for (std::size_t at = 0; at < body.size();) {
    const std::size_t begin = at;
    const std::string_view line = take_line(body, at);
    const bool returned =
        begins_returned_message(line) || (blank && (match_phrase(line, "return-path:") != 0 ||
                                                    match_phrase(line, "received: from ") != 0));
    if (returned && !base::trim(body.substr(0, begin)).empty()) {
      return base::trim(body.substr(0, begin));
    }
    blank = base::trim(line).empty();
  }
  return body;
}

}  // namespace smtpscope::reply
