// SPDX-License-Identifier: Apache-2.0
// Bounces through the C API as a program sees it: wrong arguments, each kind of mail, and two
// threads on one bounce.
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <smtpscope/smtpscope.h>

namespace {

using testing::HasSubstr;
using testing::StartsWith;

struct Free {
  void operator()(smtpscope_scope* scope) const { smtpscope_close(scope); }
  void operator()(smtpscope_bounce* bounce) const { smtpscope_bounce_free(bounce); }
};
using BouncePtr = std::unique_ptr<smtpscope_bounce, Free>;

const smtpscope_scope* builtin() {
  static const std::unique_ptr<smtpscope_scope, Free> scope = [] {
    smtpscope_scope* opened = nullptr;
    EXPECT_EQ(smtpscope_open(nullptr, &opened, nullptr, 0), SMTPSCOPE_OK);
    return std::unique_ptr<smtpscope_scope, Free>(opened);
  }();
  return scope.get();
}

smtpscope_mail make_mail(std::string_view bytes) {
  smtpscope_mail mail = SMTPSCOPE_MAIL_INIT;
  mail.bytes = bytes.data();
  mail.length = bytes.size();
  return mail;
}

BouncePtr read(const smtpscope_mail& mail) {
  smtpscope_bounce* bounce = nullptr;
  EXPECT_EQ(smtpscope_read_bounce(builtin(), &mail, &bounce), SMTPSCOPE_OK);
  return BouncePtr(bounce);
}

constexpr std::string_view kTwo = R"(From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
To: news-17@example.com
Subject: Undelivered Mail Returned to Sender
Date: Mon, 5 Oct 2026 11:00:00 +0200
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b

I'm sorry to have to inform you that your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
X-Postfix-Queue-ID: 4F00D1234
X-Postfix-Sender: rfc822; news-17@example.com

Final-Recipient: rfc822; ann@example.org
Original-Recipient: rfc822; a.nn@example.org
Action: failed
Status: 5.1.1
Remote-MTA: dns; mail.example.org
Diagnostic-Code: smtp; 550 5.1.1 <ann@example.org>: User unknown

Final-Recipient: rfc822; bob@example.org
Action: failed
Status: 5.2.2
Remote-MTA: dns; mail.example.org
Diagnostic-Code: smtp; 552 5.2.2 The email account that you tried to reach is over quota

--b
Content-Type: message/rfc822

From: News <news@example.com>
To: ann@example.org
Subject: The news
Message-ID: <17@example.com>
List-Id: <news.example.com>
X-Campaign: autumn

Hello
--b--
)";

constexpr std::string_view kComplaint = R"(From: feedback@example.net
To: abuse@example.com
Subject: FW: News
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b

This is an email abuse report.
--b
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: Feedback/1.0
Version: 1
Original-Rcpt-To: ann@example.org

--b
Content-Type: message/rfc822

From: news@example.com
Subject: The news
Message-ID: <17@example.com>

Hello
--b--
)";

constexpr std::string_view kVacation = R"(From: Ann <ann@example.org>
To: news@example.com
Subject: Out of office: The news
Auto-Submitted: auto-replied
In-Reply-To: <17@example.com>

I am on holiday until Monday.
)";

constexpr std::string_view kOrdinary = R"(From: Ann <ann@example.org>
To: bob@example.com
Subject: Lunch

At one?
)";

TEST(Bounce, WrongArguments) {
  const smtpscope_mail mail = make_mail(kTwo);
  smtpscope_bounce* bounce = nullptr;
  EXPECT_EQ(smtpscope_read_bounce(nullptr, &mail, &bounce), SMTPSCOPE_BAD_ARGUMENT);
  EXPECT_EQ(smtpscope_read_bounce(builtin(), nullptr, &bounce), SMTPSCOPE_BAD_ARGUMENT);
  EXPECT_EQ(smtpscope_read_bounce(builtin(), &mail, nullptr), SMTPSCOPE_BAD_ARGUMENT);
  const std::string long_name(SMTPSCOPE_MAX_FILE_NAME + 1, 'a');
  const char* const names[] = {"X-A", nullptr};
  const char* const empty[] = {""};
  const std::vector<const char*> many(SMTPSCOPE_MAX_HEADERS + 1, "X-A");
  const auto headers = [](const char* const* list, std::size_t count) {
    smtpscope_mail wrong = make_mail(kTwo);
    wrong.headers = list;
    wrong.header_count = count;
    return wrong;
  };
  smtpscope_mail no_bytes = SMTPSCOPE_MAIL_INIT;
  smtpscope_mail no_size = mail, long_file = mail;
  no_size.struct_size = 0;
  long_file.file = long_name.c_str();
  for (const smtpscope_mail& wrong :
       {no_bytes, no_size, long_file, headers(nullptr, 1), headers(names, 2), headers(empty, 1),
        headers(many.data(), many.size()), headers(names, SIZE_MAX)}) {
    EXPECT_EQ(smtpscope_read_bounce(builtin(), &wrong, &bounce), SMTPSCOPE_BAD_ARGUMENT);
    EXPECT_EQ(bounce, nullptr);
  }
  smtpscope_bounce_free(nullptr);
}

TEST(Bounce, NullSaysNothing) {
  EXPECT_EQ(smtpscope_bounce_count(nullptr), 0U);
  EXPECT_EQ(smtpscope_bounce_at(nullptr, 0), nullptr);
  EXPECT_STREQ(smtpscope_bounce_why_not(nullptr), "");
  EXPECT_EQ(smtpscope_attempt_verdict(nullptr), nullptr);
  EXPECT_EQ(smtpscope_attempt_code(nullptr), 0);
  EXPECT_EQ(smtpscope_attempt_time(nullptr, nullptr, nullptr), 0);
  EXPECT_EQ(smtpscope_attempt_tags(nullptr), 0U);
  EXPECT_STREQ(smtpscope_attempt_tag_name(nullptr, 0), "");
  EXPECT_STREQ(smtpscope_attempt_tag_value(nullptr, 0), "");
  EXPECT_STREQ(smtpscope_attempt_reply(nullptr, nullptr), "");
  EXPECT_STREQ(smtpscope_attempt_json(nullptr, nullptr), "");
  for (const auto ask : {smtpscope_attempt_id,         smtpscope_attempt_outcome,
                         smtpscope_attempt_kind,       smtpscope_attempt_format,
                         smtpscope_attempt_recipient,  smtpscope_attempt_original_recipient,
                         smtpscope_attempt_sender,     smtpscope_attempt_returned_to,
                         smtpscope_attempt_local_host, smtpscope_attempt_remote_host,
                         smtpscope_attempt_remote_ip,  smtpscope_attempt_queue_id,
                         smtpscope_attempt_stage,      smtpscope_attempt_enhanced,
                         smtpscope_attempt_dsn_status, smtpscope_attempt_time_source,
                         smtpscope_attempt_message_id, smtpscope_attempt_subject,
                         smtpscope_attempt_from,       smtpscope_attempt_list_id}) {
    EXPECT_STREQ(ask(nullptr), "");
  }
}

TEST(Bounce, EverythingAnAttemptSays) {
  smtpscope_mail mail = make_mail(kTwo);
  const char* const names[] = {"X-Campaign", "X-Not-There"};
  mail.headers = names;
  mail.header_count = 2;
  const BouncePtr bounce = read(mail);
  ASSERT_EQ(smtpscope_bounce_count(bounce.get()), 2U);
  EXPECT_EQ(smtpscope_bounce_at(bounce.get(), 2), nullptr);
  EXPECT_STREQ(smtpscope_bounce_why_not(bounce.get()), "");
  const smtpscope_attempt* a = smtpscope_bounce_at(bounce.get(), 0);
  EXPECT_STREQ(smtpscope_attempt_outcome(a), "bounced");
  EXPECT_STREQ(smtpscope_attempt_format(a), "rfc3464");
  EXPECT_STREQ(smtpscope_attempt_kind(a), "");
  EXPECT_STREQ(smtpscope_attempt_recipient(a), "ann@example.org");
  EXPECT_STREQ(smtpscope_attempt_original_recipient(a), "a.nn@example.org");
  EXPECT_STREQ(smtpscope_attempt_sender(a), "news-17@example.com");
  EXPECT_STREQ(smtpscope_attempt_returned_to(a), "news-17@example.com");
  EXPECT_STREQ(smtpscope_attempt_local_host(a), "mx.example.net");
  EXPECT_STREQ(smtpscope_attempt_remote_host(a), "mail.example.org");
  EXPECT_STREQ(smtpscope_attempt_queue_id(a), "4F00D1234");
  EXPECT_EQ(smtpscope_attempt_code(a), 550);
  EXPECT_STREQ(smtpscope_attempt_enhanced(a), "5.1.1");
  EXPECT_STREQ(smtpscope_attempt_dsn_status(a), "");
  std::size_t length = 0;
  EXPECT_STREQ(smtpscope_attempt_reply(a, &length), "550 5.1.1 <ann@example.org>: User unknown");
  EXPECT_EQ(length, std::string_view("550 5.1.1 <ann@example.org>: User unknown").size());
  EXPECT_STREQ(smtpscope_attempt_message_id(a), "<17@example.com>");
  EXPECT_STREQ(smtpscope_attempt_subject(a), "The news");
  EXPECT_THAT(smtpscope_attempt_from(a), HasSubstr("news@example.com"));
  EXPECT_THAT(smtpscope_attempt_list_id(a), HasSubstr("news.example.com"));
  ASSERT_EQ(smtpscope_attempt_tags(a), 1U);
  EXPECT_STREQ(smtpscope_attempt_tag_name(a, 0), "X-Campaign");
  EXPECT_STREQ(smtpscope_attempt_tag_value(a, 0), "autumn");
  EXPECT_STREQ(smtpscope_attempt_tag_value(a, 1), "");
  std::int64_t epoch_ms = 0;
  int offset = 0;
  ASSERT_EQ(smtpscope_attempt_time(a, &epoch_ms, &offset), 1);
  EXPECT_EQ(epoch_ms, 1'791'190'800'000);
  EXPECT_EQ(offset, 120);
  EXPECT_STRNE(smtpscope_attempt_time_source(a), "");
  EXPECT_EQ(std::string_view(smtpscope_attempt_id(a)).size(), 32U);
  EXPECT_STRNE(smtpscope_attempt_id(a), smtpscope_attempt_id(smtpscope_bounce_at(bounce.get(), 1)));
}

TEST(Bounce, VerdictAnswersEveryQuestion) {
  const BouncePtr bounce = read(make_mail(kTwo));
  ASSERT_EQ(smtpscope_bounce_count(bounce.get()), 2U);
  const smtpscope_attempt* a = smtpscope_bounce_at(bounce.get(), 0);
  const smtpscope_verdict* v = smtpscope_attempt_verdict(a);
  EXPECT_STREQ(smtpscope_verdict_reason(v), "unknown_recipient");
  EXPECT_STREQ(smtpscope_verdict_address_action(v), "suppress");
  EXPECT_STREQ(smtpscope_verdict_recipient(v), "ann@example.org");
  EXPECT_STREQ(smtpscope_verdict_found_in(v), "rfc3464");
  EXPECT_EQ(smtpscope_retry(v, nullptr), SMTPSCOPE_RETRY_NEVER);
  EXPECT_EQ(smtpscope_verdict_count(v), 1U);
  EXPECT_EQ(smtpscope_verdict_at(v, 0), v);
  std::size_t begin = 0, end = 0;
  ASSERT_EQ(smtpscope_verdict_span(v, &begin, &end), 1);
  EXPECT_THAT(std::string(smtpscope_verdict_reply(v, nullptr)).substr(begin, end - begin),
              HasSubstr("User unknown"));
  EXPECT_THAT(smtpscope_verdict_json(v, nullptr), StartsWith("{\"v\":1"));
  // It goes with the bounce; freed by mistake it stays.
  smtpscope_verdict_free(const_cast<smtpscope_verdict*>(v));
  EXPECT_STREQ(smtpscope_verdict_reason(v), "unknown_recipient");
  const auto* other = smtpscope_attempt_verdict(smtpscope_bounce_at(bounce.get(), 1));
  EXPECT_STREQ(smtpscope_verdict_reason(other), "mailbox_full");
}

TEST(Bounce, KindsOfMail) {
  struct Row {
    std::string_view mail;
    std::string_view outcome, kind, reason;  ///< no outcome: no bounce
  };
  const std::string junk = [] {
    std::string bytes;
    for (unsigned i = 0; i < 100'000; ++i)
      bytes.push_back(static_cast<char>(i * 2654435761U >> 24));
    return bytes;
  }();
  for (const Row& row : {Row{kComplaint, "complaint", "abuse", "complaint"},
                         Row{kVacation, "auto_reply", "vacation", "auto_reply"},
                         Row{kOrdinary, "", "", ""}, Row{"", "", "", ""}, Row{"\n", "", "", ""},
                         Row{std::string_view("\0", 1), "", "", ""}, Row{junk, "", "", ""}}) {
    const BouncePtr bounce = read(make_mail(row.mail));
    const smtpscope_attempt* a = smtpscope_bounce_at(bounce.get(), 0);
    EXPECT_EQ(a != nullptr, !row.outcome.empty()) << row.mail.substr(0, 100);
    EXPECT_EQ(smtpscope_attempt_outcome(a), row.outcome);
    EXPECT_EQ(smtpscope_attempt_kind(a), row.kind);
    EXPECT_EQ(smtpscope_verdict_reason(smtpscope_attempt_verdict(a)), row.reason);
    EXPECT_EQ(std::string_view(smtpscope_bounce_why_not(bounce.get())).empty(), a != nullptr);
  }
}

TEST(Bounce, LimitOfSize) {
  std::string bytes(SMTPSCOPE_MAX_TEXT + std::size_t{1}, 'x');
  smtpscope_bounce* bounce = nullptr;
  const auto ask = [&](std::size_t length) {
    smtpscope_mail mail = make_mail(bytes);
    mail.length = length;
    const smtpscope_status status = smtpscope_read_bounce(builtin(), &mail, &bounce);
    smtpscope_bounce_free(bounce);
    return status;
  };
  EXPECT_EQ(ask(bytes.size()), SMTPSCOPE_TOO_LARGE);
  EXPECT_EQ(ask(SMTPSCOPE_UNTIL_NUL), SMTPSCOPE_TOO_LARGE);
  EXPECT_EQ(ask(SIZE_MAX - 1), SMTPSCOPE_TOO_LARGE);
  EXPECT_EQ(ask(SMTPSCOPE_MAX_TEXT), SMTPSCOPE_OK);
}

TEST(Bounce, OutlivesMailAndScope) {
  smtpscope_scope* scope = nullptr;
  ASSERT_EQ(smtpscope_open(nullptr, &scope, nullptr, 0), SMTPSCOPE_OK);
  std::string bytes(kTwo);
  const smtpscope_mail mail = make_mail(bytes);
  smtpscope_bounce* read = nullptr;
  ASSERT_EQ(smtpscope_read_bounce(scope, &mail, &read), SMTPSCOPE_OK);
  const BouncePtr bounce(read);
  bytes.assign(bytes.size(), '#');
  // The reader's own memory is used by the next mail.
  const smtpscope_mail other = make_mail(kComplaint);
  ASSERT_EQ(smtpscope_read_bounce(scope, &other, &read), SMTPSCOPE_OK);
  smtpscope_bounce_free(read);
  smtpscope_close(scope);
  const smtpscope_attempt* a = smtpscope_bounce_at(bounce.get(), 1);
  EXPECT_STREQ(smtpscope_attempt_recipient(a), "bob@example.org");
  EXPECT_THAT(smtpscope_attempt_json(a, nullptr), HasSubstr("over quota"));
  EXPECT_STREQ(smtpscope_attempt_subject(a), "The news");
  EXPECT_EQ(smtpscope_attempt_tags(a), 0U);  // nor are another call's headers
}

TEST(Bounce, ThousandsOfRecipients) {
  std::string bytes(kTwo.substr(0, kTwo.find("Final-Recipient")));
  for (int i = 0; i < 12'000; ++i) {
    bytes += "Final-Recipient: rfc822; a" + std::to_string(i) +
             "@example.org\nAction: failed\nStatus: 5.1.1\n\n";
  }
  const BouncePtr bounce = read(make_mail(bytes));
  ASSERT_EQ(smtpscope_bounce_count(bounce.get()), 10'000U);
  EXPECT_STREQ(smtpscope_attempt_recipient(smtpscope_bounce_at(bounce.get(), 9'999)),
               "a9999@example.org");
}

TEST(Bounce, TwoThreadsOnOneBounce) {
  const BouncePtr bounce = read(make_mail(kTwo));
  std::vector<std::string> json(2);
  std::vector<std::thread> threads;
  for (std::string& out : json) {
    threads.emplace_back([&] {
      const smtpscope_attempt* a = smtpscope_bounce_at(bounce.get(), 0);
      out = smtpscope_attempt_json(a, nullptr);
      out += smtpscope_verdict_json(smtpscope_attempt_verdict(a), nullptr);
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(json[0], json[1]);
  EXPECT_THAT(json[0], HasSubstr("User unknown"));
}

}  // namespace
