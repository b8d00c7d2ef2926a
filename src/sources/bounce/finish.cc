// SPDX-License-Identifier: Apache-2.0
#include "sources/bounce/finish.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "base/utf8.h"

#include "sources/bounce/blocks.h"
#include "sources/bounce/evidence.h"
#include "sources/bounce/expansion.h"
#include "sources/bounce/limits.h"
#include "sources/bounce/mime/mime.h"
#include "sources/bounce/software.h"
#include "sources/bounce/text.h"
#include "sources/bounce/transcript.h"

namespace smtpscope::bounce {
namespace {

using attempt::Attempt;
using attempt::Outcome;
using base::equals_nocase;

/// Bytes that are not UTF-8 are read as Windows-1252, as everywhere.
std::string_view valid(std::string_view text, base::Arena& arena) {
  if (base::is_utf8(text)) return text;
  std::string repaired;
  base::repair_utf8(text, repaired);
  return arena.keep(repaired);
}

/// `dns; mx.example.net (192.0.2.1)` -> the name and, where it stands there, the address.
struct Host {
  std::string_view name, ip;
};
Host clean_host(std::string_view written) noexcept {
  std::string_view value = split_type(written).value;
  Host host;
  const std::size_t open = value.find_first_of("([");
  if (open != std::string_view::npos) {
    const std::string_view inside = value.substr(open + 1);
    host.ip = inside.substr(0, inside.find_first_of(")]|, "));
    if (host.ip.find_first_of(".:") == std::string_view::npos) host.ip = {};
  }
  host.name = value.substr(0, value.find_first_of(" \t\n([;,"));
  return host;
}

Outcome outcome_of(const Finding& finding, Outcome otherwise) noexcept {
  static constexpr std::array kActions =
      std::to_array<std::pair<std::string_view, Outcome>>({{"failed", Outcome::bounced},
                                                           {"failure", Outcome::bounced},
                                                           {"fail", Outcome::bounced},
                                                           {"delayed", Outcome::delayed},
                                                           {"delivered", Outcome::delivered},
                                                           {"deliverable", Outcome::delivered},
                                                           {"relayed", Outcome::relayed},
                                                           {"expanded", Outcome::expanded}});
  const std::string_view action =
      base::trim(finding.action).substr(0, base::trim(finding.action).find_first_of(" \t;(\n"));
  for (const auto& [word, outcome] : kActions) {
    if (equals_nocase(action, word)) return outcome;
  }
  return otherwise;
}

/// `Message could not be delivered for 5 days`, with which Sendmail gives up.
bool says_for_how_long(const Words& words) noexcept {
  const std::string_view behind = words.behind({"could not be delivered for "}).folded;
  return !behind.empty() && (base::is_digit(behind[0]) || behind.starts_with("more than"));
}

/// Only what is said of this recipient. Few words were put together or repaired.
Words words_of(const Letter& letter, const Attempt& attempt, base::Arena& arena) {
  return letter.words.holds(attempt.words) ? letter.words.of(attempt.words)
                                           : fold(attempt.words, arena);
}

/// The queue's lifetime ended. The status says so (RFC 3463 x.4.7), or a failure that was not
/// permanent, or the words do.
bool says_expired(const Words& words, const Attempt& attempt, std::string_view status) noexcept {
  if (status.size() > 1 && status.substr(1).starts_with(".4.7")) return true;
  if (attempt.enhanced.subject == 4 && attempt.enhanced.detail == 7) return true;
  // Google says 4.0.0 of a domain that does not exist: without a code it proves nothing.
  const bool stated = status.starts_with('4') && (status != "4.0.0" || attempt.code != 0);
  const bool temporary = stated || (attempt.code >= 400 && attempt.code < 500);
  if (temporary && equals_nocase(attempt.action, "failed")) return true;
  return says_for_how_long(words) ||
         words.has_any({"retry timeout exceeded", "in the queue too long", "message expired",
                        "giving up", "delivery time expired", "could not be delivered within",
                        "failing for a long time"});
}

/// Some say `delayed` of what they gave up: OpenSMTPD with this statement, and nullmailer, which
/// sends no other notice of what it could not deliver.
bool gave_up(const Letter& letter, const Attempt& attempt) noexcept {
  return attempt.reply.starts_with("Envelope expired") ||
         base::trim(letter.words.folded).starts_with("this is the nullmailer delivery system");
}

/// What happened, where the words or the reply say it better than the action does.
Outcome refined(const Letter& letter, const Attempt& attempt, std::string_view status,
                base::Arena& arena) {
  const Words words = words_of(letter, attempt, arena);
  switch (attempt.outcome) {
    case Outcome::bounced:
      return says_expired(words, attempt, status) ? Outcome::expired : Outcome::bounced;
    case Outcome::delayed:
      return gave_up(letter, attempt) ? Outcome::expired : Outcome::delayed;
    case Outcome::delivered:
      // Exim has one action for both.
      return words.has("relayed to non-dsn-aware mailer") ? Outcome::relayed : Outcome::delivered;
    default:
      return attempt.outcome;
  }
}

void take_status(std::string_view written, Attempt& attempt) {
  written = base::trim(written);
  std::size_t length = 0;
  const reply::EnhancedCode status = reply::parse_enhanced_code(written, length);
  if (!status) return;
  if (!attempt.enhanced) {
    attempt.enhanced = status;
  } else if (!(attempt.enhanced == status)) {
    attempt.dsn_status = written.substr(0, length);
  }
}

std::optional<attempt::Time> time_of(std::string_view written, attempt::TimeSource source) {
  const auto date = mime::parse_date(written);
  if (!date) return std::nullopt;
  attempt::Time time;
  time.epoch_ms = date->seconds * 1000;
  time.offset_minutes = date->offset_minutes;
  time.source = date->zone_stated ? source : attempt::TimeSource::zone_assumed;
  return time;
}

/// When it happened: as the report says, else when the bounce was written, else when it came.
std::optional<attempt::Time> find_time(const Letter& letter,
                                       const std::optional<attempt::Time>& attempted) {
  if (attempted) return attempted;
  if (auto time = time_of(letter.date, attempt::TimeSource::stated)) return time;
  const std::size_t semicolon = letter.received.rfind(';');
  if (semicolon == std::string_view::npos) return std::nullopt;
  return time_of(letter.received.substr(semicolon + 1), attempt::TimeSource::received);
}

/// `(envelope-from <a@example.net>)` in the Received of Exim and dma. Only where it must be asked:
/// with a Return-Path there is no need.
std::string_view envelope_from(const Letter& letter) noexcept {
  if (!letter.returned.return_path.empty()) return {};
  constexpr std::string_view kWords = "(envelope-from ";
  const std::size_t at = letter.returned_header.find(kWords);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = letter.returned_header.substr(at + kWords.size(), kMaxAddress);
  return rest.substr(0, rest.find(')'));
}

/// What all attempts of one bounce share.
class Common {
 public:
  Common(const Letter& letter, const Report& report, const attempt::Place& place,
         const std::vector<std::string>& headers, base::Arena& arena)
      : letter_(letter), report_(report), arena_(arena) {
    base_.place = place;
    base_.place.format = report.format;
    base_.place.part = report.part;
    base_.direction = report.direction;
    base_.kind = report.kind;
    base_.queue_id = valid(base::trim(report.queue_id), arena);
    base_.local_host = valid(clean_host(report.reporting_host).name, arena);
    base_.received_from = valid(clean_host(report.received_from).name, arena);
    base_.local_ip = valid(clean_host(report.source_ip).name, arena);
    take_message();
    take_sender();
    take_returned_to();
    take_tags(headers);
    base_.software = find_software(letter, report);
    base_.bounce_to = valid(base::trim(letter.to), arena);
    base_.arrived = time_of(report.arrival_date, attempt::TimeSource::stated);
    base_.issues = letter.issues;
    if (report.findings.size() >= kMaxRecipients) base_.issues |= attempt::kTooManyRecipients;
    base_.written = time_of(letter.returned.date, attempt::TimeSource::stated);
  }

  void add(const Finding& finding, const BlockIndex* blocks, std::vector<Attempt>& out) {
    Attempt attempt = base_;
    attempt.outcome = outcome_of(finding, report_.outcome);
    take_addresses(finding, attempt);
    // Complaints may hide who complained, and are about a message of ours all the same.
    if (attempt.recipient.empty() && attempt.outcome != Outcome::complaint) return;
    Finding whole = finding;
    if (whole.words.empty()) whole.words = words_about(finding, attempt, blocks);
    whole.diagnostic = valid(finding.diagnostic, arena_);
    whole.words = valid(whole.words, arena_);
    attempt.diagnostic_type = finding.diagnostic_type;
    const Host host = clean_host(finding.remote_host);
    attempt.remote_host = valid(host.name, arena_);
    attempt.remote_ip = valid(host.ip, arena_);
    if (is_failure(attempt.outcome) || !whole.diagnostic.empty()) {
      take_evidence(whole, arena_, attempt);
      if (!transcript_.empty()) take_summary(whole.words, attempt);
    } else {
      attempt.words = whole.words;
    }
    take_status(finding.status, attempt);
    attempt.action = valid(base::trim(finding.action), arena_);
    attempt.outcome = refined(letter_, attempt, base::trim(finding.status), arena_);
    attempt.attempted = time_of(finding.date, attempt::TimeSource::stated);
    attempt.time = find_time(letter_, attempt.attempted);
    out.push_back(attempt);
  }

 private:
  static bool is_failure(Outcome outcome) noexcept {
    return outcome == Outcome::bounced || outcome == Outcome::delayed ||
           outcome == Outcome::rejected || outcome == Outcome::deferred;
  }

  static void take_summary(std::string_view transcript, Attempt& attempt) {
    if (attempt.code == 0) attempt.code = find_summary_code(transcript, attempt.recipient);
    if (attempt.stage != reply::Stage::unknown) return;
    const std::string_view statement = find_statement(transcript, attempt.recipient);
    if (!statement.empty()) attempt.stage = find_stage(statement);
  }

  /// What the words for people say of one recipient: the transcript of its session, the block
  /// under its address, or all of them where there is no other.
  std::string_view words_about(const Finding& finding, const Attempt& attempt,
                               const BlockIndex* blocks) {
    if (!transcript_.empty()) return lines_about(transcript_.text, attempt.recipient, arena_);
    if (blocks == nullptr) return {};
    const Block* block = blocks->find(attempt.recipient);
    if (block == nullptr) block = blocks->find(attempt.original_recipient);
    if (block == nullptr && report_.findings.size() == 1)
      return letter_.words.text.substr(0, kMaxWords);
    // What introduces a list of recipients says something only where the report does not.
    if (block == nullptr || (block->shared && !finding.diagnostic.empty())) return {};
    return block->words;
  }

  void take_addresses(const Finding& finding, Attempt& attempt) {
    attempt.recipient = valid(clean_address(finding.recipient), arena_);
    const std::string_view original = valid(clean_address(finding.original_recipient), arena_);
    if (attempt.recipient.empty()) {
      attempt.recipient = original;
    } else if (!original.empty() && !equals_nocase(original, attempt.recipient)) {
      attempt.original_recipient = original;
    } else {
      attempt.as_addressed = !original.empty();
    }
    take_actual(finding, attempt);
    apply_expansions(expansions_, attempt.recipient, attempt.original_recipient);
  }

  /// Sendmail states both whom it was told and what that was expanded to.
  void take_actual(const Finding& finding, Attempt& attempt) {
    if (finding.actual_recipient.empty()) return;
    const std::string_view actual = clean_address(finding.actual_recipient);
    // A gateway's mark before the same address, `#a@example.net`, is no expansion.
    if (actual.find('@') == std::string_view::npos || actual.ends_with(attempt.recipient)) return;
    if (equals_nocase(actual, attempt.recipient)) return;
    if (attempt.original_recipient.empty()) attempt.original_recipient = attempt.recipient;
    attempt.recipient = valid(actual, arena_);
  }

  void take_message() {
    const auto id = base::trim(letter_.returned.message_id);
    base_.message_id = valid(id.empty() ? base::trim(report_.message_id) : id, arena_);
    base_.subject = decoded(letter_.returned.subject);
    base_.from = decoded(letter_.returned.from);
    base_.list_id = decoded(letter_.returned.list_id);
  }

  /// The envelope's sender, as the report or the returned message tells; bounces come to it.
  void take_sender() {
    for (const std::string_view written :
         {report_.sender, letter_.returned.return_path, envelope_from(letter_)}) {
      const std::string_view address = clean_address(written);
      if (address.find('@') == std::string_view::npos) continue;
      base_.sender = valid(address, arena_);
      base_.has_sender = true;
      return;
    }
  }

  /// Where a VERP tag may stand.
  void take_returned_to() {
    for (const std::string_view written :
         {letter_.delivered_to, letter_.original_to, letter_.envelope_to, letter_.to}) {
      std::size_t at = 0;
      base_.returned_to = valid(find_address(written, at), arena_);
      if (!base_.returned_to.empty()) return;
    }
  }

  void take_tags(const std::vector<std::string>& headers) {
    if (headers.empty()) return;
    const std::size_t bytes = headers.size() * sizeof(attempt::Tag) + alignof(attempt::Tag);
    char* at = arena_.take(bytes);
    void* place = at;
    std::size_t room = bytes;
    auto* tags = static_cast<attempt::Tag*>(
        std::align(alignof(attempt::Tag), headers.size() * sizeof(attempt::Tag), place, room));
    std::size_t count = 0;
    for (const std::string& name : headers) {
      const std::string_view value = decoded(mime::find_field(letter_.returned_header, name));
      if (!value.empty()) new (tags + count++) attempt::Tag{name, value.substr(0, kMaxHeaderValue)};
    }
    base_.tags = {tags, count};
  }

  std::string_view decoded(std::string_view value) {
    if (value.empty()) return {};
    buffer_.clear();
    const std::string_view text = mime::decode_header(value, buffer_);
    return valid(base::trim(text.data() == buffer_.data() ? arena_.keep(text) : text), arena_);
  }

  const Letter& letter_;
  const Report& report_;
  base::Arena& arena_;
  Words transcript_ = find_transcript(letter_.words);
  std::vector<Expansion> expansions_ = find_expansions(letter_.words);
  Attempt base_;
  std::string buffer_;
};

}  // namespace

void finish(const Letter& letter, const Report& report, const attempt::Place& place,
            const std::vector<std::string>& headers, base::Arena& arena,
            std::vector<Attempt>& out) {
  Common common(letter, report, place, headers, arena);
  const bool need_words = std::any_of(report.findings.begin(), report.findings.end(),
                                      [](const Finding& f) { return f.words.empty(); });
  std::optional<BlockIndex> blocks;
  if (need_words) blocks.emplace(letter.words);
  for (const Finding& finding : report.findings) {
    common.add(finding, blocks ? &*blocks : nullptr, out);
  }
}

}  // namespace smtpscope::bounce
