// SPDX-License-Identifier: Apache-2.0
// Where a header ends is said by an empty line (RFC 5322 2.1), and where that is missing by the
// first line that cannot belong to a header.
#include "sources/bounce/mime/header_scan.h"

#include <algorithm>
#include <array>
#include <span>

#include "base/text.h"

#include "sources/bounce/mime/issues.h"
#include "sources/bounce/mime/limits.h"
#include "sources/bounce/mime/lines.h"

namespace smtpscope::mime {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

/// First fields of a delivery status, a feedback report or a mail. Where one follows the Content-
/// fields of a part that holds such a thing, the empty line between them is missing.
constexpr std::array<std::string_view, 14> kFirstFields = {"Reporting-MTA:",
                                                           "Original-Envelope-Id:",
                                                           "Final-Recipient:",
                                                           "Original-Recipient:",
                                                           "Arrival-Date:",
                                                           "Feedback-Type:",
                                                           "Received:",
                                                           "Return-Path:",
                                                           "From:",
                                                           "To:",
                                                           "Subject:",
                                                           "Message-ID:",
                                                           "Date:",
                                                           "Received-From-MTA:"};

bool begins_with_any(std::string_view s, std::span<const std::string_view> prefixes) noexcept {
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [s](std::string_view prefix) { return base::starts_with_nocase(s, prefix); });
}

/// A field that says that a header begins, whatever the line before it is.
bool begins_mail(std::string_view s) noexcept {
  constexpr std::array<std::string_view, 4> kMore = {"Delivered-To:", "MIME-Version:", "Content-",
                                                     "X-"};
  return begins_with_any(s, kFirstFields) || begins_with_any(s, kMore);
}

bool is_field_at(std::string_view s, std::size_t pos) noexcept {
  return pos < s.size() && find_colon(s.substr(pos, kMaxFieldName), kMaxFieldName) != kNone;
}

bool is_mbox_line(std::string_view s) noexcept {
  if (s.substr(0, 1) == ">") s.remove_prefix(1);
  return s.substr(0, 5) == "From ";
}

/// Behind what stands before the header of a mail: a byte order mark, empty lines, mbox lines.
std::size_t skip_leading(std::string_view s) noexcept {
  std::size_t pos = s.substr(0, 3) == "\xef\xbb\xbf" ? 3 : 0;
  const std::size_t begin = pos;
  for (int i = 0; i < kMaxLeadingLines && pos < s.size(); ++i) {
    const Line line = line_at(s, pos);
    if (!line.empty() && !is_mbox_line(s.substr(pos, 6))) break;
    pos = line.next;
  }
  return is_field_at(s, pos) || is_mbox_line(s.substr(begin)) ? pos : begin;
}

class Scanner {
 public:
  Scanner(std::string_view s, Entity entity) noexcept : s_(s), entity_(entity) {}

  HeaderScan run() noexcept {
    scan_.header_begin = entity_ == Entity::mail ? skip_leading(s_) : 0;
    std::size_t pos = scan_.header_begin;
    while (true) {
      if (pos >= s_.size()) return end(s_.size(), s_.size(), 0);
      const Line line = line_at(s_, pos);
      if (line.empty()) return end(pos, line.next, 0);
      if (base::is_blank(s_[pos])) {
        if (!continues(line)) return ended_;
      } else if (!begins_field(line)) {
        return ended_;
      }
      pos = line.next;
    }
  }

 private:
  /// A line that begins with a blank. False where the header ends there; then ended_ says how.
  bool continues(const Line& line) noexcept {
    if (base::trim(line.of(s_)).empty()) {  // meant as the empty line, unless fields follow
      if (fields_ > 0 && more_fields(line.next)) return true;
      ended_ = end(line.begin, line.next, 0);
      return false;
    }
    if (fields_ > 0) return true;
    return stop_before(line);
  }

  bool begins_field(const Line& line) noexcept {
    close_value(line.begin);
    const std::string_view text = line.of(s_);
    const std::size_t colon = find_colon(text, kMaxFieldName);
    if (colon == kNone) return is_junk(line) || stop_before(line);
    if (entity_ == Entity::part && is_first_of_body(text)) return stop_before(line);
    ++fields_;
    if (line.begin - scan_.header_begin > kMaxHeaderBytes) {
      scan_.issues |= kHeaderCut;
    } else if (base::to_lower(text.front()) == 'c') {
      open_value(base::trim(text.substr(0, colon)), line.begin + colon + 1);
    }
    return true;
  }

  /// A line that is no field, but fields go on behind it.
  bool is_junk(const Line& line) noexcept {
    if (fields_ == 0 && (entity_ == Entity::part || !begins_mail(s_.substr(line.next))))
      return false;
    if (!more_fields(line.next)) return false;
    scan_.issues |= kHeaderJunk;
    return true;
  }

  bool more_fields(std::size_t pos) const noexcept {
    if (entity_ == Entity::mail) return is_field_at(s_, pos);
    return base::starts_with_nocase(s_.substr(pos), "content-") && is_field_at(s_, pos);
  }

  bool is_first_of_body(std::string_view line) const noexcept {
    return base::starts_with_nocase(scan_.content_type, "message/") &&
           begins_with_any(line, kFirstFields);
  }

  bool stop_before(const Line& line) noexcept {
    const bool bare = fields_ == 0;
    ended_ = end(line.begin, line.begin,
                 !bare ? kHeaderUnended : (entity_ == Entity::part ? kPartWithoutHeader : 0U));
    return false;
  }

  void open_value(std::string_view name, std::size_t begin) noexcept {
    std::string_view* value = nullptr;
    if (base::equals_nocase(name, "content-type")) value = &scan_.content_type;
    if (base::equals_nocase(name, "content-transfer-encoding")) value = &scan_.transfer_encoding;
    if (base::equals_nocase(name, "content-disposition")) value = &scan_.disposition;
    if (value == nullptr || !value->empty()) return;
    value_ = value;
    value_begin_ = begin;
  }

  void close_value(std::size_t end) noexcept {
    if (value_ == nullptr) return;
    *value_ = base::trim(s_.substr(value_begin_, end - value_begin_).substr(0, kMaxParameterBytes));
    value_ = nullptr;
  }

  HeaderScan end(std::size_t header_end, std::size_t body_begin, std::uint32_t issue) noexcept {
    close_value(header_end);
    scan_.header_end = header_end;
    scan_.body_begin = body_begin;
    scan_.issues |= issue;
    return scan_;
  }

  std::string_view s_;
  Entity entity_;
  HeaderScan scan_;
  HeaderScan ended_;
  std::size_t fields_ = 0;
  std::string_view* value_ = nullptr;
  std::size_t value_begin_ = 0;
};

}  // namespace

HeaderScan scan_header(std::string_view s, Entity entity) noexcept {
  return Scanner(s, entity).run();
}

}  // namespace smtpscope::mime
