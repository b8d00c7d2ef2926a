// SPDX-License-Identifier: Apache-2.0
// The output contract's JSON. Field names are spelled here and nowhere else. Written by hand on
// purpose: this is the hot path of `--batch`, and the order of keys is promised.
#pragma once

#include <string>
#include <string_view>

#include "core/classifier.h"
#include "core/explanation.h"

namespace smtpscope::format {

struct JsonOptions {
  bool prose = true;      ///< summary, explanation, texts of actions
  bool raw = false;       ///< raw_b64 where bytes were repaired
  bool why = false;       ///< candidates
  bool repaired = false;  ///< the text was repaired before it was asked about
};

/// Appends `s` as a JSON string with its quotes. `s` must be UTF-8; control characters, quotes and
/// backslashes are escaped, so are U+2028, U+2029 and the bidi controls, which mislead viewers.
void append_json_string(std::string_view s, std::string& out);

/// Appends the members of a verdict object, `"v":1` first, without the braces, so that a caller can
/// put more beside them.
void append_verdict_members(const core::Classifier& classifier, const verdict::Verdict& verdict,
                            const JsonOptions& options, std::string& out);

/// One object for one reply of an answer: the verdict, `reply`, `found_in`, `template`.
void append_reply_object(const core::Classifier& classifier, const core::Answer& answer,
                         const core::Judged& judged, const JsonOptions& options, std::string& out);

/// The contract's answer to one line of a batch: the deciding verdict with `id` (JSON as it came),
/// other replies under `replies`. Returns where in `out` the member `id` begins, so that a copy of
/// the rest can be kept for another id.
std::size_t append_batch_object(const core::Classifier& classifier, const core::Answer& answer,
                                std::string_view id_json, const JsonOptions& options,
                                std::string& out);

/// The member `id`, or nothing where there is none.
void append_batch_id(std::string_view id_json, std::string& out);

}  // namespace smtpscope::format
