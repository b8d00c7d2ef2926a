// SPDX-License-Identifier: Apache-2.0
// Header blocks (RFC 5322 2.2) as views: where one ends, and its fields. Values stay raw, folds and
// encoded words with them; header_text.h undoes those.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace smtpscope::mime {

struct Field {
  std::string_view name;   ///< as written
  std::string_view value;  ///< trimmed, may still be folded
};

/// Iterates the fields of a header block; also of the blocks of a delivery status. Lines end with
/// LF or CRLF, or with CR where there is no LF at all. Lines that are no field are passed over.
class Fields {
 public:
  explicit Fields(std::string_view header_block) noexcept;
  bool next(Field& out) noexcept;
  /// Lines that were no field.
  std::uint32_t skipped() const noexcept { return skipped_; }

 private:
  std::string_view block_;
  std::size_t pos_ = 0;
  char line_end_ = '\n';
  std::uint32_t skipped_ = 0;
};

/// Value of the first field of that name (case ignored); empty where there is none.
std::string_view find_field(std::string_view header_block, std::string_view name) noexcept;

struct Split {
  std::string_view header;  ///< without the empty line; at most kMaxHeaderBytes of it
  std::string_view body;
};

/// Parts a mail. An mbox line or empty lines before the header are passed over; text that does not
/// begin with a header is all body.
Split split_header(std::string_view mail) noexcept;

/// The mail itself where its lines end with LF or CRLF; else, where they end with CR alone, a copy
/// in `buffer` in which they end with LF. To be asked once, before anything here reads a mail.
std::string_view normalize_line_ends(std::string_view mail, std::string& buffer);

}  // namespace smtpscope::mime
