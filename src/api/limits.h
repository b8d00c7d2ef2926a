// SPDX-License-Identifier: Apache-2.0
// Limits of the library's face, each with what it stops.
#pragma once

#include <cstddef>

#include <smtpscope/smtpscope.h>

namespace smtpscope::api {

/// Bytes of one text, kept and looked through for replies. Stops a whole log, or a length that is
/// garbage, from being copied.
inline constexpr std::size_t kMaxText = SMTPSCOPE_MAX_TEXT;

/// Bytes of a struct of a later version than ours whose end is looked at. Stops a size that is
/// garbage from reading what lies behind.
inline constexpr std::size_t kMaxStruct = 1024;

/// Bytes of a host or domain; longer ones are no names (RFC 1035 2.3.4) and count as not known.
inline constexpr std::size_t kMaxName = 1024;

/// Memories kept for the next calls. Each remembers thousands of templates; a program that had a
/// hundred threads once must not keep them all.
inline constexpr std::size_t kMaxIdleMemories = 64;

}  // namespace smtpscope::api
