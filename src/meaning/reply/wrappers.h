// SPDX-License-Identifier: Apache-2.0
// What the files of this folder share among themselves; other folders use find_replies.h.
// An opener is a phrase and a function that looks forward from it until it is sure that a quoted
// reply begins there; only then it looks back, and never further than kMaxLookBack. This keeps the
// search linear in the length of the text.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/text.h"

#include "meaning/reply/find_replies.h"
#include "meaning/reply/limits.h"
#include "meaning/reply/reply.h"
#include "meaning/reply/stage.h"

namespace smtpscope::reply {

inline constexpr std::size_t kNone = std::string_view::npos;

// --- grammar.cc: words and numbers -------------------------------------------------------------

/// A basic code and the byte after it; value 0 for none.
struct Code {
  int value = 0;
  char after = '\n';  ///< '\n' also at the end of the text
  explicit operator bool() const noexcept { return value != 0; }
  bool open() const noexcept { return after == '-'; }
  bool failing() const noexcept { return value >= 400; }
};

/// What may follow a basic code. Quotes and brackets end `'550'` and `(250)`.
constexpr bool ends_code(char c) noexcept {
  return base::is_space(c) || c == '-' || c == ':' || c == '#' || c == '\0';
}

/// Reads a basic code at the very start of `s`.
constexpr Code read_code(std::string_view s) noexcept {
  if (s.size() < 3 || s[0] < '2' || s[0] > '5' || !base::is_digit(s[1]) || !base::is_digit(s[2])) {
    return {};
  }
  const char after = s.size() == 3 ? '\n' : s[3];
  if (!ends_code(after)) return {};
  return {(s[0] - '0') * 100 + (s[1] - '0') * 10 + (s[2] - '0'), after};
}

/// A code in a place where a bare number would prove nothing: followed by an enhanced code of its
/// class, or `550-` and text.
bool is_strong_code(std::string_view s) noexcept;

/// The enhanced code right after the basic code at the start of `s`.
EnhancedCode enhanced_after_code(std::string_view s) noexcept;

/// True where the code at `at` belongs to another reply that the line quotes, as the lines of
/// Exim's sender callout do: `550-Response: 550 5.1.1 no such user`.
bool is_quoted_code(std::string_view line, std::size_t at) noexcept;

/// Length of `s` without the `: retry timeout exceeded` that Exim puts behind the last reply when
/// it gives up.
std::size_t size_without_expiry(std::string_view s) noexcept;

/// Bytes at which a search stops.
using Stops = std::array<bool, 256>;

consteval Stops stops_at(std::string_view bytes) {
  Stops stops{};
  for (const char c : bytes) stops[static_cast<unsigned char>(c)] = true;
  return stops;
}

/// First place at or after `at` of a byte of `stops`, or the size of `s`. Four bytes a step: most
/// searches run to the end.
inline std::size_t find_stop(std::string_view s, std::size_t at, const Stops& stops) noexcept {
  const auto stop = [&](std::size_t i) {
    return unsigned{stops[static_cast<unsigned char>(s[i])]};
  };
  while (at + 4 <= s.size() && (stop(at) | stop(at + 1) | stop(at + 2) | stop(at + 3)) == 0) {
    at += 4;
  }
  while (at < s.size() && stop(at) == 0) ++at;
  return at;
}

/// Length of `phrase` (lower case) at the start of `s`, case ignored; 0 if it is not there. A blank
/// in it stands for any white space, since mail programs fold what they quote.
std::size_t match_phrase(std::string_view s, std::string_view phrase) noexcept;

/// Value of a hex digit.
constexpr int hex_value(char c) noexcept {
  return base::is_digit(c) ? c - '0' : base::to_lower(c) - 'a' + 10;
}

std::size_t skip_space(std::string_view s, std::size_t at) noexcept;
std::size_t skip_blanks(std::string_view s, std::size_t at) noexcept;

/// Place of the next LF at or after `at`, or the size of `s`.
std::size_t line_end(std::string_view s, std::size_t at) noexcept;

/// The `n` bytes before `at`, fewer at the start.
std::string_view before(std::string_view s, std::size_t at, std::size_t n = kMaxLookBack) noexcept;
/// The line up to `at`, no more than kMaxLookBack bytes of it.
std::string_view line_before(std::string_view s, std::size_t at) noexcept;

/// Last place of `needle` (lower case), case ignored.
std::size_t rfind_nocase(std::string_view s, std::string_view needle) noexcept;

/// The text between the `<` at `at` and its `>`; empty where there is none.
std::string_view angle_text(std::string_view s, std::size_t at) noexcept;

/// An address (`a@b`, `<a@b>`) at the start of `s`; empty for none.
std::string_view read_address(std::string_view s) noexcept;

/// `mx.example.net[192.0.2.1]`, `mx.example.net [192.0.2.1]` or either alone.
struct Peer {
  std::string_view host;
  std::string_view ip;
};
/// Reads a peer that ends at the end of `s`.
Peer peer_at_end(std::string_view s) noexcept;
/// Reads a peer at the start of `s`; `length` tells how many bytes it took.
Peer peer_at_start(std::string_view s, std::size_t& length) noexcept;

/// Stage of an SMTP command, or of what wrappers call it (`end of data`, `initial connection`).
Stage stage_of_command(std::string_view words) noexcept;

// --- what an opener gives ----------------------------------------------------------------------

/// How the quoted reply ends. In every way it ends before `(in reply to ... command)`.
enum class Close : std::uint8_t {
  line,    ///< at the line's end; further lines of a multi-line reply belong to it
  folded,  ///< the same, and lines indented at least as the line the wrapper stands in
  field,   ///< the same, and lines indented more than the field
  plain,   ///< a reply on lines of its own: up to a blank line, a command or the next reply
  quote,   ///< at the quote that opened it
  paren,   ///< at the last `)` of the line
  hashes,  ///< at `##`
  angle,   ///< at `>`
  square,  ///< at `]`
  from,    ///< at `; from=<`
  comma,   ///< at `, stat=`
};

/// A reply about to be found. Views point into the text or the unescaped copy.
struct Opening {
  std::size_t begin = kNone;
  Close close = Close::line;
  char quote = 0;  ///< for Close::quote
  Stage stage = Stage::unknown;
  std::string_view wrapper;
  std::string_view host;
  std::string_view ip;
  std::string_view recipient;
  bool local = false;
  bool bare = false;         ///< only a bare code behind a word: no proof inside another reply
  std::string_view made;     ///< the reply, where it had to be put together from pieces
  std::size_t made_end = 0;  ///< then the end of the pieces in the text
};

/// The text searched and the room for replies put together.
class Source {
 public:
  explicit Source(std::string_view searched, std::string& room) : text(searched), room_(&room) {}

  std::string_view text;

  /// `550-5.7.1 first` LF `550 5.7.1 last` from the lines of `content`; empty where there is no
  /// room. Never moves what was composed before.
  std::string_view compose(int code, EnhancedCode enhanced, std::string_view content);

 private:
  std::string* room_;
};

/// Tells whether a reply begins behind the phrase found in [at, after), and fills `out`.
using Open = bool (*)(Source& source, std::size_t at, std::size_t after, Opening& out);

struct Opener {
  std::string_view phrase;  ///< lower case
  Open open;
  bool word = true;    ///< must not follow a letter or digit
  bool inside = true;  ///< also opens what stands inside a reply that has a code
};

/// Where in a table sorted by first byte the phrases with that byte stand.
struct PhraseIndex {
  struct Range {
    std::uint8_t first = 0;
    std::uint8_t last = 0;
  };
  std::array<Range, 256> ranges{};

  constexpr Range rows(char c) const noexcept {
    return ranges[static_cast<unsigned char>(base::to_lower(c))];
  }
};

/// Cheap test before match_phrase(): the second byte.
constexpr bool may_match(std::string_view s, std::string_view phrase) noexcept {
  if (phrase.size() < 2 || phrase[1] == ' ') return true;
  return s.size() > 1 && base::to_lower(s[1]) == phrase[1];
}

/// Does not compile for a table that is not sorted by first byte.
template <class Table>
consteval PhraseIndex index_phrases(const Table& table) {
  PhraseIndex index;
  static_assert(std::tuple_size_v<Table> < 255);
  for (std::size_t i = 0; i < table.size(); ++i) {
    const auto byte = static_cast<unsigned char>(table[i].phrase.front());
    PhraseIndex::Range& range = index.ranges[byte];
    if (range.last == 0) range.first = static_cast<std::uint8_t>(i);
    if (range.last != 0 && range.last != i) throw "the table is not sorted by first byte";
    range.last = static_cast<std::uint8_t>(i + 1);
  }
  return index;
}

// --- openers.cc ---------------------------------------------------------------------------------

/// Place of the first opener in [at, end) that finds a reply, or kNone. `free`: no reply with a
/// code stands around, so that log lines and statements of the sending side are looked for too.
std::size_t find_opening(Source& source, std::size_t at, std::size_t end, bool free, Opening& out);

// --- openers, one file per family --------------------------------------------------------------

// wrappers_mta.cc
bool open_said(Source&, std::size_t, std::size_t, Opening&);
bool open_refused(Source&, std::size_t, std::size_t, Opening&);
bool open_suspended(Source&, std::size_t, std::size_t, Opening&);
bool open_exim(Source&, std::size_t, std::size_t, Opening&);
bool open_ehlo_was(Source&, std::size_t, std::size_t, Opening&);
bool open_sendmail_reason(Source&, std::size_t, std::size_t, Opening&);
bool open_responded(Source&, std::size_t, std::size_t, Opening&);

// wrappers_exchange.cc
bool open_returned(Source&, std::size_t, std::size_t, Opening&);
bool open_gave_error(Source&, std::size_t, std::size_t, Opening&);
bool open_hash(Source&, std::size_t, std::size_t, Opening&);
bool open_arrow(Source&, std::size_t, std::size_t, Opening&);
bool open_led(Source&, std::size_t, std::size_t, Opening&);

// wrappers_dsn.cc
bool open_diagnostic(Source&, std::size_t, std::size_t, Opening&);
bool open_smtp_type(Source&, std::size_t, std::size_t, Opening&);

// wrappers_composed.cc
bool open_kumo(Source&, std::size_t, std::size_t, Opening&);
bool open_smtplib(Source&, std::size_t, std::size_t, Opening&);
bool open_bytes(Source&, std::size_t, std::size_t, Opening&);
bool open_square_code(Source&, std::size_t, std::size_t, Opening&);
bool open_phpmailer(Source&, std::size_t, std::size_t, Opening&);
bool open_error_number(Source&, std::size_t, std::size_t, Opening&);
bool open_ironport(Source&, std::size_t, std::size_t, Opening&);
bool open_zoho(Source&, std::size_t, std::size_t, Opening&);
bool open_google(Source&, std::size_t, std::size_t, Opening&);

// wrappers_library.cc
/// Names the library and the stage by what stands on the line before the reply.
void take_markers(std::string_view line, Opening& out) noexcept;
/// Words before a code, and perhaps a colon, behind which even a bare one is a code.
bool introduces_code(std::string_view back) noexcept;
bool open_server_response(Source&, std::size_t, std::size_t, Opening&);
bool open_colon(Source&, std::size_t, std::size_t, Opening&);
bool open_quote(Source&, std::size_t, std::size_t, Opening&);
bool open_paren(Source&, std::size_t, std::size_t, Opening&);
bool open_angle(Source&, std::size_t, std::size_t, Opening&);
bool open_square(Source&, std::size_t, std::size_t, Opening&);

// wrappers_log.cc
bool open_status(Source&, std::size_t, std::size_t, Opening&);
bool open_stat(Source&, std::size_t, std::size_t, Opening&);
bool open_reply_field(Source&, std::size_t, std::size_t, Opening&);
bool open_reject_field(Source&, std::size_t, std::size_t, Opening&);
bool open_reject(Source&, std::size_t, std::size_t, Opening&);
bool open_result(Source&, std::size_t, std::size_t, Opening&);
bool open_haraka(Source&, std::size_t, std::size_t, Opening&);
bool open_upstream(Source&, std::size_t, std::size_t, Opening&);
bool open_confirmation(Source&, std::size_t, std::size_t, Opening&);
bool open_exim_failure(Source&, std::size_t, std::size_t, Opening&);
bool open_exim_rejected(Source&, std::size_t, std::size_t, Opening&);

// statements.cc
bool open_statement(Source&, std::size_t, std::size_t, Opening&);
/// Stage of a statement of the sending side: connect, dns, or where the session stood.
Stage stage_of_statement(std::string_view statement) noexcept;
/// `connect to H[IP]:25: ...`, `lost connection with H[IP] while ...`
Peer peer_of_statement(std::string_view statement) noexcept;

// --- lines.cc: lines of a transcript ------------------------------------------------------------

/// One line of the text, without its end.
struct Line {
  std::size_t begin = 0;
  std::size_t body = 0;  ///< where the words begin, behind blanks, quotes, `<<<`, `S:`
  std::size_t end = 0;
  Code code;                       ///< where the body is a line of a reply
  bool from_server = false;        ///< marked so: `<<<`, `S:`, `<-`
  Stage command = Stage::unknown;  ///< where the body is a command
};
Line read_line(std::string_view text, std::size_t begin) noexcept;

/// True where the words that follow are the returned message, no more the report.
bool begins_returned_message(std::string_view line) noexcept;

// --- close.cc -----------------------------------------------------------------------------------

/// End of the reply opened, not beyond `limit`.
std::size_t find_close(std::string_view text, const Opening& opening, std::size_t limit) noexcept;

// --- plain.cc -----------------------------------------------------------------------------------

/// True where `text` is one reply as a server sent it and nothing in it could be a wrapper. Says no
/// when in doubt. One pass.
bool is_plain_reply(std::string_view text) noexcept;

// --- unescape.cc --------------------------------------------------------------------------------

/// Undoes escapes into `out` where the text shows them, and leaves room there for replies put
/// together later. False where nothing was done. `word` becomes "json" or "html" where these were.
bool unescape(std::string_view text, std::string& out, std::string_view& word);

/// unescape_html.cc: entities and tags. False where there was nothing to undo.
bool undo_html(std::string_view s, std::string& out);
/// True where the text shows entities or tags that end lines.
bool shows_html(std::string_view s) noexcept;

/// Decodes a quoted string of a program's output from `at`, just behind its quote; appends to `out`
/// at most kMaxReplyBytes and returns the place behind the closing quote.
std::size_t decode_quoted(std::string_view s, std::size_t at, char quote, std::string& out);

// --- mail.cc ------------------------------------------------------------------------------------

/// Where the body of a pasted mail begins; 0 where the text is no mail with header and body.
std::size_t begin_of_body(std::string_view text) noexcept;

/// What a mail's body says itself: without the headers of its first part and without the message
/// it returns.
std::string_view words_of_body(std::string_view body) noexcept;

// --- decide.cc ----------------------------------------------------------------------------------

/// Marks echoes, joins what two parts of one report both say, and chooses what decides.
void decide(Paste& paste);

}  // namespace smtpscope::reply
