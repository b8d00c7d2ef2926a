// SPDX-License-Identifier: Apache-2.0
// A connection to an IMAP server after login. libcurl resolves, connects, does TLS with its checks,
// STARTTLS and every kind of login; from then on it only carries bytes, because its own IMAP would
// SELECT the folder and fetch without PEEK, which marks mails as seen. How libcurl is loaded:
// io/shared_library.h.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

#include "io/imap_url.h"

namespace smtpscope::io {

class ImapConnection {
 public:
  /// Connects and logs in. `ca_file`: certificates trusted instead of the system's; may be empty.
  static base::Result<ImapConnection> open(const ImapUrl& url, const std::string& password,
                                           const std::string& ca_file);
  ImapConnection(ImapConnection&&) noexcept;
  ImapConnection& operator=(ImapConnection&&) noexcept;
  ~ImapConnection();

  /// Sends a command, which gets a tag; returns the tag.
  base::Result<std::string> send(std::string_view command);
  /// The next line without its end; valid until the next call.
  base::Result<std::string_view> read_line();
  /// Exactly `size` bytes of a literal. `to` may be null: then they are passed over.
  base::Result<void> read_literal(char* to, std::size_t size);

 private:
  struct State;
  explicit ImapConnection(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace smtpscope::io
