// SPDX-License-Identifier: Apache-2.0
// From what a bounce states to attempts: addresses cleaned, the innermost reply dug out of the
// diagnostic or of the words, host, stage, codes and time taken from wherever they stand. Nothing
// is made up: a code that does not stand in the mail is absent.
#pragma once

#include <string>
#include <vector>

#include "sources/attempt/attempt.h"
#include "sources/bounce/report.h"

namespace smtpscope::bounce {

/// Appends an attempt for every finding. Views point into the letter, `arena` and `place`.
/// `headers` are names of headers of the message that came back, shown as tags.
void finish(const Letter& letter, const Report& report, const attempt::Place& place,
            const std::vector<std::string>& headers, base::Arena& arena,
            std::vector<attempt::Attempt>& out);

}  // namespace smtpscope::bounce
