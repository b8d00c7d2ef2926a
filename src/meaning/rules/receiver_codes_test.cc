// SPDX-License-Identifier: Apache-2.0
#include "meaning/rules/receiver_codes.h"

#include <gtest/gtest.h>

namespace smtpscope::rules {
namespace {

TEST(ReceiverCodes, AreFoundByShape) {
  struct Row {
    std::string_view text;
    knowledge::Strings shapes;
    std::string_view code;
  };
  const std::string digits(40, '7');
  const std::string many = "AS(" + digits + ")";
  for (const Row& row :
       {Row{"550 5.7.1 blocked (S3150) x", {"S####"}, "S3150"},
        Row{"550 S315 and S31501", {"S####"}, ""}, Row{"550 XS3150", {"S####"}, ""},
        Row{"550 s3150", {"S####"}, ""},  // shapes are written as servers write them
        Row{"550 [CS01]", {"S####", "CS##"}, "CS01"},
        Row{"550 denied AS(201806281)", {"AS(#)"}, "AS(201806281)"},
        Row{"550 denied AS()", {"AS(#)"}, ""}, Row{many, {"AS(#)"}, ""},  // no code is so long
        Row{"550 IB504x IB504", {"IB###"}, "IB504"}, Row{"550 BL000010", {"BL######"}, "BL000010"},
        Row{"550 TSS04 [TSS05]", {"TSS##"}, "TSS04"}, Row{"550 code abc-12", {"@-#"}, "abc-12"},
        Row{"550 RLY:B1", {"RLY:B#"}, "RLY:B1"}, Row{"550 none", {}, ""}, Row{"550 none", {""}, ""},
        Row{"", {"S####"}, ""}, Row{"550 end S3150", {"S####"}, "S3150"},
        Row{"550 cut S315", {"S####"}, ""},
        Row{"550 first shape wins S3150 CS01", {"CS##", "S####"}, "CS01"}}) {
    const std::vector<char> copy(row.text.begin(), row.text.end());
    EXPECT_EQ(find_receiver_code({copy.data(), copy.size()}, row.shapes), row.code) << row.text;
  }
}

}  // namespace
}  // namespace smtpscope::rules
