// SPDX-License-Identifier: Apache-2.0
// What list managers answer to a message for their list: Mailman, FML, LISTSERV, Sympa, ezmlm,
// Majordomo. A refusal did not reach the list and counts as a bounce from it; a message that waits
// for a moderator is an automatic answer. Notices to owners and digests are neither.
#include <algorithm>
#include <array>

#include "base/text.h"

#include "sources/bounce/blocks.h"
#include "sources/bounce/limits.h"
#include "sources/bounce/mime/mime.h"
#include "sources/bounce/shapes.h"

namespace smtpscope::bounce {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

struct Manager {
  std::string_view format;
  std::string_view header;  ///< as written
  std::string_view from;    ///< in lower case
};
constexpr std::array kManagers = std::to_array<Manager>({
    {"fml", "\nX-MLServer: fml", ""},
    {"fml", "\nX-ML-INFO:", ""},
    {"mailman", "\nX-Mailman-Version:", ""},
    {"mailman", "\nX-List-Administrivia:", ""},
    {"ezmlm", "run by ezmlm", ""},
    {"listserv", "", "listserv@"},
    {"sympa", "", "sympa@"},
    {"majordomo", "", "majordomo@"},
});

constexpr std::array kRefusals =
    std::to_array<std::string_view>({"has been rejected by the list moderator",
                                     "has been automatically rejected",
                                     "was rejected for the following reason",
                                     "were rejected for the following reason",
                                     "not allowed to post",
                                     "not allowed to send this message",
                                     "not allowed to send mail to the",
                                     "are not a member of this",
                                     "are not member",
                                     "not a member of the list",
                                     "not authorized to send mail to the",
                                     "not authorized to post",
                                     "restricted to subscribers",
                                     "only subscribers may post",
                                     "only members may post",
                                     "you cannot post",
                                     "can not post",
                                     "subscribers only",
                                     "members only",
                                     "have failed to act on your post",
                                     "returned to you unprocessed",
                                     "duplicated message-id in",
                                     "loop back warning",
                                     "loop alert",
                                     "unix from loop",
                                     "rejecting mail",
                                     "ignoring mail",
                                     "security alert",
                                     "has been rejected because"});

constexpr std::array kHeld = std::to_array<std::string_view>(
    {"being held until the list moderator", "awaits moderator approval", "held for moderation",
     "waiting for approval", "is waiting to be approved", "has been forwarded to the moderator",
     "must be approved by", "submitted to the moderator", "requires approval by",
     "must therefore be approved"});

const Manager* find_manager(const Letter& letter) noexcept {
  for (const Manager& manager : kManagers) {
    if (!manager.header.empty() && letter.header.find(manager.header) == kNone) continue;
    if (!manager.from.empty() && !letter.from_words.has(manager.from)) continue;
    return &manager;
  }
  return nullptr;
}

template <std::size_t N>
bool says_one(const Letter& letter, const std::array<std::string_view, N>& phrases) noexcept {
  // At the head: what is quoted below may say anything.
  const Words opening = letter.words.substr(0, kMaxOpening);
  return std::any_of(phrases.begin(), phrases.end(),
                     [&opening](std::string_view phrase) { return opening.has(phrase); });
}

std::string_view local_of(std::string_view address) noexcept {
  return address.substr(0, address.rfind('@'));
}

/// `users` of the addresses by which its manager goes: `users-bounces`, `owner-users`.
bool is_managed_by(std::string_view list, std::string_view manager) noexcept {
  const std::string_view name = local_of(list), whole = local_of(manager);
  return name.size() < whole.size() &&
         (base::starts_with_nocase(whole, name) ||
          base::equals_nocase(whole.substr(whole.size() - name.size()), name));
}

/// The first address in a text that may be the list's.
std::string_view list_in(std::string_view text, const Letter& letter, std::string_view manager,
                         bool surely) noexcept {
  std::size_t at = 0;
  for (std::string_view address = find_address(text, at); !address.empty();
       address = find_address(text, at)) {
    if (is_managed_by(address, manager)) return address;
    if (!surely && !is_own(letter, address) && !base::equals_nocase(address, manager))
      return address;
  }
  return {};
}

std::string_view find_list(const Letter& letter) noexcept {
  std::size_t at = 0;
  const std::string_view manager = find_address(letter.from, at);
  for (const std::string_view name : {"x-beenthere", "list-post"}) {
    at = 0;
    const std::string_view list = find_address(mime::find_field(letter.header, name), at);
    if (!list.empty()) return list;
  }
  const std::string_view opening = letter.words.text.substr(0, kMaxOpening);
  for (const bool surely : {true, false}) {
    for (const std::string_view text : {opening, letter.subject, letter.returned.to}) {
      const std::string_view list = list_in(text, letter, manager, surely);
      if (!list.empty()) return list;
    }
  }
  return {};
}

}  // namespace

bool read_list_answer(const Letter& letter, base::Arena&, Report& report) {
  const Manager* const manager = find_manager(letter);
  if (manager == nullptr || letter.words.empty()) return false;
  const bool held = says_one(letter, kHeld);
  if (!held && !says_one(letter, kRefusals)) return false;
  const std::string_view list = find_list(letter);
  if (list.empty()) return false;
  report.add(list).words = letter.words.text.substr(0, kMaxOpening);
  report.format = manager->format;
  report.part = letter.text_part;
  report.message_id = letter.in_reply_to;
  if (held) {
    report.outcome = attempt::Outcome::auto_reply;
    report.kind = "moderation";
  }
  return true;
}

}  // namespace smtpscope::bounce
