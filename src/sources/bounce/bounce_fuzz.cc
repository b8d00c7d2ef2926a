// SPDX-License-Identifier: Apache-2.0
// Fuzz target with oracles: a mail says the same with LF and with CRLF; all it says is UTF-8; there
// are never more recipients than a mail has room to name; a code has three digits.
#include <cstdint>
#include <cstdlib>

#include "base/utf8.h"

#include "sources/bounce/bounce.h"
#include "sources/bounce/limits.h"

namespace {

using namespace smtpscope;

void require(bool holds) {
  if (!holds) std::abort();
}

void check(const attempt::Attempt& a, std::size_t size) {
  for (const std::string_view text :
       {a.recipient, a.original_recipient, a.sender, a.message_id, a.queue_id, a.local_host,
        a.remote_host, a.remote_ip, a.reply, a.subject, a.from, a.list_id, a.words}) {
    require(base::is_utf8(text));
    require(text.size() <= 3 * size + 64);  // Windows-1252 takes up to three bytes
  }
  require(!a.recipient.empty() || a.outcome == attempt::Outcome::complaint);  // some hide it
  require(a.code == 0 || (a.code >= 200 && a.code <= 599));
  require(!attempt::format_id(a).empty());
}

std::string with_crlf(std::string_view mail) {
  std::string out;
  for (const char c : mail) out.append(c == '\n' ? "\r\n" : std::string(1, c));
  return out;
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer calls it so.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view mail(reinterpret_cast<const char*>(data), size);
  bounce::Reader reader({"X-Campaign"}), other({"X-Campaign"});
  const bounce::Reading& reading = reader.read(mail, "mail", 0);
  require(reading.attempts.size() <= bounce::kMaxRecipients);
  require(reading.attempts.size() <= size / 3);
  for (const attempt::Attempt& a : reading.attempts) check(a, size);
  require(reading.attempts.empty() != reading.not_a_bounce.empty() || !reading.attempts.empty());
  if (mail.find('\r') != std::string_view::npos) return 0;
  const std::string crlf = with_crlf(mail);
  const bounce::Reading& again = other.read(crlf, "mail", 0);
  require(again.attempts.size() == reading.attempts.size());
  for (std::size_t i = 0; i < reading.attempts.size(); ++i) {
    require(attempt::format_id(again.attempts[i]) == attempt::format_id(reading.attempts[i]));
    require(again.attempts[i].outcome == reading.attempts[i].outcome);
    require(again.attempts[i].code == reading.attempts[i].code);
  }
  return 0;
}
