// SPDX-License-Identifier: Apache-2.0
// The examples of RFC 3174 7.3 and FIPS 180.
#include "core/sha1.h"

#include <gtest/gtest.h>

namespace smtpscope::core {
namespace {

TEST(Sha1, KnownAnswers) {
  EXPECT_EQ(sha1_hex(""), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
  EXPECT_EQ(sha1_hex("abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(sha1_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
}

}  // namespace
}  // namespace smtpscope::core
