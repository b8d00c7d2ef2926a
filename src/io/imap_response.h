// SPDX-License-Identifier: Apache-2.0
// What an IMAP server answers (RFC 3501 7). Only what reading and marking mails needs: the end of a
// command, numbers of a mailbox, FETCH, LIST, CAPABILITY. No connection here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace smtpscope::io {

/// Whether a line ends a command, and how. `text` is what the server says for people.
enum class ImapEnd { ok, no, bad };
struct ImapDone {
  ImapEnd end = ImapEnd::bad;
  std::string_view text;
};
std::optional<ImapDone> parse_done(std::string_view line, std::string_view tag) noexcept;

/// Size of the literal that a line announces at its end: {123}. Absent where it announces none.
std::optional<std::uint64_t> find_literal(std::string_view line) noexcept;

/// `* 23 EXISTS` with `word` EXISTS: 23.
std::optional<std::uint32_t> find_count(std::string_view line, std::string_view word) noexcept;

/// `* OK [UIDVALIDITY 3857529045] ...` with `word` UIDVALIDITY: the number.
std::optional<std::uint32_t> find_code(std::string_view line, std::string_view word) noexcept;

/// One FETCH answer. Its literals are left out of `answer`, in which each is one \x01.
struct ImapFetch {
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  std::uint32_t uid = 0;        ///< 0 where it is not said
  std::uint64_t size = 0;       ///< RFC822.SIZE
  std::size_t literal = kNone;  ///< which literal is BODY[]
  std::string_view quoted;      ///< BODY[] where it is a quoted string, without its quotes
  bool has_body = false;
};
std::optional<ImapFetch> parse_fetch(std::string_view answer) noexcept;

/// The folder of a `* LIST (...) "/" name` answer, as the server spells it.
std::optional<std::string> parse_list(std::string_view line);

/// Whether a `* CAPABILITY ...` answer names `capability`.
bool has_capability(std::string_view line, std::string_view capability) noexcept;

/// UIDs as one argument: 1:3,7. They are sorted, and each stands once.
std::string format_uid_set(std::span<const std::uint32_t> uids);

}  // namespace smtpscope::io
