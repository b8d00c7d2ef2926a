// SPDX-License-Identifier: Apache-2.0
#include "io/imap.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <utility>
#include <vector>

#include "io/files.h"
#include "io/imap_checkpoint.h"
#include "io/imap_connection.h"
#include "io/imap_response.h"
#include "io/limits.h"

namespace smtpscope::io {
namespace {

base::Result<std::string> find_password(const ImapUrl& url, const ImapOptions& options) {
  const char* variable = std::getenv("SMTPSCOPE_IMAP_PASSWORD");
  if (variable != nullptr && *variable != '\0') return std::string(variable);
  if (!options.password_file.empty()) {
    auto bytes = read_file(options.password_file, kMaxPassword);
    if (bytes) bytes->resize(std::min(bytes->find_first_of("\r\n"), bytes->size()));
    if (!bytes || !bytes->empty()) return bytes;
    return tl::unexpected(
        base::Error{options.password_file, 0, "there is no password in its first line", ""});
  }
  if (options.ask_password)
    return options.ask_password("Password of " + url.user + " at " + url.host);
  return tl::unexpected(base::Error{"", 0, "there is no password for " + url.user,
                                    "set SMTPSCOPE_IMAP_PASSWORD, or give a file with it"});
}

}  // namespace

class ImapMailbox::Session {
 public:
  Session(std::string name, ImapUrl url, std::string checkpoint_path, ImapConnection connection)
      : name_(std::move(name)),
        url_(std::move(url)),
        checkpoint_path_(std::move(checkpoint_path)),
        connection_(std::move(connection)) {}

  base::Result<void> open_folder(const ImapCheckpoint& checkpoint);
  bool next(MailBatch& batch);
  base::Result<void> mark(std::span<const std::uint32_t> uids, const ImapMark& how);
  base::Result<void> save_checkpoint(std::uint32_t uid) const;

  std::uint32_t total() const noexcept { return exists_ - std::min(first_ - 1, exists_); }
  std::uint32_t last_uid() const noexcept { return last_uid_; }
  const std::string& notice() const noexcept { return notice_; }

 private:
  struct Answer {
    std::string text;  // literals left out, each is one \x01
    struct Piece {
      std::size_t begin, size;
    };
    std::vector<Piece> literals;  // in the batch
    std::optional<ImapEnd> end;
  };

  template <class Each>
  base::Result<void> run(const std::string& command, const std::string& what, Each each);
  base::Result<void> run(const std::string& command, const std::string& what) {
    return run(command, what, [](std::string_view) {});
  }
  base::Error refused(const std::string& what, std::string_view text) const;
  base::Result<std::string> name_folders();
  base::Result<std::uint32_t> find_first();
  base::Result<Answer> read_answer(MailBatch& batch);
  base::Result<void> fetch_into(MailBatch& batch);
  void add_mail(MailBatch& batch, const Answer& answer, std::size_t before);
  base::Result<void> select();
  base::Result<void> move(const std::string& uids, const std::string& folder);

  std::string name_;
  ImapUrl url_;
  std::string checkpoint_path_;
  ImapConnection connection_;
  std::string notice_;
  std::uint32_t uid_validity_ = 0, uid_next_ = 0;
  std::uint32_t exists_ = 0;
  // Mails are asked for by number: while nothing but FETCH is sent, the server must not renumber
  // them (RFC 3501 7.4.1), and a list of all UIDs need not be kept.
  std::uint32_t first_ = 1, next_ = 1;
  std::uint32_t after_uid_ = 0;  // mails up to this one have been dealt with before
  std::uint32_t last_uid_ = 0;
  std::string tag_;  // of the FETCH that is being answered; empty where none is
  bool selected_ = false;
  bool has_move_ = false, has_uidplus_ = false;
};

base::Error ImapMailbox::Session::refused(const std::string& what, std::string_view text) const {
  return {name_, 0, what + "; the server says: " + std::string(text), ""};
}

/// Sends a command and reads its answers. `each` sees the untagged lines, without literals.
template <class Each>
base::Result<void> ImapMailbox::Session::run(const std::string& command, const std::string& what,
                                             Each each) {
  const auto tag = connection_.send(command);
  if (!tag) return tl::unexpected(tag.error());
  for (std::size_t i = 0; i < kMaxImapChatter; ++i) {
    const auto line = connection_.read_line();
    if (!line) return tl::unexpected(line.error());
    if (const auto done = parse_done(*line, *tag)) {
      // Somebody else may have removed mails; the others were answered (RFC 5530).
      if (done->end == ImapEnd::ok || done->text.starts_with("[EXPUNGEISSUED]")) return {};
      return tl::unexpected(refused(what, done->text));
    }
    if (line->starts_with("* BYE")) return tl::unexpected(refused("it hung up", *line));
    const auto literal = find_literal(*line);
    each(*line);
    if (!literal) continue;
    if (auto passed = connection_.read_literal(nullptr, *literal); !passed) return passed;
  }
  return tl::unexpected(refused(what, "far too much"));
}

base::Result<std::string> ImapMailbox::Session::name_folders() {
  std::string out;
  std::size_t count = 0;
  const auto listed =
      run("LIST \"\" \"*\"", "it does not list its folders", [&](std::string_view line) {
        const auto folder = parse_list(line);
        if (!folder || ++count > kImapShownFolders) return;
        out += (out.empty() ? "" : ", ") + *folder;
      });
  if (!listed) return tl::unexpected(listed.error());
  if (count > kImapShownFolders) out += ", ...";
  return out;
}

base::Result<void> ImapMailbox::Session::open_folder(const ImapCheckpoint& checkpoint) {
  const auto opened = run("EXAMINE " + format_folder(url_.folder),
                          "cannot open the folder " + url_.folder, [&](std::string_view line) {
                            if (const auto n = find_count(line, "EXISTS")) exists_ = *n;
                            if (const auto n = find_code(line, "UIDVALIDITY")) uid_validity_ = *n;
                            if (const auto n = find_code(line, "UIDNEXT")) uid_next_ = *n;
                          });
  if (!opened) {
    base::Error error = opened.error();
    if (const auto folders = name_folders(); folders && !folders->empty())
      error.help = "there are: " + *folders;
    return tl::unexpected(std::move(error));
  }
  if (checkpoint.uid_validity == uid_validity_) {
    last_uid_ = after_uid_ = checkpoint.uid;
  } else if (checkpoint.uid_validity != 0) {
    notice_ = "the server has numbered the mails of this folder anew, so all are read again";
  }
  const auto first = find_first();
  if (!first) return tl::unexpected(first.error());
  first_ = next_ = *first;
  return {};
}

/// The number of the first mail whose UID is above after_uid_. UIDs rise with numbers.
base::Result<std::uint32_t> ImapMailbox::Session::find_first() {
  if (after_uid_ == 0) return 1U;
  if (uid_next_ != 0 && uid_next_ <= after_uid_ + 1) return exists_ + 1;
  std::uint32_t low = 1, high = exists_ + 1;
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    std::uint32_t uid = 0;
    const auto found = run("FETCH " + std::to_string(middle) + " (UID)", "it does not tell UIDs",
                           [&](std::string_view line) {
                             if (const auto fetch = parse_fetch(line); fetch && fetch->uid != 0)
                               uid = fetch->uid;
                           });
    if (!found) return tl::unexpected(found.error());
    if (uid == 0) break;  // it was removed meanwhile; what was seen before is left out below
    if (uid <= after_uid_)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/// One answer, with its literals read into the batch.
base::Result<ImapMailbox::Session::Answer> ImapMailbox::Session::read_answer(MailBatch& batch) {
  Answer out;
  while (true) {
    const auto line = connection_.read_line();
    if (!line) return tl::unexpected(line.error());
    if (out.literals.empty()) {
      if (const auto done = parse_done(*line, tag_)) {
        out.end = done->text.starts_with("[EXPUNGEISSUED]") ? ImapEnd::ok : done->end;
        out.text = done->text;
        return out;
      }
      if (line->starts_with("* BYE")) return tl::unexpected(refused("it hung up", *line));
    }
    out.text += *line;
    std::replace(out.text.end() - static_cast<std::ptrdiff_t>(line->size()), out.text.end(), '\x01',
                 ' ');
    const auto size = find_literal(*line);
    if (!size) return out;
    if (*size > kMaxMail || out.literals.size() >= kMaxImapPieces)
      return tl::unexpected(refused("it sends more than was asked for", *line));
    out.text.resize(out.text.rfind('{'));
    out.text.push_back('\x01');
    out.literals.push_back({batch.size(), static_cast<std::size_t>(*size)});
    const auto read = connection_.read_literal(batch.reserve(*size), *size);
    if (!read) return tl::unexpected(read.error());
    batch.resize(batch.size() + *size);
  }
}

void ImapMailbox::Session::add_mail(MailBatch& batch, const Answer& answer, std::size_t before) {
  const auto fetch = parse_fetch(answer.text);
  if (!fetch || !fetch->has_body || fetch->uid <= after_uid_) return batch.resize(before);
  MailBatch::Slot slot;
  slot.offset = fetch->uid;
  if (fetch->literal < answer.literals.size()) {
    slot.begin = answer.literals[fetch->literal].begin;
    slot.size = answer.literals[fetch->literal].size;
  } else {
    slot.begin = batch.size();
    slot.size = fetch->quoted.size();
    std::copy(fetch->quoted.begin(), fetch->quoted.end(), batch.reserve(slot.size));
    batch.resize(slot.begin + slot.size);
  }
  slot.cut = slot.size == kMaxMail && fetch->size > kMaxMail;
  last_uid_ = std::max(last_uid_, fetch->uid);
  if (slot.size != 0) batch.add(slot);
}

/// Reads one answer to the FETCH that is going on, or sends the next one.
base::Result<void> ImapMailbox::Session::fetch_into(MailBatch& batch) {
  if (tag_.empty()) {
    const auto count = static_cast<std::uint32_t>(kImapFetchMails);
    const std::uint32_t last = exists_ - next_ < count ? exists_ : next_ + count - 1;
    auto tag =
        connection_.send("FETCH " + std::to_string(next_) + ":" + std::to_string(last) +
                         " (UID RFC822.SIZE BODY.PEEK[]<0." + std::to_string(kMaxMail) + ">)");
    if (!tag) return tl::unexpected(tag.error());
    tag_ = std::move(*tag);
    next_ = last + 1;
  }
  const std::size_t before = batch.size();
  const auto answer = read_answer(batch);
  if (!answer) return tl::unexpected(answer.error());
  const std::optional<ImapEnd> end = answer->end;
  if (!end) {
    add_mail(batch, *answer, before);
    return {};
  }
  tag_.clear();
  if (*end == ImapEnd::ok) return {};
  return tl::unexpected(refused("cannot fetch mails", answer->text));
}

bool ImapMailbox::Session::next(MailBatch& batch) {
  batch.clear();
  batch.set_name(name_);
  while (batch.size() < kBatchBytes && batch.mail_count() < kBatchMails) {
    if (tag_.empty() && next_ > exists_) break;
    if (auto fetched = fetch_into(batch); !fetched) {
      batch.add_problem(fetched.error());
      tag_.clear();
      next_ = exists_ + 1;
      break;
    }
  }
  batch.finish();
  return !batch.empty();
}

/// Opens the folder for writing, once. After that nothing is read from it.
base::Result<void> ImapMailbox::Session::select() {
  if (selected_) return {};
  MailBatch rest;
  for (next_ = exists_ + 1; !tag_.empty(); rest.clear()) {
    if (auto fetched = fetch_into(rest); !fetched) return fetched;
  }
  std::uint32_t validity = 0;
  auto done = run("SELECT " + format_folder(url_.folder), "cannot open the folder for marking",
                  [&](std::string_view line) {
                    if (const auto n = find_code(line, "UIDVALIDITY")) validity = *n;
                  });
  if (done && validity != uid_validity_)
    return tl::unexpected(refused("nothing was marked", "the mails have other numbers now"));
  if (done) {
    done = run("CAPABILITY", "it does not say what it can", [&](std::string_view line) {
      has_move_ = has_move_ || has_capability(line, "MOVE");
      has_uidplus_ = has_uidplus_ || has_capability(line, "UIDPLUS");
    });
  }
  selected_ = done.has_value();
  return done;
}

base::Result<void> ImapMailbox::Session::move(const std::string& uids, const std::string& folder) {
  const std::string to = format_folder(folder), what = "cannot move mails to " + folder;
  if (has_move_) return run("UID MOVE " + uids + " " + to, what);
  if (!has_uidplus_) {
    // EXPUNGE would remove what others have marked as deleted, too.
    return tl::unexpected(base::Error{
        name_, 0, "this server cannot move mails safely (it has neither MOVE nor UIDPLUS)",
        "mark them as seen or with a flag"});
  }
  auto done = run("UID COPY " + uids + " " + to, what);
  if (done) done = run("UID STORE " + uids + " +FLAGS.SILENT (\\Deleted)", what);
  if (done) done = run("UID EXPUNGE " + uids, what);
  return done;
}

base::Result<void> ImapMailbox::Session::mark(std::span<const std::uint32_t> uids,
                                              const ImapMark& how) {
  std::vector<std::uint32_t> sorted(uids.begin(), uids.end());
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  if (sorted.empty()) return {};
  auto done = select();
  for (std::size_t i = 0; done && i < sorted.size(); i += kImapMarkMails) {
    const std::string set =
        format_uid_set(std::span(sorted).subspan(i, std::min(kImapMarkMails, sorted.size() - i)));
    if (how.kind == ImapMark::move) {
      done = move(set, how.folder);
    } else {
      const char* flag = how.kind == ImapMark::seen ? "\\Seen" : "\\Flagged";
      done = run("UID STORE " + set + " +FLAGS.SILENT (" + flag + ")", "cannot mark mails");
    }
  }
  return done;
}

base::Result<void> ImapMailbox::Session::save_checkpoint(std::uint32_t uid) const {
  if (checkpoint_path_.empty()) return {};
  return write_checkpoint(checkpoint_path_, {name_, uid_validity_, uid});
}

base::Result<ImapMailbox> ImapMailbox::open(const std::string& url, const ImapOptions& options) {
  const auto parsed = parse_imap_url(url);
  if (!parsed) return tl::unexpected(parsed.error());
  ImapCheckpoint checkpoint;
  if (!options.checkpoint.empty()) {
    auto read = read_checkpoint(options.checkpoint, url);
    if (!read) return tl::unexpected(read.error());
    checkpoint = std::move(*read);
  }
  const auto password = find_password(*parsed, options);
  if (!password) return tl::unexpected(password.error());
  auto connection = ImapConnection::open(*parsed, *password, options.ca_file);
  if (!connection) return tl::unexpected(connection.error());
  auto session =
      std::make_unique<Session>(url, *parsed, options.checkpoint, std::move(*connection));
  if (auto opened = session->open_folder(checkpoint); !opened)
    return tl::unexpected(opened.error());
  return ImapMailbox(std::move(session));
}

bool ImapMailbox::next(MailBatch& batch) { return session_->next(batch); }
const std::string& ImapMailbox::notice() const noexcept { return session_->notice(); }
std::uint32_t ImapMailbox::total() const noexcept { return session_->total(); }
std::uint32_t ImapMailbox::last_uid() const noexcept { return session_->last_uid(); }
base::Result<void> ImapMailbox::mark(std::span<const std::uint32_t> uids, const ImapMark& how) {
  return session_->mark(uids, how);
}
base::Result<void> ImapMailbox::save_checkpoint(std::uint32_t uid) const {
  return session_->save_checkpoint(uid);
}

ImapMailbox::ImapMailbox(std::unique_ptr<Session> session) : session_(std::move(session)) {}
ImapMailbox::ImapMailbox(ImapMailbox&&) noexcept = default;
ImapMailbox& ImapMailbox::operator=(ImapMailbox&&) noexcept = default;
ImapMailbox::~ImapMailbox() = default;

}  // namespace smtpscope::io
