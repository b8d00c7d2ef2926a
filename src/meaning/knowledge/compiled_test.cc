// SPDX-License-Identifier: Apache-2.0
// Written and read again the tables are the same; a cut or broken file is an error and no crash.
#include "meaning/knowledge/compiled.h"

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include <gtest/gtest.h>

#include "meaning/knowledge/load.h"

namespace smtpscope::knowledge {
namespace {

std::vector<File> shipped_files() {
  std::vector<File> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(SMTPSCOPE_KNOWLEDGE_DIR)) {
    if (entry.path().extension() != ".toml") continue;
    std::stringstream bytes;
    bytes << std::ifstream(entry.path()).rdbuf();
    files.push_back({entry.path().string(), bytes.str(), false});
  }
  return files;
}

Knowledge some_knowledge() {
  Knowledge k;
  const auto errors = load_files(
      {{"a",
        "[file]\nreceiver = \"r\"\n[[rule]]\nid = \"a.b\"\nwhen = { text = [\"gone\", \"away\"], "
        "enhanced = [\"x.1.1\"], code = 5, stage = \"rcpt\" }\n"
        "verdict = { reason = \"policy\", persistence = \"transient\" }\npriority = "
        "-3\n[[rule.example]]\nreply = \"550 gone\"\n",
        false},
       {"b",
        "[[receiver]]\nid = \"r\"\ntitle = \"T\"\nkind = \"k\"\nmx = [\"*.r.net\"]\nretry.policy = "
        "{ after_s = 60 }\n",
        false},
       {"c",
        "[[list]]\nid = \"l\"\ntitle = \"L\"\nkind = \"dns\"\n[[list.return]]\ncode = "
        "\"127.0.0.2\"\nmeans = \"x\"\n",
        false},
       {"d",
        "[[code]]\ncode = 550\ntitle = \"t\"\nmeaning = \"m\"\nverdict = [{ reason = \"policy\", "
        "stage = [\"mail\"] }]\n",
        false},
       {"e",
        "[[enhanced]]\ncode = \"x.7.1\"\ntitle = \"t\"\nmeaning = \"m\"\nbasic = "
        "[550]\n[[subject]]\nsubject = 7\ntitle = \"t\"\nmeaning = \"m\"\n",
        false},
       {"f",
        "[[problem]]\nname = \"p\"\ntitle = \"t\"\nexplanation = \"x\"\nactions = [{ action = "
        "\"retry\", text = \"y\" }]\n",
        false},
       {"g", "[[reason]]\nname = \"policy\"\nretry = { after_s = 5, steps_s = [5, 6] }\n", false},
       {"h", "tld = [\"com\"]\n", false},
       {"i", "[[declined]]\nmatch = \"m\"\nwhy = \"w\"\n", false}},
      k);
  EXPECT_TRUE(errors.empty());
  return k;
}

TEST(Compiled, ShippedKnowledgeReadsBackTheSame) {
  Knowledge k;
  const auto errors = load_files(shipped_files(), k);
  ASSERT_TRUE(errors.empty()) << base::format_error(errors[0]);
  ASSERT_GT(k.rules.size(), 500U);
  const std::string bytes = format_compiled(k, "engine");
  auto read = load_compiled(bytes);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->engine, "engine");
  // Every field passes the writer, so equal bytes are equal tables.
  EXPECT_EQ(format_compiled(read->knowledge, "engine"), bytes);
  for (const Rule& rule : k.rules) {
    const Rule* other = find_rule(read->knowledge, rule.id);
    ASSERT_NE(other, nullptr) << rule.id;
    ASSERT_EQ(other->text, rule.text);
    ASSERT_EQ(other->exclude, rule.exclude);
    ASSERT_EQ(other->codes, rule.codes);
    ASSERT_EQ(other->stages, rule.stages);
    ASSERT_EQ(other->priority, rule.priority);
    ASSERT_EQ(other->outcome.reason, rule.outcome.reason);
    ASSERT_EQ(other->outcome.fault, rule.outcome.fault);
    ASSERT_EQ(other->examples.size(), rule.examples.size());
  }
  for (const CodeInfo& row : k.codes)
    ASSERT_EQ(find_code(read->knowledge, row.code)->title, row.title);
  for (const Receiver& row : k.receivers)
    ASSERT_EQ(find_receiver(read->knowledge, row.id)->mx, row.mx);
  for (const List& row : k.lists) ASSERT_EQ(find_list(read->knowledge, row.id)->zones, row.zones);
  EXPECT_EQ(read->knowledge.tlds, k.tlds);
}

TEST(Compiled, CutAnywhereIsAnError) {
  Knowledge k = some_knowledge();
  const std::string bytes = format_compiled(k, "engine");
  for (std::size_t n = 0; n < bytes.size(); ++n) {
    const std::vector<char> copy(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(n));
    const auto read = load_compiled({copy.data(), copy.size()});
    ASSERT_FALSE(read.has_value()) << n;
    ASSERT_EQ(read.error().message, "the built-in knowledge cannot be read");
  }
}

TEST(Compiled, ShippedKnowledgeCutIsAnError) {
  Knowledge k;
  load_files({shipped_files().front()}, k);
  const std::string bytes = format_compiled(k, "");
  for (std::size_t n = 0; n < bytes.size(); n += 97) {
    ASSERT_FALSE(load_compiled(std::string_view(bytes).substr(0, n)).has_value()) << n;
  }
}

TEST(Compiled, BrokenBytesAreNoCrash) {
  Knowledge k = some_knowledge();
  const std::string bytes = format_compiled(k, "engine");
  std::mt19937 random(5);
  for (int i = 0; i < 3000; ++i) {
    std::string broken = bytes;
    for (int change = 0; change < 3; ++change)
      broken[22 + random() % (broken.size() - 22)] = static_cast<char>(random());
    (void)load_compiled(broken);
  }
}

TEST(Knowledge, FindsCodesExactBeforeWild) {
  Knowledge k;
  load_files({{"e",
               "[[enhanced]]\ncode = \"x.7.1\"\ntitle = \"wild\"\nmeaning = "
               "\"m\"\n[[enhanced]]\ncode = \"4.7.1\"\ntitle = \"exact\"\nmeaning = \"m\"\n"
               "[[subject]]\nsubject = 7\ntitle = \"subject\"\nmeaning = \"m\"\n",
               false}},
             k);
  EXPECT_EQ(find_enhanced(k, {4, 7, 1})->title, "exact");
  EXPECT_EQ(find_enhanced(k, {5, 7, 1})->title, "wild");
  EXPECT_EQ(find_enhanced(k, {5, 7, 2}), nullptr);
  EXPECT_EQ(find_subject(k, {5, 7, 2})->title, "subject");
  EXPECT_EQ(find_subject(k, {}), nullptr);
  EXPECT_EQ(find_code(k, 550), nullptr);
  EXPECT_EQ(find_rule(k, ""), nullptr);
}

}  // namespace
}  // namespace smtpscope::knowledge
