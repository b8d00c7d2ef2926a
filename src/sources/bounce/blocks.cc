// SPDX-License-Identifier: Apache-2.0
#include "sources/bounce/blocks.h"

#include <algorithm>
#include <array>

#include "base/text.h"

#include "sources/bounce/limits.h"

namespace smtpscope::bounce {
namespace {

using base::equals_nocase;

/// What stands before an address that a line is about, in lower case.
constexpr std::array kLabels = std::to_array<std::string_view>({"to:",
                                                                "recipient:",
                                                                "recipient address:",
                                                                "recipients:",
                                                                "address:",
                                                                "email:",
                                                                "e-mail:",
                                                                "failed recipient:",
                                                                "intended recipient:",
                                                                "original recipient:",
                                                                "rcpt to:",
                                                                "invalid recipient:",
                                                                "unknown user:",
                                                                "delivery to:",
                                                                "email address:",
                                                                "mailbox:",
                                                                "destinatario:",
                                                                "destinataire:",
                                                                "destinataire :",
                                                                "empf\xc3\xa4nger:",
                                                                "destinat\xc3\xa1rio:",
                                                                "your message to",
                                                                "message to",
                                                                "mail to",
                                                                "delivery failed to:",
                                                                "failed to deliver to",
                                                                "unable to deliver to",
                                                                "user unknown:",
                                                                "error for",
                                                                "the following address failed:",
                                                                "could not deliver to",
                                                                "could not send message to",
                                                                "this message to"});

bool is_bullet(char c) noexcept {
  return base::is_blank(c) || c == '*' || c == '-' || c == '>' || c == '"' || c == '\'' ||
         c == '+' || c == '.' || c == '=' || c == '|';
}

/// `on Thu, 29 Apr 2010 10:00:00 -0000`, `am 29.04.2010 10:00`: Exchange up to 2003 says so behind
/// the recipient, in its language.
bool begins_date(std::string_view rest) noexcept {
  return rest.size() > 12 && rest.size() < 60 && rest[2] == ' ' &&
         std::count_if(rest.begin(), rest.end(), base::is_digit) >= 6;
}

/// What may stand behind the address of a line that is about it.
bool may_follow(std::string_view rest, bool marked) noexcept {
  if (rest.starts_with('>')) {
    rest.remove_prefix(1);
    marked = true;
  }
  if (rest.starts_with('"') || rest.starts_with('\'')) rest.remove_prefix(1);
  if (base::trim(rest).empty()) return true;
  if (rest.front() == ':' || rest.front() == ';' || rest.front() == '<' || rest.front() == '(' ||
      rest.front() == ')')
    return true;
  // `a@example.net, b@example.net`, but no row of a table.
  if (rest.front() == ',') return rest.size() < 2 || base::is_blank(rest[1]);
  rest = base::trim(rest);
  if (begins_date(rest)) return true;
  if (rest.starts_with("...") || rest.front() == ':' || rest.front() == '(' ||
      rest.front() == '-' || rest.front() == '=' || rest.front() == '<' || rest.front() == '[')
    return true;
  return marked;
}

/// The address at the head of a line, or behind a label.
std::string_view head_address(std::string_view line, std::string_view folded) noexcept {
  std::size_t at = 0;
  while (at < line.size() && is_bullet(line[at])) ++at;
  bool marked = at > 0;
  for (const std::string_view label : kLabels) {
    if (!folded.substr(at).starts_with(label)) continue;
    at += label.size();
    marked = true;
    while (at < line.size() && (is_bullet(line[at]) || line[at] == ':')) ++at;
    break;
  }
  const bool bracket = line.substr(at, 1) == "<";
  std::size_t next = at;
  const std::string_view address = find_address(line, next);
  if (address.empty()) return {};
  const auto begin = static_cast<std::size_t>(address.data() - line.data());
  if (begin != at + (bracket ? 1 : 0)) {
    // `Some Body <a@example.net>` alone on its line, or `"Name" <a@example.net>:`.
    const bool named = begin > 0 && line[begin - 1] == '<' && begin - at < 80 &&
                       line.substr(at, begin - at).find('@') == std::string_view::npos;
    if (!named) return {};
    const std::string_view rest = base::trim(line.substr(std::min(next + 1, line.size())));
    return rest.empty() || rest.starts_with(':') ? address : std::string_view();
  }
  return may_follow(line.substr(next), marked || bracket) ? address : std::string_view();
}

bool is_contact(std::string_view address) noexcept {
  static constexpr std::array kNames = std::to_array<std::string_view>(
      {"postmaster@", "mailer-daemon@", "abuse@", "support@", "helpdesk@", "noreply@", "no-reply@",
       "hostmaster@", "webmaster@", "admin@"});
  return std::any_of(kNames.begin(), kNames.end(), [address](std::string_view name) {
    return base::starts_with_nocase(address, name);
  });
}

/// The paragraph that ends before `at`, if one does.
std::string_view paragraph_above(std::string_view text, std::size_t at) noexcept {
  const std::size_t from = at > kMaxParagraph ? at - kMaxParagraph : 0;
  const std::string_view above = base::trim(text.substr(from, at - from));
  const std::size_t blank = above.rfind("\n\n");
  return blank == std::string_view::npos ? above : above.substr(blank + 2);
}

/// `Delivery to the following recipients failed.` and below it addresses alone.
void share_words_above(std::string_view text, std::vector<Block>& blocks) noexcept {
  for (Block& block : blocks) {
    // Two for brackets. Behind a block with words of its own, a paragraph belongs to that.
    if (block.words.size() > block.recipient.size() + 2) return;
    block.words = &block == blocks.data() ? paragraph_above(text, block.begin) : blocks[0].words;
    block.shared = true;
  }
}

/// How much a block says of its recipient.
std::size_t weight(const Block& block) noexcept { return block.shared ? 0 : block.words.size(); }

}  // namespace

bool is_own(const Letter& letter, std::string_view address) noexcept {
  return base::find_nocase(letter.to, "@") != std::string_view::npos && !address.empty() && [&] {
    std::size_t at = 0;
    for (std::string_view own = find_address(letter.to, at); !own.empty();
         own = find_address(letter.to, at)) {
      if (equals_nocase(own, address)) return true;
    }
    return false;
  }();
}

namespace {

/// Exim's `pipe to |/usr/bin/filter`, `save to /var/mail/x`: what an address was turned into.
bool is_agent_line(std::string_view folded) noexcept {
  const std::string_view line = base::trim(folded);
  return line.starts_with("pipe to |") || line.starts_with("save to /");
}

/// `    generated by a@example.net` on the line at `at`.
std::string_view generated_by(const Words& words, std::size_t at) noexcept {
  if (at >= words.text.size()) return {};
  std::size_t next = at;
  const std::string_view line = take_line(words.text, next);
  const std::string_view folded = words.folded.substr(at, line.size());
  if (folded.find("generated by") == std::string_view::npos) return {};
  std::size_t from = 0;
  return find_address(line, from);
}

/// A reply broken over lines may begin one of them with the address it is about: farther in than
/// the line that began the block.
bool goes_on(std::string_view text, std::string_view line, std::string_view address,
             const std::vector<Block>& blocks) noexcept {
  if (blocks.empty() || !equals_nocase(blocks.back().recipient, address)) return false;
  return line.find_first_not_of(" \t") >
         text.find_first_not_of(" \t", blocks.back().begin) - blocks.back().begin;
}

}  // namespace

std::vector<Block> find_blocks(const Words& words) {
  std::vector<Block> blocks;
  std::size_t lines_with_address = 0;
  for (std::size_t at = 0; at < words.text.size();) {
    const std::size_t begin = at;
    const std::string_view line = take_line(words.text, at);
    if (is_agent_line(words.folded.substr(begin, line.size()))) {
      const std::string_view address = generated_by(words, at);
      if (!address.empty()) blocks.push_back({address, {}, begin});
      continue;
    }
    if (line.find('@') == std::string_view::npos) continue;
    if (++lines_with_address > kMaxRecipients) break;
    const std::string_view address = head_address(line, words.folded.substr(begin, line.size()));
    if (address.empty() || goes_on(words.text, line, address, blocks)) continue;
    blocks.push_back({address, {}, begin});
  }
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const std::size_t end = i + 1 < blocks.size() ? blocks[i + 1].begin : words.text.size();
    blocks[i].words =
        base::trim(words.text.substr(blocks[i].begin, end - blocks[i].begin)).substr(0, kMaxWords);
  }
  share_words_above(words.text, blocks);
  return blocks;
}

BlockIndex::BlockIndex(const Words& words) : blocks_(find_blocks(words)) {
  for (std::size_t i = 0; i < blocks_.size(); ++i) {
    const auto [it, fresh] = longest_.try_emplace(address_key(blocks_[i].recipient), i);
    if (!fresh && weight(blocks_[it->second]) < weight(blocks_[i])) it->second = i;
  }
}

const Block* BlockIndex::find(std::string_view recipient) const noexcept {
  if (longest_.empty() || recipient.empty()) return nullptr;
  const auto it = longest_.find(address_key(recipient));
  return it == longest_.end() ? nullptr : &blocks_[it->second];
}

bool add_blocks(const Letter& letter, const Words& words, Report& report) {
  const std::vector<Block> blocks = find_blocks(words);
  const auto wanted = [&](const Block& block) {
    return !is_own(letter, block.recipient) && !is_contact(block.recipient);
  };
  const bool any = std::any_of(blocks.begin(), blocks.end(), wanted);
  std::unordered_map<std::uint64_t, std::size_t> known;
  std::vector<std::size_t> heaviest;
  for (const Block& block : blocks) {
    if (any && !wanted(block)) continue;
    if (report.findings.size() >= kMaxRecipients) break;
    const auto [it, fresh] =
        known.try_emplace(address_key(block.recipient), report.findings.size());
    if (fresh) report.add(block.recipient);
    if (fresh) heaviest.push_back(0);
    // A list of addresses first and the words of each below: the words count.
    Finding& finding = report.findings[it->second];
    if (!finding.words.empty() && weight(block) <= heaviest[it->second]) continue;
    heaviest[it->second] = weight(block);
    finding.words = block.words;
  }
  return !report.findings.empty();
}

}  // namespace smtpscope::bounce
