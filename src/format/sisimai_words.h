// SPDX-License-Identifier: Apache-2.0
// Sisimai's words: its reasons by release, and its modules by what wrote a bounce.
#pragma once

#include <string_view>

#include "format/sisimai.h"

namespace smtpscope::format {

struct SisimaiReason {
  std::string_view word;
  SisimaiForm since = SisimaiForm::v4;
  std::string_view before;      ///< what earlier releases say instead
  bool hard = false;            ///< of softbounce and hardbounce
  std::uint16_t permanent = 0;  ///< x.0.NNN where no status was stated; 0: it makes none up
  std::uint16_t temporary = 0;  ///< 0: the permanent one
};

/// The reason of this word in this release; null for a word that it does not have.
const SisimaiReason* find_sisimai_reason(std::string_view word, SisimaiForm form) noexcept;

/// The module for a format or software of ours; empty for none.
std::string_view find_sisimai_module(std::string_view ours) noexcept;

}  // namespace smtpscope::format
