// SPDX-License-Identifier: Apache-2.0
#include "sources/bounce/letter.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "base/text.h"

#include "sources/bounce/limits.h"
#include "sources/bounce/mime/mime.h"
#include "sources/bounce/subject.h"

namespace smtpscope::bounce {
namespace {

using base::equals_nocase;

/// Fields by name; `Of` has a member for each.
template <typename Of>
struct Row {
  std::string_view name;
  std::string_view Of::*member;
};
constexpr std::array kRows = std::to_array<Row<Letter>>({
    {"from", &Letter::from},
    {"to", &Letter::to},
    {"subject", &Letter::subject},
    {"date", &Letter::date},
    {"received", &Letter::received},
    {"message-id", &Letter::message_id},
    {"return-path", &Letter::return_path},
    {"auto-submitted", &Letter::auto_submitted},
    {"precedence", &Letter::precedence},
    {"x-failed-recipients", &Letter::failed_recipients},
    {"in-reply-to", &Letter::in_reply_to},
    {"x-mailer", &Letter::mailer},
    {"list-id", &Letter::list_id},
    {"list-unsubscribe", &Letter::list_unsubscribe},
    {"delivered-to", &Letter::delivered_to},
    {"x-original-to", &Letter::original_to},
    {"envelope-to", &Letter::envelope_to},
    {"x-apple-unsubscribe", &Letter::apple_unsubscribe},
});
constexpr std::array kReturnedRows = std::to_array<Row<Letter::Returned>>({
    {"message-id", &Letter::Returned::message_id},
    {"subject", &Letter::Returned::subject},
    {"from", &Letter::Returned::from},
    {"to", &Letter::Returned::to},
    {"list-id", &Letter::Returned::list_id},
    {"return-path", &Letter::Returned::return_path},
    {"date", &Letter::Returned::date},
});

/// The first of each name, in one pass.
template <typename Of, std::size_t N>
void take_fields(std::string_view header, const std::array<Row<Of>, N>& rows, Of& of) {
  mime::Fields fields(header);
  for (mime::Field field; fields.next(field);) {
    for (const Row<Of>& row : rows) {
      if (row.name.size() != field.name.size() || !equals_nocase(row.name, field.name)) continue;
      std::string_view& value = of.*row.member;
      if (value.data() == nullptr) value = field.value;
    }
  }
}

/// Gathers what the parts hold.
class Gatherer {
 public:
  Gatherer(Letter& letter, base::Arena& arena, mime::HeldCharsets* charsets)
      : letter_(letter), arena_(arena), charsets_(charsets) {}

  void take(const mime::Part& part) {
    if (part.is("message/delivery-status") || part.is("message/global-delivery-status") ||
        part.is("text/delivery-status")) {
      append(letter_.status, without_escapes(decoded(part, kMaxStatus)));
      if (letter_.status_part == 0) letter_.status_part = part.number;
    } else if (part.is("message/feedback-report")) {
      append(letter_.feedback, decoded(part, kMaxStatus));
      if (letter_.feedback_part == 0) letter_.feedback_part = part.number;
    } else if (part.is("message/disposition-notification") ||
               part.is("message/global-disposition-notification")) {
      append(letter_.disposition, decoded(part, kMaxStatus));
    } else if (part.is("message/rfc822") || part.is("message/global") ||
               part.is("message/partial") || part.is("message/news")) {
      if (letter_.attached.empty()) letter_.attached = decoded(part, kMaxStatus);
    } else if (part.is("text/rfc822-headers") || part.is("message/rfc822-headers") ||
               part.is("message/global-headers") || part.is("text/rfc822-header")) {
      if (letter_.returned_header.empty()) letter_.returned_header = decoded(part, kMaxStatus);
    } else if (part.is("text/calendar")) {
      letter_.has_calendar = true;
    } else if (part.is("application/zip") || part.is("application/gzip") ||
               part.is("application/x-gzip") || part.is("application/x-zip-compressed")) {
      letter_.has_archive = true;
    } else if (part.is("text/html")) {
      if (html_) return;
      html_ = part;
      html_->charset = arena_.keep(part.charset);  // it may lie in the walker, which goes on
    } else if (base::starts_with_nocase(part.type, "text/") || part.is_multipart()) {
      // A multipart without parts lost its boundaries: what is left is read as it stands.
      append(plain_, utf8(part));
      if (letter_.text_part == 0) letter_.text_part = part.number;
    }
  }

  void finish() {
    std::string_view text = base::trim(plain_).empty() ? made_from_html() : plain_;
    if (text.size() > kMaxText) letter_.issues |= attempt::kTextCut;
    text = text.substr(0, kMaxText);
    const Words words = fold(text, arena_);
    const Cut cut = find_returned(words);
    letter_.words = words.substr(0, cut.words);
    // A report with a delivery status is asked for a handful of phrases only.
    if (letter_.status.empty() && letter_.words.folded.size() > kMaxPlainSearch)
      letter_.words.trigrams = new (arena_.take_aligned<Trigrams>()) Trigrams(letter_.words.folded);
    if (!letter_.attached.empty()) {
      const mime::Split split = mime::split_header(letter_.attached);
      letter_.returned_header = split.header;
      letter_.returned_body = split.body;
    } else if (letter_.returned_header.empty() && cut.returned < text.size()) {
      const mime::Split split = mime::split_header(text.substr(cut.returned));
      letter_.returned_header = split.header;
      letter_.returned_body = split.body;
    }
    take_fields(letter_.returned_header, kReturnedRows, letter_.returned);
  }

 private:
  std::string_view decoded(const mime::Part& part, std::size_t limit) {
    buffer_.clear();
    const std::string_view bytes = mime::decode_body(part, buffer_, limit);
    return bytes.data() == buffer_.data() ? arena_.keep(without_cr(bytes)) : bytes;
  }

  std::string_view utf8(const mime::Part& part) {
    const std::string_view bytes = decoded(part, kMaxText);
    // Words in ISO-2022-JP without saying so: its escapes are hard to mistake.
    const bool japanese = bytes.find("\x1b$") != std::string_view::npos;
    const std::string_view charset = japanese ? "iso-2022-jp" : part.charset;
    if (charsets_ != nullptr) charsets_->hold(charset);
    buffer_.clear();
    const std::string_view text = mime::to_utf8(bytes, charset, buffer_);
    return text.data() == buffer_.data() ? arena_.keep(text) : text;
  }

  /// Fields are ASCII or UTF-8; Domino and others write their Japanese into them as it comes.
  std::string_view without_escapes(std::string_view fields) {
    if (fields.find("\x1b$") == std::string_view::npos) return fields;
    buffer_.clear();
    const std::string_view text = mime::to_utf8(fields, "iso-2022-jp", buffer_);
    return text.data() == buffer_.data() ? arena_.keep(text) : text;
  }

  std::string_view made_from_html() {
    if (!html_) return {};
    const std::string_view html = utf8(*html_);
    buffer_.clear();
    mime::html_to_text(html, buffer_);
    return arena_.keep(buffer_);
  }

  /// Encoded parts may hold CRLF where the mail itself has LF.
  std::string_view without_cr(std::string_view bytes) {
    if (bytes.find('\r') == std::string_view::npos) return bytes;
    lines_.clear();
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      if (bytes[i] != '\r') {
        lines_.push_back(bytes[i]);
      } else if (i + 1 >= bytes.size() || bytes[i + 1] != '\n') {
        lines_.push_back('\n');
      }
    }
    return lines_;
  }

  void append(std::string_view& all, std::string_view more) {
    if (base::trim(more).empty()) return;
    if (all.empty()) {
      all = more;
      return;
    }
    if (all.size() + more.size() > kMaxStatus) return;
    char* const at = arena_.take(all.size() + 2 + more.size());
    all.copy(at, all.size());
    at[all.size()] = at[all.size() + 1] = '\n';
    more.copy(at + all.size() + 2, more.size());
    all = {at, all.size() + 2 + more.size()};
  }

  Letter& letter_;
  base::Arena& arena_;
  mime::HeldCharsets* charsets_;
  std::string_view plain_;
  std::optional<mime::Part> html_;  // the first
  std::string buffer_, lines_;
};

std::string_view decoded_header(std::string_view value, base::Arena& arena) {
  std::string buffer;
  const std::string_view text = mime::decode_header(value, buffer);
  return text.data() == buffer.data() ? arena.keep(text) : text;
}

/// What mail systems call themselves. `bounces@` and its like are not among them: every list and
/// newsletter has its envelope sender there.
constexpr std::array kSystemNames = std::to_array<std::string_view>(
    {"mailer-daemon", "mail delivery s", "postmaster", "mailerdaemon", "mdaemon", "maildelivery",
     "system administrator", "mail.delivery.s", "mail-daemon", "mailadmin", "mail daemon",
     "mailer daemon", "delivery subsystem", "microsoft outlook", "microsoftexchange", "mail system",
     "post_master@"});

bool names_daemon(std::string_view from) noexcept {
  return std::any_of(kSystemNames.begin(), kSystemNames.end(), [from](std::string_view name) {
    return base::find_nocase(from, name) != std::string_view::npos;
  });
}

bool has_null_sender(const Letter& letter) noexcept {
  const std::string_view path = base::trim(letter.return_path);
  return letter.return_path.data() != nullptr && (path.empty() || path == "<>");
}

/// A daemon by the name beside the address only, with an envelope sender of its own: spam.
bool is_disguised(const Letter& letter) noexcept {
  if (base::trim(letter.return_path).empty() || has_null_sender(letter)) return false;
  std::size_t at = 0;
  const std::string_view address = find_address(letter.from, at);
  return !address.empty() && !names_daemon(address) && !names_daemon(letter.return_path);
}

}  // namespace

Words fold(std::string_view text, base::Arena& arena) {
  if (text.empty()) return {};
  char* const folded = arena.take(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    folded[i] = base::is_space(c) ? ' ' : base::to_lower(c);
  }
  return {text, {folded, text.size()}};
}

namespace {

std::uint32_t cuts_of(std::uint32_t mime_issues) noexcept {
  std::uint32_t cuts = 0;
  if ((mime_issues & mime::kHeaderCut) != 0) cuts |= attempt::kHeaderCut;
  if ((mime_issues & mime::kTooManyParts) != 0) cuts |= attempt::kTooManyParts;
  if ((mime_issues & mime::kTooDeep) != 0) cuts |= attempt::kTooDeep;
  return cuts;
}

/// The mail itself, which the walker gives first.
void take_head(const mime::Part& mail, Letter& letter, base::Arena& arena) {
  letter.header = mail.header;
  take_fields(letter.header, kRows, letter);
  letter.subject = decoded_header(letter.subject, arena);
  letter.from = decoded_header(letter.from, arena);
  letter.subject_words = fold(letter.subject, arena);
  letter.from_words = fold(letter.from, arena);
}

}  // namespace

Letter take_apart(std::string_view mail, base::Arena& arena, mime::HeldCharsets* charsets) {
  Letter letter;
  Gatherer gatherer(letter, arena, charsets);
  mime::Walker walker(mail);
  for (mime::Part part; walker.next(part);) {
    if (part.number == 1) take_head(part, letter, arena);
    if (letter.report_type.empty() && part.depth == 0) letter.report_type = part.report_type;
    if (part.container && part.is_multipart()) continue;
    gatherer.take(part);
    if (part.is_message()) walker.skip_children();
  }
  gatherer.finish();
  letter.issues |= cuts_of(walker.issues());
  return letter;
}

bool came_back(const Letter& letter) noexcept {
  if (!letter.attached.empty()) return true;
  // The head of a bounce below somebody's words is a quotation.
  return !letter.returned_header.empty() && !names_daemon(letter.returned.from);
}

bool is_to_subscribers(const Letter& letter) noexcept {
  return !letter.list_id.empty() || !letter.list_unsubscribe.empty();
}

namespace {

bool find_daemon(const Letter& letter) noexcept {
  if (base::find_nocase(letter.return_path, "mailer-daemon") != std::string_view::npos) return true;
  return base::trim(letter.from) == "<>" ||
         std::any_of(kSystemNames.begin(), kSystemNames.end(),
                     [&letter](std::string_view name) { return letter.from_words.has(name); });
}

bool find_believable(const Letter& letter, const Letter::Origin& origin) noexcept {
  if (!origin.system) return false;
  if (is_disguised(letter) && !came_back(letter)) return false;
  // Postmasters answer and have ticket systems, too.
  if (is_answer_subject(letter.subject) && !has_null_sender(letter)) return false;
  if (origin.bounce_subject) return true;
  if (is_ticket_subject(letter.subject)) return false;
  return origin.daemon || !letter.attached.empty();
}

const Letter::Origin& origin_of(const Letter& letter) noexcept {
  if (!letter.origin) {
    Letter::Origin& origin = letter.origin.emplace();
    origin.daemon = find_daemon(letter);
    origin.system = (has_null_sender(letter) || origin.daemon) && !is_to_subscribers(letter);
    origin.bounce_subject = is_bounce_subject(letter.subject);
    origin.believable = find_believable(letter, origin);
  }
  return *letter.origin;
}

}  // namespace

bool is_from_daemon(const Letter& letter) noexcept { return origin_of(letter).daemon; }
bool is_from_system(const Letter& letter) noexcept { return origin_of(letter).system; }
bool has_bounce_subject(const Letter& letter) noexcept { return origin_of(letter).bounce_subject; }
bool may_be_bounce(const Letter& letter) noexcept { return origin_of(letter).believable; }

}  // namespace smtpscope::bounce
