// SPDX-License-Identifier: Apache-2.0
// What a bounce states, before anything is made of it: one Finding a recipient. Every shape fills
// this; finish.h turns it into attempts.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "sources/attempt/attempt.h"
#include "sources/bounce/letter.h"

namespace smtpscope::bounce {

struct Finding {
  std::string_view recipient;           ///< as written, types and brackets allowed
  std::string_view original_recipient;  ///< the same
  std::string_view actual_recipient;    ///< what Sendmail made of the recipient
  std::string_view action;              ///< `failed`, `delayed`, ... of RFC 3464 2.3.3
  std::string_view status;              ///< the Status field as written
  std::string_view diagnostic;          ///< where the reply stands; wrappers are opened later
  std::string_view diagnostic_type;     ///< `smtp`, `x-unix`, ...
  std::string_view remote_host;         ///< as written, with type and address
  std::string_view words;               ///< what is said of this recipient in words for people
  std::string_view date;                ///< Last-Attempt-Date
  reply::Stage stage = reply::Stage::unknown;
};

struct Report {
  std::string_view format;  ///< a static word; empty: this is no bounce that the reader knows
  std::vector<Finding> findings;
  std::string_view reporting_host, received_from, source_ip, queue_id, sender, message_id,
      arrival_date;
  std::string_view kind;  ///< of a complaint or an automatic answer
  std::string_view why;   ///< why it is no bounce, where it was recognised as something else
  /// Where the fields do not say: what happened to all of them.
  attempt::Outcome outcome = attempt::Outcome::bounced;
  attempt::Direction direction = attempt::Direction::out;
  std::uint32_t part = 0;

  Finding& add(std::string_view recipient) {
    findings.emplace_back().recipient = recipient;
    return findings.back();
  }
  void clear() {
    std::vector<Finding> kept = std::move(findings);
    kept.clear();
    *this = Report{};
    findings = std::move(kept);
  }
};

/// One kind of bounce that has no machine-readable report, or whose report is wrong. `read` fills
/// the report where it recognises the letter, and says whether it did; it leaves the report alone
/// otherwise. Look at From, Subject and other headers first: most mails end there.
struct Shape {
  std::string_view format;
  bool (*read)(const Letter& letter, base::Arena& arena, Report& report);
};

}  // namespace smtpscope::bounce
