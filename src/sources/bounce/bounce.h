// SPDX-License-Identifier: Apache-2.0
// From one mail to attempts: delivery status notifications, complaints, automatic answers, and the
// bounces of programs that never heard of either. What they mean is decided in core. Which rule of
// RFC 3464, 5965, 3834 or 8098 is obeyed stands in the file of each.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/arena.h"

#include "sources/attempt/attempt.h"
#include "sources/bounce/report.h"

namespace smtpscope::bounce {

/// What one mail says. Views point into the mail given and the reader; valid until the next read.
struct Reading {
  std::vector<attempt::Attempt> attempts;  ///< none: this is no bounce
  std::string_view not_a_bounce;           ///< why, a static sentence
};

/// Reads mail after mail with the same memory. Not shared between threads.
class Reader {
 public:
  /// `headers`: names of headers of the message that came back, given as tags.
  explicit Reader(std::vector<std::string> headers = {});

  /// Other headers for the mails that follow. What was read is no longer valid.
  void set_headers(std::vector<std::string> headers) { headers_ = std::move(headers); }

  /// Never fails. `mail` may have LF, CRLF or CR ends of lines, and begin with an mbox From_ line.
  /// `file` and `offset` say where it stands and must outlive the reading; `cut`: that the mail
  /// went on behind what is given.
  const Reading& read(std::string_view mail, std::string_view file, std::uint64_t offset,
                      bool cut = false);

 private:
  void read_letter(std::string_view mail, int depth);
  bool read_report(const Letter& letter);
  bool read_forwarded(const Letter& letter, int depth);

  std::vector<std::string> headers_;
  base::Arena arena_;
  mime::HeldCharsets charsets_;
  std::string lines_;
  Report report_;
  attempt::Place place_;
  Reading reading_;
};

}  // namespace smtpscope::bounce
