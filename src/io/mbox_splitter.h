// SPDX-License-Identifier: Apache-2.0
// Where the mails of an mbox begin and end, in all four dialects: mboxo and mboxrd (lines of the
// mail that begin with "From " were written with a '>' before them), mboxcl (the same, and a
// Content-Length field), mboxcl2 (Content-Length alone). Line ends may be LF, CRLF or CR. Works on
// pieces of any size and touches no file; io/mail_source.h is for readers of mail.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>

#include "io/from_line.h"

namespace smtpscope::io {

/// One mail of an mbox; positions in the window given to next().
struct MboxMail {
  FromLine from;
  std::size_t begin = 0;  ///< behind the From_ line
  std::size_t end = 0;    ///< before the blank line that belongs to the separator
  std::size_t next = 0;   ///< where the next From_ line begins
  std::size_t body = 0;   ///< behind the header's blank line; only where `quoted`
  bool quoted = false;    ///< lines of the body may begin with ">From "; see unquote_from()
};

class MboxSplitter {
 public:
  /// The first mail of `window`. Absent where its end is not in it yet: call again with more bytes
  /// behind the same ones; what was looked at is not looked at again. After a mail, the window is
  /// to begin at `next`. `is_last` says that nothing follows the window.
  std::optional<MboxMail> next(std::string_view window, bool is_last);

  /// Gives the current mail up, as too long, and says what there is of it; its `next` has no
  /// meaning. From now on the window may lose bytes at its front, up to passed(), and next() finds
  /// where the mail ends; only `next` has a meaning then.
  MboxMail pass_over(std::string_view window);
  bool is_passing() const noexcept { return passing_; }
  /// How many bytes at the front of the window are needed no more.
  std::size_t passed() const noexcept { return scanned_ - std::min<std::size_t>(scanned_, 4); }
  /// Says that `count` bytes were taken from the front.
  void drop(std::size_t count) noexcept { scanned_ -= count; }

 private:
  enum class Found { yes, no, more };

  bool read_first_line(std::string_view window, bool is_last);
  Found is_separator(std::string_view window, std::size_t at, bool is_last) const;
  Found try_candidate(std::string_view window, std::size_t at, bool is_last);
  Found skip_claimed(std::string_view window, std::size_t& at, bool is_last);
  void read_header(std::string_view header);
  MboxMail describe(std::string_view window, std::size_t end, std::size_t next);
  MboxMail take(std::string_view window, std::size_t next);

  char line_end_ = 0;      // '\n' or '\r', of the whole file
  bool seen_cl2_ = false;  // a true Content-Length spared an unquoted "From " line: mboxcl2
  // Of the current mail:
  bool passing_ = false;
  bool first_line_read_ = false;
  bool header_read_ = false;
  bool quoted_ = false;
  std::size_t begin_ = 0;    // behind the From_ line
  std::size_t body_ = 0;     // behind the blank line
  std::size_t claimed_ = 0;  // where the mail ends by its Content-Length; 0 where it says nothing
  std::size_t scanned_ = 0;  // no separator begins before this
};

/// Takes one '>' from each line of `mail` that begins with `>From `, `>>From ` and so on, beginning
/// at `from`, in place. Returns the new size.
std::size_t unquote_from(char* mail, std::size_t size, std::size_t from) noexcept;

}  // namespace smtpscope::io
