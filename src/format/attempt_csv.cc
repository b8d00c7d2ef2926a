// SPDX-License-Identifier: Apache-2.0
#include "format/attempt_csv.h"

#include "format/attempt_json.h"
#include "format/terminal.h"

namespace smtpscope::format {
namespace {

std::string joined(std::string_view reply) {
  std::string out(reply);
  for (char& c : out) {
    if (c == '\n' || c == '\r') c = ' ';
  }
  return out;
}

}  // namespace

std::string_view csv_header() noexcept {
  return "time,recipient,original_recipient,outcome,reason,fault,persistence,address_action,proven,"
         "code,enhanced,stage,receiver,remote_host,sender,message_id,subject,reply,rule,file\r\n";
}

void append_csv_cell(std::string_view text, std::string& out) {
  std::string cell;
  if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos)
    cell.push_back('\'');
  append_escaped(text, false, cell);
  if (cell.find_first_of(",\"\r\n'") == std::string::npos) {
    out.append(cell);
    return;
  }
  out.push_back('"');
  for (const char c : cell) {
    if (c == '"') out.push_back('"');
    out.push_back(c);
  }
  out.push_back('"');
}

void append_csv_row(const attempt::Attempt& a, const core::AttemptVerdict& judged, bool proven,
                    std::string& out) {
  const verdict::Verdict& v = judged.verdict;
  if (a.time) append_utc(a.time->epoch_ms, out);
  const auto cell = [&out](std::string_view text) {
    out.push_back(',');
    append_csv_cell(text, out);
  };
  cell(a.recipient);
  cell(a.original_recipient);
  cell(to_string(a.outcome));
  cell(to_string(v.reason));
  cell(to_string(v.fault));
  cell(v.persistence ? to_string(*v.persistence) : std::string_view());
  cell(to_string(v.address_action));
  cell(proven ? "yes" : "no");
  cell(a.code != 0 ? std::to_string(a.code) : std::string());
  cell(a.enhanced ? reply::format_enhanced_code(a.enhanced) : std::string());
  cell(a.stage != reply::Stage::unknown ? to_string(a.stage) : std::string_view());
  cell(v.receiver);
  cell(a.remote_host);
  cell(a.sender);
  cell(a.message_id);
  cell(a.subject);
  cell(joined(a.reply));
  cell(v.evidence.rule);
  cell(a.place.file);
  out.append("\r\n");
}

}  // namespace smtpscope::format
