// SPDX-License-Identifier: Apache-2.0
// What knowledge/ says, as immutable tables: rules, receivers, lists, registries, reasons,
// problems. Formats: knowledge/schema/*.md. All views point into memory the Knowledge holds, or,
// for the compiled form, into the bytes it was read from. How rules match is rules/.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/string_table.h"

#include "meaning/reply/reply.h"
#include "meaning/reply/stage.h"
#include "meaning/verdict/words.h"

namespace smtpscope::knowledge {

using Strings = std::vector<std::string_view>;

/// Set of stages as bits; empty means any.
using StageSet = std::uint32_t;
constexpr StageSet stage_bit(reply::Stage stage) noexcept {
  return StageSet{1} << static_cast<unsigned>(stage);
}

/// An enhanced code with wild parts: -1 is any.
struct EnhancedPattern {
  std::int16_t klass = -1;
  std::int16_t subject = -1;
  std::int16_t detail = -1;
  bool matches(reply::EnhancedCode code) const noexcept {
    return code && (klass < 0 || klass == code.klass) && (subject < 0 || subject == code.subject) &&
           (detail < 0 || detail == code.detail);
  }
};

/// What a rule or a registry row says a reply means; absent fields follow the reason.
struct Outcome {
  verdict::Reason reason = verdict::Reason::unknown;
  std::optional<verdict::Fault> fault;
  std::optional<verdict::Persistence> persistence;
  std::optional<verdict::AddressAction> address_action;
  std::uint32_t retry_after_s = 0;  ///< 0: not said
  std::string_view list;            ///< id of a List
  std::string_view link;
  std::string_view note;
};

struct Example {
  std::string_view reply;
  std::string_view host;
  reply::Stage stage = reply::Stage::unknown;
};

/// Who a rule speaks for, in order of the levels it belongs to.
enum class Owner : std::uint8_t { receiver, software, generic };

struct Rule {
  std::string_view id;
  Owner owner = Owner::generic;
  bool user = false;                     ///< from a user's directory: above all built-in rules
  std::string_view owner_name;           ///< receiver id, software or language
  Strings text, receiver_code, exclude;  ///< alternatives as written
  std::string_view regex;
  std::vector<std::uint16_t> codes;  ///< 4 and 5 stand for a whole class
  std::vector<EnhancedPattern> enhanced;
  StageSet stages = 0;
  bool beats_text = false;
  bool needs_receiver = false;  ///< a receiver's words that others use otherwise
  std::int8_t priority = 0;
  Outcome outcome;
  std::string_view problem, advice, source, seen;
  std::vector<Example> examples, near_misses;
  std::string_view file;
  std::uint32_t line = 0;
  bool code_only() const noexcept { return text.empty() && receiver_code.empty(); }
};

struct Sourced {
  std::string_view what, source;
};

struct ReceiverRetry {
  verdict::Reason reason = verdict::Reason::unknown;
  std::uint32_t after_s = 0;
  std::uint32_t give_up_s = 0;
  std::string_view source;
};

/// A receiving side by name.
struct Receiver {
  std::string_view id, title, kind;
  Strings also, mx, domains, markers, codes, web;
  std::string_view banner;
  Strings ehlo;
  std::string_view postmaster, delist, fbl, contact;
  std::vector<Sourced> limits, requirements;
  std::vector<ReceiverRetry> retry;
  std::string_view file;
  std::uint32_t line = 0;
};

struct ListReturn {
  std::string_view code, means;
};

/// A DNS block list, or a list of domains, addresses or hashes.
struct List {
  std::string_view id, title, kind;
  Strings zones, names, web;
  std::string_view delist, note;
  std::vector<ListReturn> returns;
  std::string_view file;
  std::uint32_t line = 0;
};

struct Action {
  verdict::Action action = verdict::Action::none;
  std::string_view text, link;
};

/// Defaults and prose of one reason.
struct ReasonInfo {
  verdict::Reason name = verdict::Reason::unknown;
  verdict::Fault fault = verdict::Fault::unknown;
  std::optional<verdict::Persistence> persistence;
  verdict::AddressAction address_action = verdict::AddressAction::keep;
  std::string_view title, summary, explanation, for_sender;
  std::vector<Action> actions;
  std::optional<verdict::RetryWhen> retry_when;  ///< of the permanent form
  std::vector<std::uint32_t> retry_steps_s;
  std::uint32_t retry_after_s = 0, give_up_s = 0;
  Strings sisimai, kumomta, sparkpost, powermta, ses;
  std::string_view split;
};

/// Advice on a problem many people have, in place of the reason's.
struct Problem {
  std::string_view name, title, explanation, for_sender, source;
  Strings words;
  std::vector<Action> actions;
  std::string_view file;
  std::uint32_t line = 0;
};

/// The default verdict of a code at some stages; the first that fits counts.
struct StageOutcome {
  StageSet stages = 0;
  std::uint8_t klass = 0;  ///< 0: any
  std::uint16_t code = 0;  ///< the basic code beside an enhanced one; 0: any
  Outcome outcome;
};

struct CodeInfo {
  std::uint16_t code = 0;
  std::string_view title, meaning, reference, note;
  Strings commands, enhanced;
  bool standard = true;
  std::vector<StageOutcome> outcomes;
};

struct EnhancedInfo {
  EnhancedPattern code;
  std::string_view title, meaning, reference, note, kind;
  std::vector<std::uint16_t> basic;
  std::vector<StageOutcome> outcomes;
};

/// What is left out on purpose.
struct Declined {
  std::string_view receiver, match, why;
};

/// The tables. Move-only; immutable once loaded.
struct Knowledge {
  std::vector<Rule> rules;
  std::vector<Receiver> receivers;
  std::vector<List> lists;
  std::vector<ReasonInfo> reasons;  ///< indexed by verdict::Reason
  std::vector<Problem> problems;
  std::vector<CodeInfo> codes;         ///< sorted by code
  std::vector<EnhancedInfo> enhanced;  ///< exact classes before wild ones
  std::vector<EnhancedInfo> subjects;  ///< x.N.y
  std::vector<Declined> declined;
  Strings tlds;  ///< top-level domains and names that never leave a site, lower case
  std::deque<std::string> strings;  ///< what the views point into

  Knowledge() = default;
  Knowledge(Knowledge&&) = default;
  Knowledge& operator=(Knowledge&&) = default;
  Knowledge(const Knowledge&) = delete;
  Knowledge& operator=(const Knowledge&) = delete;

  /// Rows by their ids; built by index(), which every loader calls last.
  base::StringTable rule_ids, receiver_ids, list_ids, problem_names;
  void index();

  const ReasonInfo& reason(verdict::Reason r) const { return reasons[static_cast<std::size_t>(r)]; }
};

const Receiver* find_receiver(const Knowledge& knowledge, std::string_view id) noexcept;
const List* find_list(const Knowledge& knowledge, std::string_view id) noexcept;
const Problem* find_problem(const Knowledge& knowledge, std::string_view name) noexcept;
const Rule* find_rule(const Knowledge& knowledge, std::string_view id) noexcept;
const CodeInfo* find_code(const Knowledge& knowledge, int code) noexcept;
/// The registry's row for `code`: exact class first, then `x.`.
const EnhancedInfo* find_enhanced(const Knowledge& knowledge, reply::EnhancedCode code) noexcept;
const EnhancedInfo* find_subject(const Knowledge& knowledge, reply::EnhancedCode code) noexcept;

}  // namespace smtpscope::knowledge
