// SPDX-License-Identifier: Apache-2.0
// Where a mailbox is: imaps://user@host:port/Folder (RFC 5092, without its parameters), and how
// IMAP spells the names of folders (RFC 3501 5.1.3).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace smtpscope::io {

struct ImapUrl {
  bool tls = true;         ///< imaps; with imap the connection becomes TLS by STARTTLS
  std::string user, host;  ///< percent-decoded; an IPv6 address without its brackets
  std::uint16_t port = 993;
  std::string folder;  ///< UTF-8; INBOX where the URL names none

  /// Whether the host is this one by its very name, so that passwords may go there unencrypted.
  bool is_loopback() const;
};

constexpr bool is_imap_url(std::string_view path) noexcept {
  return path.starts_with("imaps://") || path.starts_with("imap://");
}

/// The user may be an address: the last '@' before the path counts. A password is refused.
base::Result<ImapUrl> parse_imap_url(std::string_view url);

/// A folder's name in modified UTF-7, as a quoted string. Control characters are left out.
std::string format_folder(std::string_view folder);

}  // namespace smtpscope::io
