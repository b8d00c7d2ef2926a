// SPDX-License-Identifier: Apache-2.0
// Mails of an IMAP folder, imaps://user@host/Folder, in the order of their UIDs; same batches as
// io/mail_source.h. Reading leaves no trace on the server (EXAMINE, BODY.PEEK). What was read once
// need not be read again: a checkpoint file keeps UIDVALIDITY and the last UID. Marking happens
// only when asked for, and only to mails that are named.
//
//   auto mailbox = io::ImapMailbox::open(url, options);
//   while (mailbox->next(batch)) ...                              // Mail::offset is the UID
//   mailbox->mark(understood, {io::ImapMark::move, "Done"});      // if the user wants it
//   mailbox->save_checkpoint(mailbox->last_uid());
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "base/result.h"

#include "io/imap_url.h"
#include "io/mail_batch.h"

namespace smtpscope::io {

struct ImapOptions {
  /// Where the password comes from, in this order: $SMTPSCOPE_IMAP_PASSWORD, the first line of this
  /// file, the answer to a question for people.
  std::string password_file;
  std::function<base::Result<std::string>(const std::string& question)> ask_password;
  /// Empty: all mails are read, and nothing is kept.
  std::string checkpoint;
  /// Certificates (PEM) trusted instead of the system's; for a server that signs for itself.
  std::string ca_file;
};

struct ImapMark {
  enum Kind { seen, flag, move } kind = seen;
  std::string folder;  ///< where to, for move
};

class ImapMailbox {
 public:
  /// Connects, logs in and opens the folder. A password in the URL is refused.
  static base::Result<ImapMailbox> open(const std::string& url, const ImapOptions& options);

  /// Fills `batch` with the next mails. False, and the batch is empty, where there are no more. If
  /// the connection breaks, the last batch has a problem.
  bool next(MailBatch& batch);

  /// Something people should know; empty as a rule. The server has renumbered its mails, so that
  /// all are read again.
  const std::string& notice() const noexcept;
  /// Mails that next() will have given in the end, as known at open().
  std::uint32_t total() const noexcept;
  /// The UID of the last mail that next() gave, or what the checkpoint said; 0 where neither.
  std::uint32_t last_uid() const noexcept;

  /// Marks or moves the mails with these UIDs, no others. When next() is through, or not needed.
  base::Result<void> mark(std::span<const std::uint32_t> uids, const ImapMark& how);

  /// Says, in the file that the options name, that all up to this UID has been dealt with.
  base::Result<void> save_checkpoint(std::uint32_t uid) const;

  ImapMailbox(ImapMailbox&&) noexcept;
  ImapMailbox& operator=(ImapMailbox&&) noexcept;
  ~ImapMailbox();

 private:
  class Session;
  explicit ImapMailbox(std::unique_ptr<Session> session);

  std::unique_ptr<Session> session_;
};

}  // namespace smtpscope::io
