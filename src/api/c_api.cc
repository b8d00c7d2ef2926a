// SPDX-License-Identifier: Apache-2.0
// The C API's calls that load, classify and decide. Each catches what is thrown below it; reading a
// verdict is c_verdict.cc.
#include <algorithm>
#include <cstring>
#include <new>

#include <smtpscope/smtpscope.h>

#include "api/arguments.h"
#include "api/limits.h"
#include "api/reading.h"
#include "api/retry.h"
#include "api/scope.h"

namespace {

namespace api = smtpscope::api;
namespace core = smtpscope::core;
namespace reply = smtpscope::reply;

constexpr bool is_same(unsigned ours, unsigned theirs) { return ours == theirs; }
static_assert(is_same(SMTPSCOPE_ISSUE_BARE_LF, reply::kBareLf));
static_assert(is_same(SMTPSCOPE_ISSUE_BARE_CR, reply::kBareCr));
static_assert(is_same(SMTPSCOPE_ISSUE_NUL, reply::kNul));
static_assert(is_same(SMTPSCOPE_ISSUE_CODE_CHANGES, reply::kCodeChanges));
static_assert(is_same(SMTPSCOPE_ISSUE_ENHANCED_CHANGES, reply::kEnhancedChanges));
static_assert(is_same(SMTPSCOPE_ISSUE_CLASS_MISMATCH, reply::kClassMismatch));
static_assert(is_same(SMTPSCOPE_ISSUE_UNTERMINATED, reply::kUnterminated));
static_assert(is_same(SMTPSCOPE_ISSUE_NO_CODE, reply::kNoCode));
static_assert(is_same(SMTPSCOPE_ISSUE_CUT, reply::kCut));
static_assert(is_same(SMTPSCOPE_ISSUE_FLATTENED, reply::kFlattened));

/// Copies as much of `text` as fits with its NUL, without cutting a character in two.
void copy_error(std::string_view text, char* out, std::size_t size) noexcept {
  if (out == nullptr || size == 0) return;
  std::size_t n = std::min(text.size(), size - 1);
  while (n > 0 && n < text.size() && (static_cast<unsigned char>(text[n]) & 0xc0) == 0x80) --n;
  if (n > 0) std::memcpy(out, text.data(), n);  // an empty view may have no data
  out[n] = '\0';
}

smtpscope_status find_question(const smtpscope_question* given, core::Question& out) noexcept {
  if (given == nullptr || !api::is_size_known(given)) return SMTPSCOPE_BAD_ARGUMENT;
  if (!api::find_text(given->text, given->text_length, out.text)) return SMTPSCOPE_BAD_ARGUMENT;
  if (out.text.size() > api::kMaxText) return SMTPSCOPE_TOO_LARGE;
  if (given->stage != nullptr && *given->stage != '\0') {
    const auto stage = reply::parse_stage(api::find_name(given->stage));
    if (!stage) return SMTPSCOPE_BAD_ARGUMENT;
    out.stage = *stage;
  }
  out.host = api::find_name(given->host);
  out.domain = api::find_name(given->domain);
  return SMTPSCOPE_OK;
}

}  // namespace

extern "C" {

const char* smtpscope_version(void) noexcept { return SMTPSCOPE_VERSION_STRING; }

const char* smtpscope_status_text(smtpscope_status status) noexcept {
  switch (status) {
    case SMTPSCOPE_OK:
      return "all is well";
    case SMTPSCOPE_BAD_ARGUMENT:
      return "an argument is wrong: NULL, a stage that is none, a struct_size that is not "
             "set, or too many headers";
    case SMTPSCOPE_TOO_LARGE:
      return "the text or mail is larger than 64 MiB";
    case SMTPSCOPE_CANNOT_READ:
      return "the knowledge directory cannot be read";
    case SMTPSCOPE_BAD_KNOWLEDGE:
      return "a file in the knowledge directory is wrong";
    case SMTPSCOPE_NO_MEMORY:
      return "memory ran out";
    case SMTPSCOPE_INTERNAL:
      return "a fault inside the library; please report it";
  }
  return "this is no status";
}

smtpscope_status smtpscope_open(const char* knowledge_dir, smtpscope_scope** out, char* error,
                                size_t error_size) noexcept {
  copy_error({}, error, error_size);
  if (out != nullptr) *out = nullptr;
  const smtpscope_status status = api::guard([&] {
    if (out == nullptr) return SMTPSCOPE_BAD_ARGUMENT;
    auto loaded = api::load(knowledge_dir);
    if (!loaded) {
      copy_error(loaded.error().message, error, error_size);
      return loaded.error().unreadable ? SMTPSCOPE_CANNOT_READ : SMTPSCOPE_BAD_KNOWLEDGE;
    }
    *out = new smtpscope_scope{std::move(*loaded)};
    return SMTPSCOPE_OK;
  });
  const bool is_said = status == SMTPSCOPE_CANNOT_READ || status == SMTPSCOPE_BAD_KNOWLEDGE;
  if (status != SMTPSCOPE_OK && !is_said) {
    copy_error(smtpscope_status_text(status), error, error_size);
  }
  return status;
}

void smtpscope_close(smtpscope_scope* scope) noexcept { delete scope; }

smtpscope_status smtpscope_classify(const smtpscope_scope* scope,
                                    const smtpscope_question* question,
                                    smtpscope_verdict** out) noexcept {
  if (out == nullptr) return SMTPSCOPE_BAD_ARGUMENT;
  *out = nullptr;
  if (scope == nullptr) return SMTPSCOPE_BAD_ARGUMENT;
  return api::guard([&] {
    core::Question asked;
    const smtpscope_status status = find_question(question, asked);
    if (status != SMTPSCOPE_OK) return status;
    *out = &api::make_reading(scope->loaded, asked).release()->deciding();
    return SMTPSCOPE_OK;
  });
}

void smtpscope_verdict_free(smtpscope_verdict* verdict) noexcept {
  // Others of the same reading go with the deciding one, an attempt's with its bounce; freed by
  // mistake they stay.
  if (verdict == nullptr || verdict->reading->is_part) return;
  if (verdict == &verdict->reading->deciding()) delete verdict->reading;
}

smtpscope_retry_when smtpscope_retry(const smtpscope_verdict* verdict, uint32_t* after_s) noexcept {
  return smtpscope_retry_next(verdict, 1, 0, after_s);
}

smtpscope_retry_when smtpscope_retry_next(const smtpscope_verdict* verdict, uint32_t tries,
                                          uint32_t elapsed_s, uint32_t* after_s) noexcept {
  if (after_s != nullptr) *after_s = 0;
  if (verdict == nullptr) return SMTPSCOPE_RETRY_INVALID;
  const api::NextTry next = api::find_next_try(verdict->judged->verdict, tries, elapsed_s);
  if (after_s != nullptr) *after_s = next.after_s;
  return next.when;
}

smtpscope_retry_when smtpscope_retry_of(const smtpscope_scope* scope,
                                        const smtpscope_question* question,
                                        uint32_t* after_s) noexcept {
  if (after_s != nullptr) *after_s = 0;
  if (scope == nullptr) return SMTPSCOPE_RETRY_INVALID;
  api::NextTry next;
  const smtpscope_status status = api::guard([&] {
    core::Question asked;
    const smtpscope_status found = find_question(question, asked);
    if (found != SMTPSCOPE_OK) return found;
    next = api::find_next_try(scope->loaded->classify(asked).verdict().verdict, 1, 0);
    return SMTPSCOPE_OK;
  });
  if (status != SMTPSCOPE_OK) return SMTPSCOPE_RETRY_INVALID;
  if (after_s != nullptr) *after_s = next.after_s;
  return next.when;
}

smtpscope_status smtpscope_parse_reply(const char* text, size_t text_length,
                                       smtpscope_reply* out) noexcept {
  if (out == nullptr || !api::is_size_known(out)) return SMTPSCOPE_BAD_ARGUMENT;
  std::string_view given;
  if (!api::find_text(text, text_length, given)) return SMTPSCOPE_BAD_ARGUMENT;
  if (given.size() > api::kMaxText) return SMTPSCOPE_TOO_LARGE;
  return api::guard([&] {
    const reply::Reply found = reply::parse_reply(given);
    out->text = found.text.empty() ? "" : found.text.data();
    out->text_length = found.text.size();
    out->code = found.code;
    out->enhanced_class = found.enhanced.klass;
    out->enhanced_subject = found.enhanced.subject;
    out->enhanced_detail = found.enhanced.detail;
    out->lines = found.lines;
    out->issues = found.issues;
    return SMTPSCOPE_OK;
  });
}

}  // extern "C"
