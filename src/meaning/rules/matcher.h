// SPDX-License-Identifier: Apache-2.0
// Which rule wins a template, and who came next: DESIGN "most specific wins, explicitly, never by
// file order". A pure function of (template, stage, receiver, codes), so its result can be
// remembered by that key. What the winner means for one reply is judge.h.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "meaning/knowledge/knowledge.h"
#include "meaning/masking/names.h"
#include "meaning/masking/template.h"
#include "meaning/rules/phrase_set.h"
#include "meaning/verdict/verdict.h"

namespace re2 {
class RE2;
}

namespace smtpscope::rules {

inline constexpr std::uint32_t kNone = 0xffffffff;

/// Where a candidate stands; a higher level wins whatever its length.
enum class Level : std::uint8_t {
  none,
  software_code,
  receiver_code,
  generic_text,
  software_text,
  receiver_text,
  user_code,
  user_text
};

std::string_view to_string(Level level) noexcept;

/// What is known about a reply besides its text.
struct Context {
  int code = 0;
  reply::EnhancedCode enhanced;
  reply::Stage stage = reply::Stage::unknown;
  std::uint32_t receiver = kNone;  ///< known from the host; kNone: look for markers
  std::uint32_t domain_receiver =
      kNone;  ///< whose domain the recipient is at; counts below markers
};

/// A rule that fits.
struct Candidate {
  std::uint32_t rule = kNone;
  Level level = Level::none;
  bool own_code = false;        ///< decided by the receiver's own code
  std::uint8_t conditions = 0;  ///< codes, enhanced codes, stages that were asked for and held
  std::uint16_t length = 0;     ///< bytes of the phrases
  std::uint32_t begin = 0;      ///< in the template's text
  std::uint32_t end = 0;
};

/// The result for one template. Plain data, so that it can be cached.
struct Match {
  Candidate winner;  ///< rule == kNone: no rule fits
  std::array<std::uint32_t, verdict::kMaxRunnersUp> runners_up{kNone, kNone, kNone};
  std::uint32_t receiver = kNone;  ///< as given, by markers, or by words only it uses
  std::uint32_t list = kNone;      ///< a block list named in the text
};

/// Memory of one thread for matching.
struct MatchMemory {
  ScanMemory builtin, user;
  std::vector<Candidate> candidates;  ///< of the last match, best first
  /// All candidates are wanted, not just the winner and those that came next.
  bool whole_trail = true;

 private:
  friend class Matcher;
  struct Ranked {
    std::uint64_t key;
    std::uint32_t candidate;
  };
  struct Asked {
    std::uint32_t rule;
    bool stands;
  };
  std::vector<Candidate> fitting_;  // with excludes and regex not asked yet
  std::vector<Ranked> ranked_;
  std::vector<Asked> asked_;
};

class Matcher {
 public:
  /// Builds the phrases of all rules of `knowledge`, which must outlive this. `names` gets the
  /// words that masking must keep.
  Matcher(const knowledge::Knowledge& knowledge, masking::Names& names);
  /// The same with the built-in phrases as compiled; rules from `first_user_rule` on are the user's
  /// and form a second set.
  Matcher(const knowledge::Knowledge& knowledge, std::size_t first_user_rule, PhraseSet builtin,
          masking::Names& names);
  ~Matcher();

  const PhraseSet& builtin() const noexcept { return builtin_; }
  const PhraseSet& user() const noexcept { return user_; }

  Match match(std::string_view text, const Context& context, MatchMemory& memory) const;

  /// True where a candidate beats another; neither way: a tie.
  bool beats(const Candidate& a, const Candidate& b) const noexcept;

 private:
  /// What a candidate is decided by, close together: a rule itself is hundreds of bytes.
  struct Facts {
    std::uint32_t owner = kNone;  // index of its receiver
    std::uint32_t place = 0;      // in the order of ids
    knowledge::Owner kind = knowledge::Owner::generic;
    std::int8_t priority = 0;
    bool user = false, text = false, beats_text = false, needs_receiver = false;
    bool has_conditions = false, has_codes = false, has_exclude = false, has_regex = false;
    std::uint8_t classes = 0xff;  // bits of the classes its codes are of; all where it has none
    knowledge::StageSet stages = 0;
    std::uint16_t only_code = 0;  // where it has one code and that is no class
  };

  void take_names(const std::vector<Found>& found, const Context& context, Match& match) const;
  void take_texts(const std::vector<Found>& found, const Context& context, std::uint32_t receiver,
                  MatchMemory& memory) const;
  void take_code_only(const Context& context, std::uint32_t receiver, MatchMemory& memory) const;
  void sort_candidates(MatchMemory& memory) const;
  void pick_best(std::string_view text, Match& match, MatchMemory& memory) const;
  bool stands(std::uint32_t rule, std::string_view text, MatchMemory& memory) const;
  bool may_fit(const Facts& facts, const Context& context, int klass) const noexcept;
  std::uint64_t sort_key(const Candidate& candidate) const noexcept;
  std::uint64_t rank(const Candidate& candidate) const noexcept;
  std::uint32_t receiver_by_words(const Candidate& winner) const noexcept;
  void finish(masking::Names& names);
  void add_facts(std::uint32_t rule);
  bool regex_holds(std::uint32_t rule, std::string_view text) const;
  bool speaks_for(std::uint32_t receiver, std::uint32_t owner) const noexcept;
  Level level_of(const Facts& facts, std::uint32_t receiver) const noexcept;

  const knowledge::Knowledge& knowledge_;
  PhraseSet builtin_, user_;
  std::unordered_map<std::uint32_t, std::unique_ptr<re2::RE2>> regex_;  // few rules have one
  std::vector<Facts> facts_;                                            // by rule
  std::vector<std::vector<std::uint32_t>> speak_for_;  // receiver -> receivers whose rules apply
  std::vector<std::vector<std::uint32_t>>
      code_only_;  // rules without text, by receiver; last: others
};

/// The conditions of `rule` other than text; counts those that were asked for and known.
bool conditions_hold(const knowledge::Rule& rule, const Context& context,
                     std::uint8_t& count) noexcept;

}  // namespace smtpscope::rules
