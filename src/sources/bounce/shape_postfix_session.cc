// SPDX-License-Identifier: Apache-2.0
// What Postfix tells its postmaster of a session that went wrong (notify_classes protocol, policy):
// `Postfix SMTP server: errors from client.example.net[192.0.2.1]`, where we refused, and `Postfix
// SMTP client: errors from mx.example.net[192.0.2.1]:25`, where we were refused. The words are the
// session's lines, marked ` In:  ` and ` Out: `, folded with five blanks. A refused MAIL or EHLO
// that no RCPT followed concerns nobody who could be named.
#include <string>
#include <unordered_set>
#include <vector>

#include "base/text.h"

#include "sources/bounce/limits.h"
#include "sources/bounce/shapes.h"

namespace smtpscope::bounce {
namespace {

using reply::Stage;

constexpr std::size_t kNone = std::string_view::npos;

struct Line {
  bool out;
  std::string text;
};

/// The marked lines, unfolded.
std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> lines;
  for (std::size_t at = 0; at < text.size() && lines.size() < kMaxTranscript;) {
    const std::string_view line = take_line(text, at);
    if (line.starts_with(" In: ") || line.starts_with(" Out: ")) {
      lines.push_back({line[1] == 'O', std::string(base::trim(line.substr(5)))});
    } else if (line.starts_with("     ") && !lines.empty()) {
      lines.back().text.append(" ").append(base::trim(line));
    }
  }
  return lines;
}

/// `RCPT TO:<a@example.net> NOTIFY=NEVER` -> `<a@example.net>`.
std::string_view path_of(std::string_view command) noexcept {
  const std::size_t open = command.find('<');
  const std::size_t close = command.find('>', open);
  if (open == kNone || close == kNone) return {};
  return command.substr(open, close + 1 - open);
}

struct Command {
  Stage stage = Stage::unknown;
  std::string_view path;
};

Command read_command(std::string_view text) noexcept {
  if (base::starts_with_nocase(text, "mail from:")) return {Stage::mail, path_of(text)};
  if (base::starts_with_nocase(text, "rcpt to:")) return {Stage::rcpt, path_of(text)};
  if (base::equals_nocase(text, "data")) return {Stage::data, {}};
  if (text == "." || base::starts_with_nocase(text, "bdat ")) return {Stage::eod, {}};
  return {};
}

/// Follows a session and adds whom it failed for.
class Session {
 public:
  Session(base::Arena& arena, Report& report) : arena_(arena), report_(report) {}

  void command(std::string_view text) { waiting_.push_back(read_command(text)); }

  /// One line of a reply; a reply of several is answered with its last.
  void reply(std::string_view line) {
    const auto code = base::parse_digits(line.substr(0, 3));
    if (!code) return;
    if (!reply_.empty()) reply_ += '\n';
    reply_ += line;
    if (line.substr(3, 1) == "-") return;
    answer(static_cast<int>(*code));
    reply_.clear();
  }

 private:
  /// Commands that were sent together are answered in their order; the end of the data is not
  /// always shown.
  Command next() {
    if (answered_ < waiting_.size()) return waiting_[answered_++];
    return {data_ ? Stage::eod : Stage::unknown, {}};
  }

  void answer(int code) {
    // Kept once: all recipients of the message may have it.
    const std::string_view refusal =
        code >= 400 ? arena_.keep(std::string_view(reply_).substr(0, kMaxDiagnostic))
                    : std::string_view();
    const Command command = next();
    if (command.stage == Stage::mail) {
      accepted_.clear();
      mail_refused_ = refusal;
      if (report_.sender.empty()) report_.sender = arena_.keep(command.path);
    } else if (command.stage == Stage::rcpt) {
      take_recipient(command.path, refusal);
    } else if (command.stage == Stage::data || command.stage == Stage::eod) {
      data_ = code == 354;
      if (refusal.empty()) return;
      for (const std::string_view path : accepted_) add(path, refusal, command.stage);
      accepted_.clear();
    }
  }

  void take_recipient(std::string_view path, std::string_view refusal) {
    if (refusal.empty()) {
      accepted_.push_back(path);
    } else if (!mail_refused_.empty()) {
      add(path, mail_refused_, Stage::mail);
    } else {
      add(path, refusal, Stage::rcpt);
    }
  }

  void add(std::string_view path, std::string_view reply, Stage stage) {
    if (path.empty() || !known_.insert(address_key(path)).second) return;
    Finding& finding = report_.add(arena_.keep(path));
    finding.diagnostic = finding.words = reply;
    finding.stage = stage;
  }

  base::Arena& arena_;
  Report& report_;
  std::vector<Command> waiting_;
  std::size_t answered_ = 0;
  std::vector<std::string_view> accepted_;
  std::unordered_set<std::uint64_t> known_;
  std::string reply_;
  std::string_view mail_refused_;
  bool data_ = false;
};

/// Where all that failed may be tried again, the message is still in the queue.
bool is_temporary(const Report& report) noexcept {
  for (const Finding& finding : report.findings) {
    if (!finding.diagnostic.starts_with('4')) return false;
  }
  return true;
}

}  // namespace

bool read_postfix_session(const Letter& letter, base::Arena& arena, Report& report) {
  const Words peer =
      letter.subject_words.behind({" server: errors from ", " client: errors from "});
  if (peer.empty() || !is_from_system(letter)) return false;
  const Words transcript = letter.words.behind({"transcript of session follows."});
  if (transcript.empty()) return false;
  const bool client = letter.subject_words.has(" client: errors from ");
  const std::vector<Line> lines = lines_of(transcript.text);
  Session session(arena, report);
  for (const Line& line : lines) {
    if (line.out == client) {
      session.command(line.text);
    } else {
      session.reply(line.text);
    }
  }
  if (report.findings.empty()) return false;
  using attempt::Outcome;
  report.format = "postfix_session";
  report.part = letter.text_part;
  report.direction = client ? attempt::Direction::out : attempt::Direction::in;
  if (!client) {
    report.outcome = Outcome::rejected;
  } else if (is_temporary(report)) {
    report.outcome = Outcome::deferred;
  }
  // `unknown[192.0.2.1]`: a client without a name.
  const std::size_t name = peer.folded.starts_with("unknown[") ? 7 : 0;
  for (Finding& finding : report.findings) finding.remote_host = peer.text.substr(name);
  return true;
}

}  // namespace smtpscope::bounce
