// SPDX-License-Identifier: Apache-2.0
// Which mails of an IMAP folder have been dealt with, in a file of its own:
//   smtpscope imap 1
//   imaps://user@host/Folder
//   uidvalidity 3857529045
//   uid 4711
// UIDs are comparable only under one UIDVALIDITY (RFC 3501 2.3.1.1); under another, all is read.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

namespace smtpscope::io {

struct ImapCheckpoint {
  std::string url;
  std::uint32_t uid_validity = 0;  ///< 0: nothing has been read yet
  std::uint32_t uid = 0;
};

/// A file that is not there is an empty checkpoint; one for another mailbox is an error.
base::Result<ImapCheckpoint> read_checkpoint(const std::string& path, const std::string& url);
base::Result<void> write_checkpoint(const std::string& path, const ImapCheckpoint& checkpoint);

}  // namespace smtpscope::io
