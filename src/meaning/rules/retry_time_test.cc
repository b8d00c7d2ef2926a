// SPDX-License-Identifier: Apache-2.0
// Times that replies ask to wait, and spans of time that are none.
#include "meaning/rules/retry_time.h"

#include <string>

#include <gtest/gtest.h>

namespace smtpscope::rules {
namespace {

struct Row {
  std::string_view text;
  std::uint32_t seconds;  ///< 0: none
};

class RetryTime : public testing::TestWithParam<Row> {};

TEST_P(RetryTime, IsFound) {
  // An exact-size copy, so that the address sanitizer sees every over-read.
  const std::vector<char> copy(GetParam().text.begin(), GetParam().text.end());
  EXPECT_EQ(find_retry_time({copy.data(), copy.size()}).value_or(0), GetParam().seconds)
      << GetParam().text;
}

constexpr Row kWaits[] = {
    {"450 4.7.1 try again in 300 seconds", 300},
    {"450 4.2.0 Greylisted, see http://example.org/ (retry in 5 minutes)", 300},
    {"450 4.7.1 greylisted for 00:04:53", 293},
    {"451 Greylisted, please try again in 04:53", 293},
    {"421 retry after 4 hours", 14400},
    {"450 come back in 5 mins", 300},
    {"450 Please wait 1 hour 5 minutes", 3900},
    {"450 wait 1h30m", 5400},
    {"450 retry in 90s", 90},
    {"450 retry in 1D2H, 3m5s", 93600},
    {"450 retry in 2d", 172800},
    {"450 try again in 5-10 minutes", 600},
    {"450 in 10 minutes try again", 600},
    {"450 300 seconds remaining", 300},
    {"450 wait 60 (seconds)", 60},
    {"450 try again after 30 min or 2 hrs", 7200},
    {"450 Too fast, delayed 15 sec", 15},
    {"450 blocked for 1 day", 86400},
    {"450 Bitte in 15 Minuten erneut versuchen", 900},
    {"450 Warten Sie 2 Stunden", 7200},
    {"450 erneut in 3 Tagen", 259200},
    {"450 Veuillez r\xc3\xa9"
     "essayer dans 5 minutes",
     300},
    {"450 patientez 2 heures", 7200},
    {"450 Intente de nuevo en 10 minutos", 600},
    {"450 espere 1 hora", 3600},
    {"450 Riprovare tra 30 secondi", 30},
    {"450 Riprova fra 2 ore", 7200},
    {"450 Probeer het over 5 minuten opnieuw", 300},
    {"450 probeer opnieuw over 2 uur", 7200},
    {"450 TRY AGAIN IN 300 SECONDS", 300},
    {"450 try again in 1209600 seconds", 1209600},
};

constexpr Row kNoWaits[] = {
    {"", 0},
    {"450 try again later", 0},
    {"450 100 messages per hour, try again later", 0},
    {"450 you sent 500 messages in 1 hour", 0},
    {"550 mailbox inactive for 90 days", 0},
    {"450 try again in 0 seconds", 0},
    {"450 try again in 1209601 seconds", 0},
    {"450 try again in 999999999 days", 0},
    {"450 try again in 99999999999999999999999999 seconds", 0},
    {"450 try again in 00000000000000000000000300 seconds", 0},
    {"450 try again in 300 bananas", 0},
    {"450 try again in x300 seconds", 0},
    {"450 retry limit 5 months", 0},
    {"450 try again later 1h30m5x", 0},
    {"450 try again later 99d99d", 0},
    {"450 try again later 5d2si6872204pjr", 0},
    {"421 try again 2001:db8:1:30::1", 0},
    {"450 try again, session 1:2:3:4", 0},
    {"450 try again in 100:00", 0},
    {"450 try again in 2,500 seconds", 0},  // half of a number is no number
    {"421 try again later (12 mailboxes)", 0},
    // The time of day is no wait.
    {"421 try again later, Wed, 14 Jun 2017 12:42:36 -0400", 0},
    {"450 blocked until 2026-10-07 09:14:03", 0},
    {"450 blocked until 2026-10-07T09:14:03Z", 0},
    {"450 Jun 14 12:42:36 mx: try again later", 0},
    {"450 try again after 14:30 UTC", 0},
    {"450 try again later 12:42:36 GMT", 0},
    {"450 try again later 2:30 PM", 0},
};

INSTANTIATE_TEST_SUITE_P(Waits, RetryTime, testing::ValuesIn(kWaits));
INSTANTIATE_TEST_SUITE_P(NoWaits, RetryTime, testing::ValuesIn(kNoWaits));

TEST(RetryTime, LongTextsAreNoTrouble) {
  std::string digits = "450 try again in ";
  digits.append(60000, '7');
  EXPECT_EQ(find_retry_time(digits), std::nullopt);
  std::string spans = "450 wait ";
  for (int i = 0; i < 20000; ++i) spans += "9d";
  EXPECT_EQ(find_retry_time(spans), std::nullopt);
  std::string clocks = "450 wait ";
  for (int i = 0; i < 20000; ++i) clocks += "1:";
  EXPECT_EQ(find_retry_time(clocks), std::nullopt);
}

}  // namespace
}  // namespace smtpscope::rules
