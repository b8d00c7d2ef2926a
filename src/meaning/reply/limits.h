// SPDX-License-Identifier: Apache-2.0
// Limits of reply parsing, each with what it stops.
#pragma once

#include <cstddef>

namespace smtpscope::reply {

/// Bytes kept of one reply. Stops a server that sends `250-` for ever; RFC 5321 4.5.3.1.5 asks for
/// 512 bytes a line, real replies stay below 4 KiB.
inline constexpr std::size_t kMaxReplyBytes = std::size_t{64} * 1024;

/// Replies found in one paste. Stops a log of millions of lines pasted into `explain`.
inline constexpr std::size_t kMaxRepliesPerPaste = 1000;

/// Wrappers opened inside one another. Stops `host a said: 550 host b said: ...` without end.
inline constexpr int kMaxWrapperDepth = 8;

/// Bytes before an opened reply that are searched for its host, recipient and stage. With the limit
/// on replies it bounds the cost of looking back.
inline constexpr std::size_t kMaxLookBack = 2048;

/// Bytes of a command quoted in a wrapper (`after MAIL FROM:<...> SIZE=1543:`). Stops a search for
/// the colon that never comes.
inline constexpr std::size_t kMaxCommandBytes = 600;

/// Openers inside a reply that lead to no other speaker before the search there is given up. Stops
/// thousands of `connect to` in one statement, each of which looks around.
inline constexpr int kMaxInnerTries = 64;

/// White space inside a phrase that a mail program folded over lines. Stops a phrase of blanks.
inline constexpr std::size_t kMaxPhraseBlanks = 80;

/// Bytes of a host name or address taken from a wrapper (RFC 5321 4.5.3.1.2 and .3).
inline constexpr std::size_t kMaxNameBytes = 320;

/// Bytes of code-less lines put before the coded lines of one reply. Stops prose from becoming part
/// of the reply below it.
inline constexpr std::size_t kMaxLeadingBytes = 600;

/// Commands of a transcript that may wait for their replies. Stops a paste of commands only.
inline constexpr std::size_t kMaxPipelined = 64;

/// Lines without a code between two lines of one reply. Stops a reply that never ends from taking
/// in a whole log.
inline constexpr int kMaxGapLines = 8;

/// Bytes behind a colon in which the end of the line is looked for. Stops a line of colons, each of
/// which would look as far.
inline constexpr std::size_t kMaxCauseAhead = 600;

/// Bytes before a sending side's statement searched for the cause it names.
inline constexpr std::size_t kMaxCauseBytes = 200;

}  // namespace smtpscope::reply
