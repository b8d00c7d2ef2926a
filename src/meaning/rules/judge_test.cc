// SPDX-License-Identifier: Apache-2.0
// From a match to a verdict: TAXONOMY "How to decide" 7 to 10. The reasons and registries here are
// few and made for the purpose.
#include "meaning/rules/judge.h"

#include <gtest/gtest.h>

#include "meaning/rules/small_rules_testing.h"

namespace smtpscope::rules {
namespace {

using reply::Stage;
using verdict::AddressAction;
using verdict::Basis;
using verdict::Confidence;
using verdict::Persistence;
using verdict::RetryBasis;
using verdict::RetryWhen;

const std::string kReasons = R"(
[[reason]]
name = "unknown_recipient"
fault = "recipient"
persistence = "permanent"
address_action = "suppress"
retry = { after_s = 3600, steps_s = [3600, 14400, 28800], give_up_s = 172800 }
[[reason]]
name = "rate_limited"
fault = "sending_host"
persistence = "transient"
retry = { after_s = 600, steps_s = [600, 1200, 2400, 4800, 9600, 9600, 9600], give_up_s = 86400 }
[[reason]]
name = "policy"
fault = "unknown"
[[reason]]
name = "blocklisted"
fault = "sending_host"
[[reason]]
name = "spam_content"
fault = "message"
retry_when = "never"
[[reason]]
name = "accepted"
fault = "none"
[[reason]]
name = "network_error"
fault = "network"
persistence = "transient"
)";
const std::string kCodes = R"(
[[code]]
code = 421
title = "t"
meaning = "m"
[[code.verdict]]
reason = "rate_limited"
[[code]]
code = 550
title = "t"
meaning = "m"
[[code.verdict]]
stage = ["rcpt"]
reason = "unknown_recipient"
[[code.verdict]]
stage = ["mail"]
reason = "policy"
)";
const std::string kEnhanced = R"(
[[enhanced]]
code = "x.1.1"
title = "t"
meaning = "m"
[[enhanced.verdict]]
reason = "unknown_recipient"
[[enhanced]]
code = "x.1.10"
title = "t"
meaning = "m"
[[enhanced.verdict]]
reason = "unknown_recipient"
[[enhanced]]
code = "x.1.2"
title = "t"
meaning = "m"
[[enhanced.verdict]]
reason = "unknown_recipient"
[[enhanced]]
code = "x.7.1"
title = "t"
meaning = "m"
[[enhanced.verdict]]
class = 5
code = 550
stage = ["data"]
reason = "spam_content"
[[enhanced.verdict]]
reason = "policy"
[[subject]]
subject = 1
title = "t"
meaning = "m"
[[subject.verdict]]
reason = "policy"
)";
const std::string kReceivers = R"(
[[receiver]]
id = "big"
title = "Big"
kind = "mailbox"
mx = ["*.big.net"]
codes = ["BG###"]
retry.rate_limited = { after_s = 1200, give_up_s = 7200 }
)";
const std::string kLists =
    "[[list]]\nid = \"zen\"\ntitle = \"Zen\"\nkind = \"dns\"\nnames = [\"zen list\"]\n";
const std::string kGeneric = R"(
[file]
language = "en"
[[rule]]
id = "g.no_user"
when = { text = ["no such user"] }
verdict = { reason = "unknown_recipient" }
[[rule]]
id = "g.dropped"
when = { text = ["dropped silently"], code = [250] }
verdict = { reason = "unknown_recipient" }
[[rule]]
id = "g.slow"
when = { text = ["slow down"] }
verdict = { reason = "rate_limited", persistence = "transient", note = "a note" }
[[rule]]
id = "g.weak"
when = { text = ["somehow refused"] }
verdict = { reason = "policy", fault = "recipient", address_action = "review" }
priority = -1
[[rule]]
id = "g.later"
when = { text = ["come later"] }
verdict = { reason = "rate_limited", retry_after_s = 4800 }
[[rule]]
id = "g.listed"
when = { text = ["you are listed"] }
verdict = { reason = "blocklisted", list = "other" }
[[rule]]
id = "g.blocked"
when = { text = ["you are blocked"] }
verdict = { reason = "blocklisted" }
[[rule]]
id = "g.spam"
when = { text = ["is spam"] }
verdict = { reason = "spam_content" }
)";
const std::string kBig = R"(
[file]
receiver = "big"
[[rule]]
id = "big.own"
when = { receiver_code = ["BG101"] }
verdict = { reason = "unknown_recipient" }
[[rule]]
id = "big.enhanced"
when = { enhanced = "5.2.1" }
verdict = { reason = "unknown_recipient" }
[[rule]]
id = "big.disabled"
when = { enhanced = "5.2.9" }
verdict = { reason = "unknown_recipient" }
[[rule]]
id = "big.basic"
when = { code = [561] }
verdict = { reason = "unknown_recipient" }
)";
constexpr std::string_view kBigHost = "mx.big.net";

SmallRules& rules() {
  static SmallRules kRules(
      {"tld = [\"net\"]", kReasons, kCodes, kEnhanced, kReceivers, kLists, kGeneric, kBig});
  return kRules;
}

TEST(Judge, TheCasesAreGood) {
  for (const auto& error : rules().errors()) ADD_FAILURE() << base::format_error(error);
}

struct AddressRow {
  std::string_view reply;
  Stage stage;
  std::string_view host;
  AddressAction action;
};

TEST(Judge, SuppressesOnlyOnStrongGrounds) {
  constexpr auto kSuppress = AddressAction::suppress;
  constexpr auto kReview = AddressAction::review;
  constexpr auto kKeep = AddressAction::keep;
  for (const AddressRow& row :
       {// words and own codes
        AddressRow{"550 5.1.1 no such user", Stage::rcpt, "", kSuppress},
        AddressRow{"550 no such user", Stage::unknown, "", kSuppress},
        AddressRow{"550 no such user <a@example.net>", Stage::eod, "", kSuppress},
        AddressRow{"550 no such user", Stage::eod, "", kReview},  // of whom is not said
        AddressRow{"550 BG101", Stage::eod, kBigHost, kSuppress},
        AddressRow{"550 BG101", Stage::rcpt, kBigHost, kSuppress},
        AddressRow{"no such user", Stage::unknown, "", kSuppress},
        AddressRow{"250 dropped silently", Stage::rcpt, "", kSuppress},
        // a 4xx never
        AddressRow{"450 4.1.1 no such user", Stage::rcpt, "", kReview},
        AddressRow{"450 5.1.1 no such user", Stage::rcpt, "", kReview},
        AddressRow{"4.1.1 no such user", Stage::rcpt, "", kReview},
        AddressRow{"450 BG101", Stage::rcpt, kBigHost, kReview},
        // before RCPT there is no address
        AddressRow{"550 no such user", Stage::mail, "", kKeep},
        AddressRow{"550 5.1.1 x", Stage::banner, "", kKeep},
        AddressRow{"550 no such user", Stage::ehlo, "", kKeep},
        AddressRow{"550 no such user", Stage::starttls, "", kKeep},
        AddressRow{"550 no such user", Stage::auth, "", kKeep},
        AddressRow{"550 no such user", Stage::connect, "", kKeep},
        // codes of a login
        AddressRow{"535 no such user", Stage::rcpt, "", kKeep},
        AddressRow{"530 5.7.0 no such user", Stage::unknown, "", kKeep},
        // codes alone: 5.1.1, 5.1.6, 5.1.10, 5.2.1 at RCPT or in a report
        AddressRow{"550 5.1.1 x", Stage::rcpt, "", kSuppress},
        AddressRow{"550 5.1.1 x", Stage::unknown, "", kSuppress},
        AddressRow{"550 5.1.10 x", Stage::rcpt, "", kSuppress},
        AddressRow{"5.1.1", Stage::rcpt, "", kSuppress},
        AddressRow{"550 5.1.1 x", Stage::eod, "", kReview},
        AddressRow{"550 5.1.1 x", Stage::data, "", kReview},
        AddressRow{"550 5.1.2 x", Stage::rcpt, "", kReview},
        AddressRow{"450 4.1.1 x", Stage::rcpt, "", kReview},
        AddressRow{"550 5.2.1 x", Stage::rcpt, kBigHost, kSuppress},
        AddressRow{"550 5.2.9 x", Stage::rcpt, kBigHost, kReview},
        AddressRow{"561 x", Stage::rcpt, kBigHost, kReview},
        AddressRow{"550 x", Stage::rcpt, "", kReview},
        AddressRow{"550 5.1.1 x", Stage::mail, "", kKeep},
        // what says nothing of the address
        AddressRow{"550 somehow refused", Stage::rcpt, "", kReview},
        AddressRow{"550 slow down", Stage::rcpt, "", kKeep},
        AddressRow{"250 ok", Stage::rcpt, "", kKeep}, AddressRow{"", Stage::unknown, "", kKeep}}) {
    const auto v = rules().judge(row.reply, row.stage, row.host);
    EXPECT_EQ(to_string(v.address_action), to_string(row.action))
        << row.reply << " at " << to_string(row.stage);
    EXPECT_FALSE(v.evidence.rule.empty());
  }
}

struct PersistenceRow {
  std::string_view reply;
  std::optional<Persistence> persistence, stated;
};

TEST(Judge, PersistenceFollowsTheCodeUnlessARuleKnowsBetter) {
  constexpr auto kTransient = Persistence::transient;
  constexpr auto kPermanent = Persistence::permanent;
  for (const PersistenceRow& row :
       {PersistenceRow{"550 no such user", kPermanent, std::nullopt},
        PersistenceRow{"450 no such user", kTransient, std::nullopt},
        PersistenceRow{"450 5.1.1 no such user", kTransient, std::nullopt},
        PersistenceRow{"5.1.1 no such user", kPermanent, std::nullopt},
        PersistenceRow{"4.1.1 no such user", kTransient, std::nullopt},
        PersistenceRow{"no such user", kPermanent, std::nullopt},
        PersistenceRow{"550 slow down", kTransient, kPermanent},
        PersistenceRow{"450 slow down", kTransient, std::nullopt},
        PersistenceRow{"slow down", kTransient, std::nullopt},
        PersistenceRow{"250 dropped silently", kPermanent, std::nullopt},
        PersistenceRow{"250 ok", std::nullopt, std::nullopt},
        PersistenceRow{"354 go on", std::nullopt, std::nullopt},
        PersistenceRow{"2.0.0 ok", std::nullopt, std::nullopt},
        PersistenceRow{"550 never heard", kPermanent, std::nullopt},
        PersistenceRow{"450 never heard", kTransient, std::nullopt},
        PersistenceRow{"never heard", kTransient, std::nullopt}}) {
    const auto v = rules().judge(row.reply);
    EXPECT_EQ(v.persistence, row.persistence) << row.reply;
    EXPECT_EQ(v.stated, row.stated) << row.reply;
    EXPECT_EQ(v.retry.has_value(), row.persistence.has_value()) << row.reply;
  }
}

struct BasisRow {
  std::string_view reply;
  Stage stage;
  std::string_view host, reason, rule;
  Basis basis;
  Confidence confidence;
};

TEST(Judge, TellsByWhatAndHowSurely) {
  for (const BasisRow& row :
       {BasisRow{"550 no such user", Stage::unknown, "", "unknown_recipient", "g.no_user",
                 Basis::text, Confidence::high},
        BasisRow{"550 somehow refused", Stage::unknown, "", "policy", "g.weak", Basis::text,
                 Confidence::medium},
        BasisRow{"550 BG101", Stage::unknown, kBigHost, "unknown_recipient", "big.own",
                 Basis::receiver_code, Confidence::high},
        BasisRow{"550 5.2.9", Stage::unknown, kBigHost, "unknown_recipient", "big.disabled",
                 Basis::enhanced_code, Confidence::high},
        BasisRow{"561 x", Stage::unknown, kBigHost, "unknown_recipient", "big.basic",
                 Basis::basic_code, Confidence::medium},
        BasisRow{"550 5.1.1 x", Stage::mail, "", "unknown_recipient", "registry.enhanced_code",
                 Basis::enhanced_code, Confidence::medium},
        BasisRow{"550 5.7.1 x", Stage::data, "", "spam_content", "registry.enhanced_code",
                 Basis::enhanced_code, Confidence::medium},
        BasisRow{"554 5.7.1 x", Stage::data, "", "policy", "registry.enhanced_code",
                 Basis::enhanced_code, Confidence::medium},
        BasisRow{"450 4.7.1 x", Stage::data, "", "policy", "registry.enhanced_code",
                 Basis::enhanced_code, Confidence::medium},
        BasisRow{"550 5.1.77 x", Stage::data, "", "policy", "registry.enhanced_code",
                 Basis::enhanced_code, Confidence::medium},
        BasisRow{"550 x", Stage::rcpt, "", "unknown_recipient", "registry.reply_code",
                 Basis::basic_code, Confidence::low},
        BasisRow{"550 x", Stage::mail, "", "policy", "registry.reply_code", Basis::basic_code,
                 Confidence::low},
        BasisRow{"550 x", Stage::data, "", "unknown", "registry.reply_code", Basis::basic_code,
                 Confidence::low},
        BasisRow{"599 x", Stage::data, "", "unknown", "registry.reply_code", Basis::basic_code,
                 Confidence::low},
        BasisRow{"599 x", Stage::auth, "", "smtp_auth", "registry.stage", Basis::stage,
                 Confidence::low},
        BasisRow{"454 x", Stage::starttls, "", "tls", "registry.stage", Basis::stage,
                 Confidence::low},
        BasisRow{"x", Stage::connect, "", "network_error", "registry.stage", Basis::stage,
                 Confidence::low},
        BasisRow{"x", Stage::dns, "", "dns_failure", "registry.stage", Basis::stage,
                 Confidence::low},
        BasisRow{"x", Stage::rcpt, "", "unknown", "registry.stage", Basis::stage, Confidence::low},
        BasisRow{"250 no such user", Stage::rcpt, "", "accepted", "registry", Basis::basic_code,
                 Confidence::high},
        BasisRow{"354 x", Stage::data, "", "continue", "registry", Basis::basic_code,
                 Confidence::high}}) {
    const auto v = rules().judge(row.reply, row.stage, row.host);
    EXPECT_EQ(to_string(v.reason), row.reason) << row.reply;
    EXPECT_EQ(v.evidence.rule, row.rule) << row.reply;
    EXPECT_EQ(to_string(v.evidence.basis), to_string(row.basis)) << row.reply;
    EXPECT_EQ(to_string(v.confidence), to_string(row.confidence)) << row.reply;
  }
}

struct RetryRow {
  std::string_view reply, host;
  RetryWhen when;
  RetryBasis basis;
  std::uint32_t after_s, first_step_s, give_up_s;
};

TEST(Judge, RetriesByTextThenReceiverThenReason) {
  for (const RetryRow& row :
       {RetryRow{"450 slow down", "", RetryWhen::after, RetryBasis::reason, 600, 600, 86400},
        RetryRow{"450 slow down", kBigHost, RetryWhen::after, RetryBasis::receiver, 1200, 2400,
                 7200},
        RetryRow{"450 come later", "", RetryWhen::after, RetryBasis::receiver, 4800, 9600, 86400},
        RetryRow{"450 slow down, retry in 20 seconds", kBigHost, RetryWhen::after, RetryBasis::text,
                 20, 600, 7200},
        RetryRow{"450 slow down, retry in 2 days", "", RetryWhen::after, RetryBasis::text, 172800,
                 0, 86400},
        RetryRow{"450 what", "", RetryWhen::after, RetryBasis::reason, 900, 0, 432000},
        RetryRow{"550 no such user, retry in 5 minutes", "", RetryWhen::never, RetryBasis::reason,
                 0, 0, 0},
        RetryRow{"550 you are blocked", "", RetryWhen::once_fixed, RetryBasis::reason, 0, 0, 0},
        RetryRow{"550 is spam", "", RetryWhen::never, RetryBasis::reason, 0, 0, 0},
        RetryRow{"550 what", "", RetryWhen::never, RetryBasis::reason, 0, 0, 0},
        RetryRow{"550 somehow refused", "", RetryWhen::never, RetryBasis::reason, 0, 0, 0}}) {
    const auto v = rules().judge(row.reply, Stage::data, row.host);
    ASSERT_TRUE(v.retry.has_value()) << row.reply;
    EXPECT_EQ(to_string(v.retry->when), to_string(row.when)) << row.reply;
    EXPECT_EQ(to_string(v.retry->basis), to_string(row.basis)) << row.reply;
    EXPECT_EQ(v.retry->after_s, row.after_s) << row.reply;
    EXPECT_EQ(v.retry->steps_s[0], row.first_step_s) << row.reply;
    EXPECT_EQ(v.retry->give_up_s, row.give_up_s) << row.reply;
  }
}

TEST(Judge, FaultIsTheReasonsUnlessTheRuleSaysOtherwise) {
  EXPECT_EQ(to_string(rules().judge("550 no such user").fault), "recipient");
  EXPECT_EQ(to_string(rules().judge("550 somehow refused").fault), "recipient");
  EXPECT_EQ(to_string(rules().judge("550 5.7.1 what").fault), "unknown");
  EXPECT_EQ(rules().judge("450 slow down").note, "a note");
}

TEST(Judge, NamesListsCodesAndSpans) {
  EXPECT_EQ(rules().judge("550 you are blocked by the Zen List").list, "zen");
  EXPECT_EQ(rules().judge("550 you are listed on the zen list").list, "other")
      << "what the rule says counts";
  EXPECT_EQ(rules().judge("250 zen list").list, "");
  const auto own = rules().judge("550 refused (BG101)", Stage::rcpt, kBigHost);
  EXPECT_EQ(own.receiver_code, "BG101");
  EXPECT_EQ(own.receiver, "big");
  EXPECT_EQ(rules().judge("550 no such user BG7777 BG777", Stage::rcpt, kBigHost).receiver_code,
            "BG777");
  EXPECT_EQ(rules().judge("550 no such user BG777").receiver_code, "")
      << "whose reply it is is not known";
  const std::string_view text = "550-5.1.1 <a@example.net>: No\r\n550 5.1.1 such  USER here";
  const auto span = rules().judge(text).evidence.span;
  EXPECT_EQ(text.substr(span.begin, span.end - span.begin), "No\r\n550 5.1.1 such  USER");
  EXPECT_TRUE(rules().judge("550 5.1.1 x").evidence.span.empty());
}

}  // namespace
}  // namespace smtpscope::rules
