// SPDX-License-Identifier: Apache-2.0
#include "core/attempt_verdict.h"

#include <algorithm>

#include "base/text.h"

namespace smtpscope::core {
namespace {

using attempt::Attempt;
using attempt::Outcome;
using verdict::Basis;
using verdict::Confidence;
using verdict::Reason;
using verdict::Verdict;

std::string_view domain_of(std::string_view address) noexcept {
  const std::size_t sign = address.rfind('@');
  return sign == std::string_view::npos ? std::string_view() : address.substr(sign + 1);
}

/// A verdict that follows from what kind of mail it is.
Verdict verdict_of(const Classifier& classifier, const Attempt& attempt, Reason reason,
                   std::string_view rule) {
  const auto& info = classifier.knowledge().reason(reason);
  Verdict v;
  v.reason = reason;
  v.fault = info.fault;
  v.address_action = info.address_action;
  v.confidence = Confidence::high;
  v.code = attempt.code;
  v.enhanced = attempt.enhanced;
  v.evidence.rule = rule;
  v.evidence.basis = Basis::text;
  v.note = attempt.kind;
  if (reason == Reason::complaint) {
    v.persistence = info.persistence;
    v.retry.emplace();
  }
  return v;
}

/// Whether something was decided by more than codes.
bool is_strong(const Verdict& v) noexcept {
  return v.evidence.basis == Basis::text || v.evidence.basis == Basis::receiver_code;
}

bool is_vague(const Verdict& v) noexcept {
  return v.reason == Reason::unknown || v.reason == Reason::expired || v.reason == Reason::policy ||
         v.confidence == Confidence::medium;
}

class Judge {
 public:
  Judge(const Classifier& classifier, const Attempt& attempt, Memory& memory)
      : classifier_(classifier), attempt_(attempt), memory_(memory) {}

  AttemptVerdict run() {
    AttemptVerdict out{by_reply(), attempt_.reply, false};
    if (attempt_.words.empty()) return out;
    if (is_strong(out.verdict) && !is_vague(out.verdict)) return out;
    const AttemptVerdict witness = by_words();
    const Reason told = out.verdict.reason;
    const bool better =
        is_strong(witness.verdict) && witness.verdict.reason != Reason::unknown &&
        witness.verdict.reason != Reason::accepted &&
        (told == Reason::unknown || told == Reason::expired || !is_vague(witness.verdict));
    return better ? witness : out;
  }

 private:
  Verdict judge(std::string_view text, std::string_view host) {
    reply::Reply reply = reply::parse_reply(text);
    reply.code = attempt_.code;
    reply.enhanced = attempt_.enhanced;
    const auto context =
        classifier_.context_of(reply, attempt_.stage, host, domain_of(attempt_.recipient));
    return classifier_.classify_reply(reply, context, memory_);
  }

  Verdict by_reply() {
    if (!attempt_.nested) return judge(attempt_.reply, attempt_.remote_host);
    const Question question{attempt_.reply, attempt_.stage, attempt_.remote_host,
                            domain_of(attempt_.recipient)};
    const Answer answer = classifier_.classify(question, memory_);
    Verdict v = answer.verdict().verdict;
    place(answer.verdict().found.reply.text, v);
    return v;
  }

  /// The verdict of a reply inside the attempt's: its span counts from the outer one's begin, and
  /// where the inner one had to be unescaped, nothing may point into a copy that goes.
  void place(std::string_view inner, Verdict& v) const {
    const std::string_view outer = attempt_.reply;
    if (inner.data() >= outer.data() && inner.data() <= outer.data() + outer.size()) {
      if (v.evidence.span.empty()) return;
      const auto offset = static_cast<std::uint32_t>(inner.data() - outer.data());
      v.evidence.span.begin += offset;
      v.evidence.span.end += offset;
      return;
    }
    v.evidence.span = {};
    const std::size_t at = outer.find(v.receiver_code);
    v.receiver_code = at == std::string_view::npos ? std::string_view()
                                                   : outer.substr(at, v.receiver_code.size());
  }

  /// What the words say beside the reply they quote. The codes stay those of the reply: the words
  /// only say what they mean.
  AttemptVerdict by_words() {
    const reply::Paste paste = reply::find_replies(attempt_.words);
    const reply::Found& found = paste.replies[paste.deciding];
    if (found.reply.code != 0 && found.reply.code == attempt_.code) return {};
    const bool inside = found.reply.text.data() >= attempt_.words.data() &&
                        found.reply.text.data() <= attempt_.words.data() + attempt_.words.size();
    const std::string_view text = inside ? found.reply.text : attempt_.words;
    return {judge(text, attempt_.remote_host), text, true};
  }

  const Classifier& classifier_;
  const Attempt& attempt_;
  Memory& memory_;
};

}  // namespace

AttemptVerdict classify_attempt(const Classifier& classifier, const Attempt& attempt,
                                Memory& memory) {
  switch (attempt.outcome) {
    case Outcome::complaint:
      return {verdict_of(classifier, attempt, Reason::complaint, "outcome.complaint"), {}, false};
    case Outcome::auto_reply:
    case Outcome::mdn:
    case Outcome::challenge:
    case Outcome::address_change:
      return {verdict_of(classifier, attempt, Reason::auto_reply, "outcome.auto_reply"), {}, false};
    case Outcome::queued:
    case Outcome::delivered:
    case Outcome::relayed:
    case Outcome::expanded:
      if (attempt.place.format == "rfc6591") {
        return {verdict_of(classifier, attempt, Reason::sender_auth_failed, "outcome.auth_failure"),
                {},
                false};
      }
      return {verdict_of(classifier, attempt, Reason::accepted, "outcome.accepted"), {}, false};
    default:
      break;
  }
  AttemptVerdict out = Judge(classifier, attempt, memory).run();
  // Whom our own server refused is no address of those we send to.
  if (attempt.direction == attempt::Direction::in)
    out.verdict.address_action = verdict::AddressAction::keep;
  return out;
}

Answer answer_attempts(const Classifier& classifier, std::span<const Attempt> attempts,
                       Memory& memory) {
  Answer answer;
  for (const Attempt& attempt : attempts) {
    const AttemptVerdict told = classify_attempt(classifier, attempt, memory);
    Judged& judged = answer.replies.emplace_back();
    judged.verdict = told.verdict;
    judged.stage = attempt.stage;
    judged.found.reply = reply::parse_reply(told.judged.empty() ? attempt.words : told.judged);
    judged.found.wrapper = attempt.place.format;
    judged.found.host = attempt.remote_host;
    judged.found.ip = attempt.remote_ip;
    judged.found.recipient = attempt.recipient;
    judged.found.local = attempt.statement;
  }
  const auto failed =
      std::find_if(answer.replies.begin(), answer.replies.end(),
                   [](const Judged& j) { return j.verdict.persistence.has_value(); });
  if (failed != answer.replies.end())
    answer.deciding = static_cast<std::size_t>(failed - answer.replies.begin());
  return answer;
}

}  // namespace smtpscope::core
