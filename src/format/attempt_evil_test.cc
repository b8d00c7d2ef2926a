// SPDX-License-Identifier: Apache-2.0
// What a forged bounce says, in every field of an attempt, through every output of attempts: one
// line each, UTF-8, no control or bidi characters, no formula.
#include <gtest/gtest.h>
#include <simdjson.h>

#include "base/utf8.h"

#include "core/attempt_summary.h"
#include "format/attempt_csv.h"
#include "format/attempt_json.h"
#include "format/sisimai.h"
#include "format/summary_text.h"

namespace smtpscope::format {
namespace {

using attempt::Attempt;

const core::Classifier& shipped() {
  static const core::Classifier kClassifier = [] {
    std::vector<base::Error> errors;
    return std::move(*core::Classifier::load({}, errors));
  }();
  return kClassifier;
}

const std::string kEvil = [] {
  std::string out = "=cmd|' /C calc'!A0 \",\r\n\"x\"\n</script><b>&amp;";
  for (int c = 0; c < 0x20; ++c) out.push_back(static_cast<char>(c));
  out +=
      "\x7f\xc2\x80\xc2\x9b"
      "31m\xd8\x9c\xe2\x80\x8e\xe2\x80\x8f\xe2\x80\xa8\xe2\x80\xa9\xe2\x80\xae\xe2\x81\xa6\xe2\x81"
      "\xa9\x1b]0;x\x07\\u0000@example.net";
  return out;
}();

void expect_harmless(std::string_view out, std::string_view what) {
  ASSERT_TRUE(base::is_utf8(out)) << what;
  for (std::size_t i = 0; i < out.size(); i += base::utf8_length(out.substr(i))) {
    const char32_t c = base::decode_utf8(out.substr(i));
    const bool turns = c == 0x61c || c == 0x200e || c == 0x200f || (c >= 0x2028 && c <= 0x202e) ||
                       (c >= 0x2066 && c <= 0x2069);
    ASSERT_FALSE(c < 0x20 || (c >= 0x7f && c < 0xa0) || turns)
        << what << ": " << static_cast<unsigned>(c) << " at " << i;
  }
}

struct Evil {
  Evil() {
    a.place.kind = "bounce";
    a.place.file = kEvil;
    for (std::string_view* field : {&a.sender,       &a.recipient,       &a.original_recipient,
                                    &a.message_id,   &a.queue_id,        &a.local_host,
                                    &a.local_ip,     &a.remote_host,     &a.remote_ip,
                                    &a.dsn_status,   &a.reply,           &a.subject,
                                    &a.from,         &a.list_id,         &a.returned_to,
                                    &a.words,        &a.diagnostic_type, &a.kind,
                                    &a.action,       &a.diagnostic,      &a.bounce_to,
                                    &a.received_from}) {
      *field = kEvil;
    }
    a.has_sender = true;
    a.tags = tags;
  }
  Attempt a;
  const attempt::Tag tags[2] = {{kEvil, kEvil}, {kFeedbackIdHeader, kEvil}};
};

TEST(AttemptEvil, JsonIsOneLineAndReadsBack) {
  const Evil evil;
  core::Memory memory;
  const auto judged = core::classify_attempt(shipped(), evil.a, memory);
  std::string out;
  append_attempt_object(shipped(), evil.a, judged, true, {}, out);
  expect_harmless(out, "json");
  simdjson::dom::parser parser;
  std::string_view back;
  ASSERT_EQ(parser.parse(out)["subject"].get(back), simdjson::SUCCESS);
  EXPECT_EQ(back, kEvil);
  std::string why;
  append_not_a_bounce(evil.a.place, "why", why);
  expect_harmless(why, "not_a_bounce");
}

TEST(AttemptEvil, SisimaiIsOneLineAndReadsBack) {
  const Evil evil;
  core::Memory memory;
  const auto judged = core::classify_attempt(shipped(), evil.a, memory);
  for (const SisimaiForm form : {SisimaiForm::v4, SisimaiForm::v5_1, SisimaiForm::v5_2}) {
    std::string out;
    ASSERT_TRUE(append_sisimai_record(shipped(), evil.a, judged, form, false, out));
    expect_harmless(out, "sisimai");
    simdjson::dom::parser parser;
    std::string_view back;
    ASSERT_EQ(parser.parse(out)["subject"].get(back), simdjson::SUCCESS);
    EXPECT_EQ(back, kEvil);
  }
}

TEST(AttemptEvil, CsvIsOneLineWithoutFormulas) {
  const Evil evil;
  core::Memory memory;
  std::string out;
  append_csv_row(evil.a, core::classify_attempt(shipped(), evil.a, memory), false, out);
  ASSERT_TRUE(out.ends_with("\r\n"));
  out.resize(out.size() - 2);
  expect_harmless(out, "csv");
  EXPECT_EQ(out.find(",="), std::string::npos);
  EXPECT_EQ(out.find(",\"="), std::string::npos);
}

TEST(AttemptEvil, TheTableIsHarmless) {
  const Evil evil;
  core::Memory memory;
  core::Summary summary;
  summary.add(evil.a, core::classify_attempt(shipped(), evil.a, memory), false);
  for (const std::size_t width : {20U, 80U}) {
    TextOptions options;
    options.width = width;
    std::string out = format_summary(shipped(), summary, true, options);
    std::erase(out, '\n');
    expect_harmless(out, "table");
  }
}

}  // namespace
}  // namespace smtpscope::format
