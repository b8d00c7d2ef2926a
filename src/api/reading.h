// SPDX-License-Identifier: Apache-2.0
// What stands behind a smtpscope_verdict: the text and everything found in it, in memory of its
// own, with the strings a C program may ask for made beforehand. Immutable once made (but for the
// JSON, which is made when it is first asked for), so threads may share it.
#pragma once

#include <array>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include <smtpscope/smtpscope.h>

#include "api/loaded.h"

namespace smtpscope::api {

/// Strings of a verdict that are not words of the vocabulary.
enum class Field : std::size_t {
  enhanced,
  receiver,
  receiver_code,
  list,
  rule,
  note,
  title,
  summary,
  explanation,
  advice,
  for_sender,
  page,
  reply,
  found_in,
  remote_host,
  remote_ip,
  recipient,
  first_runner_up,
  end = first_runner_up + verdict::kMaxRunnersUp
};

struct Reading;

}  // namespace smtpscope::api

/// The C API's verdict: one reply of a reading.
struct smtpscope_verdict {
  struct Action {
    const char* word = "";
    const char* text = "";
    const char* link = "";
  };

  const char* field(smtpscope::api::Field name) const noexcept {
    return fields[static_cast<std::size_t>(name)];
  }

  const smtpscope::api::Reading* reading = nullptr;
  const smtpscope::core::Judged* judged = nullptr;
  std::array<const char*, static_cast<std::size_t>(smtpscope::api::Field::end)> fields{};
  std::vector<Action> actions;
  std::string strings;  ///< what `fields` and `actions` point into, each with its NUL
  mutable std::once_flag json_made;
  mutable std::string json;
};

namespace smtpscope::api {

struct Reading {
  std::shared_ptr<const Loaded> loaded;
  std::string text, host, domain;  ///< what the answer points into
  core::Answer answer;
  std::unique_ptr<smtpscope_verdict[]> verdicts;  ///< one a reply, in the order they stand
  bool is_part = false;                           ///< freed with something else

  smtpscope_verdict& deciding() const noexcept { return verdicts[answer.deciding]; }
};

/// Appends `text` with NULs as U+FFFD: one would cut an address or a name into another.
void append_shown(std::string_view text, std::string& out);

/// Classifies a copy of the question's text. Never fails, but may throw std::bad_alloc.
std::unique_ptr<Reading> make_reading(std::shared_ptr<const Loaded> loaded,
                                      const core::Question& question);

/// The reading of one reply that was judged elsewhere and is freed there. Views of `judged` must
/// outlive it.
std::unique_ptr<Reading> make_reading(std::shared_ptr<const Loaded> loaded,
                                      const core::Judged& judged);

/// Makes the JSON where nobody has. May throw std::bad_alloc.
const std::string& find_json(const smtpscope_verdict& verdict);

}  // namespace smtpscope::api
