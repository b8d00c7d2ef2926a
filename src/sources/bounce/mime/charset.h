// SPDX-License-Identifier: Apache-2.0
// Text to UTF-8 by the name of its charset. The names are a closed list: what a stranger writes
// does not choose a conversion module of the C library.
#pragma once

#include <string>
#include <string_view>

namespace smtpscope::mime {

/// `bytes` as UTF-8: themselves where they are it already, else in `buffer`. Where the charset is
/// unknown, missing or evidently wrong, bytes that are no UTF-8 are read as Windows-1252.
std::string_view to_utf8(std::string_view bytes, std::string_view charset, std::string& buffer);

}  // namespace smtpscope::mime
