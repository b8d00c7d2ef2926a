// SPDX-License-Identifier: Apache-2.0
// Eight threads on one handle give what one gives. Run under the thread sanitizer too.
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <smtpscope/smtpscope.h>

namespace {

constexpr int kThreads = 8;
constexpr int kRounds = 40;

std::vector<std::string> make_texts() {
  std::vector<std::string> texts = {
      "550 5.1.1 User unknown",
      "452 4.2.2 The email account that you tried to reach is over quota",
      "421 4.7.0 Try again later",
      "550 5.7.1 Client host [192.0.2.1] blocked using zen.spamhaus.org",
      "554 5.7.1 Message rejected as spam",
      "450 4.2.0 Greylisted, try again in 300 seconds",
      "250 2.0.0 Ok: queued",
      std::string("550 \0 \xff unbekannter Empf\xe4nger", 28),
      "<a@example.com>: host mx.example.com[192.0.2.1] said: 550 5.7.26 unauthenticated (in reply "
      "to "
      "end of DATA command)",
      ""};
  for (int i = 0; i < 40; ++i)
    texts.push_back("55" + std::to_string(i % 5) + " 5.7." + std::to_string(i) + " sorry");
  return texts;
}

/// Everything of a verdict that is printed.
std::string classify(const smtpscope_scope* scope, const std::string& text) {
  smtpscope_question question = SMTPSCOPE_QUESTION_INIT;
  question.text = text.data();
  question.text_length = text.size();
  smtpscope_verdict* verdict = nullptr;
  if (smtpscope_classify(scope, &question, &verdict) != SMTPSCOPE_OK) return "failed";
  std::size_t length = 0;
  const char* json = smtpscope_verdict_json(verdict, &length);
  std::string out(json, length);
  out += smtpscope_verdict_explanation(verdict);
  smtpscope_verdict_free(verdict);
  return out;
}

TEST(Threads, OneHandle) {
  smtpscope_scope* scope = nullptr;
  ASSERT_EQ(smtpscope_open(nullptr, &scope, nullptr, 0), SMTPSCOPE_OK);
  const std::vector<std::string> texts = make_texts();
  std::vector<std::string> expected;
  for (const std::string& text : texts) expected.push_back(classify(scope, text));
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (std::size_t i = 0; i < texts.size() * kRounds; ++i) {
        const std::size_t at = (i * 7 + static_cast<std::size_t>(t)) % texts.size();
        if (classify(scope, texts[at]) != expected[at]) ++wrong;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
  smtpscope_close(scope);
}

TEST(Threads, OneVerdict) {
  smtpscope_scope* scope = nullptr;
  ASSERT_EQ(smtpscope_open(nullptr, &scope, nullptr, 0), SMTPSCOPE_OK);
  smtpscope_question question = SMTPSCOPE_QUESTION_INIT;
  question.text = "550 5.1.1 User unknown";
  smtpscope_verdict* verdict = nullptr;
  ASSERT_EQ(smtpscope_classify(scope, &question, &verdict), SMTPSCOPE_OK);
  std::vector<std::string> json(kThreads);
  std::vector<std::thread> threads;
  for (std::string& out : json) {
    threads.emplace_back([&] { out = smtpscope_verdict_json(verdict, nullptr); });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string& out : json) EXPECT_EQ(out, json.front());
  EXPECT_NE(json.front(), "");
  smtpscope_verdict_free(verdict);
  smtpscope_close(scope);
}

}  // namespace
