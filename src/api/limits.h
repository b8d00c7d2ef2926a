// SPDX-License-Identifier: Apache-2.0
// Limits of the library's face, each with what it stops.
#pragma once

#include <cstddef>

#include <smtpscope/smtpscope.h>

namespace smtpscope::api {

/// Bytes of one text, kept and looked through for replies, or of one mail. Stops a whole log, or a
/// length that is garbage, from being copied.
inline constexpr std::size_t kMaxText = SMTPSCOPE_MAX_TEXT;

/// Bytes of a struct of a later version than ours whose end is looked at. Stops a size that is
/// garbage from reading what lies behind.
inline constexpr std::size_t kMaxStruct = 1024;

/// Bytes of a host or domain; longer ones are no names (RFC 1035 2.3.4) and count as not known.
inline constexpr std::size_t kMaxName = 1024;

/// Names of headers asked for. Stops a count that is garbage from being walked through.
inline constexpr std::size_t kMaxHeaders = SMTPSCOPE_MAX_HEADERS;

/// Bytes of a file's name (PATH_MAX), which every attempt of a mail is given.
inline constexpr std::size_t kMaxFileName = SMTPSCOPE_MAX_FILE_NAME;

/// Bytes and attempts of a mail after which its reader is kept for the next. Stops one mail of the
/// largest size in each of many threads from holding that much for good.
inline constexpr std::size_t kMaxKeptMail = std::size_t{1} << 20;
inline constexpr std::size_t kMaxKeptAttempts = 1'000;

/// Bytes of the first block of a bounce's strings. Most fit; a program may hold many bounces.
inline constexpr std::size_t kFirstStrings = 2'048;

/// Memories kept for the next calls. Each remembers thousands of templates; a program that had a
/// hundred threads once must not keep them all.
inline constexpr std::size_t kMaxIdleMemories = 64;

}  // namespace smtpscope::api
