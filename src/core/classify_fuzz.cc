// SPDX-License-Identifier: Apache-2.0
// Fuzz target with oracles: the verdict of a reply is the verdict of its template with other
// addresses and ids, what is remembered is what was found, and nothing is suppressed lightly.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "base/utf8.h"

#include "meaning/rules/variation.h"

#include "core/classifier.h"

namespace {

using namespace smtpscope;

void require(bool holds) {
  if (!holds) std::abort();
}

const core::Classifier& shipped() {
  static const core::Classifier kClassifier = [] {
    std::vector<base::Error> errors;
    return std::move(*core::Classifier::load({}, errors));
  }();
  return kClassifier;
}

void check(const core::Judged& judged) {
  const verdict::Verdict& v = judged.verdict;
  require(!v.evidence.rule.empty());
  require(v.evidence.span.begin <= v.evidence.span.end &&
          v.evidence.span.end <= judged.found.reply.text.size());
  if (v.address_action != verdict::AddressAction::suppress) return;
  require((v.code != 0 ? v.code / 100 : v.enhanced.klass) != 4);
  require(judged.stage != reply::Stage::mail && judged.stage != reply::Stage::banner &&
          judged.stage != reply::Stage::ehlo);
}

void check_other_ids(const reply::Reply& reply, const rules::Context& context,
                     core::Memory& memory) {
  const verdict::Verdict before = shipped().classify_reply(reply, context, memory);
  masking::Template folded;
  masking::make_template(reply, shipped().names(), folded);
  const std::string text =
      rules::replace_variables(reply, folded, static_cast<unsigned>(reply.text.size()));
  masking::Template other;
  reply::Reply varied = reply;
  varied.text = text;
  masking::make_template(varied, shipped().names(), other);
  if (other.text != folded.text) return;  // the new words joined their neighbours
  const verdict::Verdict after = shipped().classify_reply(varied, context, memory);
  require(after.reason == before.reason && after.evidence.rule == before.evidence.rule &&
          after.receiver == before.receiver);
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer calls it so.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static core::Memory memory;
  static core::Memory plain = [] {
    core::Memory out;
    out.set_caching(false);
    return out;
  }();
  core::Question question;
  question.text = {reinterpret_cast<const char*>(data), size};
  question.stage =
      static_cast<reply::Stage>(size == 0 ? 0 : data[size - 1] % reply::kStageWords.size());
  (void)shipped().classify_kept(question, memory);
  (void)shipped().classify_kept(question, memory);
  const core::Answer answer = shipped().classify(question, memory);  // the third sight
  const core::Answer again = shipped().classify(question, plain);
  require(!answer.replies.empty() && answer.deciding < answer.replies.size());
  require(answer.replies.size() == again.replies.size());
  for (std::size_t i = 0; i < answer.replies.size(); ++i) {
    const core::Judged& judged = answer.replies[i];
    check(judged);
    require(judged.verdict.evidence.rule == again.replies[i].verdict.evidence.rule);
    require(judged.verdict.reason == again.replies[i].verdict.reason);
    require(judged.found.reply.text == again.replies[i].found.reply.text);
    require(judged.verdict.receiver_code == again.replies[i].verdict.receiver_code);
    const auto context =
        shipped().context_of(judged.found.reply, judged.stage, judged.found.host, "");
    if (i < 4) check_other_ids(judged.found.reply, context, memory);
  }
  return 0;
}
