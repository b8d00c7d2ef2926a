// SPDX-License-Identifier: Apache-2.0
#include "format/sisimai.h"

#include <algorithm>

#include "base/text.h"

#include "core/sha1.h"
#include "format/json_writer.h"
#include "format/sisimai_words.h"

namespace smtpscope::format {
namespace {

using attempt::Attempt;
using attempt::Outcome;
using base::equals_nocase;
using base::is_digit;

constexpr std::size_t kNone = std::string_view::npos;

/// Of `diagnosticcode`. Stops a bounce that says everything twice for each of many recipients.
constexpr std::size_t kMaxDiagnosis = 4096;

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), base::to_lower);
  return out;
}

/// `List name <id>` -> `id`, `<id>` -> `id`.
std::string_view inside_brackets(std::string_view text) noexcept {
  const std::size_t open = text.find('<');
  if (open == kNone) return base::trim(text);
  const std::string_view rest = text.substr(open + 1);
  return base::trim(rest.substr(0, rest.find('>')));
}

/// The address of a From or To: what stands in angle brackets, else the first word with an @.
std::string_view address_in(std::string_view header) noexcept {
  for (std::size_t open = header.find('<'); open != kNone; open = header.find('<', open + 1)) {
    const std::size_t close = header.find_first_of("<>", open + 1);
    if (close == kNone) break;
    const std::string_view inside = header.substr(open + 1, close - open - 1);
    if (header[close] == '>' && inside.find('@') != kNone) return base::trim(inside);
  }
  const std::size_t sign = header.find('@');
  if (sign == kNone) {
    // Mail of a mail system itself; it has no domain.
    const std::string_view name = inside_brackets(header);
    const bool system = equals_nocase(name, "mailer-daemon") || equals_nocase(name, "postmaster");
    return system ? name : std::string_view();
  }
  constexpr std::string_view kEnds = " \t\r\n,;()<>\"";
  const std::size_t before = header.find_last_of(kEnds, sign);
  const std::size_t begin = before == kNone ? 0 : before + 1;
  const std::size_t end = std::min(header.find_first_of(kEnds, sign), header.size());
  return header.substr(begin, end - begin);
}

std::string_view domain_of(std::string_view address) noexcept {
  const std::size_t sign = address.rfind('@');
  return sign == kNone ? std::string_view() : address.substr(sign + 1);
}

bool is_complaint(const Attempt& a) noexcept {
  return a.outcome == Outcome::complaint || a.place.format == "rfc6591";
}
bool is_automatic(const Attempt& a) noexcept {
  return a.outcome == Outcome::auto_reply || a.outcome == Outcome::challenge ||
         a.outcome == Outcome::address_change;
}
bool is_delivered(const Attempt& a) noexcept {
  return a.outcome == Outcome::delivered || a.outcome == Outcome::relayed ||
         a.outcome == Outcome::expanded;
}

/// What it says read a bounce of a program that it does not know.
constexpr std::string_view kGenericModule = "RFC3464";

std::string_view find_module(const Attempt& a) noexcept {
  std::string_view name = find_sisimai_module(a.place.format);
  // Formats of many programs say little; the program may still show.
  if (name.empty() || name == kGenericModule) name = find_sisimai_module(a.software);
  return name.empty() ? kGenericModule : name;
}

/// When it happened as Sisimai takes it: what the report states, else when the message was written,
/// and the date of the mail itself last; of complaints, of answers and where it knows no program it
/// never asks the message.
attempt::Time find_time(const Attempt& a) noexcept {
  if (a.attempted) return *a.attempted;
  // Messaging Server writes `Arrival-date`, which it does not know.
  if (a.arrived && a.software != "messaging_server") return *a.arrived;
  // Of OpenSMTPD's reports it misses the header that came back.
  const bool generic = find_module(a) == kGenericModule ||
                       (a.place.format == "rfc3464" && a.software == "opensmtpd");
  if (a.written && !generic && !is_complaint(a) && !is_automatic(a)) return *a.written;
  if (a.time) return *a.time;
  return a.written.value_or(attempt::Time{});
}

class Record {
 public:
  Record(const core::Classifier& classifier, const Attempt& attempt,
         const core::AttemptVerdict& verdict, SisimaiForm form)
      : a_(attempt), judged_(verdict), form_(form), time_(find_time(attempt)) {
    const std::string_view word = choose_word(classifier);
    reason_ = find_sisimai_reason(word, form);
    if (reason_ == nullptr) {
      const SisimaiReason* later = find_sisimai_reason(word, SisimaiForm::v5_2);
      reason_ = find_sisimai_reason(later == nullptr ? "undefined" : later->before, form);
    }
    choose_addresser();
    choose_status();
  }

  void append(std::string& out) const {
    out.push_back('{');
    const bool renamed = form_ == SisimaiForm::v5_2;
    text("action", action(), out);
    text("addresser", addresser_, out);
    text("alias", alias(), out);
    member("catch", form_ == SisimaiForm::v4 ? "null" : "\"\"", out);
    if (renamed) text("command", command(), out);
    if (renamed) text("decodedby", find_module(a_), out);
    text("deliverystatus", status_, out);
    text("destination", domain_of(a_.recipient), out);
    text("diagnosticcode", diagnosis(), out);
    text("diagnostictype", diagnosis_type(), out);
    if (renamed) text("feedbackid", feedback_id(), out);
    text("feedbacktype", is_complaint(a_) ? a_.kind : std::string_view(), out);
    if (form_ != SisimaiForm::v4) member("hardbounce", is_hard() ? "1" : "0", out);
    append_hosts_and_names(out);
    if (!renamed) text("smtpagent", find_module(a_), out);
    if (!renamed) text("smtpcommand", command(), out);
    if (form_ == SisimaiForm::v4) member("softbounce", softness(), out);
    text("subject", a_.subject, out);
    member("timestamp", std::to_string(epoch()), out);
    text("timezoneoffset", zone(), out);
    text("token", token(), out);
    out.push_back('}');
  }

 private:
  void append_hosts_and_names(std::string& out) const {
    // The server that handed the message in, where the report names it; else the one that reports.
    text("lhost", host(a_.received_from.empty() ? a_.local_host : a_.received_from), out);
    const std::string_view list = inside_brackets(a_.list_id);
    text("listid", list.find(' ') == kNone ? list : std::string_view(), out);
    text("messageid", inside_brackets(a_.message_id), out);
    text("origin", a_.place.file == "-" ? "<STDIN>" : a_.place.file, out);
    text("reason", reason_->word, out);
    text("recipient", a_.recipient, out);
    text("replycode", reply_code(), out);
    text("rhost", remote_host(), out);
    text("senderdomain", domain_of(addresser_), out);
  }

  std::string_view choose_word(const core::Classifier& classifier) const {
    if (is_complaint(a_)) return "feedback";
    if (is_automatic(a_)) return "vacation";
    if (is_delivered(a_)) return "delivered";
    const verdict::Reason reason = judged_.verdict.reason;
    if (reason == verdict::Reason::unknown) {
      if (a_.outcome == Outcome::expired || a_.outcome == Outcome::delayed) return "expired";
      return diagnosis().empty() ? "undefined" : "onhold";
    }
    // A program on the way failed, no server of SMTP.
    if (reason == verdict::Reason::server_error && equals_nocase(a_.diagnostic_type, "x-unix"))
      return "mailererror";
    const auto& words = classifier.knowledge().reason(reason).sisimai;
    return words.empty() ? "undefined" : *words.begin();
  }

  /// No bounce: neither codes nor softness are said of it.
  bool is_notice() const noexcept { return is_complaint(a_) || is_automatic(a_); }

  void choose_addresser() {
    for (const std::string_view written : {a_.from, a_.sender, a_.bounce_to}) {
      addresser_ = address_in(written);
      if (!addresser_.empty()) return;
    }
  }

  void choose_status() {
    if (is_notice()) return;
    if (a_.enhanced) {
      status_ = reply::format_enhanced_code(a_.enhanced);
      return;
    }
    const bool temporary = is_temporary() && reason_->temporary != 0;
    const unsigned made_up = temporary ? reason_->temporary : reason_->permanent;
    if (made_up == 0) return;
    status_ = (temporary ? "4.0." : "5.0.") + std::to_string(made_up);
  }

  bool is_temporary() const {
    if (a_.code != 0) return a_.code < 500;
    const std::string said = diagnosis();
    return base::find_nocase(said, "temporar") != kNone ||
           base::find_nocase(said, "persistent") != kNone;
  }

  bool is_hard() const {
    if (is_notice() || !reason_->hard) return false;
    if (reason_->word != "notaccept") return true;
    return a_.enhanced ? a_.enhanced.klass != 4 : a_.code / 100 != 4;
  }
  std::string_view softness() const {
    if (is_notice() || is_delivered(a_)) return "-1";
    return is_hard() ? "0" : "1";
  }

  std::string reply_code() const {
    if (a_.code == 0 || is_notice()) return {};
    std::string code = std::to_string(a_.code);
    return !status_.empty() && status_.front() != code.front() ? std::string() : code;
  }

  std::string action() const {
    if (is_notice()) return {};
    std::string stated = lower(a_.action.substr(0, a_.action.find_first_of(" \t;(")));
    if (stated == "failure" || stated == "fail") stated = "failed";
    if (stated == "deliverable") stated = "delivered";
    if (stated == "expired") stated = "delayed";
    const bool expired = reason_->word == "expired";
    if (form_ != SisimaiForm::v4 && expired) return "delayed";
    if (!stated.empty()) return stated;
    if (expired || a_.outcome == Outcome::delayed) return "delayed";
    // 4.25 asks before it makes a status up.
    const bool failed = form_ == SisimaiForm::v4 ? bool(a_.enhanced) : !status_.empty();
    return failed && !is_delivered(a_) ? "failed" : "";
  }

  std::string_view alias() const noexcept {
    if (!a_.original_recipient.empty()) return a_.original_recipient;
    if (a_.as_addressed) return a_.recipient;
    const std::string_view local = a_.recipient.substr(0, a_.recipient.find('@'));
    const std::size_t plus = local.find('+');
    const bool aliased =
        plus != kNone && plus > 0 && plus + 1 < local.size() && local.find('=', plus) == kNone;
    return aliased ? a_.recipient : std::string_view();
  }

  static std::string host(std::string_view name) {
    while (name.ends_with('.')) name.remove_suffix(1);
    return lower(name);
  }
  std::string remote_host() const {
    if (is_complaint(a_)) return host(a_.local_ip.empty() ? a_.local_host : a_.local_ip);
    if (!a_.remote_host.empty()) return host(a_.remote_host);
    if (!a_.remote_ip.empty()) return host(a_.remote_ip);
    return a_.place.format == "rfc3464" ? host(a_.local_host) : std::string();
  }

  std::string_view command() const noexcept {
    switch (a_.stage) {
      case reply::Stage::banner:
      case reply::Stage::connect:
        return form_ == SisimaiForm::v4 ? "" : "CONN";
      case reply::Stage::ehlo:
        return "EHLO";
      case reply::Stage::mail:
        return "MAIL";
      case reply::Stage::rcpt:
        return "RCPT";
      case reply::Stage::data:
      case reply::Stage::eod:
        return "DATA";
      case reply::Stage::quit:
        return "QUIT";
      default:
        return "";
    }
  }

  std::string diagnosis_type() const {
    if (is_notice()) return {};
    std::string type(a_.diagnostic_type);
    for (char& c : type) c = base::is_lower(c) ? static_cast<char>(c & ~0x20) : c;
    if (type == "X-POSTFIX") return "SMTP";
    if (!type.empty()) return type;
    return reason_->word == "mailererror" ? "X-UNIX" : "SMTP";
  }

  /// One line; of a reply of several lines only the first keeps its codes.
  std::string diagnosis() const {
    std::string_view said = a_.diagnostic;
    if (said.empty()) said = a_.reply;
    if (said.empty()) said = a_.words;
    said = said.substr(0, kMaxDiagnosis);
    std::string out;
    for (std::size_t at = 0; at < said.size();) {
      const std::size_t end = std::min(said.find('\n', at), said.size());
      std::string_view line = base::trim(said.substr(at, end - at));
      at = end + 1;
      if (!out.empty()) line = base::trim(without_codes(line));
      if (line.empty()) continue;
      if (!out.empty()) out.push_back(' ');
      append_swept(line, out);
    }
    // Cut at a limit, the last character may be a half.
    while (!out.empty() && said.size() == kMaxDiagnosis && base::is_high(out.back()))
      out.pop_back();
    return out;
  }

  static std::string_view without_codes(std::string_view line) noexcept {
    const bool code = line.size() > 3 && is_digit(line[0]) && is_digit(line[1]) &&
                      is_digit(line[2]) && (line[3] == '-' || line[3] == ' ');
    if (!code) return line;
    line.remove_prefix(4);
    std::size_t length = 0;
    const bool enhanced = bool(reply::parse_enhanced_code(line, length));
    return enhanced ? line.substr(length) : line;
  }

  static void append_swept(std::string_view line, std::string& out) {
    for (const char c : line) {
      if (!base::is_blank(c)) {
        out.push_back(c);
      } else if (!out.ends_with(' ')) {
        out.push_back(' ');
      }
    }
  }

  std::string_view feedback_id() const noexcept {
    for (const attempt::Tag& tag : a_.tags) {
      if (equals_nocase(tag.name, kFeedbackIdHeader)) return tag.value;
    }
    return {};
  }

  std::int64_t epoch() const noexcept {
    const std::int64_t ms = time_.epoch_ms;
    return (ms >= 0 ? ms : ms - 999) / 1000;
  }
  std::string zone() const {
    const unsigned minutes = static_cast<unsigned>(time_.offset_minutes < 0 ? -time_.offset_minutes
                                                                            : time_.offset_minutes);
    std::string out(1, time_.offset_minutes < 0 ? '-' : '+');
    for (const unsigned two : {minutes / 60, minutes % 60}) {
      out.push_back(static_cast<char>('0' + two / 10 % 10));
      out.push_back(static_cast<char>('0' + two % 10));
    }
    return out;
  }

  std::string token() const {
    if (addresser_.empty() || a_.recipient.empty()) return {};
    return core::sha1_hex('\x02' + lower(addresser_) + '\x1e' + lower(a_.recipient) + '\x1e' +
                          std::to_string(epoch()) + '\x03');
  }

  static void member(std::string_view key, std::string_view json, std::string& out) {
    if (!out.ends_with('{')) out.push_back(',');
    out.append("\"").append(key).append("\":").append(json);
  }
  static void text(std::string_view key, std::string_view value, std::string& out) {
    member(key, {}, out);
    append_json_string(value, out);
  }

  const Attempt& a_;
  const core::AttemptVerdict& judged_;
  const SisimaiForm form_;
  const attempt::Time time_;
  const SisimaiReason* reason_ = nullptr;
  std::string_view addresser_;
  std::string status_;
};

}  // namespace

std::optional<SisimaiForm> parse_sisimai_form(std::string_view name) noexcept {
  for (std::size_t i = 0; i < kSisimaiNames.size(); ++i) {
    if (kSisimaiNames[i] == name) return static_cast<SisimaiForm>(i);
  }
  return std::nullopt;
}

bool append_sisimai_record(const core::Classifier& classifier, const Attempt& attempt,
                           const core::AttemptVerdict& verdict, SisimaiForm form, bool all,
                           std::string& out) {
  if (attempt.outcome == Outcome::mdn || attempt.recipient.empty()) return false;
  const bool extra = (is_delivered(attempt) && !is_complaint(attempt)) ||
                     (is_automatic(attempt) && form != SisimaiForm::v4);
  if (extra && !all) return false;
  Record(classifier, attempt, verdict, form).append(out);
  return true;
}

}  // namespace smtpscope::format
