// SPDX-License-Identifier: Apache-2.0
// What of IMAP needs no server: URLs, names of folders, answers, checkpoints. The rest is tested
// with a real one in tests/integration/imap.py.
#include "io/imap.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "io/imap_checkpoint.h"
#include "io/imap_response.h"
#include "io/imap_url.h"
#include "io/test_directory.h"

namespace smtpscope::io {
namespace {

TEST(ImapUrl, IsReadInItsParts) {
  struct Row {
    std::string_view url;
    bool tls;
    std::string_view user, host;
    std::uint16_t port;
    std::string_view folder;
  };
  for (const Row& row : {
           Row{"imaps://a@example.com", true, "a", "example.com", 993, "INBOX"},
           Row{"imaps://a@example.com/", true, "a", "example.com", 993, "INBOX"},
           Row{"imap://a@example.com/Bounces", false, "a", "example.com", 143, "Bounces"},
           Row{"imaps://a@example.org@mx.example.com:9993/A/B%20C", true, "a@example.org",
               "mx.example.com", 9993, "A/B C"},
           Row{"imaps://a%40example.org@[::1]:1/%C3%84", true, "a@example.org", "::1", 1,
               "\xc3\x84"},
           Row{"imaps://a%zz%4@h/x%", true, "a%zz%4", "h", 993, "x%"},
       }) {
    const auto url = parse_imap_url(row.url);
    ASSERT_TRUE(url) << row.url;
    EXPECT_EQ(url->tls, row.tls) << row.url;
    EXPECT_EQ(url->user, row.user) << row.url;
    EXPECT_EQ(url->host, row.host) << row.url;
    EXPECT_EQ(url->port, row.port) << row.url;
    EXPECT_EQ(url->folder, row.folder) << row.url;
  }
}

TEST(ImapUrl, SaysWhatIsWrong) {
  for (const char* url :
       {"imaps://", "imaps://example.com/x", "imaps://@example.com", "imaps://a@/x",
        "imaps://a@example.com:0/", "imaps://a@example.com:99999/", "imaps://a@ex ample.com/",
        "imaps://a@[::1/", "imaps://a@h/x%0d%0aLOGOUT", "imaps://a%00@h/", "https://a@h/"}) {
    const auto parsed = parse_imap_url(url);
    ASSERT_FALSE(parsed) << url;
    EXPECT_FALSE(parsed.error().help.empty()) << url;
  }
  const auto with_password = parse_imap_url("imaps://a:secret@example.com/");
  ASSERT_FALSE(with_password);
  EXPECT_EQ(base::format_error(with_password.error()).find("secret"), std::string::npos);
}

TEST(ImapUrl, KnowsLoopbackByNameOnly) {
  for (const char* host : {"localhost", "127.0.0.1", "127.1.2.3", "[::1]"})
    EXPECT_TRUE(parse_imap_url(std::string("imap://a@") + host + "/")->is_loopback()) << host;
  for (const char* host : {"example.com", "127.example.com", "localhost.example.com", "[::2]"})
    EXPECT_FALSE(parse_imap_url(std::string("imap://a@") + host + "/")->is_loopback()) << host;
}

TEST(ImapFolder, IsWrittenInModifiedUtf7) {
  struct Row {
    std::string_view folder, written;
  };
  for (const Row& row :
       {Row{"INBOX", "\"INBOX\""}, Row{"a&b", "\"a&-b\""}, Row{"a\"b\\c", "\"a\\\"b\\\\c\""},
        Row{"a\r\nb", "\"ab\""},
        Row{"\xc3\x84"
            "b",
            "\"&AMQ-b\""},
        Row{"Entw\xc3\xbcrfe", "\"Entw&APw-rfe\""},
        Row{"~peter/mail/\xe5\x8f\xb0\xe5\x8c\x97/\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e",
            "\"~peter/mail/&U,BTFw-/&ZeVnLIqe-\""},
        Row{"\xf0\x9f\x93\xa7", "\"&2D3c5w-\""}}) {
    EXPECT_EQ(format_folder(row.folder), row.written);
  }
}

TEST(ImapResponse, KnowsTheEnd) {
  EXPECT_FALSE(parse_done("* OK x", "S1"));
  EXPECT_FALSE(parse_done("S10 OK x", "S1"));
  EXPECT_EQ(parse_done("S1 OK done", "S1")->end, ImapEnd::ok);
  EXPECT_EQ(parse_done("S1 no [TRYCREATE] x", "S1")->end, ImapEnd::no);
  EXPECT_EQ(parse_done("S1 NO [TRYCREATE] x", "S1")->text, "[TRYCREATE] x");
  EXPECT_EQ(parse_done("S1 BAD x", "S1")->end, ImapEnd::bad);
  EXPECT_EQ(parse_done("S1", "S1")->end, ImapEnd::bad);
}

TEST(ImapResponse, ReadsNumbers) {
  EXPECT_EQ(find_literal("* 1 FETCH (BODY[] {12}"), 12U);
  EXPECT_FALSE(find_literal("* 1 FETCH (BODY[] {12} "));
  EXPECT_FALSE(find_literal("{99999999999}"));
  EXPECT_FALSE(find_literal("{}"));
  EXPECT_FALSE(find_literal("}"));
  EXPECT_EQ(find_count("* 23 EXISTS", "EXISTS"), 23U);
  EXPECT_FALSE(find_count("* 23 RECENT", "EXISTS"));
  EXPECT_EQ(find_code("* OK [UIDVALIDITY 3857529045] UIDs valid", "UIDVALIDITY"), 3857529045U);
  EXPECT_FALSE(find_code("* OK [UIDNEXT 1] x", "UIDVALIDITY"));
  EXPECT_FALSE(find_code("* OK x [UIDVALIDITY 1]", "UIDVALIDITY"));
  EXPECT_FALSE(find_code("* OK [UIDVALIDITY", "UIDVALIDITY"));
}

TEST(ImapResponse, ReadsFetch) {
  const auto usual = parse_fetch("* 1 FETCH (UID 45 RFC822.SIZE 4423 BODY[]<0> \x01)");
  ASSERT_TRUE(usual);
  EXPECT_EQ(usual->uid, 45U);
  EXPECT_EQ(usual->size, 4423U);
  EXPECT_EQ(usual->literal, 0U);

  const auto odd = parse_fetch(
      "* 2 fetch (FLAGS (\\Seen (UID 9) \x01) X \"UID 7 )\\\" (\" BODY[HEADER.FIELDS (UID)] \x01 "
      "body[]<0> \x01 Uid 3)");
  ASSERT_TRUE(odd);
  EXPECT_EQ(odd->uid, 3U);
  EXPECT_EQ(odd->literal, 2U);

  EXPECT_EQ(parse_fetch("* 2 FETCH (UID 1 BODY[] \"ab\")")->quoted, "ab");
  EXPECT_TRUE(parse_fetch("* 2 FETCH (UID 1 BODY[] NIL)")->has_body);
  EXPECT_FALSE(parse_fetch("* 2 FETCH (UID 1)")->has_body);
  for (const char* text :
       {"", "*", "* 2 FETCH", "* 2 FETCH (", "* 2 FETCH (UID", "* 2 FETCH (UID 1",
        "* x FETCH (UID 1)", "* 2 EXISTS", "* 2 FETCH (((((", "* 2 FETCH (\"a"})
    EXPECT_FALSE(parse_fetch(text)) << text;
}

TEST(ImapResponse, ReadsFoldersAndCapabilities) {
  EXPECT_EQ(parse_list("* LIST (\\HasNoChildren) \".\" INBOX"), "INBOX");
  EXPECT_EQ(parse_list("* LIST () NIL \"A B\""), "A B");
  EXPECT_FALSE(parse_list("* LIST (\\Noselect) \".\" A"));
  EXPECT_FALSE(parse_list("* LIST (\\Noselect"));
  EXPECT_TRUE(has_capability("* CAPABILITY IMAP4rev1 UIDPLUS Move", "MOVE"));
  EXPECT_FALSE(has_capability("* CAPABILITY IMAP4rev1 XMOVE", "MOVE"));
}

TEST(ImapResponse, WritesSetsOfUids) {
  const std::vector<std::uint32_t> uids{1, 2, 3, 5, 7, 8, 4294967295U};
  EXPECT_EQ(format_uid_set(uids), "1:3,5,7:8,4294967295");
  EXPECT_EQ(format_uid_set({}), "");
}

TEST(ImapCheckpoint, IsReadAsItWasWritten) {
  const TestDirectory directory;
  const std::string path = directory.path("c"), url = "imaps://a@example.com/INBOX";
  EXPECT_EQ(read_checkpoint(path, url)->uid, 0U);
  ASSERT_TRUE(write_checkpoint(path, {url, 4294967295U, 17}));
  const auto read = read_checkpoint(path, url);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->uid_validity, 4294967295U);
  EXPECT_EQ(read->uid, 17U);
  EXPECT_FALSE(read_checkpoint(path, url + "/Other"));
  for (const char* bytes :
       {"", "x\n", "smtpscope imap 1\nimaps://a@example.com/INBOX\nuid 1\n",
        "smtpscope imap 1\nimaps://a@example.com/INBOX\nuidvalidity 1x\nuid 1\n"})
    EXPECT_FALSE(read_checkpoint(directory.write("bad", bytes), url)) << bytes;
}

TEST(ImapMailbox, AsksForAPasswordLast) {
  ::unsetenv("SMTPSCOPE_IMAP_PASSWORD");
  const std::string url = "imap://a@127.0.0.1:1/";
  const auto none = ImapMailbox::open(url, {});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().message, "there is no password for a");
  ImapOptions options;
  bool asked = false;
  options.ask_password = [&](const std::string&) {
    asked = true;
    return base::Result<std::string>("x");
  };
  const auto closed = ImapMailbox::open(url, options);
  ASSERT_FALSE(closed);
  EXPECT_TRUE(asked);
  EXPECT_NE(closed.error().help.find("993"), std::string::npos);
}

}  // namespace
}  // namespace smtpscope::io
