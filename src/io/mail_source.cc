// SPDX-License-Identifier: Apache-2.0
#include "io/mail_source.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/access.h"
#include "io/limits.h"
#include "io/mail_files.h"
#include "io/mail_stream.h"
#include "io/mbox_splitter.h"

namespace smtpscope::io {
namespace {

/// What is looked at to find the next separator stays far below this.
constexpr std::size_t kLookAhead = 4 * kMaxFromLine;

}  // namespace

class MailSource::Reader {
 public:
  Reader() = default;
  ~Reader() {
    if (root_ >= 0) ::close(root_);
  }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  base::Result<void> open(const std::string& path);
  bool next(MailBatch& batch);
  Progress progress() const noexcept;

 private:
  base::Result<void> open_directory(const std::string& path);
  base::Result<void> open_alone();
  bool open_next(MailBatch& batch);
  base::Result<void> start_file(MailBatch& batch);
  base::Result<FileKind> find_kind(MailBatch& batch);
  void close_file(MailBatch& batch);
  void read_mail(MailBatch& batch);
  void add_mail(MailBatch& batch);
  void read_mbox(MailBatch& batch);
  void split(MailBatch& batch);
  void add(MailBatch& batch, const MboxMail& mail, bool cut);
  void cut_long_mail(MailBatch& batch);
  void drop_passed(MailBatch& batch);
  bool read_more(MailBatch& batch);
  bool is_full(const MailBatch& batch) const noexcept;

  MailStream stream_;
  std::string name_;
  bool is_mbox_ = false, has_from_line_ = false;
  MboxSplitter splitter_;
  // Bytes of the batch from window_ on are no mail yet; between two batches they lie in carry_.
  std::size_t window_ = 0;
  std::uint64_t window_offset_ = 0;  // in the file
  std::string carry_;

  // Of a directory:
  int root_ = -1;
  std::string root_name_;
  MailFiles files_;
  std::size_t next_file_ = 0;
  std::vector<base::Error> problems_;  // of listing, for the first batch

  std::size_t files_done_ = 0;
};

base::Result<void> MailSource::Reader::open(const std::string& path) {
  name_ = path;
  if (path == "-") {
    if (auto opened = stream_.open_stdin(); !opened) return opened;
    return open_alone();
  }
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0)
    return tl::unexpected(failed_access(path, "cannot open", errno));
  if (S_ISDIR(info.st_mode)) return open_directory(path);
  if (auto opened = stream_.open(AT_FDCWD, path.c_str(), path); !opened) return opened;
  return open_alone();
}

base::Result<void> MailSource::Reader::open_directory(const std::string& path) {
  auto files = MailFiles::list(path, problems_);
  if (!files) return tl::unexpected(files.error());
  files_ = std::move(*files);
  root_ = ::open(path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (root_ < 0) return tl::unexpected(failed_access(path, "cannot open", errno));
  root_name_ = path.ends_with('/') ? path : path + "/";
  return {};
}

/// A path that is one file: what cannot be read of it is an error now.
base::Result<void> MailSource::Reader::open_alone() {
  MailBatch first;
  if (auto started = start_file(first); !started) return started;
  if (stream_.failed() && window_ == first.size()) return tl::unexpected(stream_.error());
  carry_ = first.view(window_);
  return {};
}

/// Opens the next file of a directory. What cannot be read of it is a problem, and the next one's
/// turn comes.
bool MailSource::Reader::open_next(MailBatch& batch) {
  while (next_file_ < files_.size() && !is_full(batch)) {
    const char* path = files_.path(next_file_++);
    name_.assign(root_name_).append(path);
    auto opened = stream_.open(root_, path, name_);
    if (opened) opened = start_file(batch);
    if (opened) return true;
    batch.add_problem(opened.error());
    batch.resize(window_);
    stream_.close();
    ++files_done_;
  }
  return false;
}

base::Result<FileKind> MailSource::Reader::find_kind(MailBatch& batch) {
  const std::string_view head = batch.view(window_).substr(0, kSniffBytes);
  const FileKind kind = find_file_kind(head);
  const Refusal refusal = refuse(kind);
  if (refusal.message.empty()) return kind;
  return tl::unexpected(
      base::Error{name_, 0, std::string(refusal.message), std::string(refusal.help)});
}

/// Reads the first bytes of a file, behind those of the batch, and finds out what it is.
base::Result<void> MailSource::Reader::start_file(MailBatch& batch) {
  window_ = batch.size();
  const std::uint64_t size = stream_.file_size() + 1;  // one more, to see that it is the end
  std::size_t wanted = stream_.is_pipe() ? kSniffBytes : std::min<std::uint64_t>(size, kReadBytes);
  batch.resize(window_ + stream_.read_fully(batch.reserve(wanted), wanted));
  auto kind = find_kind(batch);
  if (kind && is_compressed(*kind)) {
    if (auto unpacking = stream_.unpack(batch.view(window_)); !unpacking) return unpacking;
    batch.resize(window_);
    batch.resize(window_ + stream_.read_fully(batch.reserve(kReadBytes), kReadBytes));
    kind = find_kind(batch);
  }
  if (!kind) return tl::unexpected(kind.error());
  has_from_line_ = *kind == FileKind::mbox;
  is_mbox_ = has_from_line_ && !files_.one_mail_a_file();
  window_offset_ = size_of_preamble(batch.view(window_));
  window_ += window_offset_;
  splitter_ = MboxSplitter();
  batch.set_name(name_);
  return {};
}

void MailSource::Reader::close_file(MailBatch& batch) {
  if (stream_.failed()) batch.add_problem(stream_.error());
  stream_.close();
  window_ = batch.size();
  ++files_done_;
}

bool MailSource::Reader::read_more(MailBatch& batch) {
  const std::size_t n = stream_.read(batch.reserve(kReadBytes), kReadBytes);
  batch.resize(batch.size() + n);
  return n != 0;
}

void MailSource::Reader::read_mail(MailBatch& batch) {
  while (!stream_.at_end() && batch.size() - window_ <= kMaxMail) read_more(batch);
  add_mail(batch);
  // Whoever writes into a pipe is not to be killed because we have seen enough.
  const std::size_t used = batch.size();
  while (stream_.is_pipe() && !stream_.at_end() && read_more(batch)) batch.resize(used);
  close_file(batch);
}

void MailSource::Reader::add_mail(MailBatch& batch) {
  std::string_view bytes = batch.view(window_);
  MailBatch::Slot slot;
  slot.begin = window_;
  slot.offset = window_offset_;
  if (has_from_line_) {  // as some deliver it into a Maildir
    const std::size_t end = std::min(bytes.find_first_of("\r\n"), bytes.size());
    if (const auto from = parse_from_line(bytes.substr(0, end))) {
      slot.set_envelope(batch.data(), from->sender, from->date);
    }
    slot.begin += end;
    bytes.remove_prefix(end);
    const std::size_t line_end = bytes.starts_with("\r\n") ? 2 : bytes.empty() ? 0 : 1;
    slot.begin += line_end;
    bytes.remove_prefix(line_end);
  }
  slot.size = std::min(bytes.size(), kMaxMail);
  slot.cut = bytes.size() > kMaxMail;
  if (slot.size != 0) batch.add(slot);
}

void MailSource::Reader::add(MailBatch& batch, const MboxMail& mail, bool cut) {
  MailBatch::Slot slot;
  slot.begin = window_ + mail.begin;
  slot.size = std::min(mail.end - mail.begin, kMaxMail);
  slot.offset = window_offset_;
  slot.cut = cut || mail.end - mail.begin > kMaxMail;
  slot.set_envelope(batch.data(), mail.from.sender, mail.from.date);
  if (mail.quoted)
    slot.size = unquote_from(batch.data() + slot.begin, slot.size, mail.body - mail.begin);
  batch.add(slot);
}

/// Takes all mails off the window that are complete.
void MailSource::Reader::split(MailBatch& batch) {
  while (true) {
    const bool passing = splitter_.is_passing();
    const auto mail = splitter_.next(batch.view(window_), stream_.at_end());
    if (!mail) return;
    if (!passing) add(batch, *mail, false);
    window_ += mail->next;
    window_offset_ += mail->next;
  }
}

/// What comes behind kMaxMail bytes is passed over.
void MailSource::Reader::cut_long_mail(MailBatch& batch) {
  MboxMail mail = splitter_.pass_over(batch.view(window_));
  const std::size_t passed = splitter_.passed();
  mail.end = std::min({mail.begin + kMaxMail, mail.end, passed});
  add(batch, mail, true);
  splitter_.drop(passed);
  window_ += passed;
  window_offset_ += passed;
}

void MailSource::Reader::drop_passed(MailBatch& batch) {
  const std::size_t passed = splitter_.passed();
  const std::size_t left = batch.size() - window_ - passed;
  std::memmove(batch.data() + window_, batch.data() + window_ + passed, left);
  batch.resize(window_ + left);
  splitter_.drop(passed);
  window_offset_ += passed;
}

void MailSource::Reader::read_mbox(MailBatch& batch) {
  while (true) {
    split(batch);
    if (stream_.at_end()) return close_file(batch);
    if (splitter_.is_passing()) {
      drop_passed(batch);
    } else if (batch.size() - window_ > kMaxMail + kLookAhead) {
      cut_long_mail(batch);
    }
    if (is_full(batch)) return;
    read_more(batch);
  }
}

/// What is left over is copied into the next batch, so it must not be more than what was found:
/// mails that claim to be long would have the same bytes copied again and again.
bool MailSource::Reader::is_full(const MailBatch& batch) const noexcept {
  return window_ >= std::max(kBatchBytes, batch.size() - window_) ||
         batch.mail_count() >= kBatchMails || batch.problems().size() >= kBatchProblems;
}

bool MailSource::Reader::next(MailBatch& batch) {
  batch.clear();
  for (base::Error& problem : problems_) batch.add_problem(std::move(problem));
  problems_.clear();
  window_ = 0;
  if (stream_.is_open()) {
    if (!carry_.empty()) std::memcpy(batch.reserve(carry_.size()), carry_.data(), carry_.size());
    batch.resize(carry_.size());
    batch.set_name(name_);
  }
  while (true) {
    if (stream_.is_open()) is_mbox_ ? read_mbox(batch) : read_mail(batch);
    if (is_full(batch) || (!stream_.is_open() && !open_next(batch))) break;
  }
  if (stream_.is_open()) carry_.assign(batch.view(window_));
  batch.finish();
  return !batch.empty();
}

MailSource::Progress MailSource::Reader::progress() const noexcept {
  Progress out;
  out.files = files_done_;
  out.total_files = std::max<std::size_t>(files_.size(), 1);
  if (root_ < 0) {
    out.bytes = stream_.consumed();
    out.total_bytes = stream_.file_size();
  }
  return out;
}

base::Result<MailSource> MailSource::open(const std::string& path) {
  auto reader = std::make_unique<Reader>();
  if (auto opened = reader->open(path); !opened) return tl::unexpected(opened.error());
  return MailSource(std::move(reader));
}

bool MailSource::next(MailBatch& batch) { return reader_->next(batch); }
MailSource::Progress MailSource::progress() const noexcept { return reader_->progress(); }

MailSource::MailSource(std::unique_ptr<Reader> reader) : reader_(std::move(reader)) {}
MailSource::MailSource(MailSource&&) noexcept = default;
MailSource& MailSource::operator=(MailSource&&) noexcept = default;
MailSource::~MailSource() = default;

}  // namespace smtpscope::io
