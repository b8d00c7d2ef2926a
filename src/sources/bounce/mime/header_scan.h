// SPDX-License-Identifier: Apache-2.0
// One pass over the begin of an entity: where its header ends, what of it decides how the body is
// read, and what was wrong with it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace smtpscope::mime {

enum class Entity : std::uint8_t {
  mail,  ///< a whole mail, or one inside message/rfc822
  part   ///< a part of a multipart
};

struct HeaderScan {
  std::size_t header_begin = 0;
  std::size_t header_end = 0;
  std::size_t body_begin = 0;
  std::string_view content_type;  ///< values of the first field of each name, trimmed
  std::string_view transfer_encoding;
  std::string_view disposition;
  std::uint32_t issues = 0;  ///< of walker.h
};

HeaderScan scan_header(std::string_view s, Entity entity) noexcept;

}  // namespace smtpscope::mime
