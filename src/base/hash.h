// SPDX-License-Identifier: Apache-2.0
// The one hash of the project, XXH3 64 bit. Not for secrets: keys from the wild can be made to
// collide, so every table compares the key too and has a bounded size.
#pragma once

#include <cstdint>
#include <string_view>

#define XXH_INLINE_ALL
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wold-style-cast"
#pragma GCC diagnostic ignored "-Wconversion"
#endif
#include <xxhash.h>
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

namespace smtpscope::base {

inline std::uint64_t hash64(std::string_view bytes, std::uint64_t seed = 0) noexcept {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

}  // namespace smtpscope::base
