// SPDX-License-Identifier: Apache-2.0
// HTML to the text a reader sees, near enough for finding what a bounce says. No tree, no CSS; what
// is hidden by style sheets shows.
#pragma once

#include <string>
#include <string_view>

namespace smtpscope::mime {

/// Appends the text of `html` (UTF-8) to `out`: tags dropped, those of blocks as line ends,
/// character references decoded, white space folded as a browser does, style and script left out.
void html_to_text(std::string_view html, std::string& out);

}  // namespace smtpscope::mime
