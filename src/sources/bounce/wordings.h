// SPDX-License-Identifier: Apache-2.0
// Most programs word each of their bounces alike: a phrase, the recipients, a phrase, what went
// wrong. A row of a table says which phrases, so that one reader reads them all. Phrases are in
// lower case (ASCII letters only), as Words::folded has them: a line end in them is a blank.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "sources/bounce/letter.h"
#include "sources/bounce/report.h"

namespace smtpscope::bounce {

/// Any of these; empty ones are none.
using Phrases = std::array<std::string_view, 4>;

/// Where a row's mark stands. In `from` it counts only where a mail system wrote the letter, and in
/// `words` only where that looks like a bounce: everybody may quote a phrase.
enum class Where : std::uint8_t {
  words,   ///< anywhere in the words for people
  from,    ///< in From
  begin,   ///< at the beginning of the words
  header,  ///< in the header as it is written, case included
};

struct Wording {
  std::string_view format;  ///< the name of the program or family
  Where where = Where::words;
  std::string_view mark;
  Phrases recipients{};  ///< before the recipients; none: they stand behind the mark
  Phrases reason{};      ///< before what went wrong; none of them there: it stands below each
  Phrases end{};         ///< behind it; else it ends at a blank line
  /// The reason stands above its recipients, not below.
  bool above = false;
};

std::span<const Wording> wordings() noexcept;

/// Fills `report` as the row says. False where the letter is not worded so.
bool read_wording(const Wording& row, const Letter& letter, Report& report);

/// The shape: the first row that reads the letter.
bool read_worded(const Letter& letter, base::Arena& arena, Report& report);

}  // namespace smtpscope::bounce
