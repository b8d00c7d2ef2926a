// SPDX-License-Identifier: Apache-2.0
#include "meaning/rules/matcher.h"

#include <algorithm>
#include <numeric>

#include <re2/re2.h>

#include "base/text.h"

namespace smtpscope::rules {
namespace {

using knowledge::Owner;
using knowledge::Rule;

bool has_code(const Rule& rule, int code, int klass) noexcept {
  return std::any_of(rule.codes.begin(), rule.codes.end(), [&](int wanted) {
    return wanted == code || (wanted < 10 && wanted == klass);
  });
}

int class_of(const Context& context) noexcept {
  return context.code != 0 ? context.code / 100 : context.enhanced.klass;
}

bool is_success(const Context& context) noexcept {
  const int klass = class_of(context);
  return klass == 2 || klass == 3;
}

std::uint32_t index_of_receiver(const knowledge::Knowledge& knowledge, std::string_view id) {
  return knowledge.receiver_ids.find(id);
}
static_assert(kNone == base::StringTable::kNone);

}  // namespace

std::string_view to_string(Level level) noexcept {
  switch (level) {
    case Level::none:
      return "none";
    case Level::software_code:
      return "software, code only";
    case Level::receiver_code:
      return "receiver, code only";
    case Level::generic_text:
      return "generic wording";
    case Level::software_text:
      return "software's wording";
    case Level::receiver_text:
      return "receiver's own";
    case Level::user_code:
      return "your rules, code only";
    case Level::user_text:
      return "your rules";
  }
  return "none";
}

bool conditions_hold(const Rule& rule, const Context& context, std::uint8_t& count) noexcept {
  count = 0;
  const int klass = class_of(context);
  if (!rule.codes.empty()) {
    if (klass != 0 && !has_code(rule, context.code, klass)) {
      // A quoted reply may have lost its basic code: its class is known, its code is not.
      if (context.code != 0) return false;
      const bool class_fits = std::any_of(rule.codes.begin(), rule.codes.end(), [&](int wanted) {
        return (wanted < 10 ? wanted : wanted / 100) == klass;
      });
      if (!class_fits) return false;
    }
    count = static_cast<std::uint8_t>(count + (context.code != 0 ? 1 : 0));
  }
  if (!rule.enhanced.empty()) {
    const bool fits =
        std::any_of(rule.enhanced.begin(), rule.enhanced.end(),
                    [&](const auto& pattern) { return pattern.matches(context.enhanced); });
    if (!fits) return false;
    ++count;
  }
  if (rule.stages != 0 && context.stage != reply::Stage::unknown) {
    if ((rule.stages & knowledge::stage_bit(context.stage)) == 0) return false;
    ++count;
  }
  return true;
}

Matcher::Matcher(const knowledge::Knowledge& knowledge, masking::Names& names)
    : knowledge_(knowledge) {
  builtin_.build(knowledge_, 0, knowledge_.rules.size(), true, names);
  finish(names);
}

Matcher::Matcher(const knowledge::Knowledge& knowledge, std::size_t first_user_rule,
                 PhraseSet builtin, masking::Names& names)
    : knowledge_(knowledge), builtin_(std::move(builtin)) {
  user_.build(knowledge_, first_user_rule, knowledge_.rules.size(), false, names);
  finish(names);
}

namespace {

/// The numbers of receivers' own codes, each with the word in front of it: `ofr 416`.
void keep_numbers(const knowledge::Knowledge& knowledge, masking::Names& names) {
  for (const Rule& rule : knowledge.rules) {
    for (const std::string_view code : rule.receiver_code) {
      if (std::none_of(code.begin(), code.end(), base::is_digit)) continue;
      for (const std::string& phrase : fold_alternative(code, names, true)) {
        std::string_view before;
        for (std::string_view unit = find_unit(phrase, 0); !unit.empty();) {
          const bool number = std::all_of(unit.begin(), unit.end(), base::is_digit);
          if (number && !before.empty()) {
            names.keep_number(std::string(before) + " " + std::string(unit));
          }
          before = unit;
          unit = find_unit(phrase,
                           static_cast<std::size_t>(unit.data() - phrase.data()) + unit.size());
        }
      }
    }
  }
}

}  // namespace

void Matcher::finish(masking::Names& names) {
  keep_numbers(knowledge_, names);
  for (const PhraseSet* set : {&builtin_, &user_}) {
    for (const std::string_view word : set->words()) names.keep_word(word);
  }
  code_only_.resize(knowledge_.receivers.size() + 1);
  for (std::uint32_t i = 0; i < knowledge_.rules.size(); ++i) add_facts(i);
  std::vector<std::uint32_t> order(facts_.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return knowledge_.rules[a].id < knowledge_.rules[b].id;
  });
  for (std::uint32_t i = 0; i < order.size(); ++i) facts_[order[i]].place = i;
  for (std::uint32_t i = 0; i < knowledge_.receivers.size(); ++i) {
    speak_for_.push_back({i});
    for (const auto also : knowledge_.receivers[i].also) {
      speak_for_.back().push_back(index_of_receiver(knowledge_, also));
    }
  }
}

Matcher::~Matcher() = default;

void Matcher::add_facts(std::uint32_t i) {
  const Rule& rule = knowledge_.rules[i];
  Facts facts;
  facts.kind = rule.owner;
  if (rule.owner == Owner::receiver) facts.owner = index_of_receiver(knowledge_, rule.owner_name);
  facts.priority = rule.priority;
  facts.user = rule.user;
  facts.text = !rule.code_only();
  facts.beats_text = rule.beats_text;
  facts.needs_receiver = rule.needs_receiver;
  facts.has_codes = !rule.codes.empty();
  facts.stages = rule.stages;
  if (facts.has_codes) facts.classes = 0;
  if (rule.codes.size() == 1 && rule.codes[0] >= 10) facts.only_code = rule.codes[0];
  for (const int code : rule.codes) {
    const int klass = code < 10 ? code : code / 100;
    facts.classes = static_cast<std::uint8_t>(facts.classes | 1 << (klass & 7));
  }
  facts.has_conditions = facts.has_codes || !rule.enhanced.empty() || rule.stages != 0;
  facts.has_exclude = !rule.exclude.empty();
  facts.has_regex = !rule.regex.empty();
  facts_.push_back(facts);
  if (facts.has_regex) {
    regex_.emplace(i, std::make_unique<RE2>(re2::StringPiece(rule.regex.data(), rule.regex.size()),
                                            RE2::Quiet));
  }
  if (!facts.text)
    code_only_[std::min<std::size_t>(facts.owner, code_only_.size() - 1)].push_back(i);
}

bool Matcher::regex_holds(std::uint32_t rule, std::string_view text) const {
  const RE2& re = *regex_.at(rule);
  return re.ok() && RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), re);
}

bool Matcher::speaks_for(std::uint32_t receiver, std::uint32_t owner) const noexcept {
  const auto& owners = speak_for_[receiver];
  return std::find(owners.begin(), owners.end(), owner) != owners.end();
}

Level Matcher::level_of(const Facts& facts, std::uint32_t receiver) const noexcept {
  const bool is_receivers = facts.kind == Owner::receiver;
  if (is_receivers && receiver != kNone && !speaks_for(receiver, facts.owner)) return Level::none;
  if (facts.needs_receiver && receiver == kNone) return Level::none;
  if (facts.user) return facts.text ? Level::user_text : Level::user_code;
  switch (facts.kind) {
    case Owner::receiver:
      if (receiver == kNone) return facts.text ? Level::software_text : Level::none;
      return facts.text || facts.beats_text ? Level::receiver_text : Level::receiver_code;
    case Owner::software:
      return facts.text ? Level::software_text : Level::software_code;
    case Owner::generic:
      return facts.text ? Level::generic_text : Level::none;
  }
  return Level::none;
}

std::uint64_t Matcher::rank(const Candidate& c) const noexcept {
  return static_cast<std::uint64_t>(c.level) << 32 | static_cast<std::uint64_t>(c.length) << 16 |
         static_cast<std::uint64_t>(c.conditions) << 8 |
         static_cast<std::uint64_t>(facts_[c.rule].priority + 128);
}

bool Matcher::beats(const Candidate& a, const Candidate& b) const noexcept {
  return rank(a) > rank(b);
}

void Matcher::take_names(const std::vector<Found>& found, const Context& context,
                         Match& match) const {
  // Where several stand in the text, the first counts.
  const Found* list = nullptr;
  const Found* strong = nullptr;
  const Found* weak = nullptr;
  const auto keep_first = [](const Found*& kept, const Found& hit) {
    if (kept == nullptr || hit.begin < kept->begin ||
        (hit.begin == kept->begin && hit.owner < kept->owner)) {
      kept = &hit;
    }
  };
  for (const Found& hit : found) {
    if (hit.role == Role::list_name) keep_first(list, hit);
    if (hit.role == Role::marker) keep_first(strong, hit);
    if (hit.role == Role::weak_marker) keep_first(weak, hit);
  }
  if (list != nullptr) match.list = list->owner;
  if (match.receiver != kNone) return;
  if (strong != nullptr) match.receiver = strong->owner;
  if (match.receiver == kNone) match.receiver = context.domain_receiver;
  if (match.receiver != kNone || weak == nullptr) return;
  const bool many = std::any_of(found.begin(), found.end(), [&](const Found& hit) {
    return hit.role == Role::weak_marker && hit.owner != weak->owner &&
           !speaks_for(weak->owner, hit.owner);
  });
  if (!many) match.receiver = weak->owner;
}

/// False where `conditions_hold` is bound to say no; for most that do not fit.
bool Matcher::may_fit(const Facts& facts, const Context& context, int klass) const noexcept {
  if (klass != 0 && (facts.classes >> (klass & 7) & 1) == 0) return false;
  if (facts.only_code != 0 && context.code != 0 && context.code != facts.only_code) return false;
  return facts.stages == 0 || context.stage == reply::Stage::unknown ||
         (facts.stages & knowledge::stage_bit(context.stage)) != 0;
}

void Matcher::take_texts(const std::vector<Found>& found, const Context& context,
                         std::uint32_t receiver, MatchMemory& memory) const {
  const bool success = is_success(context);
  const int klass = class_of(context);
  for (const Found& hit : found) {
    if (hit.role != Role::text && hit.role != Role::receiver_code) continue;
    const Facts& facts = facts_[hit.owner];
    Candidate candidate;
    candidate.level = level_of(facts, receiver);
    if (candidate.level == Level::none || (success && !facts.has_codes)) continue;
    if (facts.has_conditions &&
        (!may_fit(facts, context, klass) ||
         !conditions_hold(knowledge_.rules[hit.owner], context, candidate.conditions))) {
      continue;
    }
    candidate.rule = hit.owner;
    candidate.own_code = hit.role == Role::receiver_code;
    candidate.length = hit.length;
    candidate.begin = hit.begin;
    candidate.end = hit.end;
    memory.fitting_.push_back(candidate);
  }
}

void Matcher::take_code_only(const Context& context, std::uint32_t receiver,
                             MatchMemory& memory) const {
  if (context.code == 0 && !context.enhanced) return;
  const auto take = [&](const std::vector<std::uint32_t>& rules) {
    for (const std::uint32_t i : rules) {
      const Rule& rule = knowledge_.rules[i];
      Candidate candidate;
      candidate.rule = i;
      candidate.level = level_of(facts_[i], receiver);
      if (candidate.level == Level::none) continue;
      if (!rule.codes.empty() && context.code == 0) continue;
      if (!conditions_hold(rule, context, candidate.conditions)) continue;
      memory.fitting_.push_back(candidate);
    }
  };
  take(code_only_.back());
  if (receiver == kNone) return;
  for (const std::uint32_t owner : speak_for_[receiver]) {
    if (owner != kNone) take(code_only_[owner]);
  }
}

/// One number to sort by, the best highest. Ties are errors of the knowledge; the order of ids and
/// the place in the text keep the answer the same all the same.
std::uint64_t Matcher::sort_key(const Candidate& c) const noexcept {
  const Facts& facts = facts_[c.rule];
  const auto priority = static_cast<std::uint64_t>(facts.priority + 128);
  const std::uint64_t place = 0xfffff - std::min<std::uint32_t>(facts.place, 0xfffff);
  const std::uint64_t begin = 0x7fff - std::min<std::uint32_t>(c.begin, 0x7fff);
  return static_cast<std::uint64_t>(c.level) << 61 | std::uint64_t{c.length} << 45 |
         std::uint64_t{c.conditions} << 43 | priority << 35 | place << 15 | begin;
}

/// Best first.
void Matcher::sort_candidates(MatchMemory& memory) const {
  constexpr std::size_t kFew = 16;
  auto& ranked = memory.ranked_;
  ranked.clear();
  for (std::uint32_t i = 0; i < memory.fitting_.size(); ++i)
    ranked.push_back({sort_key(memory.fitting_[i]), i});
  if (ranked.size() > kFew) {
    std::sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) {
      return a.key != b.key ? a.key > b.key : a.candidate < b.candidate;
    });
    return;
  }
  for (std::size_t i = 1; i < ranked.size(); ++i) {
    const MatchMemory::Ranked one = ranked[i];
    std::size_t at = i;
    for (; at > 0 && ranked[at - 1].key < one.key; --at) ranked[at] = ranked[at - 1];
    ranked[at] = one;
  }
}

/// Whether what the rule excludes and its regular expression let it stand; asked once a rule.
bool Matcher::stands(std::uint32_t rule, std::string_view text, MatchMemory& memory) const {
  const Facts& facts = facts_[rule];
  if (!facts.has_exclude && !facts.has_regex) return true;
  for (const auto& asked : memory.asked_) {
    if (asked.rule == rule) return asked.stands;
  }
  const bool user = facts.user && !user_.empty();
  const bool excluded = facts.has_exclude && (user ? user_.is_excluded(rule, memory.user)
                                                   : builtin_.is_excluded(rule, memory.builtin));
  const bool stands = !excluded && (!facts.has_regex || regex_holds(rule, text));
  memory.asked_.push_back({rule, stands});
  return stands;
}

/// The winner and those that came next. What costs most is asked last and of these only.
void Matcher::pick_best(std::string_view text, Match& match, MatchMemory& memory) const {
  memory.candidates.clear();
  memory.asked_.clear();
  std::size_t next = 0;
  for (const auto& ranked : memory.ranked_) {
    const Candidate& candidate = memory.fitting_[ranked.candidate];
    if (next == match.runners_up.size() && !memory.whole_trail) return;
    if (!stands(candidate.rule, text, memory)) continue;
    memory.candidates.push_back(candidate);
    if (match.winner.rule == kNone) match.winner = candidate;
    if (candidate.rule == match.winner.rule || next == match.runners_up.size()) continue;
    const auto end = match.runners_up.begin() + static_cast<std::ptrdiff_t>(next);
    if (std::find(match.runners_up.begin(), end, candidate.rule) == end)
      match.runners_up[next++] = candidate.rule;
  }
}

/// Phrases this long are a receiver's own: whoever says them is it.
constexpr std::uint16_t kOwnWordsLength = 40;

std::uint32_t Matcher::receiver_by_words(const Candidate& winner) const noexcept {
  return winner.own_code || winner.length >= kOwnWordsLength ? facts_[winner.rule].owner : kNone;
}

Match Matcher::match(std::string_view text, const Context& context, MatchMemory& memory) const {
  Match out;
  out.receiver = context.receiver;
  memory.fitting_.clear();
  builtin_.scan(text, memory.builtin);
  take_names(memory.builtin.found, context, out);
  take_texts(memory.builtin.found, context, out.receiver, memory);
  if (!user_.empty()) {
    user_.scan(text, memory.user);
    take_texts(memory.user.found, context, out.receiver, memory);
  }
  take_code_only(context, out.receiver, memory);
  sort_candidates(memory);
  pick_best(text, out, memory);
  if (out.receiver == kNone && out.winner.rule != kNone)
    out.receiver = receiver_by_words(out.winner);
  return out;
}

}  // namespace smtpscope::rules
