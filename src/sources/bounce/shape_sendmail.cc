// SPDX-License-Identifier: Apache-2.0
// Sendmail's bounces without a delivery status (5.x, and 8.x where the parts were lost): addresses
// under `----- The following addresses had permanent fatal errors -----`, in old ones only in the
// transcript of the session.
#include <unordered_set>

#include "sources/bounce/blocks.h"
#include "sources/bounce/generic.h"
#include "sources/bounce/limits.h"
#include "sources/bounce/shapes.h"
#include "sources/bounce/transcript.h"

namespace smtpscope::bounce {

bool read_sendmail(const Letter& letter, base::Arena&, Report& report) {
  if (!may_be_bounce(letter)) return false;
  const Words transcript = find_transcript(letter.words);
  if (transcript.empty()) return false;
  const Words head = letter.words.before({"transcript of session follows"});
  std::vector<std::string_view> recipients;
  for (const Block& block : find_blocks(head)) recipients.push_back(block.recipient);
  if (recipients.empty()) add_transcript_recipients(transcript.text, recipients);
  std::unordered_set<std::uint64_t> seen;
  for (const std::string_view recipient : recipients) {
    if (report.findings.size() >= kMaxRecipients) break;
    if (seen.insert(address_key(recipient)).second) report.add(recipient);
  }
  if (report.findings.empty()) return false;
  report.format = "sendmail";
  report.part = letter.text_part;
  if (says_delayed(letter)) report.outcome = attempt::Outcome::delayed;
  return true;
}

}  // namespace smtpscope::bounce
