// SPDX-License-Identifier: Apache-2.0
#include "api/bounce_result.h"

#include <utility>

#include "format/attempt_json.h"

namespace smtpscope::api {
namespace {

using attempt::Attempt;

constexpr std::size_t kViews = static_cast<std::size_t>(AttemptField::end_of_views);
constexpr std::array<std::string_view Attempt::*, kViews> kAttemptViews = {
    &Attempt::recipient, &Attempt::original_recipient,
    &Attempt::sender,    &Attempt::message_id,
    &Attempt::queue_id,  &Attempt::local_host,
    &Attempt::local_ip,  &Attempt::remote_host,
    &Attempt::remote_ip, &Attempt::dsn_status,
    &Attempt::reply,     &Attempt::kind,
    &Attempt::subject,   &Attempt::from,
    &Attempt::list_id,   &Attempt::returned_to,
    &Attempt::words};

bool is_same(std::string_view a, std::string_view b) noexcept {
  return a.data() == b.data() && a.size() == b.size();
}

/// Copies attempts out of a reader. What an attempt shares with the one before it is copied once,
/// so that a mail with thousands of recipients does not have its words as often.
class Copier {
 public:
  Copier(smtpscope_bounce& bounce, std::string_view file) : bounce_(bounce), file_(keep(file)) {}

  /// Only what is copied is set: no view of the reader can be left behind by mistake.
  void copy(const Attempt& from, smtpscope_attempt& to) {
    Attempt& copy = to.attempt;
    copy.place = from.place;  // its words are literals
    copy.place.file = file_;
    copy.time = from.time;
    copy.direction = from.direction;
    copy.outcome = from.outcome;
    copy.has_sender = from.has_sender;
    copy.stage = from.stage;
    copy.code = from.code;
    copy.enhanced = from.enhanced;
    copy.nested = from.nested;
    copy.statement = from.statement;
    for (std::size_t i = 0; i < kViews; ++i) copy_view(from, i, to);
    copy_tags(from, to);
    add_fields(to);
    last_from_ = &from;
    last_to_ = &to;
  }

 private:
  /// With a NUL behind it.
  std::string_view keep(std::string_view text) {
    char* const at = bounce_.strings.take(text.size() + 1);
    text.copy(at, text.size());
    at[text.size()] = '\0';
    return {at, text.size()};
  }

  const char* show(std::string_view kept) {
    if (kept.empty()) return "";
    if (kept.find('\0') == std::string_view::npos) return kept.data();
    shown_.clear();
    append_shown(kept, shown_);
    return keep(shown_).data();
  }

  void copy_view(const Attempt& from, std::size_t i, smtpscope_attempt& to) {
    const auto member = kAttemptViews[i];
    const bool keeps_nul = static_cast<AttemptField>(i) == AttemptField::reply;
    if (last_from_ != nullptr && is_same(from.*member, last_from_->*member)) {
      to.attempt.*member = last_to_->attempt.*member;
      to.fields[i] = last_to_->fields[i];
      return;
    }
    const std::string_view kept = (from.*member).empty() ? std::string_view() : keep(from.*member);
    to.attempt.*member = kept;
    to.fields[i] = keeps_nul && !kept.empty() ? kept.data() : show(kept);
  }

  void copy_tags(const Attempt& from, smtpscope_attempt& to) {
    if (from.tags.empty()) return;
    if (last_from_ != nullptr && from.tags.data() == last_from_->tags.data()) {
      to.tags = last_to_->tags;
    } else {
      auto tags = std::make_shared<Tags>();
      for (const attempt::Tag& tag : from.tags) {
        const attempt::Tag kept{keep(tag.name), keep(tag.value)};
        tags->views.push_back(kept);
        tags->shown.push_back({show(kept.name), show(kept.value)});
      }
      to.tags = std::move(tags);
    }
    to.attempt.tags = to.tags->views;
  }

  void add_fields(smtpscope_attempt& to) {
    const Attempt& a = to.attempt;
    const auto add = [&](AttemptField name, const char* text) {
      to.fields[static_cast<std::size_t>(name)] = text;
    };
    if (a.sender.empty()) add(AttemptField::sender, a.has_sender ? "<>" : "");
    add(AttemptField::enhanced, keep(reply::format_enhanced_code(a.enhanced)).data());
    add(AttemptField::id, keep(format_id(a)).data());
  }

  smtpscope_bounce& bounce_;
  std::string_view file_;
  std::string shown_;
  const Attempt* last_from_ = nullptr;
  const smtpscope_attempt* last_to_ = nullptr;
};

void judge(const smtpscope_bounce& bounce, core::Memory& memory, smtpscope_attempt& out) {
  const Attempt& a = out.attempt;
  out.judged = core::classify_attempt(bounce.loaded->classifier(), a, memory);
  core::Judged judged;
  judged.verdict = out.judged.verdict;
  judged.stage = a.stage;
  judged.found.reply.text = out.judged.judged;
  judged.found.wrapper = a.place.format;
  judged.found.host = a.remote_host;
  judged.found.ip = a.remote_ip;
  judged.found.recipient = a.recipient;
  out.reading = make_reading(bounce.loaded, judged);
}

void take(const bounce::Reading& read, std::string_view file, core::Memory& memory,
          smtpscope_bounce& out) {
  out.count = read.attempts.size();
  if (out.count == 0) out.why_not = read.not_a_bounce.data();  // a literal
  out.attempts = std::make_unique<smtpscope_attempt[]>(out.count);
  Copier copier(out, file);
  for (std::size_t i = 0; i < out.count; ++i) {
    copier.copy(read.attempts[i], out.attempts[i]);
    judge(out, memory, out.attempts[i]);
  }
}

}  // namespace

std::unique_ptr<smtpscope_bounce> read_bounce(std::shared_ptr<const Loaded> loaded,
                                              MailQuestion question) {
  auto out = std::make_unique<smtpscope_bounce>();
  out->loaded = std::move(loaded);
  auto workspace = out->loaded->borrow();
  if (workspace->reader == nullptr) workspace->reader = std::make_unique<bounce::Reader>();
  bounce::Reader& reader = *workspace->reader;
  reader.set_headers(std::move(question.headers));
  const bounce::Reading& read = reader.read(question.bytes, question.file, question.offset);
  take(read, question.file, workspace->memory, *out);
  if (question.bytes.size() > kMaxKeptMail || out->count > kMaxKeptAttempts) {
    workspace->reader.reset();
  }
  out->loaded->give_back(std::move(workspace));
  return out;
}

const std::string& find_json(const smtpscope_attempt& attempt) {
  std::call_once(attempt.json_made, [&] {
    format::JsonOptions options;
    options.prose = false;
    std::string json;
    format::append_attempt_object(attempt.reading->loaded->classifier(), attempt.attempt,
                                  attempt.judged, false, options, json);
    attempt.json = std::move(json);
  });
  return attempt.json;
}

}  // namespace smtpscope::api
