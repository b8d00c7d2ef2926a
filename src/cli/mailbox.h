// SPDX-License-Identifier: Apache-2.0
// One mailbox of the command line, wherever it lies: io/mail_source.h or io/imap.h, and what is to
// be done on an IMAP server once its mails are dealt with.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/progress.h"
#include "io/imap.h"
#include "io/mail_source.h"

namespace smtpscope::cli {

struct MailboxOptions {
  io::ImapOptions imap;
  std::vector<std::string> mark;  ///< seen; flag; move FOLDER; empty: nothing is touched
};

class Mailbox {
 public:
  static base::Result<Mailbox> open(const std::string& path, const MailboxOptions& options);

  /// False where there are no more mails; files are closed then.
  bool next(io::MailBatch& batch);
  void show(Progress& progress) const;
  const std::string& path() const noexcept { return path_; }
  /// Something people should know; empty as a rule.
  std::string notice() const;
  /// The mail with this UID was understood, and its result is kept.
  void add_understood(std::uint64_t uid) { understood_.push_back(static_cast<std::uint32_t>(uid)); }
  /// True where an IMAP server wants to be told what became of the mails.
  bool is_remote() const noexcept { return imap_ != nullptr; }
  /// Marks what was understood, if that is asked for, and keeps the checkpoint. To be called when
  /// all results are written.
  base::Result<void> settle(const MailboxOptions& options);

 private:
  explicit Mailbox(std::string path) : path_(std::move(path)) {}

  std::string path_;
  std::unique_ptr<io::MailSource> source_;
  std::unique_ptr<io::ImapMailbox> imap_;
  std::vector<std::uint32_t> understood_;
  std::uint64_t given_ = 0;
};

/// What is wrong with `--mark`; empty where nothing is.
std::string check_mark(const std::vector<std::string>& mark);

/// Asks at the terminal, without showing what is typed.
base::Result<std::string> ask_password(const std::string& question);

}  // namespace smtpscope::cli
