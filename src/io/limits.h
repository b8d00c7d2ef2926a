// SPDX-License-Identifier: Apache-2.0
// Limits of reading mails, each with what it stops. Those of pasted text are in io/files.h.
#pragma once

#include <cstddef>
#include <cstdint>

namespace smtpscope::io {

/// Bytes of one mail that are kept; the rest is passed over and the mail is marked as cut. Stops a
/// mail without end, or an mbox whose separators are broken, from filling the memory. Bounces say
/// what they have to say in their first kilobytes.
inline constexpr std::size_t kMaxMail = std::size_t{32} << 20;

/// Bytes at which a batch is handed out. Large enough that threads seldom meet, small enough for
/// the cache.
inline constexpr std::size_t kBatchBytes = std::size_t{1} << 20;

/// Mails of one batch. Stops a million empty mails from making a million entries of it.
inline constexpr std::size_t kBatchMails = 16384;

/// Problems of one batch, after which it is handed out. Stops a directory in which nothing may be
/// read from collecting its errors in memory.
inline constexpr std::size_t kBatchProblems = 256;

/// Bytes asked for by one read().
inline constexpr std::size_t kReadBytes = std::size_t{256} << 10;

/// A batch that held one huge mail gives its memory back above this size.
inline constexpr std::size_t kKeptBuffer = std::size_t{4} << 20;

/// Bytes of a From_ line. Stops a line without end from being looked through for a date.
inline constexpr std::size_t kMaxFromLine = 1024;

/// Words of a From_ line, for the same reason.
inline constexpr std::size_t kMaxFromWords = 32;

/// Bytes of a field name behind which a colon must come for a line to look like a header field.
inline constexpr std::size_t kMaxFieldName = 128;

/// How far a Content-Length field is believed to reach. To see whether it is true, all up to there
/// has to be in memory; larger claims are not looked at.
inline constexpr std::size_t kMaxContentLength = std::size_t{16} << 20;

/// Bytes of a header in which Content-Length is looked for.
inline constexpr std::size_t kMaxMailHeader = std::size_t{256} << 10;

/// First bytes of a file by which its kind is told: a tar archive says so at 257.
inline constexpr std::size_t kSniffBytes = 512;

/// Files listed below one directory, about 1 GB of names. Stops a directory that is the root of a
/// file system by mistake.
inline constexpr std::size_t kMaxFiles = 20'000'000;

/// Directories below directories.
inline constexpr std::size_t kMaxDepth = 64;

/// What may be unpacked before the ratio is looked at, and how much larger than the compressed
/// bytes it may be after that. Stops compression bombs; text compresses by 5 to 50.
inline constexpr std::uint64_t kUnpackedFree = std::uint64_t{64} << 20;
inline constexpr std::uint64_t kMaxUnpackRatio = 200;

/// Seconds to reach an IMAP server and to log in; seconds without a word from it; and how many
/// bytes a second it has to send besides. Stops a server that sends a byte a minute.
inline constexpr int kImapConnectSeconds = 60;
inline constexpr int kImapSilenceSeconds = 120;
inline constexpr std::size_t kImapSlowest = 1024;

/// Bytes of one line of an IMAP answer, literals left out. Stops a line without end.
inline constexpr std::size_t kMaxImapLine = std::size_t{64} << 10;

/// Lines and literals of one IMAP answer. Stops an answer that never ends.
inline constexpr std::size_t kMaxImapPieces = 64;

/// Answers to one IMAP command that are not what was asked for.
inline constexpr std::size_t kMaxImapChatter = 100'000;

/// Mails asked for by one FETCH, and marked by one STORE or MOVE. The next answer is read when the
/// last was taken, so a server has to wait with at most so many.
inline constexpr std::size_t kImapFetchMails = 200;
inline constexpr std::size_t kImapMarkMails = 500;

/// Folder names shown where the one that was asked for is not there.
inline constexpr std::size_t kImapShownFolders = 20;

/// Bytes of a password.
inline constexpr std::size_t kMaxPassword = 4096;

}  // namespace smtpscope::io
