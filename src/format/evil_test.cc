// SPDX-License-Identifier: Apache-2.0
// What a hostile server says, and what a rule file of doubtful origin says, through every output:
// only line ends of ours are control characters, nothing turns the direction of text, all is UTF-8.
#include <gtest/gtest.h>
#include <simdjson.h>

#include "base/utf8.h"

#include "core/describe_code.h"
#include "format/answer_text.h"
#include "format/json.h"
#include "format/reference_text.h"

namespace smtpscope::format {
namespace {

bool turns_text(char32_t c) {
  return c == 0x61c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2066 && c <= 0x2069);
}

void expect_harmless(std::string_view out, std::string_view what) {
  ASSERT_TRUE(base::is_utf8(out)) << what;
  for (std::size_t i = 0; i < out.size(); i += base::utf8_length(out.substr(i))) {
    const char32_t c = base::decode_utf8(out.substr(i));
    ASSERT_FALSE((c < 0x20 && c != '\n') || (c >= 0x7f && c < 0xa0) || turns_text(c) ||
                 c == 0x2028 || c == 0x2029)
        << what << ": " << static_cast<unsigned>(c) << " at " << i << " of "
        << testing::PrintToString(std::string(out));
  }
}

const std::string kControls = [] {
  std::string out;
  for (int c = 1; c < 0x20; ++c) out.push_back(static_cast<char>(c));
  out +=
      "\x7f\xc2\x80\xc2\x9b"
      "31m\xd8\x9c\xe2\x80\x8e\xe2\x80\x8f\xe2\x80\xa8\xe2\x80\xa9\xe2\x80\xaa\xe2\x80\xae\xe2\x81"
      "\xa6\xe2\x81\xa9\x1b]0;x\x07";
  return out;
}();

std::vector<std::string> evil_texts() {
  return {"550 5.1.1 no" + kControls + "such user",
          "550 5.1.1 no such user" + kControls,
          "550 5.7.1 \x1b[2Jblocked \xe2\x80\xae [192.0.2.1] " + kControls + "\n550 5.7.1 second",
          "250 " + kControls + "\n421 " + kControls + "\n550 5.7.1 " + kControls,
          "host " + kControls + "mx.example.com[192.0.2.1] said: 550 5.1.1 <" + kControls +
              "@example.com> no such user (in reply to RCPT TO command)",
          kControls,
          "550 \xff\xfe\x1b\x80 no such user",
          "550-5.1.1 no\r\n550 5.1.1 such\tuser " + std::string(300, '\x1b'),
          std::string("550 \0 no such user", 18)};
}

void check_answer(const core::Classifier& classifier, std::string_view text) {
  core::Memory memory;
  memory.set_caching(false);
  core::Question question;
  question.text = text;
  const core::Answer answer = classifier.classify(question, memory);
  for (const std::size_t width : {20U, 40U, 80U}) {
    TextOptions options;
    options.width = width;
    expect_harmless(format_answer(classifier, answer, options), "text");
    expect_harmless(format_trail(classifier, memory.candidates(), memory.last_template(), options),
                    "trail");
  }
  simdjson::dom::parser parser;
  std::string json;
  append_batch_object(classifier, answer, "1", {true, true, true}, json);
  std::string object;
  append_reply_object(classifier, answer, answer.verdict(), {true, true, true}, object);
  for (const std::string& line : {json, object}) {
    EXPECT_EQ(line.find('\n'), std::string::npos);
    EXPECT_TRUE(parser.parse(line).error() == simdjson::SUCCESS) << line;
  }
  // U+061C is tested apart: JSON leaves it.
  std::string without = json + object;
  for (std::size_t at = 0; (at = without.find("\xd8\x9c")) != std::string::npos;)
    without.erase(at, 2);
  expect_harmless(without, "json");
}

TEST(Evil, RepliesComeOutHarmless) {
  std::vector<base::Error> errors;
  const auto classifier = core::Classifier::load({}, errors);
  ASSERT_TRUE(classifier.has_value());
  for (const std::string& text : evil_texts()) {
    check_answer(*classifier, text);
    if (HasFatalFailure()) return;
  }
}

TEST(Evil, ReferenceComesOutHarmless) {
  std::vector<base::Error> errors;
  const auto classifier = core::Classifier::load({}, errors);
  const auto& k = classifier->knowledge();
  for (const std::string_view code : {"421", "5.7.1", "550 5.1.1", "5.1.999", "999"}) {
    const auto found = core::describe_code(k, code);
    ASSERT_TRUE(found.has_value());
    expect_harmless(format_code(k, *found, {}), code);
    expect_harmless(format_code_json(k, *found), code);
  }
  for (const std::string_view word : {"mailbox", "spamhaus", "google", "\xe4\xb8\x8d"}) {
    const auto found = core::search_knowledge(k, word);
    expect_harmless(format_search(k, found, {}), word);
    expect_harmless(format_search_json(k, found), word);
  }
  expect_harmless(format_all_codes(k, {}), "all");
}

TEST(Evil, ColoursAreTheOnlyEscapes) {
  std::vector<base::Error> errors;
  const auto classifier = core::Classifier::load({}, errors);
  core::Memory memory;
  core::Question question;
  question.text = "550 5.1.1 no such user \x1b[5m";
  TextOptions options;
  options.style.colour = true;
  const std::string out =
      format_answer(*classifier, classifier->classify(question, memory), options);
  for (std::size_t at = 0; (at = out.find('\x1b', at)) != std::string::npos; ++at) {
    const std::size_t end = out.find('m', at);
    ASSERT_NE(end, std::string::npos);
    ASSERT_LE(end - at, 4U);
    ASSERT_NE(out.substr(at, 4), "\x1b[5m");
  }
}

}  // namespace
}  // namespace smtpscope::format
