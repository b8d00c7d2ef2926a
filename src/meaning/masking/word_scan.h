// SPDX-License-Identifier: Apache-2.0
// The word at a place, sixteen bytes at a look: how far its letters and digits go, whether there
// are digits, and its small letters. SSE2 where there is, which x86-64 always has; else bytes one
// by one. Internal.
#pragma once

#include <bit>
#include <cstddef>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "base/text.h"

namespace smtpscope::masking {

inline constexpr std::size_t kScanBytes = 16;

/// ASCII letters and digits at the start of some text, no further than kScanBytes.
struct WordScan {
  std::size_t length = 0;
  bool digits = false;
};

/// The same byte by byte, for other machines and as what the tests compare with.
inline WordScan scan_bytes(const char* s, char* lower) noexcept {
  WordScan out;
  while (out.length < kScanBytes && base::is_alnum(s[out.length])) {
    out.digits = out.digits || base::is_digit(s[out.length]);
    ++out.length;
  }
  for (std::size_t i = 0; i < kScanBytes; ++i) lower[i] = base::to_lower(s[i]);
  return out;
}

/// Looks at kScanBytes readable bytes from `s`; `lower` gets all of them in small letters.
inline WordScan scan_word(const char* s, char* lower) noexcept {
#if defined(__SSE2__)
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(s));
  // In signed comparison bytes above ASCII lie below all others.
  const auto within = [](__m128i v, char low, char high) {
    return _mm_and_si128(_mm_cmpgt_epi8(v, _mm_set1_epi8(static_cast<char>(low - 1))),
                         _mm_cmplt_epi8(v, _mm_set1_epi8(static_cast<char>(high + 1))));
  };
  const __m128i upper = within(bytes, 'A', 'Z');
  const __m128i small = _mm_or_si128(bytes, _mm_and_si128(upper, _mm_set1_epi8(0x20)));
  const __m128i digit = within(bytes, '0', '9');
  const __m128i word = _mm_or_si128(within(small, 'a', 'z'), digit);
  _mm_storeu_si128(reinterpret_cast<__m128i*>(lower), small);
  const auto words = static_cast<unsigned>(_mm_movemask_epi8(word));
  const auto digits = static_cast<unsigned>(_mm_movemask_epi8(digit));
  WordScan out;
  out.length = static_cast<std::size_t>(std::countr_one(words));
  out.digits = (digits & ((1U << out.length) - 1)) != 0;
  return out;
#else
  return scan_bytes(s, lower);
#endif
}

}  // namespace smtpscope::masking
