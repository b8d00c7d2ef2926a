// SPDX-License-Identifier: Apache-2.0
// One try to hand one message to one recipient: what every source of mail events is read into. Only
// what the source says stands here; what it means is a verdict, made in core. Views point into what
// was read or into the reader's arena. A field that is not known is empty, 0 or absent.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "meaning/reply/reply.h"
#include "meaning/reply/stage.h"

namespace smtpscope::attempt {

/// The output contract's words.
enum class Outcome : std::uint8_t {
  queued,
  delivered,
  deferred,
  bounced,
  expired,
  rejected,  ///< refused by our own server, direction in
  discarded,
  delayed,  ///< a warning notice, never a failure
  relayed,
  expanded,
  auto_reply,
  mdn,
  challenge,
  address_change,
  complaint
};
std::string_view to_string(Outcome outcome) noexcept;

enum class Direction : std::uint8_t { out, in, local };
std::string_view to_string(Direction direction) noexcept;

enum class TimeSource : std::uint8_t { stated, zone_assumed, year_inferred, received };
std::string_view to_string(TimeSource source) noexcept;

struct Time {
  std::int64_t epoch_ms = 0;
  int offset_minutes = 0;  ///< as it was written
  TimeSource source = TimeSource::stated;
};

/// Where an attempt was read.
struct Place {
  std::string_view kind;    ///< "bounce", "maillog", ...: a static word
  std::string_view format;  ///< "rfc3464", "qmail", "postfix", ...: a static word
  std::string_view file;
  std::uint64_t offset = 0;  ///< of the mail or line in the file
  std::uint32_t part = 0;    ///< MIME part of a bounce in which it is said, counted from 1
};

/// A name and what stands for it: headers asked for, an ESP's tags.
struct Tag {
  std::string_view name, value;
};

/// What of the source was left out because of a limit; bits of Attempt::issues.
enum Issue : std::uint32_t {
  kMailCut = 1U << 0,           ///< the mail was longer than is kept of one
  kTextCut = 1U << 1,           ///< the words for people were
  kHeaderCut = 1U << 2,         ///< a header was
  kTooManyParts = 1U << 3,      ///< parts were left out
  kTooDeep = 1U << 4,           ///< parts inside parts were left unopened
  kTooManyRecipients = 1U << 5  ///< recipients were left out
};

struct Attempt {
  Place place;
  std::optional<Time> time;
  Direction direction = Direction::out;
  Outcome outcome = Outcome::bounced;
  bool has_sender = false;              ///< the null sender is `has_sender` with an empty `sender`
  std::string_view sender;              ///< of the envelope
  std::string_view recipient;           ///< as it ended
  std::string_view original_recipient;  ///< as it was addressed, where that differs
  std::string_view message_id;          ///< of the message this is about, with its angle brackets
  std::string_view queue_id;
  std::string_view local_host, local_ip;
  std::string_view remote_host, remote_ip;
  reply::Stage stage = reply::Stage::unknown;
  int code = 0;
  reply::EnhancedCode enhanced;  ///< the innermost reply's, else the status that was stated
  std::string_view dsn_status;   ///< the Status field where it says otherwise than `enhanced`
  std::string_view reply;        ///< as the source has it
  bool as_addressed = false;     ///< an original recipient was stated, and is the recipient
  bool nested = false;           ///< `reply` quotes the reply of another server behind this one
  bool statement = false;        ///< `reply` is the sending side's own, no server's

  // What only a message that came back knows.
  std::string_view subject, from, list_id;  ///< of the message this is about
  std::string_view returned_to;             ///< the address the bounce came to
  std::string_view words;            ///< what the bounce says in words for people: a second witness
  std::string_view diagnostic_type;  ///< "smtp", "x-unix", ... as stated
  std::string_view kind;             ///< of a report or automatic answer: "abuse", "vacation", ...
  std::string_view action;           ///< of RFC 3464 2.3.3, as stated
  std::string_view diagnostic;       ///< as stated, in one line or a line for each of the reply's
  std::string_view software;       ///< that wrote the bounce, where its habits show: a static word
  std::string_view bounce_to;      ///< the To of the bounce itself
  std::string_view received_from;  ///< Received-From-MTA: who handed the message in
  std::optional<Time> attempted, arrived;  ///< Last-Attempt-Date, Arrival-Date
  std::optional<Time> written;             ///< Date of the message this is about
  std::span<const Tag> tags;
  std::uint32_t issues = 0;
};

/// A hash of the source's identity, place and text, the same each time it is read: 32 hex digits.
std::string format_id(const Attempt& attempt);

/// A hash of what is stated of whom and of which message, the same for a report that comes again;
/// 0 where the message is not named.
std::uint64_t statement_key(const Attempt& attempt) noexcept;

}  // namespace smtpscope::attempt
