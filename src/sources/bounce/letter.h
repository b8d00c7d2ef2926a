// SPDX-License-Identifier: Apache-2.0
// A mail taken apart as far as bounces need it: the words for people, the machine-readable parts of
// a report (RFC 6522), and the message that came back. Shapes read this and never the raw mail.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/arena.h"

#include "sources/attempt/attempt.h"
#include "sources/bounce/mime/charset.h"
#include "sources/bounce/text.h"

namespace smtpscope::bounce {

/// Views into the mail or the arena. Lines end with LF.
struct Letter {
  std::string_view header;

  // Of the header. Subject and From are decoded; the rest stands as written.
  std::string_view from, to, subject, date, received, message_id, return_path;
  std::string_view auto_submitted, precedence, failed_recipients, in_reply_to, mailer;
  std::string_view list_id, list_unsubscribe, delivered_to, original_to, envelope_to,
      apple_unsubscribe;

  /// UTF-8, decoded, without the returned message; made from HTML where there is no plain text.
  Words words;
  std::string_view status;       ///< bodies of message/delivery-status, one behind another
  std::string_view feedback;     ///< body of message/feedback-report (RFC 5965)
  std::string_view disposition;  ///< body of message/disposition-notification (RFC 8098)
  std::string_view report_type;  ///< of multipart/report

  /// The message that came back, or only its header, or the little that was quoted.
  std::string_view returned_header, returned_body;
  struct Returned {
    std::string_view message_id, subject, from, to, list_id, return_path, date;  ///< as written
  } returned;
  /// A whole message attached, with its header: the returned one, or a forwarded bounce.
  std::string_view attached;

  std::uint32_t text_part = 0, status_part = 0, feedback_part = 0;  ///< numbers of parts
  std::uint32_t issues = 0;                                         ///< of attempt::Issue
  Words subject_words, from_words;                                  ///< to look for phrases in
  /// Who wrote it, as far as that tells whether words may be believed; found when first asked for.
  struct Origin {
    bool daemon = false, system = false, bounce_subject = false, believable = false;
  };
  mutable std::optional<Origin> origin;
  bool has_calendar = false, has_archive = false;  ///< hints for what is no bounce
};

/// Takes `mail` apart, whose lines end with LF. `arena` keeps what had to be decoded; both must
/// outlive the result.
/// `charsets` keeps their tables loaded.
Letter take_apart(std::string_view mail, base::Arena& arena,
                  mime::HeldCharsets* charsets = nullptr);

/// Where in a text the message that came back begins, by the words that programs put before it or
/// by the look of a header: the end of the words for people, and the start of the message. Both are
/// the text's size where nothing came back.
struct Cut {
  std::size_t words = 0, returned = 0;
};
Cut find_returned(const Words& text) noexcept;

/// Lower case, white space to blanks, the same length.
Words fold(std::string_view text, base::Arena& arena);

/// True where a message is attached, or the header of one that is no bounce stands below the words.
bool came_back(const Letter& letter) noexcept;

/// True where the writer is called MAILER-DAEMON, postmaster or the like.
bool is_from_daemon(const Letter& letter) noexcept;

/// True where the subject is one of a bounce (subject.h).
bool has_bounce_subject(const Letter& letter) noexcept;

/// True for the mail of lists and newsletters (RFC 2369, RFC 2919).
bool is_to_subscribers(const Letter& letter) noexcept;

/// True where the header says that a mail system wrote this to its sender: from a daemon or with
/// the null sender, and not to subscribers. Vacation notices, cron and calendars do the same.
bool is_from_system(const Letter& letter) noexcept;

/// True where words may be believed: written by a mail system that is called one, or with a
/// bounce's subject, or with a message attached, and neither in answer to a mail nor by a ticket
/// system.
bool may_be_bounce(const Letter& letter) noexcept;

}  // namespace smtpscope::bounce
