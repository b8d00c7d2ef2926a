// SPDX-License-Identifier: Apache-2.0
#include "cli/bounce_writer.h"

#include "base/text.h"
#include "base/utf8.h"

#include "format/attempt_csv.h"
#include "format/attempt_json.h"
#include "format/sisimai.h"

namespace smtpscope::cli {

BounceWriter::BounceWriter(const core::Classifier& classifier, const core::Proof& proof,
                           const BouncesOptions& options)
    : classifier_(classifier), proof_(proof), options_(options), reader_(options.headers) {}

void BounceWriter::write(const attempt::Attempt& attempt, const core::AttemptVerdict& judged,
                         Written& out) {
  const bool proven = proof_.is_proven(attempt);
  switch (options_.format) {
    case BounceFormat::json: {
      format::JsonOptions options;
      options.prose = options_.prose;
      if (const std::uint64_t key = statement_key(attempt)) {
        out.statements.push_back({key, out.text.size()});
      }
      format::append_attempt_object(classifier_, attempt, judged, proven, options, out.text);
      out.text.push_back('\n');
      break;
    }
    case BounceFormat::csv:
      format::append_csv_row(attempt, judged, proven, out.text);
      break;
    case BounceFormat::addresses:
      if ((proven || options_.unproven) && is_plain_address(attempt.recipient) &&
          to_string(judged.verdict.address_action) == options_.addresses) {
        out.addresses.emplace_back(attempt.recipient);
      }
      break;
    case BounceFormat::sisimai: {
      const std::size_t before = out.text.size();
      out.text.append(kBetweenRecords);
      if (!format::append_sisimai_record(classifier_, attempt, judged, options_.sisimai,
                                         options_.all, out.text))
        out.text.resize(before);
      break;
    }
    case BounceFormat::summary:
      out.summary.add(attempt, judged, proven);
      break;
  }
}

bool BounceWriter::take(std::string_view mail, std::string_view file, std::uint64_t offset,
                        bool cut, Written& out) {
  const bounce::Reading& reading = reader_.read(mail, file, offset, cut);
  out.summary.add_mail(!reading.attempts.empty());
  for (const attempt::Attempt& attempt : reading.attempts) {
    write(attempt, core::classify_attempt(classifier_, attempt, memory_), out);
  }
  if (reading.attempts.empty() && options_.all && options_.format == BounceFormat::json) {
    format::append_not_a_bounce({"bounce", "", file, offset, 0}, reading.not_a_bounce, out.text);
    out.text.push_back('\n');
  }
  return !reading.attempts.empty();
}

namespace {

/// C1 controls, blanks, and what shows nothing or changes the direction of text.
bool is_invisible(char32_t c) noexcept {
  return c < 0xa1 || c == 0xad || c == 0x61c || c == 0x115f || c == 0x1160 || c == 0x1680 ||
         c == 0x180e || (c >= 0x2000 && c <= 0x206f) || c == 0x2800 || c == 0x3000 || c == 0x3164 ||
         (c >= 0xfe00 && c <= 0xfe0f) || c == 0xfeff || c == 0xffa0 ||
         (c >= 0xfff0 && c <= 0xffff) || c >= 0xe0000;
}

}  // namespace

bool is_plain_address(std::string_view address) noexcept {
  if (address.find('@') == std::string_view::npos || !base::is_utf8(address)) return false;
  for (std::size_t i = 0; i < address.size();) {
    const char c = address[i];
    if (base::is_high(c)) {
      const std::string_view rest = address.substr(i);
      const char32_t point = base::decode_utf8(rest);
      if (is_invisible(point)) return false;
      i += base::utf8_length(rest);
      continue;
    }
    if (c <= ' ' || c == 0x7f ||
        std::string_view("\"'`\\$;&|<>(){}[]*?!,:~#").find(c) != std::string_view::npos)
      return false;
    ++i;
  }
  return !address.starts_with('-');
}

}  // namespace smtpscope::cli
