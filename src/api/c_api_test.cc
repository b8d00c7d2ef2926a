// SPDX-License-Identifier: Apache-2.0
// The C API as a program sees it: wrong arguments, broken knowledge, texts from the wild.
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <smtpscope/smtpscope.h>
#include <stdlib.h>

namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

struct Free {
  void operator()(smtpscope_scope* scope) const { smtpscope_close(scope); }
  void operator()(smtpscope_verdict* verdict) const { smtpscope_verdict_free(verdict); }
};
using ScopePtr = std::unique_ptr<smtpscope_scope, Free>;
using VerdictPtr = std::unique_ptr<smtpscope_verdict, Free>;

ScopePtr open_scope(const char* directory = nullptr) {
  smtpscope_scope* scope = nullptr;
  char error[2048];
  EXPECT_EQ(smtpscope_open(directory, &scope, error, sizeof error), SMTPSCOPE_OK) << error;
  EXPECT_STREQ(error, "");
  return ScopePtr(scope);
}

const smtpscope_scope* builtin() {
  static const ScopePtr scope = open_scope();
  return scope.get();
}

smtpscope_question make_question(std::string_view text, const char* stage = nullptr) {
  smtpscope_question question = SMTPSCOPE_QUESTION_INIT;
  question.text = text.data();
  question.text_length = text.size();
  question.stage = stage;
  return question;
}

VerdictPtr classify(std::string_view text, const char* stage = nullptr) {
  const smtpscope_question question = make_question(text, stage);
  smtpscope_verdict* verdict = nullptr;
  EXPECT_EQ(smtpscope_classify(builtin(), &question, &verdict), SMTPSCOPE_OK);
  return VerdictPtr(verdict);
}

/// A directory of its own that goes with the test.
class Directory {
 public:
  Directory() {
    std::string name = testing::TempDir() + "smtpscope.XXXXXX";
    path_ = ::mkdtemp(name.data());
  }
  ~Directory() { std::filesystem::remove_all(path_); }
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;
  void write(const std::string& name, std::string_view text) const {
    std::ofstream(path_ + "/" + name) << text;
  }
  const char* path() const { return path_.c_str(); }

 private:
  std::string path_;
};

constexpr std::string_view kOwnRule = R"toml(
[file]
language = "en"
title    = "Our own rules"
[[rule]]
id       = "own.spam_content.purple"
when     = { text = ["purple elephants are unwelcome"] }
verdict  = { reason = "spam_content" }
source   = "observed"
seen     = "2026-10"
[[rule.example]]
reply    = "550 5.7.1 purple elephants are unwelcome here"
)toml";

TEST(Open, NullArguments) {
  char error[256] = "x";
  EXPECT_EQ(smtpscope_open(nullptr, nullptr, error, sizeof error), SMTPSCOPE_BAD_ARGUMENT);
  EXPECT_THAT(error, HasSubstr("argument"));
  EXPECT_EQ(smtpscope_open(nullptr, nullptr, nullptr, 0), SMTPSCOPE_BAD_ARGUMENT);
  smtpscope_close(nullptr);
}

TEST(Open, DirectoryThatIsNotThere) {
  smtpscope_scope* scope = nullptr;
  char error[256];
  EXPECT_EQ(smtpscope_open("/no/such/dir", &scope, error, sizeof error), SMTPSCOPE_CANNOT_READ);
  EXPECT_EQ(scope, nullptr);
  EXPECT_THAT(error, HasSubstr("/no/such/dir"));
  EXPECT_EQ(smtpscope_open("", &scope, nullptr, 0), SMTPSCOPE_CANNOT_READ);
}

TEST(Open, EmptyDirectory) {
  const Directory directory;
  smtpscope_scope* scope = nullptr;
  char error[256];
  EXPECT_EQ(smtpscope_open(directory.path(), &scope, error, sizeof error), SMTPSCOPE_CANNOT_READ);
  EXPECT_THAT(error, HasSubstr(".toml"));
}

TEST(Open, BrokenRulesAreRefusedWithTheirPlace) {
  const Directory directory;
  directory.write("own.toml", "[[rule]]\nid = \"own.\x1b[31m\"\nwhen = 3\n");
  smtpscope_scope* scope = nullptr;
  char error[1024];
  EXPECT_EQ(smtpscope_open(directory.path(), &scope, error, sizeof error), SMTPSCOPE_BAD_KNOWLEDGE);
  EXPECT_EQ(scope, nullptr);
  EXPECT_THAT(error, HasSubstr("own.toml:"));
  EXPECT_THAT(error, Not(HasSubstr("\x1b")));
}

TEST(Open, ErrorIsCutToItsBuffer) {
  smtpscope_scope* scope = nullptr;
  char error[8];
  std::memset(error, 'x', sizeof error);
  EXPECT_EQ(smtpscope_open("/no/such", &scope, error, 6), SMTPSCOPE_CANNOT_READ);
  EXPECT_EQ(error[5], '\0');
  EXPECT_EQ(error[6], 'x');
  // A character of two bytes is not cut in half.
  const Directory directory;
  const std::string name = std::string(directory.path()) + "/\xc3\xa4\xc3\xa4";
  std::string cut(name.size() + 1, 'x');
  EXPECT_EQ(smtpscope_open(name.c_str(), &scope, cut.data(), name.size()), SMTPSCOPE_CANNOT_READ);
  EXPECT_EQ(std::string(cut.c_str()), name.substr(0, name.size() - 2));
}

TEST(Open, RulesOfTheUsersOwnStandAboveOurs) {
  const Directory directory;
  directory.write("own.toml", kOwnRule);
  const ScopePtr scope = open_scope(directory.path());
  const smtpscope_question question = make_question("550 5.1.1 Purple elephants are unwelcome");
  smtpscope_verdict* verdict = nullptr;
  ASSERT_EQ(smtpscope_classify(scope.get(), &question, &verdict), SMTPSCOPE_OK);
  const VerdictPtr owned(verdict);
  EXPECT_STREQ(smtpscope_verdict_rule(verdict), "own.spam_content.purple");
  EXPECT_STREQ(smtpscope_verdict_reason(verdict), "spam_content");
}

TEST(Classify, NullArguments) {
  const smtpscope_question question = make_question("550 5.1.1 User unknown");
  smtpscope_verdict* verdict = nullptr;
  EXPECT_EQ(smtpscope_classify(nullptr, &question, &verdict), SMTPSCOPE_BAD_ARGUMENT);
  EXPECT_EQ(smtpscope_classify(builtin(), nullptr, &verdict), SMTPSCOPE_BAD_ARGUMENT);
  EXPECT_EQ(smtpscope_classify(builtin(), &question, nullptr), SMTPSCOPE_BAD_ARGUMENT);
  smtpscope_question null_text = SMTPSCOPE_QUESTION_INIT;
  EXPECT_EQ(smtpscope_classify(builtin(), &null_text, &verdict), SMTPSCOPE_BAD_ARGUMENT);
  EXPECT_EQ(verdict, nullptr);
  EXPECT_EQ(smtpscope_retry_of(builtin(), nullptr, nullptr), SMTPSCOPE_RETRY_INVALID);
  EXPECT_EQ(smtpscope_retry_of(nullptr, &question, nullptr), SMTPSCOPE_RETRY_INVALID);
  smtpscope_verdict_free(nullptr);
}

TEST(Classify, WrongQuestions) {
  smtpscope_verdict* verdict = nullptr;
  smtpscope_question question = make_question("550 no", "nonsense");
  EXPECT_EQ(smtpscope_classify(builtin(), &question, &verdict), SMTPSCOPE_BAD_ARGUMENT);
  question = make_question("550 no");
  for (const std::size_t size : {std::size_t{0}, sizeof question - 1, std::size_t{1} << 40}) {
    question.struct_size = size;
    EXPECT_EQ(smtpscope_classify(builtin(), &question, &verdict), SMTPSCOPE_BAD_ARGUMENT) << size;
  }
  question = make_question("550 no");
  question.text_length = SMTPSCOPE_MAX_TEXT + std::size_t{1};  // the text is not looked at
  EXPECT_EQ(smtpscope_classify(builtin(), &question, &verdict), SMTPSCOPE_TOO_LARGE);
}

TEST(Classify, QuestionsOfLaterVersions) {
  struct Later {
    smtpscope_question known;
    std::size_t unknown = 0;
  } later{make_question("550 5.1.1 User unknown"), 0};
  later.known.struct_size = sizeof later;
  EXPECT_EQ(smtpscope_retry_of(builtin(), &later.known, nullptr), SMTPSCOPE_RETRY_NEVER);
  later.unknown = 1;
  EXPECT_EQ(smtpscope_retry_of(builtin(), &later.known, nullptr), SMTPSCOPE_RETRY_INVALID);
}

TEST(Classify, EverythingAVerdictSays) {
  const VerdictPtr v = classify("550 5.1.1 <who@example.com> User unknown\r\n", "rcpt");
  ASSERT_NE(v, nullptr);
  EXPECT_STREQ(smtpscope_verdict_reason(v.get()), "unknown_recipient");
  EXPECT_STREQ(smtpscope_verdict_fault(v.get()), "recipient");
  EXPECT_STREQ(smtpscope_verdict_persistence(v.get()), "permanent");
  EXPECT_STREQ(smtpscope_verdict_stated(v.get()), "");
  EXPECT_STREQ(smtpscope_verdict_address_action(v.get()), "suppress");
  EXPECT_STREQ(smtpscope_verdict_confidence(v.get()), "high");
  EXPECT_EQ(smtpscope_verdict_code(v.get()), 550);
  EXPECT_STREQ(smtpscope_verdict_enhanced(v.get()), "5.1.1");
  EXPECT_STREQ(smtpscope_verdict_basis(v.get()), "text");
  EXPECT_STREQ(smtpscope_verdict_stage(v.get()), "rcpt");
  EXPECT_STREQ(smtpscope_verdict_receiver(v.get()), "");
  EXPECT_STRNE(smtpscope_verdict_rule(v.get()), "");
  EXPECT_STRNE(smtpscope_verdict_title(v.get()), "");
  EXPECT_STRNE(smtpscope_verdict_summary(v.get()), "");
  EXPECT_STRNE(smtpscope_verdict_explanation(v.get()), "");
  EXPECT_STREQ(smtpscope_verdict_runner_up(v.get(), 3), "");
  std::size_t length = 0, begin = 0, end = 0;
  const std::string reply = smtpscope_verdict_reply(v.get(), &length);
  EXPECT_EQ(reply, "550 5.1.1 <who@example.com> User unknown");
  EXPECT_EQ(length, reply.size());
  ASSERT_EQ(smtpscope_verdict_span(v.get(), &begin, &end), 1);
  EXPECT_THAT(reply.substr(begin, end - begin), testing::EndsWith("User unknown"));
  ASSERT_GT(smtpscope_verdict_actions(v.get()), 0U);
  EXPECT_STRNE(smtpscope_verdict_action(v.get(), 0), "");
  EXPECT_STRNE(smtpscope_verdict_action_text(v.get(), 0), "");
  EXPECT_STREQ(smtpscope_verdict_action(v.get(), 1000), "");
  const std::string json = smtpscope_verdict_json(v.get(), &length);
  EXPECT_EQ(json.size(), length);
  EXPECT_THAT(json, StartsWith(R"({"v":1,"reason":"unknown_recipient",)"));
  EXPECT_STREQ(smtpscope_verdict_json(v.get(), nullptr), json.c_str());
}

TEST(Classify, NullVerdictSaysNothing) {
  EXPECT_STREQ(smtpscope_verdict_reason(nullptr), "");
  EXPECT_STREQ(smtpscope_verdict_stated(nullptr), "");
  EXPECT_STREQ(smtpscope_verdict_basis(nullptr), "");
  EXPECT_STREQ(smtpscope_verdict_stage(nullptr), "");
  EXPECT_STREQ(smtpscope_verdict_rule(nullptr), "");
  EXPECT_STREQ(smtpscope_verdict_action(nullptr, 0), "");
  EXPECT_STREQ(smtpscope_verdict_runner_up(nullptr, 0), "");
  EXPECT_STREQ(smtpscope_verdict_json(nullptr, nullptr), "");
  EXPECT_STREQ(smtpscope_verdict_reply(nullptr, nullptr), "");
  EXPECT_STREQ(smtpscope_verdict_retry_basis(nullptr), "");
  EXPECT_EQ(smtpscope_verdict_give_up(nullptr), 0U);
  EXPECT_EQ(smtpscope_verdict_code(nullptr), 0);
  EXPECT_EQ(smtpscope_verdict_span(nullptr, nullptr, nullptr), 0);
  EXPECT_EQ(smtpscope_verdict_count(nullptr), 0U);
  EXPECT_EQ(smtpscope_verdict_at(nullptr, 0), nullptr);
  EXPECT_EQ(smtpscope_retry(nullptr, nullptr), SMTPSCOPE_RETRY_INVALID);
}

TEST(Classify, TextWithNulsAndBytesThatAreNoUtf8) {
  using namespace std::string_view_literals;
  const VerdictPtr v =
      classify("550 5.1.1 User\0unknown \xff\xfe M\xfcller <a\0b@example.com>\r\n"sv);
  ASSERT_NE(v, nullptr);
  std::size_t length = 0;
  const char* reply = smtpscope_verdict_reply(v.get(), &length);
  EXPECT_GT(length, std::strlen(reply));  // the NUL is kept where the length is told
  const std::string json = smtpscope_verdict_json(v.get(), nullptr);
  EXPECT_THAT(json, HasSubstr("M\xc3\xbcller"));
  EXPECT_THAT(json, HasSubstr("\\u0000"));
  EXPECT_THAT(json, HasSubstr(R"("repaired":true)"));
}

TEST(Classify, AddressWithANulIsNotCutIntoAnother) {
  using namespace std::string_view_literals;
  const VerdictPtr v = classify(
      "<ann\0@example.com>: host mx.example.com[192.0.2.1] said: 550 5.1.1 User unknown (in reply to RCPT TO command)"sv);
  ASSERT_NE(v, nullptr);
  EXPECT_STRNE(smtpscope_verdict_recipient(v.get()), "ann");
}

TEST(Classify, EmptyText) {
  for (const char* text : {"", " ", "\r\n", "\n\n\n"}) {
    const VerdictPtr v = classify(text);
    ASSERT_NE(v, nullptr);
    EXPECT_STREQ(smtpscope_verdict_reason(v.get()), "unknown");
  }
  smtpscope_question question = SMTPSCOPE_QUESTION_INIT;
  question.text_length = 0;
  EXPECT_NE(smtpscope_retry_of(builtin(), &question, nullptr), SMTPSCOPE_RETRY_INVALID);
}

TEST(Classify, VerdictOutlivesTextAndScope) {
  ScopePtr scope = open_scope();
  std::string text = "452 4.2.2 The email account that you tried to reach is over quota.";
  const std::string copy = text;
  const smtpscope_question question = make_question(text);
  smtpscope_verdict* verdict = nullptr;
  ASSERT_EQ(smtpscope_classify(scope.get(), &question, &verdict), SMTPSCOPE_OK);
  const VerdictPtr owned(verdict);
  scope.reset();
  std::fill(text.begin(), text.end(), '#');
  EXPECT_STREQ(smtpscope_verdict_reply(verdict, nullptr), copy.c_str());
  EXPECT_THAT(smtpscope_verdict_json(verdict, nullptr), HasSubstr("over quota"));
}

TEST(Classify, SeveralReplies) {
  const VerdictPtr v =
      classify("250 2.1.0 Ok\r\n550 5.1.1 User unknown\r\n421 4.3.2 Shutting down\r\n");
  ASSERT_NE(v, nullptr);
  ASSERT_EQ(smtpscope_verdict_count(v.get()), 3U);
  EXPECT_EQ(smtpscope_verdict_code(smtpscope_verdict_at(v.get(), 0)), 250);
  EXPECT_EQ(smtpscope_verdict_code(smtpscope_verdict_at(v.get(), 2)), 421);
  EXPECT_EQ(smtpscope_verdict_at(v.get(), 3), nullptr);
  EXPECT_EQ(smtpscope_verdict_code(v.get()), 550);
  EXPECT_EQ(smtpscope_verdict_at(v.get(), 1), v.get());
  EXPECT_THAT(smtpscope_verdict_json(smtpscope_verdict_at(v.get(), 0), nullptr),
              HasSubstr("\"code\":250"));
  // One that is not ours to free stays, and so does the rest.
  smtpscope_verdict_free(const_cast<smtpscope_verdict*>(smtpscope_verdict_at(v.get(), 0)));
  EXPECT_EQ(smtpscope_verdict_code(smtpscope_verdict_at(v.get(), 0)), 250);
}

TEST(Classify, HostTellsTheReceiver) {
  smtpscope_question question = make_question("550 5.7.1 Something nobody has seen");
  question.host = "gmail-smtp-in.l.google.com";
  smtpscope_verdict* verdict = nullptr;
  ASSERT_EQ(smtpscope_classify(builtin(), &question, &verdict), SMTPSCOPE_OK);
  const VerdictPtr owned(verdict);
  EXPECT_STREQ(smtpscope_verdict_receiver(verdict), "google");
  const std::string endless(1 << 20, 'a');
  question.host = endless.c_str();
  EXPECT_NE(smtpscope_retry_of(builtin(), &question, nullptr), SMTPSCOPE_RETRY_INVALID);
}

TEST(Retry, OneCall) {
  std::uint32_t after_s = 7;
  smtpscope_question question = make_question("250 2.0.0 Ok: queued as 4F00D");
  EXPECT_EQ(smtpscope_retry_of(builtin(), &question, &after_s), SMTPSCOPE_RETRY_NOT_NEEDED);
  EXPECT_EQ(after_s, 0U);
  question = make_question("550 5.1.1 User unknown");
  EXPECT_EQ(smtpscope_retry_of(builtin(), &question, &after_s), SMTPSCOPE_RETRY_NEVER);
  question = make_question("450 4.2.0 Greylisted, please try again in 300 seconds");
  EXPECT_EQ(smtpscope_retry_of(builtin(), &question, &after_s), SMTPSCOPE_RETRY_AFTER);
  EXPECT_EQ(after_s, 300U);
  question = make_question("550 5.7.26 This mail is unauthenticated");
  EXPECT_EQ(smtpscope_retry_of(builtin(), &question, &after_s), SMTPSCOPE_RETRY_ONCE_FIXED);
  EXPECT_EQ(after_s, 0U);
}

TEST(Retry, WaitsGrowAndEnd) {
  const VerdictPtr v = classify("421 4.3.2 Service shutting down");
  std::uint32_t first = 0, wait = 0, last = 0;
  ASSERT_EQ(smtpscope_retry(v.get(), &first), SMTPSCOPE_RETRY_AFTER);
  ASSERT_GT(first, 0U);
  const std::uint32_t give_up = smtpscope_verdict_give_up(v.get());
  ASSERT_GT(give_up, first);
  for (std::uint32_t tries = 1; tries < 20; ++tries, last = wait) {
    ASSERT_EQ(smtpscope_retry_next(v.get(), tries, give_up - 1, &wait), SMTPSCOPE_RETRY_AFTER);
    EXPECT_GE(wait, last) << tries;
  }
  EXPECT_EQ(smtpscope_retry_next(v.get(), 0, 0, &wait), SMTPSCOPE_RETRY_AFTER);
  EXPECT_EQ(wait, first);
  EXPECT_EQ(smtpscope_retry_next(v.get(), UINT32_MAX, 0, &wait), SMTPSCOPE_RETRY_AFTER);
  EXPECT_EQ(wait, last);
  EXPECT_EQ(smtpscope_retry_next(v.get(), 2, give_up, &wait), SMTPSCOPE_RETRY_NEVER);
  EXPECT_EQ(wait, 0U);
}

TEST(ParseReply, TakesAReplyApart) {
  smtpscope_reply reply = SMTPSCOPE_REPLY_INIT;
  const char text[] = "452-4.2.2 The mailbox\n452 4.2.2 is full\n";
  ASSERT_EQ(smtpscope_parse_reply(text, SMTPSCOPE_UNTIL_NUL, &reply), SMTPSCOPE_OK);
  EXPECT_EQ(reply.code, 452);
  EXPECT_EQ(reply.enhanced_class, 4);
  EXPECT_EQ(reply.enhanced_subject, 2);
  EXPECT_EQ(reply.enhanced_detail, 2);
  EXPECT_EQ(reply.lines, 2U);
  EXPECT_TRUE(reply.issues & SMTPSCOPE_ISSUE_BARE_LF);
  EXPECT_EQ(reply.text, text);
  EXPECT_EQ(reply.text_length, sizeof text - 2);
}

TEST(ParseReply, WrongArguments) {
  smtpscope_reply reply = SMTPSCOPE_REPLY_INIT;
  EXPECT_EQ(smtpscope_parse_reply(nullptr, 3, &reply), SMTPSCOPE_BAD_ARGUMENT);
  EXPECT_EQ(smtpscope_parse_reply("550 x", 5, nullptr), SMTPSCOPE_BAD_ARGUMENT);
  EXPECT_EQ(smtpscope_parse_reply("550 x", SMTPSCOPE_MAX_TEXT + std::size_t{1}, &reply),
            SMTPSCOPE_TOO_LARGE);
  ASSERT_EQ(smtpscope_parse_reply(nullptr, 0, &reply), SMTPSCOPE_OK);
  EXPECT_STREQ(reply.text, "");
  EXPECT_TRUE(reply.issues & SMTPSCOPE_ISSUE_NO_CODE);
  reply.struct_size = 1;
  EXPECT_EQ(smtpscope_parse_reply("550 x", 5, &reply), SMTPSCOPE_BAD_ARGUMENT);
}

TEST(Version, IsOneOfThreeNumbers) {
  EXPECT_STREQ(smtpscope_version(), SMTPSCOPE_VERSION_STRING);
  for (int status = 0; status < 8; ++status) {
    EXPECT_STRNE(smtpscope_status_text(static_cast<smtpscope_status>(status)), "");
  }
}

}  // namespace
