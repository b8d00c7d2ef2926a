// SPDX-License-Identifier: Apache-2.0
// libsmtpscope for C: what an SMTP reply or a bounce means and whether to try again. Opaque
// handles, no global state, no exceptions, C99. A scope may be shared by any number of threads once
// it is open, and so may a verdict and a bounce. All text returned is UTF-8, a NUL from outside
// shown as U+FFFD; strings are never NULL, "" stands for what is not known, and they live as long
// as the verdict or bounce. Words (reasons, faults, ...) are those of `smtpscope explain --json`
// and `bounces --json`, and live as long as the library is loaded.
#pragma once

#include <smtpscope/version.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define SMTPSCOPE_API __attribute__((visibility("default")))
#else
#define SMTPSCOPE_API
#endif

#ifdef __cplusplus
#define SMTPSCOPE_NOEXCEPT noexcept
extern "C" {
#else
#define SMTPSCOPE_NOEXCEPT
#endif

/// The knowledge, loaded.
typedef struct smtpscope_scope smtpscope_scope;
/// What one reply means. It stays valid when its scope is closed.
typedef struct smtpscope_verdict smtpscope_verdict;
/// What one mail says of messages that were sent. It stays valid when its scope is closed.
typedef struct smtpscope_bounce smtpscope_bounce;
/// One try to hand one message to one recipient, with its verdict.
typedef struct smtpscope_attempt smtpscope_attempt;

typedef enum smtpscope_status {
  SMTPSCOPE_OK = 0,
  SMTPSCOPE_BAD_ARGUMENT = 1,   ///< NULL where it may not be, no stage, a wrong size, too many
  SMTPSCOPE_TOO_LARGE = 2,      ///< the text or mail is larger than SMTPSCOPE_MAX_TEXT
  SMTPSCOPE_CANNOT_READ = 3,    ///< the knowledge directory
  SMTPSCOPE_BAD_KNOWLEDGE = 4,  ///< a file in it is wrong
  SMTPSCOPE_NO_MEMORY = 5,
  SMTPSCOPE_INTERNAL = 6  ///< a fault of the library
} smtpscope_status;

/// What to do about a message that was not delivered.
typedef enum smtpscope_retry_when {
  SMTPSCOPE_RETRY_INVALID = -1,    ///< there is no verdict to tell: the arguments were wrong
  SMTPSCOPE_RETRY_NOT_NEEDED = 0,  ///< nothing failed
  SMTPSCOPE_RETRY_AFTER = 1,       ///< send it again after so many seconds
  SMTPSCOPE_RETRY_NEVER = 2,       ///< this message to this address will not get there
  SMTPSCOPE_RETRY_ONCE_FIXED = 3   ///< not before somebody has done what the first action says
} smtpscope_retry_when;

/// Largest text or mail taken, in bytes: 64 MiB.
#define SMTPSCOPE_MAX_TEXT 67108864U
/// As a length: up to the first NUL.
#define SMTPSCOPE_UNTIL_NUL SIZE_MAX

/// What is asked. Begin with SMTPSCOPE_QUESTION_INIT; only `text` is needed. Any bytes may stand in
/// it, and whatever a program or a log wraps around a reply. Nothing is kept of it after the call.
typedef struct smtpscope_question {
  size_t struct_size;  ///< sizeof(smtpscope_question), so that later versions may add members
  const char* text;    ///< what the server said; lines are joined by LF or CR LF
  size_t text_length;  ///< in bytes, or SMTPSCOPE_UNTIL_NUL
  const char*
      stage;  ///< NULL, or banner ehlo starttls auth mail rcpt data eod quit connect dns local
  const char* host;    ///< NULL, or the server that said it: receivers' own rules need it
  const char* domain;  ///< NULL, or the recipient's domain, where the host is not known
} smtpscope_question;

#define SMTPSCOPE_QUESTION_INIT \
  { sizeof(smtpscope_question), NULL, SMTPSCOPE_UNTIL_NUL, NULL, NULL, NULL }

/// The version of the library that is linked, e.g. "0.1.0".
SMTPSCOPE_API const char* smtpscope_version(void) SMTPSCOPE_NOEXCEPT;
/// One sentence about a status.
SMTPSCOPE_API const char* smtpscope_status_text(smtpscope_status status) SMTPSCOPE_NOEXCEPT;

/// Loads the built-in knowledge, and the rules in `knowledge_dir` on top of it (NULL: none). A
/// directory with a vocabulary of its own (vocab/reasons.toml) replaces the built-in knowledge. On
/// failure `*out` is NULL and `error` (may be NULL) says what is wrong, where, and what to do, cut
/// to `error_size` with its NUL.
SMTPSCOPE_API smtpscope_status smtpscope_open(const char* knowledge_dir, smtpscope_scope** out,
                                              char* error, size_t error_size) SMTPSCOPE_NOEXCEPT;
/// NULL is allowed. Calls that still run on it must have ended.
SMTPSCOPE_API void smtpscope_close(smtpscope_scope* scope) SMTPSCOPE_NOEXCEPT;

/// Finds every reply in the text and judges it. `*out` is the verdict that counts; free it with
/// smtpscope_verdict_free(). On failure it is NULL. No text is a failure: where nothing can be told
/// the reason is "unknown".
SMTPSCOPE_API smtpscope_status smtpscope_classify(const smtpscope_scope* scope,
                                                  const smtpscope_question* question,
                                                  smtpscope_verdict** out) SMTPSCOPE_NOEXCEPT;
/// NULL is allowed; verdicts from smtpscope_verdict_at() go with the one they came from, those of
/// attempts with their bounce.
SMTPSCOPE_API void smtpscope_verdict_free(smtpscope_verdict* verdict) SMTPSCOPE_NOEXCEPT;

/// The retry decision. `after_s` (may be NULL) is set for SMTPSCOPE_RETRY_AFTER, else 0.
SMTPSCOPE_API smtpscope_retry_when smtpscope_retry(const smtpscope_verdict* verdict,
                                                   uint32_t* after_s) SMTPSCOPE_NOEXCEPT;
/// The same for a message that has been tried `tries` times (1: once) over `elapsed_s` seconds:
/// waits grow as they should, and the answer is SMTPSCOPE_RETRY_NEVER when it is time to give up.
SMTPSCOPE_API smtpscope_retry_when smtpscope_retry_next(const smtpscope_verdict* verdict,
                                                        uint32_t tries, uint32_t elapsed_s,
                                                        uint32_t* after_s) SMTPSCOPE_NOEXCEPT;
/// From a reply straight to the decision, where the verdict itself is of no interest.
SMTPSCOPE_API smtpscope_retry_when smtpscope_retry_of(const smtpscope_scope* scope,
                                                      const smtpscope_question* question,
                                                      uint32_t* after_s) SMTPSCOPE_NOEXCEPT;
/// Seconds after which to give up a message that is tried again; 0 where it is not.
SMTPSCOPE_API uint32_t smtpscope_verdict_give_up(const smtpscope_verdict* verdict)
    SMTPSCOPE_NOEXCEPT;
/// Where the decision is from: text (the server said when), receiver, reason.
SMTPSCOPE_API const char* smtpscope_verdict_retry_basis(const smtpscope_verdict* verdict)
    SMTPSCOPE_NOEXCEPT;

/// Words: what went wrong, who must act, transient or permanent ("" where nothing failed), the same
/// as the class of the code says it where that differs, and what becomes of the address: keep,
/// review, suppress.
SMTPSCOPE_API const char* smtpscope_verdict_reason(const smtpscope_verdict* verdict)
    SMTPSCOPE_NOEXCEPT;
SMTPSCOPE_API const char* smtpscope_verdict_fault(const smtpscope_verdict* verdict)
    SMTPSCOPE_NOEXCEPT;
SMTPSCOPE_API const char* smtpscope_verdict_persistence(const smtpscope_verdict* verdict)
    SMTPSCOPE_NOEXCEPT;
SMTPSCOPE_API const char* smtpscope_verdict_stated(const smtpscope_verdict* verdict)
    SMTPSCOPE_NOEXCEPT;
SMTPSCOPE_API const char* smtpscope_verdict_address_action(const smtpscope_verdict* verdict)
    SMTPSCOPE_NOEXCEPT;
/// high, medium, low.
SMTPSCOPE_API const char* smtpscope_verdict_confidence(const smtpscope_verdict* verdict)
    SMTPSCOPE_NOEXCEPT;

/// The reply's basic code, 0 for none; its enhanced code, e.g. "5.7.26".
SMTPSCOPE_API int smtpscope_verdict_code(const smtpscope_verdict* verdict) SMTPSCOPE_NOEXCEPT;
SMTPSCOPE_API const char* smtpscope_verdict_enhanced(const smtpscope_verdict* verdict)
    SMTPSCOPE_NOEXCEPT;
/// Id of the receiver (google, microsoft, ...), its own code (S3140), the block list named.
SMTPSCOPE_API const char* smtpscope_verdict_receiver(const smtpscope_verdict* verdict)
    SMTPSCOPE_NOEXCEPT;
SMTPSCOPE_API const char* smtpscope_verdict_receiver_code(const smtpscope_verdict* verdict)
    SMTPSCOPE_NOEXCEPT;
SMTPSCOPE_API const char* smtpscope_verdict_list(const smtpscope_verdict* verdict)
    SMTPSCOPE_NOEXCEPT;

/// The evidence: the rule's id, what decided (text, receiver_code, enhanced_code, basic_code,
/// stage), up to three rules that came next ("" past the last), a remark on this case.
SMTPSCOPE_API const char* smtpscope_verdict_rule(const smtpscope_verdict* verdict)
    SMTPSCOPE_NOEXCEPT;
SMTPSCOPE_API const char* smtpscope_verdict_basis(const smtpscope_verdict* verdict)
    SMTPSCOPE_NOEXCEPT;
SMTPSCOPE_API const char* smtpscope_verdict_runner_up(const smtpscope_verdict* verdict,
                                                      size_t index) SMTPSCOPE_NOEXCEPT;
SMTPSCOPE_API const char* smtpscope_verdict_note(const smtpscope_verdict* verdict)
    SMTPSCOPE_NOEXCEPT;
/// The words that decided: bytes [begin, end) of smtpscope_verdict_reply(). 0 where no words did.
SMTPSCOPE_API int smtpscope_verdict_span(const smtpscope_verdict* verdict, size_t* begin,
                                         size_t* end) SMTPSCOPE_NOEXCEPT;

/// Prose: a heading, one line, a paragraph, what is special to this wording, one line for the
/// person who sent the mail, the receiver's page about its replies.
SMTPSCOPE_API const char* smtpscope_verdict_title(const smtpscope_verdict* verdict)
    SMTPSCOPE_NOEXCEPT;
SMTPSCOPE_API const char* smtpscope_verdict_summary(const smtpscope_verdict* verdict)
    SMTPSCOPE_NOEXCEPT;
SMTPSCOPE_API const char* smtpscope_verdict_explanation(const smtpscope_verdict* verdict)
    SMTPSCOPE_NOEXCEPT;
SMTPSCOPE_API const char* smtpscope_verdict_advice(const smtpscope_verdict* verdict)
    SMTPSCOPE_NOEXCEPT;
SMTPSCOPE_API const char* smtpscope_verdict_for_sender(const smtpscope_verdict* verdict)
    SMTPSCOPE_NOEXCEPT;
SMTPSCOPE_API const char* smtpscope_verdict_page(const smtpscope_verdict* verdict)
    SMTPSCOPE_NOEXCEPT;

/// What to do, first to last: a word (wait, fix_dns, request_delisting, ...), a sentence, a link.
SMTPSCOPE_API size_t smtpscope_verdict_actions(const smtpscope_verdict* verdict) SMTPSCOPE_NOEXCEPT;
SMTPSCOPE_API const char* smtpscope_verdict_action(const smtpscope_verdict* verdict,
                                                   size_t index) SMTPSCOPE_NOEXCEPT;
SMTPSCOPE_API const char* smtpscope_verdict_action_text(const smtpscope_verdict* verdict,
                                                        size_t index) SMTPSCOPE_NOEXCEPT;
SMTPSCOPE_API const char* smtpscope_verdict_action_link(const smtpscope_verdict* verdict,
                                                        size_t index) SMTPSCOPE_NOEXCEPT;

/// The reply judged, as UTF-8; its length (may be NULL), since there may be NUL bytes in it.
SMTPSCOPE_API const char* smtpscope_verdict_reply(const smtpscope_verdict* verdict,
                                                  size_t* length) SMTPSCOPE_NOEXCEPT;
/// What the reply was dug out of (postfix, dsn, ...), and what that says of it.
SMTPSCOPE_API const char* smtpscope_verdict_found_in(const smtpscope_verdict* verdict)
    SMTPSCOPE_NOEXCEPT;
SMTPSCOPE_API const char* smtpscope_verdict_stage(const smtpscope_verdict* verdict)
    SMTPSCOPE_NOEXCEPT;
SMTPSCOPE_API const char* smtpscope_verdict_remote_host(const smtpscope_verdict* verdict)
    SMTPSCOPE_NOEXCEPT;
SMTPSCOPE_API const char* smtpscope_verdict_remote_ip(const smtpscope_verdict* verdict)
    SMTPSCOPE_NOEXCEPT;
SMTPSCOPE_API const char* smtpscope_verdict_recipient(const smtpscope_verdict* verdict)
    SMTPSCOPE_NOEXCEPT;

/// How many replies the text held, at least 1, and the verdict of each in the order they stand.
/// NULL past the last. Not to be freed.
SMTPSCOPE_API size_t smtpscope_verdict_count(const smtpscope_verdict* verdict) SMTPSCOPE_NOEXCEPT;
SMTPSCOPE_API const smtpscope_verdict* smtpscope_verdict_at(const smtpscope_verdict* verdict,
                                                            size_t index) SMTPSCOPE_NOEXCEPT;

/// The verdict as one line of JSON, as `smtpscope explain --json` prints it. "" where memory ran
/// out.
SMTPSCOPE_API const char* smtpscope_verdict_json(const smtpscope_verdict* verdict,
                                                 size_t* length) SMTPSCOPE_NOEXCEPT;

/// Most headers that can be asked for, and the longest name of a file in bytes.
#define SMTPSCOPE_MAX_HEADERS 64U
#define SMTPSCOPE_MAX_FILE_NAME 4096U

/// One mail. Begin with SMTPSCOPE_MAIL_INIT; only `bytes` is needed. Nothing is kept of it after
/// the call.
typedef struct smtpscope_mail {
  size_t struct_size;          ///< sizeof(smtpscope_mail)
  const char* bytes;           ///< header, empty line, body, as received; LF, CR LF or CR end lines
  size_t length;               ///< in bytes, or SMTPSCOPE_UNTIL_NUL
  const char* file;            ///< NULL, or where it was read: part of the ids and of the JSON
  uint64_t offset;             ///< where it begins in that file
  const char* const* headers;  ///< names of headers of the message that came back, given as tags
  size_t header_count;
} smtpscope_mail;

#define SMTPSCOPE_MAIL_INIT \
  { sizeof(smtpscope_mail), NULL, SMTPSCOPE_UNTIL_NUL, NULL, 0, NULL, 0 }

/// Reads one mail as `smtpscope bounces` does: a delivery status notification, a complaint, an
/// automatic answer, a bounce in a mail server's own words. On failure `*out` is NULL; free it with
/// smtpscope_bounce_free(). Ordinary mail and junk are no failure, but have no attempts. Anybody
/// can write a bounce: before an address is suppressed, see that the message id is one you sent, or
/// that it came to an address (returned_to) only you can make.
SMTPSCOPE_API smtpscope_status smtpscope_read_bounce(const smtpscope_scope* scope,
                                                     const smtpscope_mail* mail,
                                                     smtpscope_bounce** out) SMTPSCOPE_NOEXCEPT;
/// NULL is allowed. Its attempts and their verdicts go with it.
SMTPSCOPE_API void smtpscope_bounce_free(smtpscope_bounce* bounce) SMTPSCOPE_NOEXCEPT;
/// How many attempts it tells of, 0 where it is no bounce, and each. NULL past the last. Not to be
/// freed.
SMTPSCOPE_API size_t smtpscope_bounce_count(const smtpscope_bounce* bounce) SMTPSCOPE_NOEXCEPT;
SMTPSCOPE_API const smtpscope_attempt* smtpscope_bounce_at(const smtpscope_bounce* bounce,
                                                           size_t index) SMTPSCOPE_NOEXCEPT;
/// Why a mail is no bounce, a sentence; "" where it is one.
SMTPSCOPE_API const char* smtpscope_bounce_why_not(const smtpscope_bounce* bounce)
    SMTPSCOPE_NOEXCEPT;

/// What it means. All questions to verdicts can be asked; its reply is what was judged: the
/// attempt's, or words of the bounce where these say more.
SMTPSCOPE_API const smtpscope_verdict* smtpscope_attempt_verdict(const smtpscope_attempt* attempt)
    SMTPSCOPE_NOEXCEPT;

/// 32 hex digits, the same whenever the same mail is read with the same file and offset.
SMTPSCOPE_API const char* smtpscope_attempt_id(const smtpscope_attempt* attempt) SMTPSCOPE_NOEXCEPT;
/// Word: bounced, expired, delayed, delivered, complaint, auto_reply, ...
SMTPSCOPE_API const char* smtpscope_attempt_outcome(const smtpscope_attempt* attempt)
    SMTPSCOPE_NOEXCEPT;
/// Of a complaint or automatic answer: abuse, vacation, ...
SMTPSCOPE_API const char* smtpscope_attempt_kind(const smtpscope_attempt* attempt)
    SMTPSCOPE_NOEXCEPT;
/// How it was written: rfc3464, qmail, exim, ...
SMTPSCOPE_API const char* smtpscope_attempt_format(const smtpscope_attempt* attempt)
    SMTPSCOPE_NOEXCEPT;

/// The address as it ended, and as it was addressed where that differs; the envelope's sender, "<>"
/// for the null sender; the address the bounce came to.
SMTPSCOPE_API const char* smtpscope_attempt_recipient(const smtpscope_attempt* attempt)
    SMTPSCOPE_NOEXCEPT;
SMTPSCOPE_API const char* smtpscope_attempt_original_recipient(const smtpscope_attempt* attempt)
    SMTPSCOPE_NOEXCEPT;
SMTPSCOPE_API const char* smtpscope_attempt_sender(const smtpscope_attempt* attempt)
    SMTPSCOPE_NOEXCEPT;
SMTPSCOPE_API const char* smtpscope_attempt_returned_to(const smtpscope_attempt* attempt)
    SMTPSCOPE_NOEXCEPT;

/// The server that reports, and the one that refused.
SMTPSCOPE_API const char* smtpscope_attempt_local_host(const smtpscope_attempt* attempt)
    SMTPSCOPE_NOEXCEPT;
SMTPSCOPE_API const char* smtpscope_attempt_remote_host(const smtpscope_attempt* attempt)
    SMTPSCOPE_NOEXCEPT;
SMTPSCOPE_API const char* smtpscope_attempt_remote_ip(const smtpscope_attempt* attempt)
    SMTPSCOPE_NOEXCEPT;
SMTPSCOPE_API const char* smtpscope_attempt_queue_id(const smtpscope_attempt* attempt)
    SMTPSCOPE_NOEXCEPT;
SMTPSCOPE_API const char* smtpscope_attempt_stage(const smtpscope_attempt* attempt)
    SMTPSCOPE_NOEXCEPT;
/// Basic code, 0 for none; enhanced code; the status of the notice where it says otherwise; the
/// reply and its length (may be NULL), since there may be NUL bytes in it.
SMTPSCOPE_API int smtpscope_attempt_code(const smtpscope_attempt* attempt) SMTPSCOPE_NOEXCEPT;
SMTPSCOPE_API const char* smtpscope_attempt_enhanced(const smtpscope_attempt* attempt)
    SMTPSCOPE_NOEXCEPT;
SMTPSCOPE_API const char* smtpscope_attempt_dsn_status(const smtpscope_attempt* attempt)
    SMTPSCOPE_NOEXCEPT;
SMTPSCOPE_API const char* smtpscope_attempt_reply(const smtpscope_attempt* attempt,
                                                  size_t* length) SMTPSCOPE_NOEXCEPT;

/// 1 and when it was: milliseconds since 1970 and the zone it was written in, minutes east of UTC;
/// else 0. Word: how that is known (stated, zone_assumed, year_inferred, received).
SMTPSCOPE_API int smtpscope_attempt_time(const smtpscope_attempt* attempt, int64_t* epoch_ms,
                                         int* offset_minutes) SMTPSCOPE_NOEXCEPT;
SMTPSCOPE_API const char* smtpscope_attempt_time_source(const smtpscope_attempt* attempt)
    SMTPSCOPE_NOEXCEPT;

/// Of the message this is about. The message id has its angle brackets.
SMTPSCOPE_API const char* smtpscope_attempt_message_id(const smtpscope_attempt* attempt)
    SMTPSCOPE_NOEXCEPT;
SMTPSCOPE_API const char* smtpscope_attempt_subject(const smtpscope_attempt* attempt)
    SMTPSCOPE_NOEXCEPT;
SMTPSCOPE_API const char* smtpscope_attempt_from(const smtpscope_attempt* attempt)
    SMTPSCOPE_NOEXCEPT;
SMTPSCOPE_API const char* smtpscope_attempt_list_id(const smtpscope_attempt* attempt)
    SMTPSCOPE_NOEXCEPT;
/// The headers asked for that it has, by their names as they were asked for. "" past the last.
SMTPSCOPE_API size_t smtpscope_attempt_tags(const smtpscope_attempt* attempt) SMTPSCOPE_NOEXCEPT;
SMTPSCOPE_API const char* smtpscope_attempt_tag_name(const smtpscope_attempt* attempt,
                                                     size_t index) SMTPSCOPE_NOEXCEPT;
SMTPSCOPE_API const char* smtpscope_attempt_tag_value(const smtpscope_attempt* attempt,
                                                      size_t index) SMTPSCOPE_NOEXCEPT;

/// The attempt as one line of JSON, as `smtpscope bounces --json` prints it. "" where memory ran
/// out.
SMTPSCOPE_API const char* smtpscope_attempt_json(const smtpscope_attempt* attempt,
                                                 size_t* length) SMTPSCOPE_NOEXCEPT;

/// What was odd about a reply; bits of smtpscope_reply.issues.
enum {
  SMTPSCOPE_ISSUE_BARE_LF = 1 << 0,           ///< a line ended with LF alone
  SMTPSCOPE_ISSUE_BARE_CR = 1 << 1,           ///< a CR without LF
  SMTPSCOPE_ISSUE_NUL = 1 << 2,               ///< NUL bytes
  SMTPSCOPE_ISSUE_CODE_CHANGES = 1 << 3,      ///< lines carry different basic codes
  SMTPSCOPE_ISSUE_ENHANCED_CHANGES = 1 << 4,  ///< lines carry different enhanced codes
  SMTPSCOPE_ISSUE_CLASS_MISMATCH = 1 << 5,    ///< basic and enhanced code are of different classes
  SMTPSCOPE_ISSUE_UNTERMINATED = 1 << 6,      ///< more lines were announced
  SMTPSCOPE_ISSUE_NO_CODE = 1 << 7,           ///< no basic code at all
  SMTPSCOPE_ISSUE_CUT = 1 << 8,               ///< longer than 64 KiB, cut
  SMTPSCOPE_ISSUE_FLATTENED = 1 << 9          ///< lines joined with blanks
};

/// One reply taken apart. Begin with SMTPSCOPE_REPLY_INIT.
typedef struct smtpscope_reply {
  size_t struct_size;  ///< sizeof(smtpscope_reply)
  const char* text;    ///< inside the text given: the whole reply without its final line end
  size_t text_length;
  int code;            ///< 200 to 599, 0 for none
  int enhanced_class;  ///< 2, 4 or 5; 0 where there is no enhanced code
  int enhanced_subject;
  int enhanced_detail;
  unsigned lines;
  unsigned issues;
} smtpscope_reply;

#define SMTPSCOPE_REPLY_INIT \
  { sizeof(smtpscope_reply), NULL, 0, 0, 0, 0, 0, 0, 0 }

/// Reads `text` as exactly one reply, single or multi-line, without looking for wrappers and
/// without judging it. Needs no scope.
SMTPSCOPE_API smtpscope_status smtpscope_parse_reply(const char* text, size_t text_length,
                                                     smtpscope_reply* out) SMTPSCOPE_NOEXCEPT;

#ifdef __cplusplus
}
#endif
