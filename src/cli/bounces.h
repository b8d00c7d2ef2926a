// SPDX-License-Identifier: Apache-2.0
// What `smtpscope bounces` is asked for, and the reading of mailboxes.
#pragma once

#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/mailbox.h"
#include "core/proof.h"
#include "format/sisimai.h"

namespace smtpscope::cli {

enum class BounceFormat : std::uint8_t { summary, json, csv, addresses, sisimai };

struct BouncesOptions {
  std::vector<std::string> paths, headers;
  std::string addresses;  ///< suppress or review
  std::string records;    ///< whose: one of format::kSisimaiNames
  std::string sent, verp_key, output;
  BounceFormat format = BounceFormat::summary;
  format::SisimaiForm sisimai = format::SisimaiForm::v5_1;
  bool json = false, csv = false, all = false, prose = false, unproven = false, pipe = false;
  MailboxOptions mailbox;
  unsigned threads = 1;
  KnowledgeOptions knowledge;
};

/// Reads all paths in order and writes what was asked for. Returns the exit code.
int read_mailboxes(const core::Classifier& classifier, const core::Proof& proof,
                   const BouncesOptions& options);

/// One mail on standard input, as a mail server delivers it. Exit codes of sysexits(3).
int read_delivery(const core::Classifier& classifier, const core::Proof& proof,
                  const BouncesOptions& options);

}  // namespace smtpscope::cli
