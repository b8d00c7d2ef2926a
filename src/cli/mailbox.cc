// SPDX-License-Identifier: Apache-2.0
#include "cli/mailbox.h"

#include <cstdio>

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

namespace smtpscope::cli {
namespace {

io::ImapMark mark_of(const std::vector<std::string>& words) {
  if (words[0] == "flag") return {io::ImapMark::flag, ""};
  if (words[0] == "move") return {io::ImapMark::move, words[1]};
  return {io::ImapMark::seen, ""};
}

/// The terminal's echo is off as long as this lives.
class Silence {
 public:
  explicit Silence(int terminal) : terminal_(terminal) {
    on_ = ::tcgetattr(terminal_, &before_) == 0;
    termios now = before_;
    now.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    if (on_) ::tcsetattr(terminal_, TCSAFLUSH, &now);
  }
  ~Silence() {
    if (on_) ::tcsetattr(terminal_, TCSAFLUSH, &before_);
  }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;

 private:
  int terminal_;
  bool on_ = false;
  termios before_{};
};

}  // namespace

std::string check_mark(const std::vector<std::string>& mark) {
  if (mark.empty()) return "";
  if (mark[0] == "move") return mark.size() == 2 ? "" : "--mark move needs the folder: move FOLDER";
  if (mark[0] != "seen" && mark[0] != "flag") return "--mark takes seen, flag, or move FOLDER";
  return mark.size() == 1 ? "" : "only --mark move takes a folder";
}

base::Result<std::string> ask_password(const std::string& question) {
  const int terminal = ::open("/dev/tty", O_RDWR | O_CLOEXEC);
  if (terminal < 0) {
    return tl::unexpected(base::Error{"password", 0, "there is no terminal to ask at",
                                      "set SMTPSCOPE_IMAP_PASSWORD, or give --password-file"});
  }
  std::FILE* const stream = ::fdopen(terminal, "r+");
  const Silence silence(terminal);
  std::fprintf(stream, "%s", question.c_str());
  std::fflush(stream);
  std::string password;
  for (int c = std::getc(stream); c != EOF && c != '\n'; c = std::getc(stream)) {
    if (password.size() < 1024) password.push_back(static_cast<char>(c));
  }
  std::fputs("\n", stream);
  std::fclose(stream);
  return password;
}

base::Result<Mailbox> Mailbox::open(const std::string& path, const MailboxOptions& options) {
  Mailbox mailbox(path);
  if (io::is_imap_url(path)) {
    auto opened = io::ImapMailbox::open(path, options.imap);
    if (!opened) return tl::unexpected(opened.error());
    mailbox.imap_ = std::make_unique<io::ImapMailbox>(std::move(*opened));
    return mailbox;
  }
  auto opened = io::MailSource::open(path);
  if (!opened) return tl::unexpected(opened.error());
  mailbox.source_ = std::make_unique<io::MailSource>(std::move(*opened));
  return mailbox;
}

bool Mailbox::next(io::MailBatch& batch) {
  const bool more = imap_ != nullptr ? imap_->next(batch) : source_->next(batch);
  given_ += batch.mails().size();
  if (!more) source_.reset();
  return more;
}

void Mailbox::show(Progress& progress) const {
  if (imap_ != nullptr) {
    progress.show({0, 0, static_cast<std::size_t>(given_), imap_->total()}, path_);
  } else {
    progress.show(source_->progress(), path_);
  }
}

std::string Mailbox::notice() const { return imap_ == nullptr ? "" : imap_->notice(); }

base::Result<void> Mailbox::settle(const MailboxOptions& options) {
  if (imap_ == nullptr) return {};
  if (!options.mark.empty() && !understood_.empty()) {
    if (auto done = imap_->mark(understood_, mark_of(options.mark)); !done) return done;
  }
  return options.imap.checkpoint.empty() ? base::Result<void>()
                                         : imap_->save_checkpoint(imap_->last_uid());
}

}  // namespace smtpscope::cli
