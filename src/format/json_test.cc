// SPDX-License-Identifier: Apache-2.0
// JSON by another parser: every escape reads back as it was, and every object of the shipped
// examples is one line of valid JSON whose fields are what the verdict says.
#include "format/json.h"

#include <gtest/gtest.h>
#include <simdjson.h>

#include "base/utf8.h"

namespace smtpscope::format {
namespace {

const core::Classifier& shipped() {
  static const core::Classifier kClassifier = [] {
    std::vector<base::Error> errors;
    return std::move(*core::Classifier::load({}, errors));
  }();
  return kClassifier;
}

std::string quote(std::string_view text) {
  std::string out;
  append_json_string(text, out);
  return out;
}

TEST(Json, EscapesWhatMisleads) {
  struct Row {
    std::string_view text, json;
  };
  for (const Row& row :
       {Row{"", "\"\""}, Row{"plain", "\"plain\""}, Row{"a\"b\\c", "\"a\\\"b\\\\c\""},
        Row{"/", "\"/\""}, Row{"\n\r\t", "\"\\n\\r\\t\""},
        Row{std::string_view("\0", 1), "\"\\u0000\""}, Row{"\x1b[31m", "\"\\u001b[31m\""},
        Row{"\x7f", "\"\\u007f\""}, Row{"\xc2\x80\xc2\x9f", "\"\\u0080\\u009f\""},
        Row{"\xc2\xa0", "\"\xc2\xa0\""}, Row{"\xe2\x80\xa8\xe2\x80\xa9", "\"\\u2028\\u2029\""},
        Row{"\xe2\x80\xae"
            "abc",
            "\"\\u202eabc\""},
        Row{"\xe2\x81\xa6\xe2\x81\xa9", "\"\\u2066\\u2069\""},
        Row{"\xe2\x80\x8e\xe2\x80\x8f", "\"\\u200e\\u200f\""},
        Row{"\xe2\x80\xa6\xe2\x82\xac", "\"\xe2\x80\xa6\xe2\x82\xac\""},
        Row{"\xf0\x9f\x98\x80", "\"\xf0\x9f\x98\x80\""}}) {
    EXPECT_EQ(quote(row.text), row.json);
  }
}

TEST(Json, EveryCodePointReadsBack) {
  simdjson::dom::parser parser;
  for (char32_t c = 0; c <= 0x10ffff; c += c < 0x3000 ? 1 : 251) {
    if (c >= 0xd800 && c < 0xe000) continue;
    std::string text = "a";
    base::append_utf8(c, text);
    text += "z";
    std::string_view back;
    ASSERT_EQ(parser.parse(quote(text)).get_string().get(back), simdjson::SUCCESS)
        << static_cast<unsigned>(c);
    ASSERT_EQ(back, text) << static_cast<unsigned>(c);
  }
}

TEST(Json, InvalidUtf8IsNoOverRead) {
  for (const std::string_view text : {"\xe2", "\xe2\x80", "\xc2", "a\xe2\x80", "\xff"}) {
    const std::vector<char> copy(text.begin(), text.end());
    EXPECT_EQ(quote({copy.data(), copy.size()}), "\"" + std::string(text) + "\"");
  }
}

void check_object(const std::string& json, const core::Answer& answer,
                  simdjson::dom::parser& parser) {
  ASSERT_EQ(json.find('\n'), std::string::npos);
  simdjson::dom::element root;
  ASSERT_EQ(parser.parse(json).get(root), simdjson::SUCCESS) << json;
  const verdict::Verdict& v = answer.verdict().verdict;
  const auto text = [&](std::string_view path) {
    std::string_view out;
    return root.at_pointer(path).get_string().get(out) == simdjson::SUCCESS ? out
                                                                            : std::string_view();
  };
  ASSERT_EQ(std::int64_t(root["v"]), 1);
  ASSERT_EQ(text("/reason"), to_string(v.reason));
  ASSERT_EQ(text("/fault"), to_string(v.fault));
  ASSERT_EQ(text("/address_action"), to_string(v.address_action));
  ASSERT_EQ(text("/confidence"), to_string(v.confidence));
  ASSERT_EQ(text("/persistence"), v.persistence ? to_string(*v.persistence) : std::string_view());
  ASSERT_EQ(text("/evidence/rule"), v.evidence.rule);
  ASSERT_EQ(text("/evidence/basis"), to_string(v.evidence.basis));
  ASSERT_EQ(text("/receiver"), v.receiver);
  ASSERT_EQ(text("/list"), v.list);
  ASSERT_EQ(text("/enhanced"), reply::format_enhanced_code(v.enhanced));
  ASSERT_EQ(text("/retry/when"), v.retry ? to_string(v.retry->when) : std::string_view());
  simdjson::dom::array others;
  const bool has = root["replies"].get_array().get(others) == simdjson::SUCCESS;
  ASSERT_EQ(has ? others.size() + 1 : 1, answer.replies.size());
}

TEST(Json, BatchObjectIsOneLineOfJson) {
  core::Memory memory;
  simdjson::dom::parser parser;
  std::string json;
  for (const knowledge::Rule& rule : shipped().knowledge().rules) {
    for (const knowledge::Example& example : rule.examples) {
      core::Question question;
      question.text = example.reply;
      question.host = example.host;
      question.stage = example.stage;
      const core::Answer answer = shipped().classify(question, memory);
      for (const bool prose : {false, true}) {
        json.clear();
        append_batch_object(shipped(), answer, "\"i\\n\"", {prose, true, true}, json);
        check_object(json, answer, parser);
        if (HasFatalFailure()) return;
      }
    }
  }
}

TEST(Json, ManyRepliesAndRawBytes) {
  core::Memory memory;
  simdjson::dom::parser parser;
  core::Question question;
  question.text = "250 ok\n550 5.1.1 no such user bo\xeete\n421 later\n";
  const core::Answer answer = shipped().classify(question, memory);
  ASSERT_GE(answer.replies.size(), 2U);
  std::string json;
  append_batch_object(shipped(), answer, "", {}, json);
  check_object(json, answer, parser);
  std::string object;
  append_reply_object(shipped(), answer, answer.verdict(), {false, true, false}, object);
  simdjson::dom::element root;
  ASSERT_EQ(parser.parse(object).get(root), simdjson::SUCCESS);
  EXPECT_TRUE(bool(root["repaired"]));
  EXPECT_TRUE(bool(root["decides"]));
  EXPECT_EQ(std::string_view(root["reply"]), answer.verdict().found.reply.text);
  EXPECT_TRUE(std::string_view(root["raw_b64"]).starts_with("MjUwIG9r"))
      << "the bytes as they came";
}

TEST(Json, IdsAreGivenBackAsTheyCame) {
  core::Memory memory;
  core::Question question;
  question.text = "550 no";
  const core::Answer answer = shipped().classify(question, memory);
  for (const std::string_view id : {"7", "null", "\"x\"", "[1,{\"a\":2}]"}) {
    std::string json;
    append_batch_object(shipped(), answer, id, {}, json);
    EXPECT_NE((json + ",").find(",\"id\":" + std::string(id) + "}"), std::string::npos) << json;
  }
}

}  // namespace
}  // namespace smtpscope::format
