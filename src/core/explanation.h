// SPDX-License-Identifier: Apache-2.0
// Words for people: what a verdict means, why, and what to do first. From the reason, the problem
// that fits better, what is special to the rule, and the receiver's forms.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "meaning/knowledge/knowledge.h"
#include "meaning/verdict/verdict.h"

namespace smtpscope::core {

/// A few actions, without allocation: every line of a batch has them.
class Actions {
 public:
  static constexpr std::size_t kMost = 6;
  void assign(const std::vector<knowledge::Action>& rows) noexcept {
    size_ = std::min(rows.size(), kMost);
    std::copy_n(rows.begin(), size_, rows_.begin());
  }
  std::size_t size() const noexcept { return size_; }
  bool empty() const noexcept { return size_ == 0; }
  const knowledge::Action& operator[](std::size_t i) const noexcept { return rows_[i]; }
  const knowledge::Action* begin() const noexcept { return rows_.data(); }
  const knowledge::Action* end() const noexcept { return rows_.data() + size_; }
  knowledge::Action* begin() noexcept { return rows_.data(); }
  knowledge::Action* end() noexcept { return rows_.data() + size_; }

 private:
  std::array<knowledge::Action, kMost> rows_;
  std::size_t size_ = 0;
};

/// Everything points into the knowledge.
struct Explanation {
  std::string_view title;  ///< of the problem, else of the reason
  std::string_view summary;
  std::string_view explanation;
  std::string_view advice;      ///< what is special to this wording; may be empty
  std::string_view for_sender;  ///< one line for the person who sent the mail
  Actions actions;              ///< first to last, with the receiver's links
  std::string_view page;        ///< the receiver's page about its replies; may be empty
};

Explanation explain(const knowledge::Knowledge& knowledge, const verdict::Verdict& verdict);

}  // namespace smtpscope::core
