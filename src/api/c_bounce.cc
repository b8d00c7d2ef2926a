// SPDX-License-Identifier: Apache-2.0
// The C API's reading of bounces, and its questions to attempts. Everything was made with the
// bounce, so no question fails; NULL gives "" and 0. Words are literals, so their data() ends in a
// NUL.
#include <smtpscope/smtpscope.h>

#include "api/arguments.h"
#include "api/bounce_result.h"
#include "api/scope.h"

namespace {

namespace api = smtpscope::api;
using api::AttemptField;

smtpscope_status find_headers(const smtpscope_mail& given, std::vector<std::string>& out) {
  if (given.header_count > api::kMaxHeaders) return SMTPSCOPE_BAD_ARGUMENT;
  if (given.header_count > 0 && given.headers == nullptr) return SMTPSCOPE_BAD_ARGUMENT;
  for (std::size_t i = 0; i < given.header_count; ++i) {
    const std::string_view name = api::find_name(given.headers[i]);
    if (name.empty()) return SMTPSCOPE_BAD_ARGUMENT;
    out.emplace_back(name);
  }
  return SMTPSCOPE_OK;
}

smtpscope_status find_mail(const smtpscope_mail* given, api::MailQuestion& out) {
  if (given == nullptr || !api::is_size_known(given)) return SMTPSCOPE_BAD_ARGUMENT;
  if (!api::find_text(given->bytes, given->length, out.bytes)) return SMTPSCOPE_BAD_ARGUMENT;
  if (out.bytes.size() > api::kMaxText) return SMTPSCOPE_TOO_LARGE;
  if (given->file != nullptr) {
    out.file = {given->file, ::strnlen(given->file, api::kMaxFileName + 1)};
    if (out.file.size() > api::kMaxFileName) return SMTPSCOPE_BAD_ARGUMENT;
  }
  out.offset = given->offset;
  return find_headers(*given, out.headers);
}

const char* find_field(const smtpscope_attempt* a, AttemptField name) noexcept {
  return a == nullptr ? "" : a->field(name);
}

}  // namespace

extern "C" {

smtpscope_status smtpscope_read_bounce(const smtpscope_scope* scope, const smtpscope_mail* mail,
                                       smtpscope_bounce** out) noexcept {
  if (out == nullptr) return SMTPSCOPE_BAD_ARGUMENT;
  *out = nullptr;
  if (scope == nullptr) return SMTPSCOPE_BAD_ARGUMENT;
  return api::guard([&] {
    api::MailQuestion asked;
    const smtpscope_status status = find_mail(mail, asked);
    if (status == SMTPSCOPE_OK) *out = api::read_bounce(scope->loaded, std::move(asked)).release();
    return status;
  });
}

void smtpscope_bounce_free(smtpscope_bounce* bounce) noexcept { delete bounce; }

size_t smtpscope_bounce_count(const smtpscope_bounce* b) noexcept {
  return b == nullptr ? 0 : b->count;
}
const smtpscope_attempt* smtpscope_bounce_at(const smtpscope_bounce* b, size_t index) noexcept {
  return index < smtpscope_bounce_count(b) ? &b->attempts[index] : nullptr;
}
const char* smtpscope_bounce_why_not(const smtpscope_bounce* b) noexcept {
  return b == nullptr ? "" : b->why_not;
}

const smtpscope_verdict* smtpscope_attempt_verdict(const smtpscope_attempt* a) noexcept {
  return a == nullptr ? nullptr : &a->reading->deciding();
}

const char* smtpscope_attempt_id(const smtpscope_attempt* a) noexcept {
  return find_field(a, AttemptField::id);
}
const char* smtpscope_attempt_outcome(const smtpscope_attempt* a) noexcept {
  return a == nullptr ? "" : to_string(a->attempt.outcome).data();
}
const char* smtpscope_attempt_kind(const smtpscope_attempt* a) noexcept {
  return find_field(a, AttemptField::kind);
}
const char* smtpscope_attempt_format(const smtpscope_attempt* a) noexcept {
  return a == nullptr || a->attempt.place.format.empty() ? "" : a->attempt.place.format.data();
}

const char* smtpscope_attempt_recipient(const smtpscope_attempt* a) noexcept {
  return find_field(a, AttemptField::recipient);
}
const char* smtpscope_attempt_original_recipient(const smtpscope_attempt* a) noexcept {
  return find_field(a, AttemptField::original_recipient);
}
const char* smtpscope_attempt_sender(const smtpscope_attempt* a) noexcept {
  return find_field(a, AttemptField::sender);
}
const char* smtpscope_attempt_returned_to(const smtpscope_attempt* a) noexcept {
  return find_field(a, AttemptField::returned_to);
}

const char* smtpscope_attempt_local_host(const smtpscope_attempt* a) noexcept {
  return find_field(a, AttemptField::local_host);
}
const char* smtpscope_attempt_remote_host(const smtpscope_attempt* a) noexcept {
  return find_field(a, AttemptField::remote_host);
}
const char* smtpscope_attempt_remote_ip(const smtpscope_attempt* a) noexcept {
  return find_field(a, AttemptField::remote_ip);
}
const char* smtpscope_attempt_queue_id(const smtpscope_attempt* a) noexcept {
  return find_field(a, AttemptField::queue_id);
}
const char* smtpscope_attempt_stage(const smtpscope_attempt* a) noexcept {
  if (a == nullptr || a->attempt.stage == smtpscope::reply::Stage::unknown) return "";
  return to_string(a->attempt.stage).data();
}
int smtpscope_attempt_code(const smtpscope_attempt* a) noexcept {
  return a == nullptr ? 0 : a->attempt.code;
}
const char* smtpscope_attempt_enhanced(const smtpscope_attempt* a) noexcept {
  return find_field(a, AttemptField::enhanced);
}
const char* smtpscope_attempt_dsn_status(const smtpscope_attempt* a) noexcept {
  return find_field(a, AttemptField::dsn_status);
}
const char* smtpscope_attempt_reply(const smtpscope_attempt* a, size_t* length) noexcept {
  if (length != nullptr) *length = a == nullptr ? 0 : a->attempt.reply.size();
  return find_field(a, AttemptField::reply);
}

int smtpscope_attempt_time(const smtpscope_attempt* a, int64_t* epoch_ms,
                           int* offset_minutes) noexcept {
  const bool known = a != nullptr && a->attempt.time;
  if (epoch_ms != nullptr) *epoch_ms = known ? a->attempt.time->epoch_ms : 0;
  if (offset_minutes != nullptr) *offset_minutes = known ? a->attempt.time->offset_minutes : 0;
  return known ? 1 : 0;
}
const char* smtpscope_attempt_time_source(const smtpscope_attempt* a) noexcept {
  return a == nullptr || !a->attempt.time ? "" : to_string(a->attempt.time->source).data();
}

const char* smtpscope_attempt_message_id(const smtpscope_attempt* a) noexcept {
  return find_field(a, AttemptField::message_id);
}
const char* smtpscope_attempt_subject(const smtpscope_attempt* a) noexcept {
  return find_field(a, AttemptField::subject);
}
const char* smtpscope_attempt_from(const smtpscope_attempt* a) noexcept {
  return find_field(a, AttemptField::from);
}
const char* smtpscope_attempt_list_id(const smtpscope_attempt* a) noexcept {
  return find_field(a, AttemptField::list_id);
}
size_t smtpscope_attempt_tags(const smtpscope_attempt* a) noexcept {
  return a == nullptr || a->tags == nullptr ? 0 : a->tags->shown.size();
}
const char* smtpscope_attempt_tag_name(const smtpscope_attempt* a, size_t index) noexcept {
  return index < smtpscope_attempt_tags(a) ? a->tags->shown[index].name : "";
}
const char* smtpscope_attempt_tag_value(const smtpscope_attempt* a, size_t index) noexcept {
  return index < smtpscope_attempt_tags(a) ? a->tags->shown[index].value : "";
}

const char* smtpscope_attempt_json(const smtpscope_attempt* a, size_t* length) noexcept {
  if (length != nullptr) *length = 0;
  if (a == nullptr) return "";
  try {
    const std::string& json = api::find_json(*a);
    if (length != nullptr) *length = json.size();
    return json.c_str();
  } catch (...) {
    return "";
  }
}

}  // extern "C"
