// SPDX-License-Identifier: Apache-2.0
// Limits of what one thread's Memory keeps, each with what it stops. How many templates:
// rules::kMaxCachedTemplates.
#pragma once

#include <cstddef>

namespace smtpscope::core {

/// Texts whose answer is kept, a power of two. Stops a log of ever new texts from filling the
/// memory: with the limits below it is 30 MB at worst, and 6 MB for replies as servers send them.
inline constexpr std::size_t kMaxKeptTexts = 8192;

/// Longest text, with host and domain, whose answer is kept. Stops bounces of kilobytes, which do
/// not come twice, from being copied.
inline constexpr std::size_t kMaxKeptTextBytes = 512;

/// Replies of an answer that is kept. Stops `550` a hundred times in one text.
inline constexpr std::size_t kMaxKeptReplies = 2;

/// Longest template whose match is kept. Stops sixteen thousand templates of sixteen kilobytes.
inline constexpr std::size_t kMaxKeptTemplateBytes = 2048;

}  // namespace smtpscope::core
