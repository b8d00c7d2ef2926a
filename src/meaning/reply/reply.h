// SPDX-License-Identifier: Apache-2.0
// SMTP replies as servers send them: RFC 5321 section 4.2, enhanced status codes of RFC 2034 and
// RFC 3463. Only grammar lives here; what a reply means is decided in rules/, and opening what
// wraps a reply is find_replies.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace smtpscope::reply {

/// `class.subject.detail`, e.g. 5.7.511. klass 0 means that there is none.
struct EnhancedCode {
  std::uint8_t klass = 0;  ///< 2, 4 or 5
  std::uint16_t subject = 0;
  std::uint16_t detail = 0;
  explicit operator bool() const noexcept { return klass != 0; }
  friend bool operator==(const EnhancedCode&, const EnhancedCode&) = default;
};

/// `5.7.26`; empty for none.
std::string format_enhanced_code(EnhancedCode code);

/// Reads `5.7.26` at the start of `s`: one digit of 2, 4, 5, then two numbers of one to three
/// digits, not followed by another digit or dot-digit (so an IP address is none). `length` tells
/// how many bytes it took.
EnhancedCode parse_enhanced_code(std::string_view s, std::size_t& length) noexcept;

/// What was odd about a reply; bits of Reply::issues.
enum Issue : std::uint32_t {
  kNoIssue = 0,
  kBareLf = 1U << 0,           ///< a line ended with LF alone
  kBareCr = 1U << 1,           ///< a CR without LF
  kNul = 1U << 2,              ///< NUL bytes
  kCodeChanges = 1U << 3,      ///< lines of one reply carry different basic codes
  kEnhancedChanges = 1U << 4,  ///< lines of one reply carry different enhanced codes
  kClassMismatch = 1U << 5,    ///< basic and enhanced code are of different classes
  kUnterminated = 1U << 6,     ///< the last line says that more follows
  kNoCode = 1U << 7,           ///< no basic code at all
  kCut = 1U << 8,              ///< longer than the limit, cut
  kFlattened = 1U << 9,  ///< continuation lines joined with blanks, their codes inside the text
};

/// One complete reply. `text` points into what was parsed.
struct Reply {
  std::string_view text;  ///< the whole reply with its codes, without the final line end
  int code = 0;           ///< basic code 200..599, 0 for none
  EnhancedCode enhanced;  ///< the one that stands for the reply: of the last line that has one
  std::uint32_t lines = 0;
  std::uint32_t issues = kNoIssue;
};

/// Reads `text` as exactly one reply, single or multi-line. Never fails: without a code the text is
/// kept and `code` is 0. Finds the enhanced code after the basic code on any line, in the places
/// where servers put it else (`(#5.1.1)`, `#5.1.1`, `[5.7.1]`, `550: 5.7.1`, `SC=5.1.1`), and at
/// the start of a text that has no basic code.
Reply parse_reply(std::string_view text);

}  // namespace smtpscope::reply
