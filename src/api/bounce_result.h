// SPDX-License-Identifier: Apache-2.0
// What stands behind a smtpscope_bounce: the attempts of one mail in memory of their own, each with
// its verdict and the strings a C program may ask for. Immutable once made (but for the JSON, which
// is made when it is first asked for), so threads may share it.
#pragma once

#include <array>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include <smtpscope/smtpscope.h>

#include "base/arena.h"

#include "api/limits.h"
#include "api/reading.h"
#include "core/attempt_verdict.h"

namespace smtpscope::api {

/// Strings of an attempt that are not words. The first are views of an Attempt, in the order of
/// kAttemptViews.
enum class AttemptField : std::size_t {
  recipient,
  original_recipient,
  sender,
  message_id,
  queue_id,
  local_host,
  local_ip,
  remote_host,
  remote_ip,
  dsn_status,
  reply,
  kind,
  subject,
  from,
  list_id,
  returned_to,
  words,
  end_of_views,
  enhanced = end_of_views,
  id,
  end
};

/// Headers asked for. All attempts of a mail have the same.
struct Tags {
  struct Shown {
    const char* name;
    const char* value;
  };
  std::vector<attempt::Tag> views;
  std::vector<Shown> shown;
};

}  // namespace smtpscope::api

struct smtpscope_attempt {
  const char* field(smtpscope::api::AttemptField name) const noexcept {
    return fields[static_cast<std::size_t>(name)];
  }

  smtpscope::attempt::Attempt attempt;  ///< points into the bounce
  smtpscope::core::AttemptVerdict judged;
  std::unique_ptr<smtpscope::api::Reading> reading;  ///< of the verdict
  std::array<const char*, static_cast<std::size_t>(smtpscope::api::AttemptField::end)> fields{};
  std::shared_ptr<const smtpscope::api::Tags> tags;
  mutable std::once_flag json_made;
  mutable std::string json;
};

struct smtpscope_bounce {
  std::shared_ptr<const smtpscope::api::Loaded> loaded;
  smtpscope::base::Arena strings{smtpscope::api::kFirstStrings};
  std::unique_ptr<smtpscope_attempt[]> attempts;
  std::size_t count = 0;
  const char* why_not = "";
};

namespace smtpscope::api {

/// Where a mail stands, and what is wanted of it.
struct MailQuestion {
  std::string_view bytes, file;
  std::uint64_t offset = 0;
  std::vector<std::string> headers;
};

/// Reads a mail and judges its attempts. Never fails, but may throw std::bad_alloc.
std::unique_ptr<smtpscope_bounce> read_bounce(std::shared_ptr<const Loaded> loaded,
                                              MailQuestion question);

/// Makes the JSON where nobody has. May throw std::bad_alloc.
const std::string& find_json(const smtpscope_attempt& attempt);

}  // namespace smtpscope::api
