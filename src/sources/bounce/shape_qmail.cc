// SPDX-License-Identifier: Apache-2.0
// qmail-send's bounces (QSBMF, the qmail-send bounce message format) and those of programs that
// keep to it: a paragraph that begins with `Hi. This is the`, then `<address>:` and the words
// below, up to a line of a dash and a blank.
#include "base/text.h"

#include "sources/bounce/blocks.h"
#include "sources/bounce/shapes.h"

namespace smtpscope::bounce {

bool read_qmail(const Letter& letter, base::Arena&, Report& report) {
  const Words& words = letter.words;
  const bool begins = base::trim(words.folded).starts_with("hi. this is the");
  // Elsewhere than at the head people quote it.
  if (!begins && !(may_be_bounce(letter) &&
                   words.has_any({"this is the qmail-send program", "(qmail", "qmail-send"})))
    return false;
  if (!add_blocks(letter, words, report)) return false;
  report.format = "qmail";
  report.part = letter.text_part;
  const Words host = words.behind({"qmail-send program at "});
  report.reporting_host = host.text.substr(0, host.text.find_first_of(" \n"));
  while (report.reporting_host.ends_with('.')) report.reporting_host.remove_suffix(1);
  return true;
}

}  // namespace smtpscope::bounce
