// SPDX-License-Identifier: Apache-2.0
#include "sources/bounce/transcript.h"

#include <algorithm>

#include "base/text.h"

#include "sources/bounce/limits.h"

namespace smtpscope::bounce {
namespace {

/// The address of `554 5.1.1 <a@example.net>... words`, `<a@example.net>... words`; empty for other
/// lines.
std::string_view summary_address(std::string_view line) noexcept {
  const std::size_t dots = line.substr(0, 2 * kMaxAddress).find("...");
  if (dots == std::string_view::npos) return {};
  std::size_t at = 0;
  const std::string_view address = find_address(line.substr(0, dots), at);
  if (address.empty()) return {};
  const std::string_view rest = base::trim(line.substr(at, dots - at));
  return rest.empty() || rest == ">" ? address : std::string_view();
}

/// The address of `>>> RCPT To:<a@example.net>`.
std::string_view rcpt_address(std::string_view line) noexcept {
  if (!base::starts_with_nocase(line, ">>> rcpt")) return {};
  std::size_t at = 0;
  return find_address(line, at);
}

/// Behind the lines of the reply `<<< 550-...` that begins at `at`.
std::size_t end_of_reply(std::string_view transcript, std::size_t at) noexcept {
  constexpr std::size_t kCode = 4;  // behind `<<< `
  for (std::string_view first; at < transcript.size();) {
    std::size_t next = at;
    const std::string_view line = take_line(transcript, next);
    if (!line.starts_with("<<< ")) return at;
    if (!first.empty() && line.substr(kCode, 3) != first.substr(kCode, 3)) return at;
    first = line;
    at = next;
    if (line.substr(kCode + 3, 1) != "-") return at;
  }
  return at;
}

/// Keeps track of whom the lines are about. Commands that were sent together are answered later:
/// then the line that gives an address up tells whose the reply above it was.
class Filter {
 public:
  Filter(std::string_view transcript, std::string_view recipient) noexcept
      : transcript_(transcript), recipient_(recipient) {}

  /// Asked of each line in its order.
  bool keeps(std::string_view line) noexcept {
    if (line.starts_with(">>>")) {
      const std::string_view address = rcpt_address(line);
      other_command_ = is_other(address);
      return !other_command_;
    }
    if (line.starts_with("<<<")) return keeps_reply(line);
    return !is_other(summary_address(line));
  }

 private:
  bool keeps_reply(std::string_view line) noexcept {
    const auto at = static_cast<std::size_t>(line.data() - transcript_.data());
    if (at < reply_end_) return !other_reply_;
    reply_end_ = std::max(end_of_reply(transcript_, at), at + 1);
    // `503 No recipients` only follows from the refusals above it.
    const bool follows = line.starts_with("<<< 503") && refused_;
    refused_ = refused_ || line.starts_with("<<< 5") || line.starts_with("<<< 4");
    other_reply_ = follows || is_of_others(reply_end_);
    return !other_reply_;
  }

  /// By the addresses that the lines at `at` give up; by the command where there are none.
  bool is_of_others(std::size_t at) const noexcept {
    bool any = false;
    while (at < transcript_.size()) {
      const std::string_view address = summary_address(take_line(transcript_, at));
      if (address.empty()) break;
      if (!is_other(address)) return false;
      any = true;
    }
    return any || other_command_;
  }

  bool is_other(std::string_view address) const noexcept {
    return !address.empty() && !base::equals_nocase(address, recipient_);
  }

  std::string_view transcript_, recipient_;
  std::size_t reply_end_ = 0;
  bool other_command_ = false, other_reply_ = false, refused_ = false;
};

}  // namespace

Words find_transcript(const Words& words) noexcept {
  const Words behind = words.behind({"transcript of session follows"});
  const std::size_t line = behind.text.find('\n');
  return line == std::string_view::npos ? Words() : behind.substr(line + 1);
}

std::string_view lines_about(std::string_view transcript, std::string_view recipient,
                             base::Arena& arena) {
  transcript = transcript.substr(0, kMaxWords);
  Filter filter(transcript, recipient);
  char* out = nullptr;
  std::size_t n = 0;
  for (std::size_t at = 0; at < transcript.size();) {
    const std::size_t begin = at;
    const std::string_view line = take_line(transcript, at);
    const bool keep = filter.keeps(line);
    if (!keep && out == nullptr) {
      out = arena.take(transcript.size());
      n = begin;
      transcript.copy(out, begin);
    }
    if (!keep || out == nullptr) continue;
    transcript.substr(begin, at - begin).copy(out + n, at - begin);
    n += at - begin;
  }
  return base::trim(out == nullptr ? transcript : std::string_view(out, n));
}

int find_summary_code(std::string_view transcript, std::string_view recipient) noexcept {
  for (std::size_t at = 0; at < transcript.size();) {
    const std::string_view line = take_line(transcript, at);
    if (line.size() < 4 || line[3] != ' ') continue;
    const auto code = base::parse_digits(line.substr(0, 3));
    if (!code || *code < 400 || *code > 599) continue;
    if (base::equals_nocase(summary_address(line), recipient)) return static_cast<int>(*code);
  }
  return 0;
}

std::string_view find_statement(std::string_view transcript, std::string_view recipient) noexcept {
  if (transcript.starts_with("<<<") || transcript.find("\n<<<") != std::string_view::npos)
    return {};
  for (std::size_t at = 0; at < transcript.size();) {
    const std::string_view line = take_line(transcript, at);
    if (base::equals_nocase(summary_address(line), recipient))
      return base::trim(line.substr(line.find("...") + 3));
  }
  return {};
}

void add_transcript_recipients(std::string_view transcript, std::vector<std::string_view>& out) {
  for (std::size_t at = 0; at < transcript.size() && out.size() < kMaxRecipients;) {
    const std::string_view address = summary_address(take_line(transcript, at));
    if (!address.empty()) out.push_back(address);
  }
}

}  // namespace smtpscope::bounce
