// SPDX-License-Identifier: Apache-2.0
// What a person reads in a header field: unfolded (RFC 5322 2.2.3), encoded words decoded (RFC
// 2047), raw UTF-8 left as it is (RFC 6532).
#pragma once

#include <string>
#include <string_view>

namespace smtpscope::mime {

/// The value as UTF-8: itself where nothing had to be undone, else in `buffer`. Encoded words are
/// also read inside quotes and next to letters, as many programs write them; broken ones stay as
/// they are.
std::string_view decode_header(std::string_view value, std::string& buffer);

}  // namespace smtpscope::mime
