// SPDX-License-Identifier: Apache-2.0
#include "base/result.h"

namespace smtpscope::base {

std::string format_error(const Error& error) {
  std::string out;
  if (!error.file.empty()) {
    out += error.file;
    if (error.line != 0) out += ":" + std::to_string(error.line);
    out += ": ";
  }
  out += "error: " + error.message;
  if (!error.help.empty()) out += "\n  help: " + error.help;
  return out;
}

}  // namespace smtpscope::base
