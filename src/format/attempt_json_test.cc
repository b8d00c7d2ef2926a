// SPDX-License-Identifier: Apache-2.0
// The output contract's attempt: members in their order, absent where nothing is known, times.
#include "format/attempt_json.h"

#include <gtest/gtest.h>
#include <simdjson.h>

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

std::string object_of(const Attempt& a, bool proven = false, bool by_words = false) {
  core::AttemptVerdict judged;
  judged.verdict.reason = verdict::Reason::mailbox_full;
  judged.by_words = by_words;
  judged.judged = "the words";
  JsonOptions options;
  options.prose = false;
  std::string out;
  append_attempt_object(shipped(), a, judged, proven, options, out);
  return out;
}

std::string keys(const std::string& json) {
  simdjson::dom::parser parser;
  std::string out;
  for (const auto& [key, value] : parser.parse(json).get_object()) out.append(key).push_back(' ');
  return out;
}

TEST(AttemptJson, HasAllMembersInTheirOrder) {
  Attempt a;
  a.place = {"bounce", "rfc3464", "in.mbox", 17, 3};
  a.time = attempt::Time{0, 0, attempt::TimeSource::zone_assumed};
  a.sender = "s@example.org";
  a.has_sender = true;
  a.recipient = "r@example.net";
  a.original_recipient = "o@example.net";
  a.message_id = "<1@example.org>";
  a.queue_id = "4kQ";
  a.local_host = "mx1.example.org";
  a.local_ip = "192.0.2.1";
  a.remote_host = "mx.example.net";
  a.remote_ip = "192.0.2.2";
  a.stage = reply::Stage::rcpt;
  a.code = 552;
  a.enhanced = {5, 2, 2};
  a.dsn_status = "5.0.0";
  a.reply = "552 5.2.2 full";
  a.kind = "abuse";
  a.subject = "Hello";
  a.from = "S <s@example.org>";
  a.list_id = "<list.example.org>";
  const attempt::Tag tags[] = {{"X-Campaign", "spring"}, {"X-Tenant", "a"}};
  a.tags = tags;
  EXPECT_EQ(keys(object_of(a, true, true)),
            "v id time time_source source direction outcome sender recipient original_recipient "
            "message_id queue_id local_host local_ip remote_host remote_ip stage code enhanced "
            "dsn_status reply kind subject from list_id tags proven words verdict ");
  const std::string json = object_of(a);
  EXPECT_NE(json.find(R"("source":{"kind":"bounce","format":"rfc3464","file":"in.mbox",)"
                      R"("offset":17,"part":3})"),
            std::string::npos);
  EXPECT_NE(json.find(R"("tags":{"X-Campaign":"spring","X-Tenant":"a"})"), std::string::npos);
  EXPECT_NE(json.find(R"("time":"1970-01-01T00:00:00.000Z","time_source":"zone_assumed")"),
            std::string::npos);
}

TEST(AttemptJson, LeavesOutWhatIsNotKnown) {
  Attempt a;
  a.place.kind = "bounce";
  EXPECT_EQ(keys(object_of(a)), "v id source direction outcome verdict ");
}

TEST(AttemptJson, TellsTheNullSenderFromAnUnknownOne) {
  Attempt a;
  a.has_sender = true;
  EXPECT_NE(object_of(a).find(R"("sender":"<>")"), std::string::npos);
}

TEST(AttemptJson, WritesTimes) {
  struct Row {
    std::int64_t ms;
    std::string_view text;
  };
  for (const Row& row : {Row{0, "1970-01-01T00:00:00.000Z"}, Row{-1, "1969-12-31T23:59:59.999Z"},
                         Row{951'782'400'000, "2000-02-29T00:00:00.000Z"},
                         Row{1'709'164'800'123, "2024-02-29T00:00:00.123Z"},
                         Row{1'791'280'807'000, "2026-10-06T10:00:07.000Z"},
                         Row{4'107'542'399'999, "2100-02-28T23:59:59.999Z"},
                         Row{4'107'542'400'000, "2100-03-01T00:00:00.000Z"},
                         Row{253'402'300'799'999, "9999-12-31T23:59:59.999Z"}}) {
    std::string out;
    append_utc(row.ms, out);
    EXPECT_EQ(out, row.text);
  }
}

TEST(AttemptJson, SaysWhyAMailIsNoBounce) {
  std::string out;
  append_not_a_bounce({"bounce", "", "a\"b.eml", 0, 0}, "a calendar message", out);
  EXPECT_EQ(out, R"({"v":1,"source":{"kind":"bounce","file":"a\"b.eml"},)"
                 R"("not_a_bounce":"a calendar message"})");
}

}  // namespace
}  // namespace smtpscope::format
