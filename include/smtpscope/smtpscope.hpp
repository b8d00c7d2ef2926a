// SPDX-License-Identifier: Apache-2.0
// libsmtpscope for C++17 and later: plain values over the C API, so that no C++ type crosses the
// library's border and any compiler and standard library may be used. Nothing here throws but
// std::bad_alloc. A Scope may be shared by any number of threads.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <smtpscope/smtpscope.h>

namespace smtpscope {

/// A value, or why there is none.
template <class T>
class Result {
 public:
  Result(T value) : value_(std::move(value)) {}  // NOLINT: converts on purpose
  static Result failure(std::string error) { return Result(std::nullopt, std::move(error)); }

  explicit operator bool() const noexcept { return value_.has_value(); }
  /// Precondition of the next three: there is a value.
  T& operator*() noexcept { return *value_; }
  const T& operator*() const noexcept { return *value_; }
  const T* operator->() const noexcept { return &*value_; }
  /// What is wrong, where, and what to do; empty where there is a value.
  const std::string& error() const noexcept { return error_; }

 private:
  Result(std::nullopt_t, std::string error) : error_(std::move(error)) {}
  std::optional<T> value_;
  std::string error_;
};

/// What to do about a message that was not delivered.
enum class Retry {
  not_needed = SMTPSCOPE_RETRY_NOT_NEEDED,  ///< nothing failed
  after = SMTPSCOPE_RETRY_AFTER,            ///< send it again after so long
  never = SMTPSCOPE_RETRY_NEVER,            ///< this message to this address will not get there
  once_fixed = SMTPSCOPE_RETRY_ONCE_FIXED   ///< not before the first action has been done
};

struct RetryDecision {
  Retry when = Retry::never;
  std::chrono::seconds after{0};  ///< for Retry::after
};

/// One thing to do. `action` is a word such as wait, fix_dns, request_delisting.
struct Action {
  std::string_view action;
  std::string text;
  std::string link;
};

/// What one reply means. string_views are words of a fixed list and stay valid; "" stands for what
/// is not known.
struct Verdict {
  std::string_view reason;          ///< what went wrong: mailbox_full, greylisted, ...
  std::string_view fault;           ///< who must act: recipient, sending_host, ...
  std::string_view persistence;     ///< transient or permanent; "" where nothing failed
  std::string_view stated;          ///< the class of the code where it says otherwise
  std::string_view address_action;  ///< keep, review, suppress
  std::string_view confidence;      ///< high, medium, low
  int code = 0;                     ///< 0 for none
  std::string enhanced;             ///< 5.7.26
  std::string receiver;             ///< google, microsoft, ...
  std::string receiver_code;        ///< the receiver's own code: S3140
  std::string list;                 ///< the block list named
  RetryDecision retry;

  std::string rule;        ///< the evidence: which rule,
  std::string_view basis;  ///< on what: text, receiver_code, enhanced_code, basic_code, stage,
  std::size_t span_begin = 0, span_end = 0;  ///< on which bytes of `reply`,
  std::vector<std::string> runners_up;       ///< and which rules came next
  std::string note;

  std::string title, summary, explanation, advice, for_sender, page;
  std::vector<Action> actions;  ///< first to last

  std::string reply;     ///< the reply judged
  std::string found_in;  ///< what it was dug out of: postfix, dsn, ...
  std::string_view stage;
  std::string remote_host, remote_ip, recipient;

  /// The same for the C API; copies of the verdict share it.
  std::shared_ptr<const smtpscope_verdict> handle;
};

/// What is known besides the text. `stage` is a word: rcpt, data, ...
struct Options {
  std::string stage;
  std::string host;    ///< the server that said it: receivers' own rules need it
  std::string domain;  ///< the recipient's domain, where the host is not known
};

/// The knowledge, loaded.
class Scope {
 public:
  /// The built-in knowledge, and the rules in `knowledge_dir` on top, as smtpscope_open() does it.
  static Result<Scope> open(const std::string& knowledge_dir = {}) {
    smtpscope_scope* scope = nullptr;
    std::string error(4096, '\0');
    const char* directory = knowledge_dir.empty() ? nullptr : knowledge_dir.c_str();
    const smtpscope_status status = smtpscope_open(directory, &scope, error.data(), error.size());
    if (status == SMTPSCOPE_OK) return Scope(scope);
    error.resize(error.find('\0'));
    return Result<Scope>::failure(std::move(error));
  }
  const smtpscope_scope* handle() const noexcept { return scope_.get(); }

 private:
  struct Close {
    void operator()(smtpscope_scope* scope) const noexcept { smtpscope_close(scope); }
  };
  explicit Scope(smtpscope_scope* scope) : scope_(scope) {}
  std::unique_ptr<smtpscope_scope, Close> scope_;
};

namespace detail {

inline smtpscope_question make_question(std::string_view text, const Options& options) noexcept {
  const auto known = [](const std::string& s) { return s.empty() ? nullptr : s.c_str(); };
  return {sizeof(smtpscope_question), text.data(),         text.size(),
          known(options.stage),       known(options.host), known(options.domain)};
}

inline RetryDecision make_decision(smtpscope_retry_when when, std::uint32_t after_s) noexcept {
  if (when == SMTPSCOPE_RETRY_INVALID) return {};
  return {static_cast<Retry>(when), std::chrono::seconds(after_s)};
}

inline std::vector<Action> make_actions(const smtpscope_verdict* v) {
  std::vector<Action> out;
  for (std::size_t i = 0; i < smtpscope_verdict_actions(v); ++i) {
    out.push_back({smtpscope_verdict_action(v, i), smtpscope_verdict_action_text(v, i),
                   smtpscope_verdict_action_link(v, i)});
  }
  return out;
}

inline Verdict make_verdict(std::shared_ptr<const smtpscope_verdict> handle) {
  const smtpscope_verdict* v = handle.get();
  Verdict out;
  out.reason = smtpscope_verdict_reason(v);
  out.fault = smtpscope_verdict_fault(v);
  out.persistence = smtpscope_verdict_persistence(v);
  out.stated = smtpscope_verdict_stated(v);
  out.address_action = smtpscope_verdict_address_action(v);
  out.confidence = smtpscope_verdict_confidence(v);
  out.code = smtpscope_verdict_code(v);
  out.enhanced = smtpscope_verdict_enhanced(v);
  out.receiver = smtpscope_verdict_receiver(v);
  out.receiver_code = smtpscope_verdict_receiver_code(v);
  out.list = smtpscope_verdict_list(v);
  std::uint32_t after_s = 0;
  const smtpscope_retry_when when = smtpscope_retry(v, &after_s);
  out.retry = make_decision(when, after_s);
  out.rule = smtpscope_verdict_rule(v);
  out.basis = smtpscope_verdict_basis(v);
  smtpscope_verdict_span(v, &out.span_begin, &out.span_end);
  for (std::size_t i = 0; *smtpscope_verdict_runner_up(v, i) != '\0'; ++i) {
    out.runners_up.emplace_back(smtpscope_verdict_runner_up(v, i));
  }
  out.note = smtpscope_verdict_note(v);
  out.title = smtpscope_verdict_title(v);
  out.summary = smtpscope_verdict_summary(v);
  out.explanation = smtpscope_verdict_explanation(v);
  out.advice = smtpscope_verdict_advice(v);
  out.for_sender = smtpscope_verdict_for_sender(v);
  out.page = smtpscope_verdict_page(v);
  out.actions = make_actions(v);
  std::size_t length = 0;
  const char* reply = smtpscope_verdict_reply(v, &length);
  out.reply.assign(reply, length);
  out.found_in = smtpscope_verdict_found_in(v);
  out.stage = smtpscope_verdict_stage(v);
  out.remote_host = smtpscope_verdict_remote_host(v);
  out.remote_ip = smtpscope_verdict_remote_ip(v);
  out.recipient = smtpscope_verdict_recipient(v);
  out.handle = std::move(handle);
  return out;
}

}  // namespace detail

/// The verdict that counts of all replies in `text`. Fails only where a stage is no stage, the text
/// is larger than SMTPSCOPE_MAX_TEXT, or memory runs out.
inline Result<Verdict> classify(const Scope& scope, std::string_view text,
                                const Options& options = {}) {
  const smtpscope_question question = detail::make_question(text, options);
  smtpscope_verdict* verdict = nullptr;
  const smtpscope_status status = smtpscope_classify(scope.handle(), &question, &verdict);
  if (status != SMTPSCOPE_OK) return Result<Verdict>::failure(smtpscope_status_text(status));
  return detail::make_verdict({verdict, [](const smtpscope_verdict* v) {
                                 smtpscope_verdict_free(const_cast<smtpscope_verdict*>(v));
                               }});
}

/// The verdicts of all replies in the text that `verdict` came from, in the order they stand.
inline std::vector<Verdict> all_verdicts(const Verdict& verdict) {
  std::vector<Verdict> out;
  for (std::size_t i = 0; i < smtpscope_verdict_count(verdict.handle.get()); ++i) {
    out.push_back(
        detail::make_verdict({verdict.handle, smtpscope_verdict_at(verdict.handle.get(), i)}));
  }
  return out;
}

/// What to do with a message tried `tries` times (1: once) over `elapsed`: waits grow as they
/// should, and Retry::never comes when it is time to give up.
inline RetryDecision retry_decision(
    const Verdict& verdict, std::uint32_t tries = 1,
    std::chrono::seconds elapsed = std::chrono::seconds(0)) noexcept {
  std::uint32_t after_s = 0;
  const auto most = static_cast<std::chrono::seconds::rep>(UINT32_MAX);
  const auto count = elapsed.count() < 0 ? 0 : (elapsed.count() > most ? most : elapsed.count());
  const smtpscope_retry_when when = smtpscope_retry_next(
      verdict.handle.get(), tries, static_cast<std::uint32_t>(count), &after_s);
  return detail::make_decision(when, after_s);
}

/// The verdict as one line of JSON, as `smtpscope explain --json` prints it.
inline std::string format_json(const Verdict& verdict) {
  std::size_t length = 0;
  const char* json = smtpscope_verdict_json(verdict.handle.get(), &length);
  return {json, length};
}

/// One try to hand one message to one recipient, as a bounce tells of it. string_views are words of
/// a fixed list and stay valid; "" stands for what is not known.
struct Attempt {
  std::string_view outcome;  ///< bounced, expired, delayed, delivered, complaint, auto_reply, ...
  std::string kind;          ///< of a complaint or automatic answer: abuse, vacation, ...
  std::string_view format;   ///< how it was written: rfc3464, qmail, exim, ...
  std::string id;            ///< the same whenever the same mail is read
  Verdict verdict;           ///< its reply is what was judged

  std::string recipient, original_recipient;  ///< as it ended; as it was addressed, if not the same
  std::string sender;                         ///< of the envelope, "<>" for the null sender
  std::string returned_to;                    ///< the address the bounce came to

  std::string local_host;              ///< the server that reports
  std::string remote_host, remote_ip;  ///< the one that refused
  std::string queue_id;
  std::string_view stage;
  int code = 0;            ///< 0 for none
  std::string enhanced;    ///< 5.7.26
  std::string dsn_status;  ///< the status of the notice where it says otherwise
  std::string reply;

  std::optional<std::chrono::milliseconds> time;  ///< since 1970
  std::chrono::minutes time_offset{0};            ///< of the zone it was written in, east of UTC
  std::string_view time_source;                   ///< stated, zone_assumed, year_inferred, received

  std::string message_id, subject, from, list_id;         ///< of the message this is about
  std::vector<std::pair<std::string, std::string>> tags;  ///< its headers that were asked for

  /// The same for the C API; copies of the attempt share it.
  std::shared_ptr<const smtpscope_attempt> handle;
};

/// What one mail says of messages that were sent.
struct Bounce {
  std::vector<Attempt> attempts;
  std::string why_not;  ///< why it is no bounce; empty where it is one
};

/// What is known of a mail besides its bytes, and wanted of it.
struct MailOptions {
  std::string file;                  ///< where it was read: part of the ids and of the JSON
  std::uint64_t offset = 0;          ///< where it begins in that file
  std::vector<std::string> headers;  ///< of the message that came back, given as tags
};

namespace detail {

inline void read_time(const smtpscope_attempt* a, Attempt& out) {
  std::int64_t epoch_ms = 0;
  int offset_minutes = 0;
  if (smtpscope_attempt_time(a, &epoch_ms, &offset_minutes) == 0) return;
  out.time = std::chrono::milliseconds(epoch_ms);
  out.time_offset = std::chrono::minutes(offset_minutes);
  out.time_source = smtpscope_attempt_time_source(a);
}

inline void read_message(const smtpscope_attempt* a, Attempt& out) {
  out.message_id = smtpscope_attempt_message_id(a);
  out.subject = smtpscope_attempt_subject(a);
  out.from = smtpscope_attempt_from(a);
  out.list_id = smtpscope_attempt_list_id(a);
  for (std::size_t i = 0; i < smtpscope_attempt_tags(a); ++i) {
    out.tags.emplace_back(smtpscope_attempt_tag_name(a, i), smtpscope_attempt_tag_value(a, i));
  }
}

inline void read_session(const smtpscope_attempt* a, Attempt& out) {
  out.local_host = smtpscope_attempt_local_host(a);
  out.remote_host = smtpscope_attempt_remote_host(a);
  out.remote_ip = smtpscope_attempt_remote_ip(a);
  out.queue_id = smtpscope_attempt_queue_id(a);
  out.stage = smtpscope_attempt_stage(a);
  out.code = smtpscope_attempt_code(a);
  out.enhanced = smtpscope_attempt_enhanced(a);
  out.dsn_status = smtpscope_attempt_dsn_status(a);
  std::size_t length = 0;
  const char* reply = smtpscope_attempt_reply(a, &length);
  out.reply.assign(reply, length);
}

inline Attempt make_attempt(std::shared_ptr<const smtpscope_attempt> handle) {
  const smtpscope_attempt* a = handle.get();
  Attempt out;
  out.outcome = smtpscope_attempt_outcome(a);
  out.kind = smtpscope_attempt_kind(a);
  out.format = smtpscope_attempt_format(a);
  out.id = smtpscope_attempt_id(a);
  out.verdict = make_verdict({handle, smtpscope_attempt_verdict(a)});
  out.recipient = smtpscope_attempt_recipient(a);
  out.original_recipient = smtpscope_attempt_original_recipient(a);
  out.sender = smtpscope_attempt_sender(a);
  out.returned_to = smtpscope_attempt_returned_to(a);
  read_session(a, out);
  read_time(a, out);
  read_message(a, out);
  out.handle = std::move(handle);
  return out;
}

}  // namespace detail

/// Reads one mail, ended by LF, CR LF or CR, as smtpscope_read_bounce() does: what is no bounce has
/// no attempts. Fails only where the mail is larger than SMTPSCOPE_MAX_TEXT, there are too many
/// headers or one without a name, the file's name is too long, or memory runs out.
inline Result<Bounce> read_bounce(const Scope& scope, std::string_view mail,
                                  const MailOptions& options = {}) {
  std::vector<const char*> headers;
  for (const std::string& name : options.headers) headers.push_back(name.c_str());
  const smtpscope_mail asked = {sizeof(smtpscope_mail), mail.data(),    mail.size(),
                                options.file.c_str(),   options.offset, headers.data(),
                                headers.size()};
  smtpscope_bounce* read = nullptr;
  const smtpscope_status status = smtpscope_read_bounce(scope.handle(), &asked, &read);
  if (status != SMTPSCOPE_OK) return Result<Bounce>::failure(smtpscope_status_text(status));
  const std::shared_ptr<smtpscope_bounce> owner(read, smtpscope_bounce_free);
  Bounce out;
  out.why_not = smtpscope_bounce_why_not(read);
  for (std::size_t i = 0; i < smtpscope_bounce_count(read); ++i) {
    out.attempts.push_back(detail::make_attempt({owner, smtpscope_bounce_at(read, i)}));
  }
  return out;
}

/// The attempt as one line of JSON, as `smtpscope bounces --json` prints it.
inline std::string format_json(const Attempt& attempt) {
  std::size_t length = 0;
  const char* json = smtpscope_attempt_json(attempt.handle.get(), &length);
  return {json, length};
}

/// One reply taken apart; `text` points into what was parsed, `issues` are SMTPSCOPE_ISSUE_ bits.
struct Reply {
  std::string_view text;
  int code = 0;                 ///< 200 to 599, 0 for none
  int enhanced[3] = {0, 0, 0};  ///< class, subject, detail; class 0 for none
  unsigned lines = 0;
  unsigned issues = 0;
};

/// Reads `text` as exactly one reply without judging it. Never fails: what is no reply has code 0.
/// Only the first SMTPSCOPE_MAX_TEXT bytes are looked at.
inline Reply parse_reply(std::string_view text) noexcept {
  smtpscope_reply r = SMTPSCOPE_REPLY_INIT;
  text = text.substr(0, SMTPSCOPE_MAX_TEXT);
  if (smtpscope_parse_reply(text.data(), text.size(), &r) != SMTPSCOPE_OK) return {};
  return {{r.text, r.text_length},
          r.code,
          {r.enhanced_class, r.enhanced_subject, r.enhanced_detail},
          r.lines,
          r.issues};
}

/// The version of the library that is linked.
inline std::string_view version() noexcept { return smtpscope_version(); }

}  // namespace smtpscope
