// SPDX-License-Identifier: Apache-2.0
// Mails as they come, from testdata/ of sources/bounce: the library says what `bounces --json`
// prints, and two threads on one scope say what one does. Run under the thread sanitizer too.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <smtpscope/smtpscope.h>

#include "core/attempt_verdict.h"
#include "format/attempt_json.h"
#include "sources/bounce/bounce.h"

namespace {

const smtpscope_scope* builtin() {
  static const auto scope = [] {
    smtpscope_scope* opened = nullptr;
    EXPECT_EQ(smtpscope_open(nullptr, &opened, nullptr, 0), SMTPSCOPE_OK);
    return std::unique_ptr<smtpscope_scope, decltype(&smtpscope_close)>(opened, smtpscope_close);
  }();
  return scope.get();
}

std::vector<std::string> testdata() {
  std::vector<std::string> mails;
  const char* const source = std::getenv("SMTPSCOPE_SOURCE_DIR");
  if (source == nullptr) return mails;
  const auto folder = std::filesystem::path(source) / "src/sources/bounce/testdata";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".eml") continue;
    std::ifstream in(entry.path(), std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    mails.push_back(bytes.str());
  }
  mails.emplace_back("Subject: Lunch\n\nAt one?\n");
  return mails;
}

std::string read_json(const smtpscope_scope* scope, const std::string& bytes) {
  const char* const headers[] = {"Subject"};
  smtpscope_mail mail = SMTPSCOPE_MAIL_INIT;
  mail.bytes = bytes.data();
  mail.length = bytes.size();
  mail.file = "box";
  mail.offset = 17;
  mail.headers = headers;
  mail.header_count = 1;
  smtpscope_bounce* bounce = nullptr;
  if (smtpscope_read_bounce(scope, &mail, &bounce) != SMTPSCOPE_OK) return "failed";
  std::string out = smtpscope_bounce_why_not(bounce);
  for (std::size_t i = 0; i < smtpscope_bounce_count(bounce); ++i) {
    std::size_t length = 0;
    const char* json = smtpscope_attempt_json(smtpscope_bounce_at(bounce, i), &length);
    out.append(json, length).push_back('\n');
  }
  smtpscope_bounce_free(bounce);
  return out;
}

TEST(BounceData, JsonIsThatOfTheCommand) {
  std::vector<smtpscope::base::Error> errors;
  const auto classifier = smtpscope::core::Classifier::load({}, errors);
  ASSERT_TRUE(classifier);
  smtpscope::core::Memory memory;
  smtpscope::bounce::Reader reader({"Subject"});
  smtpscope::format::JsonOptions options;
  options.prose = false;
  for (const std::string& mail : testdata()) {
    const auto& reading = reader.read(mail, "box", 17);
    std::string expected(reading.not_a_bounce);
    for (const auto& attempt : reading.attempts) {
      const auto verdict = smtpscope::core::classify_attempt(*classifier, attempt, memory);
      smtpscope::format::append_attempt_object(*classifier, attempt, verdict, false, options,
                                               expected);
      expected.push_back('\n');
    }
    EXPECT_EQ(read_json(builtin(), mail), expected);
  }
}

TEST(BounceData, TwoThreadsOnOneScope) {
  const std::vector<std::string> mails = testdata();
  std::vector<std::string> expected;
  for (const std::string& mail : mails) expected.push_back(read_json(builtin(), mail));
  std::vector<std::vector<std::string>> got(2);
  std::vector<std::thread> threads;
  for (auto& out : got) {
    threads.emplace_back([&] {
      for (const std::string& mail : mails) out.push_back(read_json(builtin(), mail));
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& out : got) EXPECT_EQ(out, expected);
}

}  // namespace
