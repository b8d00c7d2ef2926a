// SPDX-License-Identifier: Apache-2.0
// Limits of reading bounces, each with what it stops.
#pragma once

#include <cstddef>

namespace smtpscope::bounce {

/// Bytes of words for people that are looked at. Stops a bounce that quotes a whole mailbox.
inline constexpr std::size_t kMaxText = std::size_t{256} * 1024;

/// Bytes of one delivery-status or feedback part.
inline constexpr std::size_t kMaxStatus = std::size_t{4} * 1024 * 1024;

/// Recipients taken from one mail. Stops a million Final-Recipient blocks from becoming as many
/// attempts; no message had more recipients than servers allow.
inline constexpr std::size_t kMaxRecipients = 10'000;

/// Bytes of one diagnostic. Longer ones are cut; a reply that says something says it early.
inline constexpr std::size_t kMaxDiagnostic = std::size_t{16} * 1024;

/// Bytes at the head of the words in which a bounce says what it is about.
inline constexpr std::size_t kMaxOpening = 600;

/// Bytes of the words kept for one recipient.
inline constexpr std::size_t kMaxWords = std::size_t{8} * 1024;

/// Bytes looked back for the paragraph above a list of recipients.
inline constexpr std::size_t kMaxParagraph = std::size_t{2} * 1024;

/// Bytes of an address (RFC 5321 4.5.3.1: 64 + 1 + 255, with room for SMTPUTF8). Stops a line of a
/// megabyte with one @ from becoming a recipient.
inline constexpr std::size_t kMaxAddress = 512;

/// Words longer than this are not searched where only stage and host are wanted.
inline constexpr std::size_t kMaxBlockForStage = 1'500;

/// Words shorter than this are searched without an index of their letters.
inline constexpr std::size_t kMaxPlainSearch = 128;

/// Bounces inside bounces that are opened: a forwarded bounce of a forwarded bounce.
inline constexpr int kMaxForwarded = 3;

/// Lines of a session's transcript looked at. With the limit on text it bounds the search for the
/// command a reply answers.
inline constexpr std::size_t kMaxTranscript = 2'000;

/// Addresses named with what they were expanded from. Each recipient is compared with them.
inline constexpr std::size_t kMaxExpansions = 200;

/// Bytes of a header that is shown beside an attempt.
inline constexpr std::size_t kMaxHeaderValue = 1'024;

}  // namespace smtpscope::bounce
