// SPDX-License-Identifier: Apache-2.0
// Mails out of files, directories and pipes, with what can be wrong with those.
#include "io/mail_source.h"

#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "io/limits.h"
#include "io/test_directory.h"

namespace smtpscope::io {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string kFromA = "From a@example.com Tue Nov 24 18:15:09 2026\n";
const std::string kMailA = "Subject: a\n\nx\n";

struct Got {
  std::string bytes, file, sender, date;
  std::uint64_t offset = 0;
  bool cut = false;
};

struct All {
  std::vector<Got> mails;
  std::vector<std::string> problems;
  std::size_t batches = 0, largest = 0;

  std::vector<std::string> bytes() const {
    std::vector<std::string> out;
    for (const Got& got : mails) out.push_back(got.bytes);
    return out;
  }
};

All read_all(MailSource& source) {
  All out;
  MailBatch batch;
  while (source.next(batch)) {
    ++out.batches;
    out.largest = std::max(out.largest, batch.size());
    for (const Mail& mail : batch.mails()) {
      out.mails.push_back({std::string(mail.bytes), std::string(mail.file),
                           std::string(mail.envelope_sender), std::string(mail.envelope_date),
                           mail.offset, mail.cut});
    }
    for (const base::Error& problem : batch.problems())
      out.problems.push_back(problem.file + ": " + problem.message);
  }
  EXPECT_TRUE(batch.mails().empty() && batch.problems().empty());
  return out;
}

All read_path(const std::string& path) {
  auto source = MailSource::open(path);
  EXPECT_TRUE(source) << source.error().message;
  return source ? read_all(*source) : All();
}

std::string error_of(const std::string& path) {
  const auto source = MailSource::open(path);
  return source ? "none" : source.error().message + "; " + source.error().help;
}

TEST(MailSource, AFileIsOneMailOrAnMbox) {
  const TestDirectory directory;
  const All mail = read_path(directory.write("mail.eml", "\xef\xbb\xbf" + kMailA));
  ASSERT_EQ(mail.mails.size(), 1U);
  EXPECT_EQ(mail.mails[0].bytes, kMailA);
  EXPECT_EQ(mail.mails[0].file, directory.path("mail.eml"));
  EXPECT_EQ(mail.mails[0].offset, 3U);

  const All mbox = read_path(
      directory.write("mbox", "\n" + kFromA + kMailA + "\n" + kFromA + "S: b\n\n>From c\n"));
  ASSERT_THAT(mbox.bytes(), ElementsAre(kMailA, "S: b\n\nFrom c\n"));
  EXPECT_EQ(mbox.mails[1].sender, "a@example.com");
  EXPECT_EQ(mbox.mails[1].date, "Tue Nov 24 18:15:09 2026");
  EXPECT_EQ(mbox.mails[1].offset, 1 + kFromA.size() + kMailA.size() + 1);
}

TEST(MailSource, NothingIsNoMailAndNoError) {
  const TestDirectory directory;
  EXPECT_EQ(read_path(directory.write("empty", "")).mails.size(), 0U);
  directory.write("maildir/cur/1.a", "");
  directory.write("maildir/new/2.a", kMailA);
  EXPECT_THAT(read_path(directory.path("maildir")).bytes(), ElementsAre(kMailA));
}

TEST(MailSource, AMaildirIsNeverSplit) {
  const TestDirectory directory;
  directory.write("cur/1.a", kFromA + kMailA + "\n" + kFromA + kMailA);
  directory.write("new/2.a", kMailA);
  const All got = read_path(directory.path());
  ASSERT_THAT(got.bytes(), ElementsAre(kMailA + "\n" + kFromA + kMailA, kMailA));
  EXPECT_EQ(got.mails[0].sender, "a@example.com");
  EXPECT_EQ(got.mails[1].sender, "");
  EXPECT_EQ(got.mails[1].file, directory.path("new/2.a"));
}

TEST(MailSource, ADirectoryHoldsMailsAndMboxes) {
  const TestDirectory directory;
  directory.write("1/mbox", kFromA + kMailA + "\n" + kFromA + "S: b\n");
  directory.write("2.eml", kMailA);
  EXPECT_THAT(read_path(directory.path() + "/").bytes(), ElementsAre(kMailA, "S: b\n", kMailA));
}

TEST(MailSource, ManyMailsComeInBatchesAndInOrder) {
  const TestDirectory directory;
  std::string mbox;
  std::vector<std::string> expected;
  for (std::size_t i = 0; i < 3000; ++i) {
    expected.push_back("S: " + std::to_string(i) + "\n\n" + std::string((i * 7919) % 3000, 'x') +
                       "\n");
    mbox += kFromA + expected.back() + "\n";
  }
  const All got = read_path(directory.write("mbox", mbox));
  EXPECT_EQ(got.bytes(), expected);
  EXPECT_GT(got.batches, 2U);
  EXPECT_LE(got.largest, kBatchBytes + 2 * kReadBytes);
  for (const Got& mail : got.mails) ASSERT_EQ(mbox.substr(mail.offset, 20), kFromA.substr(0, 20));
}

TEST(MailSource, AMailThatIsTooLongIsCut) {
  const TestDirectory directory;
  const std::string huge = "S: 1\n\n" + std::string(kMaxMail + (std::size_t{5} << 20), 'x') + "\n";
  const All got =
      read_path(directory.write("mbox", kFromA + kMailA + "\n" + kFromA + huge + "\n" + kFromA +
                                            kMailA + "\n" + kFromA + "S: last\n"));
  ASSERT_EQ(got.mails.size(), 4U);
  EXPECT_EQ(got.mails[0].bytes, kMailA);
  EXPECT_FALSE(got.mails[0].cut);
  EXPECT_TRUE(got.mails[1].bytes == huge.substr(0, kMaxMail));
  EXPECT_TRUE(got.mails[1].cut);
  EXPECT_EQ(got.mails[2].bytes, kMailA);
  EXPECT_EQ(got.mails[2].offset,
            3 * kFromA.size() - kFromA.size() + kMailA.size() + 2 + huge.size());
  EXPECT_EQ(got.mails[3].bytes, "S: last\n");

  const All alone = read_path(directory.write("mail", huge));
  ASSERT_EQ(alone.mails.size(), 1U);
  EXPECT_TRUE(alone.mails[0].bytes == huge.substr(0, kMaxMail));
  EXPECT_TRUE(alone.mails[0].cut);
}

TEST(MailSource, LongClaimsCostNoMemory) {
  const TestDirectory directory;
  std::string mbox;
  for (int i = 0; i < 2000; ++i) {
    mbox += kFromA + "Content-Length: 3000000\n\n" + std::string(5000, 'x') + "\n\n";
  }
  const All got = read_path(directory.write("mbox", mbox));
  EXPECT_EQ(got.mails.size(), 2000U);
  EXPECT_LT(got.largest, std::size_t{8} << 20);
}

TEST(MailSource, SaysWhatIsNoMailbox) {
  const TestDirectory directory;
  EXPECT_THAT(error_of(directory.path("nowhere")), HasSubstr("No such file"));
  EXPECT_THAT(error_of(directory.write("x.msg", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")),
              HasSubstr("Outlook .msg"));
  EXPECT_THAT(error_of(directory.write("x.zip", "PK\x03\x04")), HasSubstr("archive"));
  ASSERT_EQ(::mkfifo(directory.path("fifo").c_str(), 0600), 0);
  EXPECT_THAT(error_of(directory.path("fifo")), HasSubstr("named pipe"));
  EXPECT_THAT(error_of("/dev/null"), HasSubstr("device"));
  EXPECT_THAT(error_of(directory.path("x.zip") + "/y"), HasSubstr("Not a directory"));
  const int descriptor = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = directory.path("socket");
  ASSERT_LT(path.size(), sizeof address.sun_path);
  path.copy(address.sun_path, path.size());
  ASSERT_EQ(::bind(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  EXPECT_THAT(error_of(path), HasSubstr("socket"));
  ::close(descriptor);
}

TEST(MailSource, GoesOnBehindAFileThatCannotBeRead) {
  const TestDirectory directory;
  directory.write("1.eml", kMailA);
  directory.write("2.zip", "PK\x03\x04");
  directory.write("4.eml", kMailA);
  const std::string denied = directory.write("3.eml", kMailA);
  ::chmod(denied.c_str(), 0);
  const bool is_root = ::access(denied.c_str(), R_OK) == 0;
  const All got = read_path(directory.path());
  EXPECT_EQ(got.mails.size(), is_root ? 3U : 2U);
  ASSERT_EQ(got.problems.size(), is_root ? 1U : 2U);
  EXPECT_THAT(got.problems[0], HasSubstr(directory.path("2.zip") + ": this is an archive"));
}

TEST(MailSource, ReadsAPipe) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  std::string mbox;
  for (int i = 0; i < 2000; ++i) mbox += kFromA + kMailA + "\n";
  std::thread writer([&] {
    for (std::size_t i = 0; i < mbox.size(); i += 777) {
      const std::string piece = mbox.substr(i, 777);
      EXPECT_EQ(::write(ends[1], piece.data(), piece.size()), static_cast<ssize_t>(piece.size()));
    }
    ::close(ends[1]);
  });
  const All got = read_path("/dev/fd/" + std::to_string(ends[0]));
  writer.join();
  ::close(ends[0]);
  EXPECT_EQ(got.mails.size(), 2000U);
  EXPECT_EQ(got.mails.back().bytes, kMailA);
}

TEST(MailSource, ReadsStandardInput) {
  const TestDirectory directory;
  const std::string path = directory.write("mail", kMailA);
  const int saved = ::dup(0), file = ::open(path.c_str(), O_RDONLY);
  ::dup2(file, 0);
  const All got = read_path("-");
  ::dup2(saved, 0);
  ::close(saved);
  ::close(file);
  ASSERT_THAT(got.bytes(), ElementsAre(kMailA));
  EXPECT_EQ(got.mails[0].file, "-");
}

TEST(MailSource, SaysHowFarItIs) {
  const TestDirectory directory;
  const std::string path = directory.write("mail", kMailA);
  auto source = MailSource::open(path);
  ASSERT_TRUE(source);
  EXPECT_EQ(source->progress().total_bytes, kMailA.size());
  EXPECT_EQ(source->progress().total_files, 1U);
  read_all(*source);
  EXPECT_EQ(source->progress().files, 1U);
}

}  // namespace
}  // namespace smtpscope::io
