// SPDX-License-Identifier: Apache-2.0
// Mailboxes in order, in one thread or several, and one mail as a mail server delivers it.
#include <array>
#include <cerrno>
#include <deque>
#include <unordered_map>
#include <unordered_set>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/hash.h"

#include "cli/bounce_writer.h"
#include "cli/bounces.h"
#include "cli/ordered_work.h"
#include "format/attempt_csv.h"
#include "format/attempt_json.h"
#include "format/summary_text.h"
#include "format/terminal.h"
#include "io/files.h"

namespace smtpscope::cli {
namespace {

struct Piece {
  Mailbox* mailbox = nullptr;
  io::MailBatch batch;
  Written written;
};

/// Statements remembered to tell repetitions, about 40 MB. Stops a mailbox of 10 GB from being kept
/// in memory; behind that, repetitions are no longer pointed out.
constexpr std::size_t kMaxStatements = 500'000;

class Mailboxes {
 public:
  Mailboxes(const core::Classifier& classifier, const core::Proof& proof,
            const BouncesOptions& options)
      : classifier_(classifier), proof_(proof), options_(options) {
    for (unsigned i = 0; i < std::max(1U, options.threads); ++i) {
      writers_.push_back(std::make_unique<BounceWriter>(classifier, proof, options));
    }
  }

  int run() {
    if (options_.format == BounceFormat::csv && !write_out(format::csv_header()))
      return kCannotRead;
    if (is_array_ && !write_out("[")) return kCannotRead;
    OrderedWork<Piece> work(
        writers_.size(), [this](Piece& piece, std::size_t thread) { write(piece, thread); },
        [this](Piece& piece) { return finish(piece); });
    work.run([this](Piece& piece) { return fill(piece); });
    progress_.clear();
    if (options_.format == BounceFormat::summary && !broken_) {
      const std::string text =
          format::format_summary(classifier_, summary_, !proof_.empty(), terminal_options());
      if (!write_out(text)) return kCannotRead;
    }
    if (is_array_ && !broken_ && !write_out("]\n")) return kCannotRead;
    if (!broken_) settle();
    return exit_code_;
  }

 private:
  /// The next batch of the current path, or of the next one that opens.
  bool fill(Piece& piece) {
    while (true) {
      if (!reading_ && !open_next()) return false;
      Mailbox& mailbox = mailboxes_.back();
      if (mailbox.next(piece.batch)) {
        piece.mailbox = &mailbox;
        mailbox.show(progress_);
        return true;
      }
      reading_ = false;
    }
  }

  bool open_next() {
    while (path_ < options_.paths.size()) {
      auto opened = Mailbox::open(options_.paths[path_++], options_.mailbox);
      if (!opened) {
        report(opened.error());
        continue;
      }
      mailboxes_.push_back(std::move(*opened));
      if (const std::string notice = mailboxes_.back().notice(); !notice.empty()) {
        progress_.clear();
        std::fprintf(stderr, "smtpscope: %s\n", format::escape(notice).c_str());
      }
      return reading_ = true;
    }
    return false;
  }

  /// Tells servers what became of their mails, now that all is written.
  void settle() {
    for (Mailbox& mailbox : mailboxes_) {
      if (auto settled = mailbox.settle(options_.mailbox); !settled) report(settled.error());
    }
  }

  void write(Piece& piece, std::size_t thread) {
    piece.written.clear();
    for (const io::Mail& mail : piece.batch.mails()) {
      if (writers_[thread]->take(mail.bytes, mail.file, mail.offset, mail.cut, piece.written) &&
          piece.mailbox->is_remote()) {
        piece.written.understood.push_back(mail.offset);
      }
    }
  }

  bool finish(Piece& piece) {
    for (const base::Error& problem : piece.batch.problems()) report(problem);
    summary_.merge(piece.written.summary);
    for (const std::string& address : piece.written.addresses) {
      if (seen_.insert(base::hash64(address)).second) {
        piece.written.text.append(address).push_back('\n');
      }
    }
    if (!piece.written.statements.empty()) point_back(piece.written);
    std::string_view text = piece.written.text;
    if (is_array_ && first_ && !text.empty()) {
      text.remove_prefix(kBetweenRecords.size());
      first_ = false;
    }
    if (write_out(text)) {
      for (const std::uint64_t uid : piece.written.understood) piece.mailbox->add_understood(uid);
      return true;
    }
    broken_ = true;
    exit_code_ = kCannotRead;
    return false;
  }

  /// A statement that was made before gets the id of the first who made it.
  void point_back(Written& written) {
    std::string text;
    std::size_t done = 0;
    for (const Written::Statement& statement : written.statements) {
      const std::string_view line = std::string_view(written.text).substr(statement.at);
      const auto known = stated_.find(statement.key);
      if (known != stated_.end()) {
        const std::size_t until = statement.at + format::kBehindId;
        text.append(written.text, done, until - done);
        format::append_repeats({known->second.data(), known->second.size()}, text);
        done = until;
      } else if (stated_.size() < kMaxStatements) {
        Id& id = stated_[statement.key];
        line.copy(id.data(), id.size(), format::kIdAt);
      }
    }
    if (done == 0) return;
    text.append(written.text, done);
    written.text = std::move(text);
  }

  void report(const base::Error& error) {
    progress_.clear();
    print_error(error);
    exit_code_ = kCannotRead;
  }

  const core::Classifier& classifier_;
  const core::Proof& proof_;
  const BouncesOptions& options_;
  std::vector<std::unique_ptr<BounceWriter>> writers_;
  std::deque<Mailbox> mailboxes_;  // pieces under way point here
  bool reading_ = false;           // the last of them
  std::size_t path_ = 0;
  Progress progress_;
  core::Summary summary_;
  std::unordered_set<std::uint64_t> seen_;
  using Id = std::array<char, format::kIdSize>;
  std::unordered_map<std::uint64_t, Id> stated_;
  int exit_code_ = kDone;
  bool broken_ = false;
  const bool is_array_ = options_.format == BounceFormat::sisimai;
  bool first_ = true;  ///< no record of the array is written yet
};

/// Appends whole, or says false: two deliveries at a time must not mix, and what was promised to
/// the mail server must be on the disk.
bool append_to_file(const std::string& path, std::string_view text) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0) return false;
  bool ok = ::flock(file, LOCK_EX) == 0;
  const off_t before = ok ? ::lseek(file, 0, SEEK_END) : -1;
  std::size_t done = 0;
  while (ok && done < text.size()) {
    const ssize_t n = ::write(file, text.data() + done, text.size() - done);
    if (n < 0 && errno == EINTR) continue;
    ok = n > 0;
    if (ok) done += static_cast<std::size_t>(n);
  }
  ok = ok && ::fsync(file) == 0;
  // Half a line would spoil the next one; a device has no length to go back to.
  struct stat status {};
  const bool regular = ::fstat(file, &status) == 0 && S_ISREG(status.st_mode);
  if (!ok && regular && before >= 0 && ::ftruncate(file, before) != 0) ok = false;
  return ::close(file) == 0 && ok;
}

}  // namespace

int read_mailboxes(const core::Classifier& classifier, const core::Proof& proof,
                   const BouncesOptions& options) {
  return Mailboxes(classifier, proof, options).run();
}

int read_delivery(const core::Classifier& classifier, const core::Proof& proof,
                  const BouncesOptions& options) {
  const auto mail = io::read_stdin();
  if (!mail) {
    print_error(mail.error());
    return EX_TEMPFAIL;
  }
  BounceWriter writer(classifier, proof, options);
  Written written;
  writer.take(*mail, "-", 0, false, written);
  for (const std::string& address : written.addresses) written.text.append(address).append("\n");
  if (written.text.empty()) return EX_OK;
  if (options.format == BounceFormat::sisimai)
    written.text.replace(0, kBetweenRecords.size(), "[").append("]\n");
  const bool kept = options.output.empty() ? write_out(written.text)
                                           : append_to_file(options.output, written.text);
  if (kept) return EX_OK;
  print_error({options.output.empty() ? "standard output" : options.output, 0,
               "cannot keep the result", "the mail stays in the queue and is tried again"});
  return EX_TEMPFAIL;
}

}  // namespace smtpscope::cli
