// SPDX-License-Identifier: Apache-2.0
// Fuzz target with oracles: a mail has one structure, whichever way its lines end; parts lie inside
// the mail and inside the limits; text that was made UTF-8 is UTF-8.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <functional>

#include "base/utf8.h"

#include "sources/bounce/mime/mime.h"
#include "sources/bounce/mime/structure_testing.h"

namespace {

using namespace smtpscope;
constexpr std::size_t kEnough = 100000;

void require(bool holds) {
  if (!holds) std::abort();
}

void require_inside(std::string_view outer, std::string_view view) {
  if (view.empty()) return;
  const std::less_equal<> ordered;
  require(ordered(outer.data(), view.data()));
  require(ordered(view.data() + view.size(), outer.data() + outer.size()));
}

void check_part(std::string_view mail, const mime::Part& part) {
  require_inside(mail, part.header);
  require_inside(mail, part.body);
  require_inside(mail, part.content_type);
  require_inside(part.body, part.preamble);
  require(part.number > part.parent && part.depth <= mime::kMaxDepth + 1);
  std::string decoded, text, shown;
  const std::string_view body = mime::decode_body(part, decoded, kEnough);
  require(body.size() <= kEnough);
  const std::string_view utf8 = mime::to_utf8(body, part.charset, text);
  require(base::is_utf8(utf8));
  mime::html_to_text(utf8, shown);
  require(base::is_utf8(shown));
}

void check_header(std::string_view header) {
  mime::Fields fields(header);
  for (mime::Field field; fields.next(field);) {
    require_inside(header, field.name);
    require_inside(header, field.value);
    std::string buffer;
    const std::string_view text = mime::decode_header(field.value, buffer);
    require(base::is_utf8(text) && text.find('\n') == std::string_view::npos);
    std::vector<std::string_view> addresses;
    mime::find_addresses(field.value, addresses);
    for (const std::string_view address : addresses) require_inside(field.value, address);
    mime::parse_date(field.value);
  }
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer calls it so.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view raw(reinterpret_cast<const char*>(data), size);
  mime::Walker walker(raw);
  for (mime::Part part; walker.next(part);) {
    check_part(raw, part);
    check_header(part.header);
  }
  const std::string lf = mime::without_cr(raw);
  const std::string crlf = mime::with_crlf(lf);
  std::uint32_t lf_issues = 0, crlf_issues = 0;
  require(mime::outline(lf, lf_issues) == mime::outline(crlf, crlf_issues));
  require(lf_issues == crlf_issues);
  // CR alone says the same where there is a line end to go by.
  if (lf.find('\n') != std::string::npos) {
    require(mime::outline(mime::with_cr(lf), crlf_issues) == mime::outline(lf, lf_issues));
  }
  return 0;
}
