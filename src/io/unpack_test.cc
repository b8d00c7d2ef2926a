// SPDX-License-Identifier: Apache-2.0
// Compressed mailboxes: every way that is read, damage, bombs, and what is refused.
#include <string>
#include <vector>

#include <archive.h>
#include <archive_entry.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "io/limits.h"
#include "io/mail_source.h"
#include "io/test_directory.h"

namespace smtpscope::io {
namespace {

using testing::HasSubstr;

const std::string kFromA = "From a@example.com Tue Nov 24 18:15:09 2026\n";

/// `bytes` through libarchive's filter, as one stream or in a tar archive.
void compress(const std::string& path, int filter, const std::string& bytes, bool tar = false) {
  archive* out = archive_write_new();
  archive_write_add_filter(out, filter);
  if (tar)
    archive_write_set_format_ustar(out);
  else
    archive_write_set_format_raw(out);
  ASSERT_EQ(archive_write_open_filename(out, path.c_str()), ARCHIVE_OK);
  archive_entry* entry = archive_entry_new();
  archive_entry_set_pathname(entry, "mail");
  archive_entry_set_filetype(entry, AE_IFREG);
  archive_entry_set_size(entry, static_cast<la_int64_t>(bytes.size()));
  ASSERT_EQ(archive_write_header(out, entry), ARCHIVE_OK);
  for (std::size_t i = 0; i < bytes.size(); i += 1 << 20)
    archive_write_data(out, bytes.data() + i, std::min<std::size_t>(bytes.size() - i, 1 << 20));
  archive_entry_free(entry);
  archive_write_free(out);
}

std::string read_file_bytes(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

struct Outcome {
  std::size_t mails = 0, bytes = 0;
  std::string error;  // of opening it, or the first problem
};

Outcome read_path(const std::string& path) {
  Outcome out;
  auto source = MailSource::open(path);
  if (!source) {
    out.error = source.error().file + ": " + source.error().message;
    return out;
  }
  MailBatch batch;
  while (source->next(batch)) {
    out.mails += batch.mails().size();
    for (const Mail& mail : batch.mails()) out.bytes += mail.bytes.size();
    if (!batch.problems().empty()) out.error = batch.problems()[0].message;
  }
  return out;
}

std::string make_mbox(int mails) {
  std::string out;
  for (int i = 0; i < mails; ++i) {
    out += kFromA + "S: " + std::to_string(i * 7919) + "\n\n";
    for (int k = 0; k < 20; ++k) out += std::to_string((i + 1LL) * (k + 7) * 104729) + "\n";
    out += "\n";
  }
  return out;
}

constexpr int kFilters[] = {ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_BZIP2, ARCHIVE_FILTER_XZ,
                            ARCHIVE_FILTER_ZSTD};

TEST(Unpack, ReadsEveryWay) {
  const TestDirectory directory;
  const std::string mbox = make_mbox(2000), path = directory.path("mbox");
  for (const int filter : kFilters) {
    compress(path, filter, mbox);
    const Outcome got = read_path(path);
    EXPECT_EQ(got.mails, 2000U) << filter;
    EXPECT_EQ(got.error, "") << filter;
    compress(path, filter, "");
    EXPECT_EQ(read_path(path).mails, 0U) << filter;
    EXPECT_EQ(read_path(path).error, "") << filter;
    compress(path, filter, "S: 1\n\nx\n");
    EXPECT_EQ(read_path(path).mails, 1U) << filter;
  }
}

TEST(Unpack, ReadsAMaildirThatIsCompressed) {
  const TestDirectory directory;
  directory.write("new/1.a", "S: 1\n\nx\n");
  directory.write("cur/2.a", "");
  compress(directory.path("cur/2.a"), ARCHIVE_FILTER_GZIP, "S: 2\n\nx\n");
  EXPECT_EQ(read_path(directory.path()).mails, 2U);
}

TEST(Unpack, ReadsFilesPutTogether) {
  const TestDirectory directory;
  const std::string path = directory.path("mbox");
  compress(path, ARCHIVE_FILTER_GZIP, make_mbox(2));
  const std::string two = read_file_bytes(path) + read_file_bytes(path);
  EXPECT_EQ(read_path(directory.write("two", two)).mails, 4U);
}

TEST(Unpack, KeepsWhatCameBeforeTheDamage) {
  const TestDirectory directory;
  const std::string path = directory.path("mbox");
  for (const int filter : kFilters) {
    compress(path, filter, make_mbox(6000));
    const std::string whole = read_file_bytes(path);
    const Outcome got = read_path(directory.write("cut", whole.substr(0, whole.size() / 2)));
    EXPECT_THAT(got.error, HasSubstr("damaged or cut off")) << filter;
    // bzip2 and xz give nothing of a block before it is complete.
    const bool has_blocks = filter == ARCHIVE_FILTER_XZ || filter == ARCHIVE_FILTER_BZIP2;
    EXPECT_GT(got.mails + (has_blocks ? 2000U : 0U), 1000U) << filter;
    EXPECT_LT(got.mails, 6000U) << filter;
    EXPECT_THAT(read_path(directory.write("cut", whole.substr(0, 20))).error,
                HasSubstr("damaged or cut off"))
        << filter;
  }
}

TEST(Unpack, RefusesArchivesAndWhatIsCompressedTwice) {
  const TestDirectory directory;
  const std::string path = directory.path("x");
  compress(path, ARCHIVE_FILTER_GZIP, "S: 1\n\nx\n", true);
  EXPECT_THAT(read_path(path).error, HasSubstr(path + ": this is an archive"));
  compress(path, ARCHIVE_FILTER_ZSTD, "S: 1\n\nx\n");
  compress(path, ARCHIVE_FILTER_GZIP, read_file_bytes(path));
  EXPECT_THAT(read_path(path).error, HasSubstr(path + ": this is compressed twice"));
}

TEST(Unpack, StopsABomb) {
  const TestDirectory directory;
  const std::string path = directory.path("x");
  compress(path, ARCHIVE_FILTER_ZSTD, kFromA + std::string(kUnpackedFree + (16U << 20), '\n'));
  const Outcome got = read_path(path);
  EXPECT_THAT(got.error, HasSubstr("more than 200 times"));
  EXPECT_EQ(got.mails, 1U);
  EXPECT_LE(got.bytes, kMaxMail);
}

}  // namespace
}  // namespace smtpscope::io
