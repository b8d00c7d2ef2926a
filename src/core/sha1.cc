// SPDX-License-Identifier: Apache-2.0
#include "core/sha1.h"

#include <array>
#include <cstdint>

#include <nettle/sha1.h>

namespace smtpscope::core {

std::string sha1_hex(std::string_view bytes) {
  sha1_ctx context;
  std::array<std::uint8_t, SHA1_DIGEST_SIZE> digest;
  sha1_init(&context);
  sha1_update(&context, bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()));
  sha1_digest(&context, digest.size(), digest.data());
  std::string hex;
  hex.reserve(2 * digest.size());
  for (const std::uint8_t byte : digest) {
    hex.push_back("0123456789abcdef"[byte >> 4]);
    hex.push_back("0123456789abcdef"[byte & 15]);
  }
  return hex;
}

}  // namespace smtpscope::core
