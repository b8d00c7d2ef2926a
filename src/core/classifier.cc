// SPDX-License-Identifier: Apache-2.0
#include "core/classifier.h"

#include <cstring>

#include "base/hash.h"
#include "base/utf8.h"

#include "meaning/knowledge/compiled.h"
#include "meaning/rules/judge.h"
#include "meaning/rules/limits.h"

#include "core/builtin.h"
#include "core/repeat_cache.h"

namespace smtpscope::core {
namespace {

/// The cache's key is everything a match is a function of: the template and, in the spare bytes
/// behind it, the context.
std::string_view append_context(masking::Template& folded, const rules::Context& context) {
  const std::uint32_t parts[] = {
      static_cast<std::uint32_t>(context.code) | static_cast<std::uint32_t>(context.stage) << 16,
      static_cast<std::uint32_t>(context.enhanced.klass) << 20 |
          static_cast<std::uint32_t>(context.enhanced.subject) << 10 | context.enhanced.detail,
      context.receiver, context.domain_receiver};
  static_assert(sizeof parts <= masking::Template::kSpareBytes);
  const std::size_t size = folded.text.size();
  std::memcpy(folded.buffer.data() + size, parts, sizeof parts);
  return {folded.buffer.data(), size + sizeof parts};
}

/// Wrappers of mail servers quote another server; the host asked about is then not the speaker.
bool quotes_another(std::string_view wrapper) noexcept {
  for (const std::string_view name :
       {"postfix", "exim", "sendmail", "qmail", "kumomta", "exchange"}) {
    if (wrapper == name) return true;
  }
  return false;
}

}  // namespace

struct KeptMatch {
  std::string key;
  rules::Match match;
};

struct KeptAnswer {
  KeptQuestion question;
  Answer answer;  // points into `question`
};

struct Memory::State {
  rules::MatchMemory match;
  masking::Template folded;
  Answer answer;  ///< the last one that is not kept
  RepeatCache<KeptMatch> templates{rules::kMaxCachedTemplates};
  RepeatCache<KeptAnswer> texts{kMaxKeptTexts};
  bool caching = true, keeping_answers = true;
};

Memory::Memory() : state_(std::make_unique<State>()) { set_caching(true); }
Memory::~Memory() = default;
Memory::Memory(Memory&&) noexcept = default;
Memory& Memory::operator=(Memory&&) noexcept = default;

const std::vector<rules::Candidate>& Memory::candidates() const noexcept {
  return state_->match.candidates;
}
std::string_view Memory::last_template() const noexcept { return state_->folded.shown(); }
void Memory::set_caching(bool on) noexcept {
  state_->caching = on;
  state_->match.whole_trail = !on;
}
void Memory::set_keeping_answers(bool on) noexcept { state_->keeping_answers = on; }

struct Classifier::State {
  knowledge::Knowledge knowledge;
  masking::Names names;
  std::unique_ptr<rules::Matcher> matcher;
};

Classifier::Classifier(std::unique_ptr<State> state) : state_(std::move(state)) {}
Classifier::~Classifier() = default;
Classifier::Classifier(Classifier&&) noexcept = default;
Classifier& Classifier::operator=(Classifier&&) noexcept = default;

const knowledge::Knowledge& Classifier::knowledge() const noexcept { return state_->knowledge; }
const rules::Matcher& Classifier::matcher() const noexcept { return *state_->matcher; }
const masking::Names& Classifier::names() const noexcept { return state_->names; }

base::Result<Classifier> Classifier::load(std::vector<knowledge::File> files,
                                          std::vector<base::Error>& errors) {
  auto compiled = knowledge::load_compiled(builtin_knowledge());
  if (!compiled) return tl::unexpected(compiled.error());
  auto state = std::make_unique<State>();
  state->knowledge = std::move(compiled->knowledge);
  const std::size_t builtin_rules = state->knowledge.rules.size();
  for (knowledge::File& file : files) file.user = true;
  if (!files.empty()) {
    auto found = knowledge::load_files(std::move(files), state->knowledge);
    const auto references = knowledge::check_references(state->knowledge);
    found.insert(found.end(), references.begin(), references.end());
    errors.insert(errors.end(), found.begin(), found.end());
  }
  state->names = masking::Names(state->knowledge);
  rules::PhraseSet phrases;
  if (auto read = phrases.load_compiled(compiled->engine); !read)
    return tl::unexpected(read.error());
  state->matcher = std::make_unique<rules::Matcher>(state->knowledge, builtin_rules,
                                                    std::move(phrases), state->names);
  return Classifier(std::move(state));
}

base::Result<Classifier> Classifier::load_only(std::vector<knowledge::File> files,
                                               std::vector<base::Error>& errors) {
  auto state = std::make_unique<State>();
  errors = knowledge::load_files(std::move(files), state->knowledge);
  const auto references = knowledge::check_references(state->knowledge);
  errors.insert(errors.end(), references.begin(), references.end());
  if (state->knowledge.reasons.size() != verdict::kReasonWords.size()) {
    return tl::unexpected(
        base::Error{"", 0, "there is no vocabulary", "give a whole knowledge directory"});
  }
  state->names = masking::Names(state->knowledge);
  state->matcher = std::make_unique<rules::Matcher>(state->knowledge, state->names);
  return Classifier(std::move(state));
}

rules::Context Classifier::context_of(const reply::Reply& reply, reply::Stage stage,
                                      std::string_view host, std::string_view domain) const {
  rules::Context context;
  context.code = reply.code;
  context.enhanced = reply.enhanced;
  context.stage = stage;
  if (!host.empty()) context.receiver = state_->names.find_receiver_of_host(host);
  if (!domain.empty()) context.domain_receiver = state_->names.find_receiver_of_domain(domain);
  return context;
}

verdict::Verdict Classifier::classify_reply(const reply::Reply& reply,
                                            const rules::Context& context, Memory& memory) const {
  Memory::State& m = *memory.state_;
  masking::make_template(reply, state_->names, m.folded);
  const auto judge = [&](const rules::Match& match) {
    return rules::judge(state_->knowledge, match, context, reply, m.folded);
  };
  const auto find = [&] { return state_->matcher->match(m.folded.text, context, m.match); };
  if (!m.caching || m.folded.text.size() > kMaxKeptTemplateBytes) return judge(find());
  const std::string_view key = append_context(m.folded, context);
  const std::uint64_t hash = base::hash64(key);
  const auto same = [&](const KeptMatch& kept) { return kept.key == key; };
  if (const KeptMatch* kept = m.templates.find(hash, same)) return judge(kept->match);
  const rules::Match match = find();
  if (KeptMatch* place = m.templates.admit(hash)) {
    place->key = key;
    place->match = match;
  }
  return judge(match);
}

void Classifier::judge_found(const reply::Found& found, const Question& question, Memory& memory,
                             Judged& out) const {
  if (!found.outer.empty()) {
    // A callout that failed is said of the sender: `Sender address rejected: ... host mx said: 550
    // User unknown`. The inner reply then says nothing of our recipient.
    const reply::Reply outer = reply::parse_reply(found.outer);
    const auto context = context_of(outer, question.stage, question.host, question.domain);
    out.verdict = classify_reply(outer, context, memory);
    if (out.verdict.reason == verdict::Reason::bad_sender &&
        out.verdict.evidence.basis == verdict::Basis::text) {
      out.found.reply = outer;
      out.stage = question.stage;
      return;
    }
  }
  out.found = found;
  out.stage = found.stage != reply::Stage::unknown ? found.stage : question.stage;
  const std::string_view host =
      found.host.empty() && !quotes_another(found.wrapper) ? question.host : found.host;
  const auto context = context_of(found.reply, out.stage, host, question.domain);
  out.verdict = classify_reply(found.reply, context, memory);
}

void Classifier::answer(const Question& question, Memory& memory, Answer& out) const {
  std::string_view text = question.text;
  out.raw = text;
  out.was_repaired = !base::is_utf8(text);
  out.repaired.reset();
  if (out.was_repaired) {
    out.repaired = std::make_unique<std::string>();  // stays where it is when the answer moves
    base::repair_utf8(text, *out.repaired);
    text = *out.repaired;
  }
  reply::find_replies(text, out.paste);
  out.deciding = out.paste.deciding;
  out.replies.clear();
  out.replies.reserve(out.paste.replies.size());
  for (const reply::Found& found : out.paste.replies) {
    judge_found(found, question, memory, out.replies.emplace_back());
  }
}

const Answer& Classifier::classify_kept(const Question& question, Memory& memory) const {
  Memory::State& m = *memory.state_;
  const bool keeping = m.caching && m.keeping_answers && is_short(question);
  const std::uint64_t hash = keeping ? hash_question(question) : 0;
  const auto same = [&](const KeptAnswer& kept) { return kept.question.is(question); };
  if (keeping) {
    if (const KeptAnswer* kept = m.texts.find(hash, same)) return kept->answer;
  }
  answer(question, memory, m.answer);
  if (!keeping || m.answer.replies.size() > kMaxKeptReplies) return m.answer;
  if (KeptAnswer* place = m.texts.admit(hash)) {
    place->question.keep(question);
    copy_answer(m.answer, place->question.text(), place->answer);
  }
  return m.answer;
}

Answer Classifier::classify(const Question& question, Memory& memory) const {
  const Answer& kept = classify_kept(question, memory);
  if (&kept == &memory.state_->answer) return std::move(memory.state_->answer);
  Answer out;
  copy_answer(kept, question.text, out);
  return out;
}

RetryDecision find_retry_decision(const verdict::Verdict& verdict) noexcept {
  if (!verdict.retry) return {};
  return {verdict.retry->when, verdict.retry->after_s};
}

}  // namespace smtpscope::core
