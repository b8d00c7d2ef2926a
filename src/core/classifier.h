// SPDX-License-Identifier: Apache-2.0
// The library's face: from a text to verdicts. A Classifier is immutable and may be shared by
// threads; each thread brings its own Memory, which keeps buffers and remembers what came twice.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

#include "meaning/knowledge/knowledge.h"
#include "meaning/knowledge/load.h"
#include "meaning/rules/matcher.h"
#include "meaning/verdict/verdict.h"

#include "core/answer.h"
#include "core/question.h"

namespace smtpscope::core {

/// What one thread keeps between questions: buffers, the answers to texts that came twice, and the
/// matches of templates that came twice. What is remembered is what would be found again.
class Memory {
 public:
  Memory();
  ~Memory();
  Memory(Memory&&) noexcept;
  Memory& operator=(Memory&&) noexcept;

  /// Candidates of the last classification that was not answered from the cache, best first.
  const std::vector<rules::Candidate>& candidates() const noexcept;
  /// The template of the last reply, without border spaces.
  std::string_view last_template() const noexcept;
  /// Turns all remembering off, for measuring and for `--why`.
  void set_caching(bool on) noexcept;
  /// Turns only the remembering of answers off, for those who remember what they made of them.
  void set_keeping_answers(bool on) noexcept;

 private:
  friend class Classifier;
  struct State;
  std::unique_ptr<State> state_;
};

class Classifier {
 public:
  /// The knowledge built into the program, and `files` of the user's on top. Errors in the user's
  /// files are reported in `errors`; what is right is used.
  static base::Result<Classifier> load(std::vector<knowledge::File> files,
                                       std::vector<base::Error>& errors);
  /// Only `files`, nothing built in: what `rules check` looks at.
  static base::Result<Classifier> load_only(std::vector<knowledge::File> files,
                                            std::vector<base::Error>& errors);
  ~Classifier();
  Classifier(Classifier&&) noexcept;
  Classifier& operator=(Classifier&&) noexcept;

  /// Opens what was pasted and judges every reply in it. Never fails.
  Answer classify(const Question& question, Memory& memory) const;

  /// The same without a copy: the answer lies in `memory` until that is used again, and its views
  /// point into `memory` or the question. An equal question is answered in a tenth of the time.
  const Answer& classify_kept(const Question& question, Memory& memory) const;

  /// Judges one reply as it is, without looking for wrappers. `text` must be UTF-8.
  verdict::Verdict classify_reply(const reply::Reply& reply, const rules::Context& context,
                                  Memory& memory) const;

  /// What is known of a reply before its text is looked at.
  rules::Context context_of(const reply::Reply& reply, reply::Stage stage, std::string_view host,
                            std::string_view domain) const;

  const knowledge::Knowledge& knowledge() const noexcept;
  const rules::Matcher& matcher() const noexcept;
  const masking::Names& names() const noexcept;

 private:
  void answer(const Question& question, Memory& memory, Answer& out) const;
  void judge_found(const reply::Found& found, const Question& question, Memory& memory,
                   Judged& out) const;

  struct State;
  explicit Classifier(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Seconds to wait, or why not to: the retry decision in one call.
struct RetryDecision {
  verdict::RetryWhen when = verdict::RetryWhen::never;
  std::uint32_t after_s = 0;
};
RetryDecision find_retry_decision(const verdict::Verdict& verdict) noexcept;

}  // namespace smtpscope::core
