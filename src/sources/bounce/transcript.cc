// SPDX-License-Identifier: Apache-2.0
#include "sources/bounce/transcript.h"

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

/// Keeps track of whom the lines are about.
class Filter {
 public:
  explicit Filter(std::string_view recipient) noexcept : recipient_(recipient) {}

  bool keeps(std::string_view line) noexcept {
    if (line.starts_with(">>>")) {
      const std::string_view address = rcpt_address(line);
      other_ = !address.empty() && !base::equals_nocase(address, recipient_);
      return !other_;
    }
    if (line.starts_with("<<<")) return !other_;
    const std::string_view address = summary_address(line);
    return address.empty() || base::equals_nocase(address, recipient_);
  }

 private:
  std::string_view recipient_;
  bool other_ = false;
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
  Filter filter(recipient);
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

void add_transcript_recipients(std::string_view transcript, std::vector<std::string_view>& out) {
  for (std::size_t at = 0; at < transcript.size() && out.size() < kMaxRecipients;) {
    const std::string_view address = summary_address(take_line(transcript, at));
    if (!address.empty()) out.push_back(address);
  }
}

}  // namespace smtpscope::bounce
