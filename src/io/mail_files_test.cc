// SPDX-License-Identifier: Apache-2.0
#include "io/mail_files.h"

#include <filesystem>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "io/test_directory.h"

namespace smtpscope::io {
namespace {

using testing::ElementsAre;

std::vector<std::string> list(const TestDirectory& directory) {
  std::vector<base::Error> problems;
  const auto files = MailFiles::list(directory.path(), problems);
  std::vector<std::string> out;
  if (!files) return {"error: " + files.error().message};
  for (std::size_t i = 0; i < files->size(); ++i) out.emplace_back(files->path(i));
  for (const base::Error& problem : problems) out.push_back("problem: " + problem.message);
  return out;
}

TEST(MailFiles, MaildirIsReadByNameOverNewAndCur) {
  const TestDirectory directory;
  for (const char* name :
       {"cur/1700000003.a:2,S", "new/1700000001.a", "cur/1700000002.a:2,", "tmp/1700000000.a",
        "cur/.hidden", ".Sent/cur/1600000000.a", "dovecot.index", "maildirfolder"})
    directory.write(name, "S: 1\n\n");
  EXPECT_THAT(list(directory),
              ElementsAre("new/1700000001.a", "cur/1700000002.a:2,", "cur/1700000003.a:2,S"));
}

TEST(MailFiles, AnEmptyMaildirIsNoError) {
  const TestDirectory directory;
  std::filesystem::create_directories(directory.path("new"));
  std::filesystem::create_directories(directory.path("cur"));
  EXPECT_THAT(list(directory), ElementsAre());
}

TEST(MailFiles, MhIsReadByNumber) {
  const TestDirectory directory;
  for (const char* name : {".mh_sequences", "10", "9", "100", ",8", "notes", "folder/1"})
    directory.write(name, "S: 1\n\n");
  EXPECT_THAT(list(directory), ElementsAre("9", "10", "100"));
}

TEST(MailFiles, OthersAreReadWithAllThatIsBelow) {
  const TestDirectory directory;
  for (const char* name : {"b.eml", "a/2.eml", "a/10", "a/9", "a/,3", ".git/config", "a.eml",
                           "2026/1/x", "2026/.x", "2025/2/x"})
    directory.write(name, "S: 1\n\n");
  std::filesystem::create_symlink(directory.path("a.eml"), directory.path("link"));
  std::filesystem::create_directory_symlink(directory.path(), directory.path("round"));
  EXPECT_THAT(list(directory), ElementsAre("2025/2/x", "2026/1/x", "a/9", "a/10", "a/2.eml",
                                           "a.eml", "b.eml", "link"));
}

TEST(MailFiles, NothingThereIsAnError) {
  const TestDirectory directory;
  EXPECT_THAT(list(directory), ElementsAre("error: there is no mail in this directory"));
  directory.write(".hidden", "S: 1\n\n");
  EXPECT_THAT(list(directory), ElementsAre("error: there is no mail in this directory"));
}

TEST(MailFiles, TooDeepIsAProblem) {
  const TestDirectory directory;
  std::string deep;
  for (int i = 0; i < 80; ++i) deep += "d/";
  directory.write(deep + "x", "S: 1\n\n");
  directory.write("y", "S: 1\n\n");
  EXPECT_THAT(list(directory), ElementsAre("y", "problem: too many directories in each other"));
}

TEST(MailFiles, OrderIsStrict) {
  const std::vector<std::string> sorted{"",   "0", "00",  "2",     "2/1", "2/a", "10",
                                        "1a", "a", "a/b", "a/b/c", "a.b", "b"};
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    for (std::size_t k = 0; k < sorted.size(); ++k) {
      if (i == 0 || k == 0) continue;
      EXPECT_EQ(is_before(sorted[i], sorted[k]), i < k) << sorted[i] << " " << sorted[k];
    }
  }
}

}  // namespace
}  // namespace smtpscope::io
