// SPDX-License-Identifier: Apache-2.0
// Addresses in a field or path (RFC 5322 3.4, RFC 5321 4.1.2), as they are found: with names,
// groups, comments, source routes, without brackets, in quotes.
#pragma once

#include <string_view>
#include <vector>

namespace smtpscope::mime {

/// Appends the addresses (local-part@domain, as written) of `value` in order, at most
/// kMaxAddresses. Null paths `<>` and names without an @ give nothing.
void find_addresses(std::string_view value, std::vector<std::string_view>& out);

}  // namespace smtpscope::mime
