// SPDX-License-Identifier: Apache-2.0
// The C API's questions to a verdict. Everything was made with it, so nothing here fails; NULL
// gives
// "" and 0. Words of the vocabulary are literals, so their data() ends in a NUL.
#include <smtpscope/smtpscope.h>

#include "api/reading.h"

namespace {

namespace api = smtpscope::api;
using api::Field;
using smtpscope::verdict::Verdict;

const char* find_field(const smtpscope_verdict* verdict, Field name) noexcept {
  return verdict == nullptr ? "" : verdict->field(name);
}

template <class Word>
const char* find_word(const smtpscope_verdict* verdict, Word Verdict::*member) noexcept {
  return verdict == nullptr ? "" : to_string(verdict->judged->verdict.*member).data();
}

template <class Word>
const char* find_word(const smtpscope_verdict* verdict,
                      std::optional<Word> Verdict::*member) noexcept {
  if (verdict == nullptr) return "";
  const std::optional<Word>& word = verdict->judged->verdict.*member;
  return word ? to_string(*word).data() : "";
}

const char* find_action(const smtpscope_verdict* verdict, size_t index,
                        const char* smtpscope_verdict::Action::*member) noexcept {
  return verdict == nullptr || index >= verdict->actions.size() ? ""
                                                                : verdict->actions[index].*member;
}

}  // namespace

extern "C" {

uint32_t smtpscope_verdict_give_up(const smtpscope_verdict* v) noexcept {
  if (v == nullptr) return 0;
  const auto& retry = v->judged->verdict.retry;
  return retry && retry->when == smtpscope::verdict::RetryWhen::after ? retry->give_up_s : 0;
}

const char* smtpscope_verdict_retry_basis(const smtpscope_verdict* v) noexcept {
  if (v == nullptr) return "";
  const auto& retry = v->judged->verdict.retry;
  return retry ? to_string(retry->basis).data() : "";
}

const char* smtpscope_verdict_reason(const smtpscope_verdict* v) noexcept {
  return find_word(v, &Verdict::reason);
}
const char* smtpscope_verdict_fault(const smtpscope_verdict* v) noexcept {
  return find_word(v, &Verdict::fault);
}
const char* smtpscope_verdict_persistence(const smtpscope_verdict* v) noexcept {
  return find_word(v, &Verdict::persistence);
}
const char* smtpscope_verdict_stated(const smtpscope_verdict* v) noexcept {
  return find_word(v, &Verdict::stated);
}
const char* smtpscope_verdict_address_action(const smtpscope_verdict* v) noexcept {
  return find_word(v, &Verdict::address_action);
}
const char* smtpscope_verdict_confidence(const smtpscope_verdict* v) noexcept {
  return find_word(v, &Verdict::confidence);
}

int smtpscope_verdict_code(const smtpscope_verdict* v) noexcept {
  return v == nullptr ? 0 : v->judged->verdict.code;
}
const char* smtpscope_verdict_enhanced(const smtpscope_verdict* v) noexcept {
  return find_field(v, Field::enhanced);
}
const char* smtpscope_verdict_receiver(const smtpscope_verdict* v) noexcept {
  return find_field(v, Field::receiver);
}
const char* smtpscope_verdict_receiver_code(const smtpscope_verdict* v) noexcept {
  return find_field(v, Field::receiver_code);
}
const char* smtpscope_verdict_list(const smtpscope_verdict* v) noexcept {
  return find_field(v, Field::list);
}

const char* smtpscope_verdict_rule(const smtpscope_verdict* v) noexcept {
  return find_field(v, Field::rule);
}
const char* smtpscope_verdict_basis(const smtpscope_verdict* v) noexcept {
  return v == nullptr ? "" : to_string(v->judged->verdict.evidence.basis).data();
}
const char* smtpscope_verdict_runner_up(const smtpscope_verdict* v, size_t index) noexcept {
  if (index >= smtpscope::verdict::kMaxRunnersUp) return "";
  return find_field(v, static_cast<Field>(static_cast<size_t>(Field::first_runner_up) + index));
}
const char* smtpscope_verdict_note(const smtpscope_verdict* v) noexcept {
  return find_field(v, Field::note);
}
int smtpscope_verdict_span(const smtpscope_verdict* v, size_t* begin, size_t* end) noexcept {
  const auto span = v == nullptr ? smtpscope::verdict::Span{} : v->judged->verdict.evidence.span;
  if (begin != nullptr) *begin = span.begin;
  if (end != nullptr) *end = span.end;
  return span.empty() ? 0 : 1;
}

const char* smtpscope_verdict_title(const smtpscope_verdict* v) noexcept {
  return find_field(v, Field::title);
}
const char* smtpscope_verdict_summary(const smtpscope_verdict* v) noexcept {
  return find_field(v, Field::summary);
}
const char* smtpscope_verdict_explanation(const smtpscope_verdict* v) noexcept {
  return find_field(v, Field::explanation);
}
const char* smtpscope_verdict_advice(const smtpscope_verdict* v) noexcept {
  return find_field(v, Field::advice);
}
const char* smtpscope_verdict_for_sender(const smtpscope_verdict* v) noexcept {
  return find_field(v, Field::for_sender);
}
const char* smtpscope_verdict_page(const smtpscope_verdict* v) noexcept {
  return find_field(v, Field::page);
}

size_t smtpscope_verdict_actions(const smtpscope_verdict* v) noexcept {
  return v == nullptr ? 0 : v->actions.size();
}
const char* smtpscope_verdict_action(const smtpscope_verdict* v, size_t index) noexcept {
  return find_action(v, index, &smtpscope_verdict::Action::word);
}
const char* smtpscope_verdict_action_text(const smtpscope_verdict* v, size_t index) noexcept {
  return find_action(v, index, &smtpscope_verdict::Action::text);
}
const char* smtpscope_verdict_action_link(const smtpscope_verdict* v, size_t index) noexcept {
  return find_action(v, index, &smtpscope_verdict::Action::link);
}

const char* smtpscope_verdict_reply(const smtpscope_verdict* v, size_t* length) noexcept {
  if (length != nullptr) *length = v == nullptr ? 0 : v->judged->found.reply.text.size();
  return find_field(v, Field::reply);
}
const char* smtpscope_verdict_found_in(const smtpscope_verdict* v) noexcept {
  return find_field(v, Field::found_in);
}
const char* smtpscope_verdict_stage(const smtpscope_verdict* v) noexcept {
  if (v == nullptr || v->judged->stage == smtpscope::reply::Stage::unknown) return "";
  return to_string(v->judged->stage).data();
}
const char* smtpscope_verdict_remote_host(const smtpscope_verdict* v) noexcept {
  return find_field(v, Field::remote_host);
}
const char* smtpscope_verdict_remote_ip(const smtpscope_verdict* v) noexcept {
  return find_field(v, Field::remote_ip);
}
const char* smtpscope_verdict_recipient(const smtpscope_verdict* v) noexcept {
  return find_field(v, Field::recipient);
}

size_t smtpscope_verdict_count(const smtpscope_verdict* v) noexcept {
  return v == nullptr ? 0 : v->reading->answer.replies.size();
}
const smtpscope_verdict* smtpscope_verdict_at(const smtpscope_verdict* v, size_t index) noexcept {
  return index < smtpscope_verdict_count(v) ? &v->reading->verdicts[index] : nullptr;
}

const char* smtpscope_verdict_json(const smtpscope_verdict* v, size_t* length) noexcept {
  if (length != nullptr) *length = 0;
  if (v == nullptr) return "";
  try {
    const std::string& json = api::find_json(*v);
    if (length != nullptr) *length = json.size();
    return json.c_str();
  } catch (...) {
    return "";
  }
}

}  // extern "C"
