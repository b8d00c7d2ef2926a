// SPDX-License-Identifier: Apache-2.0
// Recognises the variable parts of a reply: addresses, links, IPs, hosts, dates, numbers. Each
// function looks at one place and tells how many bytes belong to it, 0 for none. Internal.
#pragma once

#include <cstddef>
#include <string_view>

#include "meaning/masking/limits.h"
#include "meaning/masking/names.h"

namespace smtpscope::masking {

/// An address whose local part begins at `pos`: unquoted local part, `@`, domain or address
/// literal. `no_at_before` remembers how far is known to hold no `@`, which keeps a chunk linear.
std::size_t match_address(std::string_view s, std::size_t pos, std::size_t& no_at_before) noexcept;

/// `"quoted local"@domain` with the quote at `pos`.
std::size_t match_quoted_address(std::string_view s, std::size_t pos) noexcept;

/// `scheme://` or `www.` and all that belongs to the link.
std::size_t match_url(std::string_view s, std::size_t pos) noexcept;

/// The rest of a link whose host ends at `pos`: path, query, fragment, without closing punctuation.
std::size_t match_url_path(std::string_view s, std::size_t pos) noexcept;

/// IPv4 or IPv6 with an optional port or prefix length.
std::size_t match_ip(std::string_view s, std::size_t pos) noexcept;

/// The longest run that could be a host name: letters, digits, `-`, `_`, `.`, bytes above ASCII;
/// without trailing dots and hyphens.
std::size_t match_name_run(std::string_view s, std::size_t pos) noexcept;

/// A run in small letters, with its labels counted.
struct HostName {
  char lower[kMaxHostBytes];
  std::size_t size = 0;
  std::size_t last_dot = 0;
  std::size_t dots = 0;
  bool empty_label = false;
  std::string_view text() const noexcept { return {lower, size}; }
};

/// Reads into a new `out`; false where `run` is too long.
bool read_host(std::string_view run, HostName& out) noexcept;

/// True where `run`, read as `host`, has at least two labels and a top-level domain, or its end is
/// a known name.
bool is_host(std::string_view run, const HostName& host, const Names& names) noexcept;
/// Both.
bool is_host(std::string_view run, const Names& names) noexcept;

/// RFC 5322, ISO 8601, syslog and log-file dates; clock times.
std::size_t match_date(std::string_view s, std::size_t pos) noexcept;

/// Queue ids of fixed shape that may lack digits in a part: UUID, Exim's 6-6-2 and 6-11-4.
std::size_t match_shaped_id(std::string_view s, std::size_t pos) noexcept;

/// One of `<addr>`, `<n>`, `<host:google>` ... at `pos`, as masks are written.
std::size_t match_mask(std::string_view s, std::size_t pos) noexcept;

}  // namespace smtpscope::masking
