// SPDX-License-Identifier: Apache-2.0
// Finds the replies in whatever was pasted: replies one after another, a server's words inside
// another program's (TAXONOMY "How to decide" 2), log lines, DSN fields, exception texts, escaped
// JSON or HTML. The verdict is of the innermost reply; where it stood is kept. Mail logs and
// bounces proper are read by sources/.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "meaning/reply/reply.h"
#include "meaning/reply/stage.h"

namespace smtpscope::reply {

/// One reply and where it was found.
struct Found {
  Reply reply;                   ///< points into the text given or Paste::unescaped
  Stage stage = Stage::unknown;  ///< as the wrapper says (`in reply to RCPT TO command`)
  /// What it was dug out of, a static word: "postfix", "exim", "sendmail", "qmail", "exchange",
  /// "kumomta", "opensmtpd", "haraka", "ironport", "javamail", "phpmailer", "symfony",
  /// "nodemailer", "smtplib", "dotnet", "lettre", "go", "ruby", "dsn", "json", "html",
  /// "transcript"; empty for none.
  std::string_view wrapper;
  std::string_view host;       ///< the server that said it, as the wrapper names it; may be empty
  std::string_view ip;         ///< its address, as the wrapper names it
  std::string_view recipient;  ///< the address it is about, as the wrapper names it
  /// The reply of a nearer server that quotes this one (`551 5.1.1 ...: host mx said: 554 ...`).
  std::string_view outer;
  bool local =
      false;          ///< a statement of the sending side, no server's reply: code 0, and the stage
                      ///< it had reached (connect, dns, local, or a later one where it was cut off)
  bool echo = false;  ///< only repeats another failure (`554 5.5.1 no valid recipients`)
};

/// Everything found in one paste. Owns what could not be pointed at in the text: the unescaped copy
/// and replies put together from pieces. Moves, but cannot be copied: views point into it.
struct Paste {
  Paste() = default;
  Paste(Paste&&) = default;
  Paste& operator=(Paste&&) = default;

  std::string unescaped;
  std::vector<Found> replies;  ///< in the order they stand; never empty
  std::size_t deciding = 0;    ///< index of the one whose verdict counts
};

/// `text` must be UTF-8 (base::repair_utf8) and outlive the result. Linear in its length.
///
/// Two final lines (`550 a` LF `550 b`) are two replies, unless nothing else was pasted, both have
/// the same enhanced code, and the second does not start over: then a server ended each line of one
/// statement with a blank. Lines without a code belong to the reply above them up to a blank line,
/// and up to three of them to a multi-line reply below (`Our system has detected` LF `550-5.7.1`).
/// A sender callout (`550-Response: 550 5.1.1 ...` inside) is one reply. Of a mail with header and
/// body only the body is searched, and where it holds no reply, its words are the text. Exim's `:
/// retry timeout exceeded` behind a reply is left off.
Paste find_replies(std::string_view text);

/// The same, into a paste whose memory is used again.
void find_replies(std::string_view text, Paste& paste);

}  // namespace smtpscope::reply
