// SPDX-License-Identifier: Apache-2.0
// Each container looks for its own delimiter in its own region, so that an outer one always ends an
// inner one, and a line is never compared with all that are open. The price is one more pass over
// the bytes for each level, which kMaxDepth bounds.
#include "sources/bounce/mime/walker.h"

#include <algorithm>

#include "sources/bounce/mime/delimiter.h"
#include "sources/bounce/mime/lines.h"

namespace smtpscope::mime {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

/// The region without the line end before the delimiter, which belongs to that (RFC 2046 5.1.1).
std::string_view drop_line_end(std::string_view region) noexcept {
  if (!region.empty() && region.back() == '\n') region.remove_suffix(1);
  if (!region.empty() && region.back() == '\r') region.remove_suffix(1);
  return region;
}

bool begins_with_field(std::string_view s) noexcept {
  while (!s.empty() && base::is_space(s.front())) s.remove_prefix(1);
  return find_colon(s.substr(0, kMaxFieldName), kMaxFieldName) != kNone;
}

/// A body that begins with a delimiter, though no field says so.
bool begins_with_part(std::string_view body) noexcept {
  const std::size_t begin = body.find_first_not_of("\r\n");
  if (begin == kNone || body.substr(begin, 2) != "--") return false;
  const Line line = line_at(body, begin);
  return line.end - line.begin > 2 && base::starts_with_nocase(body.substr(line.next), "content-");
}

/// The parameters that a Part shows.
struct Wanted {
  std::string_view name;
  std::string_view Part::*member;
};
constexpr std::array<Wanted, 4> kWanted = {{{"charset", &Part::charset},
                                            {"name", &Part::name},
                                            {"report-type", &Part::report_type},
                                            {"boundary", &Part::boundary}}};
constexpr std::size_t kName = 1, kBoundary = 3;

std::size_t find_wanted(std::string_view name) noexcept {
  std::size_t i = 0;
  while (i < kWanted.size() && !base::equals_nocase(kWanted[i].name, name)) ++i;
  return i;
}

bool is_type(std::string_view type) noexcept {
  const std::size_t slash = type.find('/');
  return slash != kNone && slash > 0 && slash + 1 < type.size();
}

}  // namespace

bool Part::is_message() const noexcept {
  return base::starts_with_nocase(type, "message/") &&
         (is("message/rfc822") || is("message/global") || is("message/news"));
}

Walker::Walker(std::string_view mail, const Limits& limits) : limits_(limits) {
  frames_.reserve(4);
  Frame& frame = frames_.emplace_back();
  frame.region = mail;
  frame.message = true;
}

bool Walker::next(Part& out) {
  if (entering_) frames_.push_back(pending_);
  entering_ = false;
  std::string_view region;
  bool terminated = true;
  while (!frames_.empty() && !next_region(frames_.back(), region, terminated)) frames_.pop_back();
  if (frames_.empty()) return false;
  if (count_ >= limits_.parts) {
    issues_ |= kTooManyParts;
    frames_.clear();
    return false;
  }
  out = Part{};
  out.terminated = terminated;
  if (!terminated) issues_ |= kUnterminated;
  read_part(frames_.back(), region, out);
  return true;
}

bool Walker::next_region(Frame& frame, std::string_view& region, bool& terminated) noexcept {
  if (frame.pos == kNone) return false;
  if (frame.message) {
    region = frame.region.substr(frame.pos);
    frame.pos = kNone;
    terminated = true;
    return true;
  }
  const std::size_t begin = frame.pos;
  Delimiter end = find_delimiter(frame.region, begin, frame.boundary);
  terminated = end.found();
  const std::size_t size = end.found() ? end.begin - begin : kNone;
  region = frame.region.substr(begin, size);
  if (end.found()) region = drop_line_end(region);
  // Behind the last delimiter only an epilogue should follow. Where delimiters go on, a part inside
  // used the same boundary, and its last delimiter was not ours.
  const bool closed = end.found() && end.closing;
  while (end.found() && end.closing) end = find_delimiter(frame.region, end.next, frame.boundary);
  if (closed && end.found()) issues_ |= kNestedBoundary;
  frame.pos = end.found() ? end.next : kNone;
  if (terminated || begin < frame.region.size()) return true;
  issues_ |= kUnterminated;  // the last delimiter lacks its last two dashes
  return false;
}

void Walker::read_part(const Frame& frame, std::string_view region, Part& out) {
  const HeaderScan scan = scan_header(region, frame.message ? Entity::mail : Entity::part);
  issues_ |= scan.issues;
  out.number = ++count_;
  out.parent = frame.number;
  out.depth = frame.depth;
  out.in_message = frame.in_message;
  out.header = region.substr(scan.header_begin,
                             std::min(scan.header_end - scan.header_begin, kMaxHeaderBytes));
  out.body = region.substr(scan.body_begin);
  out.encoding = parse_encoding(scan.transfer_encoding);
  read_type(frame, scan, out);
  open(out);
}

void Walker::read_type(const Frame& frame, const HeaderScan& scan, Part& out) {
  out.content_type = scan.content_type;
  const ContentType type = parse_content_type(scan.content_type);
  out.type = is_type(type.type) ? type.type : (frame.digest ? "message/rfc822" : "text/plain");
  if (!type.parameters.empty()) read_parameters(type, out);
  if (out.name.empty() && !scan.disposition.empty()) {
    const ContentType disposition = parse_content_type(scan.disposition);
    out.name = disposition.parameter("filename", unescaped_[kName]);
  }
  if (out.content_type.empty() && frame.message && begins_with_part(out.body)) {
    out.type = "multipart/mixed";
    issues_ |= kMultipartUndeclared;
  }
}

std::string& Walker::room_for(std::size_t parameter) {
  return parameter == kBoundary ? boundaries_.emplace_back() : unescaped_[parameter];
}

void Walker::read_parameters(const ContentType& type, Part& out) {
  bool extended = false;
  Parameters all(type.parameters);
  for (Parameter one; all.next(one);) {
    extended = extended || one.name.find('*') != kNone;
    const std::size_t i = find_wanted(one.name);
    if (i == kWanted.size() || !(out.*kWanted[i].member).empty()) continue;
    out.*kWanted[i].member = one.escaped ? unescape(one.value, room_for(i)) : one.value;
  }
  for (std::size_t i = 0; extended && i < kWanted.size(); ++i) {
    std::string_view& value = out.*kWanted[i].member;
    if (value.empty()) value = type.parameter(kWanted[i].name, room_for(i));
  }
}

void Walker::open(Part& out) {
  const bool is_message = out.is_message() && !out.body.empty();
  if (!is_message && !out.is_multipart()) return;
  if (out.depth >= limits_.depth) {
    issues_ |= kTooDeep;
    return;
  }
  pending_ = Frame{};
  pending_.region = out.body;
  pending_.number = out.number;
  pending_.depth = out.depth + 1;
  pending_.in_message = out.in_message || is_message;
  pending_.message = is_message;
  if (is_message ? is_readable(out) : find_first_part(out)) {
    out.encoding = Encoding::none;
    out.container = entering_ = true;
  }
}

bool Walker::is_readable(const Part& out) noexcept {
  if (out.encoding != Encoding::quoted_printable && out.encoding != Encoding::base64) return true;
  if (out.encoding == Encoding::base64 && begins_with_field(out.body)) return true;  // it is not
  issues_ |= kEncodedMessage;
  return false;
}

bool Walker::find_first_part(Part& out) noexcept {
  out.boundary = out.boundary.substr(0, out.boundary.find_first_of("\r\n"));  // a line has no more
  while (!out.boundary.empty() && base::is_space(out.boundary.back())) {
    out.boundary.remove_suffix(1);
  }
  Delimiter first = find_opening(out.body, out.boundary);
  if (!first.found()) {
    issues_ |= out.boundary.empty() ? kBoundaryMissing : kBoundaryWrong;
    out.boundary = guess_boundary(out.body);
    first = find_opening(out.body, out.boundary);
  }
  if (!first.found()) return false;
  out.preamble = drop_line_end(out.body.substr(0, first.begin));
  pending_.boundary = out.boundary;
  pending_.pos = first.next;
  pending_.digest = out.is("multipart/digest");
  return true;
}

std::string_view decode_body(const Part& part, std::string& buffer, std::size_t limit) {
  return decode(part.body, part.encoding, buffer, limit);
}

}  // namespace smtpscope::mime
