// SPDX-License-Identifier: Apache-2.0
#include "core/classifier.h"

#include <cstring>
#include <unordered_map>

#include "base/hash.h"
#include "base/utf8.h"

#include "meaning/knowledge/compiled.h"
#include "meaning/rules/judge.h"
#include "meaning/rules/limits.h"

#include "core/builtin.h"

namespace smtpscope::core {
namespace {

struct KeyHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view key) const noexcept { return base::hash64(key); }
};

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

/// Results by template. A template is kept from its second sight on: a stream that never repeats
/// itself would otherwise pay more for remembering than for matching.
class TemplateCache {
 public:
  /// Null where it is not there.
  const rules::Match* find(std::string_view key) const {
    const auto it = matches_.find(key);
    return it == matches_.end() ? nullptr : &it->second;
  }

  void offer(std::string_view key, const rules::Match& match) {
    const std::uint64_t hash = base::hash64(key);
    std::uint32_t& seen = seen_[hash % seen_.size()];
    const auto tag = static_cast<std::uint32_t>(hash >> 32);
    if (seen != tag) {
      seen = tag;
      return;
    }
    if (matches_.size() >= rules::kMaxCachedTemplates) matches_.clear();
    matches_.emplace(std::string(key), match);
  }

 private:
  std::unordered_map<std::string, rules::Match, KeyHash, std::equal_to<>> matches_;
  std::vector<std::uint32_t> seen_ = std::vector<std::uint32_t>(rules::kMaxCachedTemplates);
};

struct Memory::State {
  rules::MatchMemory match;
  masking::Template folded;
  TemplateCache cache;
  bool caching = true;
};

Memory::Memory() : state_(std::make_unique<State>()) {}
Memory::~Memory() = default;
Memory::Memory(Memory&&) noexcept = default;
Memory& Memory::operator=(Memory&&) noexcept = default;

const std::vector<rules::Candidate>& Memory::candidates() const noexcept {
  return state_->match.candidates;
}
std::string_view Memory::last_template() const noexcept { return state_->folded.shown(); }
void Memory::set_caching(bool on) noexcept { state_->caching = on; }

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
  const auto find = [&] { return state_->matcher->match(m.folded.text, context, m.match); };
  if (!m.caching) return rules::judge(state_->knowledge, find(), context, reply, m.folded);
  const std::string_view key = append_context(m.folded, context);
  if (const rules::Match* known = m.cache.find(key)) {
    return rules::judge(state_->knowledge, *known, context, reply, m.folded);
  }
  const rules::Match match = find();
  m.cache.offer(key, match);
  return rules::judge(state_->knowledge, match, context, reply, m.folded);
}

Judged Classifier::judge_found(const reply::Found& found, const Question& question,
                               Memory& memory) const {
  Judged judged;
  judged.found = found;
  judged.stage = found.stage != reply::Stage::unknown ? found.stage : question.stage;
  if (!found.outer.empty()) {
    // A callout that failed is said of the sender: `Sender address rejected: ... host mx said: 550
    // User unknown`. The inner reply then says nothing of our recipient.
    const reply::Reply outer = reply::parse_reply(found.outer);
    const auto context = context_of(outer, question.stage, question.host, question.domain);
    const verdict::Verdict v = classify_reply(outer, context, memory);
    if (v.reason == verdict::Reason::bad_sender && v.evidence.basis == verdict::Basis::text) {
      judged.found = reply::Found{};
      judged.found.reply = outer;
      judged.stage = question.stage;
      judged.verdict = v;
      return judged;
    }
  }
  const std::string_view host =
      found.host.empty() && !quotes_another(found.wrapper) ? question.host : found.host;
  const auto context = context_of(found.reply, judged.stage, host, question.domain);
  judged.verdict = classify_reply(found.reply, context, memory);
  return judged;
}

Answer Classifier::classify(const Question& question, Memory& memory) const {
  Answer answer;
  std::string_view text = question.text;
  answer.raw = text;
  if (!base::is_utf8(text)) {
    answer.repaired = std::make_unique<std::string>();  // stays where it is when the answer moves
    base::repair_utf8(text, *answer.repaired);
    answer.was_repaired = true;
    text = *answer.repaired;
  }
  answer.paste = reply::find_replies(text);
  answer.deciding = answer.paste.deciding;
  answer.replies.reserve(answer.paste.replies.size());
  for (const reply::Found& found : answer.paste.replies) {
    answer.replies.push_back(judge_found(found, question, memory));
  }
  return answer;
}

RetryDecision find_retry_decision(const verdict::Verdict& verdict) noexcept {
  if (!verdict.retry) return {};
  return {verdict.retry->when, verdict.retry->after_s};
}

}  // namespace smtpscope::core
