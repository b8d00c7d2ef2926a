// SPDX-License-Identifier: Apache-2.0
// From mails to what `smtpscope bounces` prints. One object a thread; what it makes of a batch is
// put together in order by its caller.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/bounces.h"
#include "core/attempt_summary.h"
#include "sources/bounce/bounce.h"

namespace smtpscope::cli {

/// Stands before each record of an array; before the first it is replaced by the array's start.
inline constexpr std::string_view kBetweenRecords = ",\n";

/// What came of some mails.
struct Written {
  std::string text;                       ///< to be printed as it is
  std::vector<std::string> addresses;     ///< to be printed once each
  std::vector<std::uint64_t> understood;  ///< offsets of the mails that were bounces
  core::Summary summary;
  /// JSON lines that may repeat an earlier statement: its key, and where the line begins in `text`.
  struct Statement {
    std::uint64_t key;
    std::size_t at;
  };
  std::vector<Statement> statements;
  void clear() {
    statements.clear();
    text.clear();
    addresses.clear();
    understood.clear();
    summary = core::Summary();
  }
};

class BounceWriter {
 public:
  BounceWriter(const core::Classifier& classifier, const core::Proof& proof,
               const BouncesOptions& options);

  /// True where the mail is a bounce or another answer of a mail system.
  bool take(std::string_view mail, std::string_view file, std::uint64_t offset, bool cut,
            Written& out);

 private:
  void write(const attempt::Attempt& attempt, const core::AttemptVerdict& verdict, Written& out);

  const core::Classifier& classifier_;
  const core::Proof& proof_;
  const BouncesOptions& options_;
  bounce::Reader reader_;
  core::Memory memory_;
};

/// An address that is safe in a shell loop and in a map of a mail server: no white space, quotes,
/// control characters, or anything but printable characters.
bool is_plain_address(std::string_view address) noexcept;

}  // namespace smtpscope::cli
