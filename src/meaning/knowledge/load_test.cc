// SPDX-License-Identifier: Apache-2.0
// Loading TOML: one row per mistake, with its line and what to do, and what is right beside it is
// loaded all the same.
#include "meaning/knowledge/load.h"

#include <gtest/gtest.h>

#include "meaning/knowledge/field_reader.h"
#include "meaning/knowledge/limits.h"

namespace smtpscope::knowledge {
namespace {

const std::string kHead = "[file]\nlanguage = \"en\"\n";
const std::string kRule =
    "[[rule]]\nid = \"a.b\"\nwhen = { text = [\"gone\"] }\nverdict = { reason = \"policy\" }\n";

std::vector<base::Error> load(std::string bytes, Knowledge& k, bool user = false) {
  return load_files({{"f.toml", std::move(bytes), user}}, k);
}

struct Row {
  std::string_view name;
  std::string file;
  std::size_t line;
  std::string_view message, help;
};

class Mistake : public testing::TestWithParam<Row> {};

TEST_P(Mistake, IsToldWithItsLine) {
  Knowledge k;
  const auto errors = load(GetParam().file, k);
  ASSERT_EQ(errors.size(), 1U) << (errors.size() > 1 ? base::format_error(errors[1]) : "nothing");
  EXPECT_EQ(errors[0].file, "f.toml");
  EXPECT_EQ(errors[0].line, GetParam().line) << errors[0].message;
  EXPECT_EQ(errors[0].message, GetParam().message);
  EXPECT_NE(errors[0].help.find(GetParam().help), std::string::npos) << errors[0].help;
  EXPECT_EQ(errors[0].help.empty(), GetParam().help.empty()) << errors[0].help;
}

std::string rule(std::string_view id, std::string_view when, std::string_view verdict,
                 std::string_view more = "") {
  return kHead + "[[rule]]\nid = " + std::string(id) + "\nwhen = " + std::string(when) +
         "\nverdict = " + std::string(verdict) + "\n" + std::string(more);
}
const std::string kId = "\"a.b\"";
const std::string kWhen = "{ text = [\"gone\"] }";
const std::string kVerdict = "{ reason = \"policy\" }";

const Row kRows[] = {
    {"date", "a = 2026-10-01", 0, "dates, times and fractions have no place in a knowledge file",
     "as a string"},
    {"fraction", "a = [1.5]", 0, "dates, times and fractions have no place in a knowledge file",
     "as a string"},
    {"no_knowledge", "\nhello = 1", 2,
     "this is no knowledge file: it has none of [file], [[receiver]], [[list]], [[problem]], "
     "[[code]], [[enhanced]]",
     "rule.md"},
    {"no_file", kRule, 1, "a rule file begins with [file]", "receiver, software or language"},
    {"no_owner", "\n[file]\ntitle = \"x\"\n", 2,
     "[file] says exactly one of receiver, software and language", ""},
    {"two_owners", "[file]\nlanguage = \"en\"\nsoftware = \"exim\"\n", 1,
     "[file] says exactly one of receiver, software and language", ""},
    {"unknown_in_file", kHead + "colour = 1\n", 3, "[file] knows no field `colour`",
     "knowledge/schema/"},
    {"rule_is_no_list", kHead + "[rule]\nid = \"a.b\"\n", 3, "`rule` must be a list", ""},
    {"rule_is_no_table", "rule = [1]\n" + kHead, 1, "`rule` must be a list of tables", ""},
    {"unknown_in_rule", rule(kId, kWhen, kVerdict, "colour = 1"), 7,
     "a rule knows no field `colour`", "schema"},
    {"no_id", kHead + "[[rule]]\nwhen = " + kWhen + "\nverdict = " + kVerdict, 3,
     "a rule has no `id`", "add id"},
    {"empty_id", rule("\"\"", kWhen, kVerdict), 3, "`id` is empty", ""},
    {"bad_id", rule("\"A b\"", kWhen, kVerdict), 3, "`A b` is no rule id", "small letters"},
    {"id_without_dot", rule("\"ab\"", kWhen, kVerdict), 3, "`ab` is no rule id",
     "owner.reason.what"},
    {"id_is_a_number", kHead + "[[rule]]\nid = 5\nwhen = " + kWhen + "\nverdict = " + kVerdict, 4,
     "`id` must be a string", ""},
    {"no_when", kHead + "[[rule]]\nid = \"a.b\"\nverdict = " + kVerdict, 3, "a rule has no `when`",
     "which replies"},
    {"no_verdict", kHead + "[[rule]]\nid = \"a.b\"\nwhen = " + kWhen, 3, "a rule has no `verdict`",
     "add verdict"},
    {"no_reason", rule(kId, kWhen, "{}"), 6, "`verdict` has no reason", ""},
    {"unknown_reason", rule(kId, kWhen, "{ reason = \"bad_weather\" }"), 6,
     "`bad_weather` is no reason of the vocabulary", "vocab/"},
    {"unknown_fault", rule(kId, kWhen, "{ reason = \"policy\", fault = \"x\" }"), 6,
     "`x` is no fault of the vocabulary", "vocab/"},
    {"unknown_persistence", rule(kId, kWhen, "{ reason = \"policy\", persistence = \"x\" }"), 6,
     "`x` is no persistence of the vocabulary", "vocab/"},
    {"unknown_action", rule(kId, kWhen, "{ reason = \"policy\", address_action = \"x\" }"), 6,
     "`x` is no address_action of the vocabulary", "vocab/"},
    {"unknown_in_verdict", rule(kId, kWhen, "{ reason = \"policy\", x = 1 }"), 6,
     "`verdict` knows no field `x`", "schema"},
    {"retry_too_long", rule(kId, kWhen, "{ reason = \"policy\", retry_after_s = 9999999 }"), 6,
     "`retry_after_s` must be between 0 and 2592000", ""},
    {"unknown_in_when", rule(kId, "{ text = [\"a\"], x = 1 }", kVerdict), 5,
     "`when` knows no field `x`", "schema"},
    {"text_is_a_number", rule(kId, "{ text = 5 }", kVerdict), 5, "`text` must be a list of strings",
     ""},
    {"text_has_a_number", rule(kId, "{ text = [5] }", kVerdict), 5,
     "`text` must be a list of strings that are not empty", ""},
    {"empty_text", rule(kId, "{ text = [\"\"] }", kVerdict), 5,
     "`text` must be a list of strings that are not empty", ""},
    {"empty_text_alone", rule(kId, "{ text = \"\" }", kVerdict), 5,
     "`text` must be a list of strings that are not empty", ""},
    {"code_too_high", rule(kId, "{ code = 600 }", kVerdict), 5,
     "`code` must be whole numbers between 2 and 599", ""},
    {"code_of_no_class", rule(kId, "{ code = [42] }", kVerdict), 5,
     "`code` is a basic code, or 4 or 5 for a whole class", ""},
    {"code_is_text", rule(kId, "{ code = \"550\" }", kVerdict), 5,
     "`code` must be whole numbers between 2 and 599", ""},
    {"bad_enhanced", rule(kId, "{ enhanced = \"5.1\" }", kVerdict), 5, "`5.1` is no enhanced code",
     "write 5.1.1"},
    {"unknown_stage", rule(kId, "{ stage = [\"helo\"] }", kVerdict), 5, "`helo` is no stage",
     "vocab/words.toml"},
    {"priority_too_high", rule(kId, kWhen, kVerdict, "priority = 10"), 7,
     "`priority` must be between -9 and 9", ""},
    {"flag_is_a_number", rule(kId, kWhen, kVerdict, "beats_text = 1"), 7,
     "`beats_text` must be true or false", ""},
    {"example_without_reply", rule(kId, kWhen, kVerdict, "[[rule.example]]\nstage = \"rcpt\""), 7,
     "an example has no `reply`", "add reply"},
    {"near_miss_without_reply", rule(kId, kWhen, kVerdict, "[[rule.near_miss]]"), 7,
     "a near miss has no `reply`", "add reply"},
    {"example_of_no_stage",
     rule(kId, kWhen, kVerdict, "[[rule.example]]\nreply = \"x\"\nstage = \"x\""), 9,
     "`x` is no stage of the vocabulary", "vocab/"},
    {"receiver_without_kind", "[[receiver]]\nid = \"a\"\ntitle = \"A\"\n", 1,
     "a receiver has no `kind`", "add kind"},
    {"receiver_unknown_field",
     "[[receiver]]\nid = \"a\"\ntitle = \"A\"\nkind = \"k\"\nhosts = []\n", 5,
     "a receiver knows no field `hosts`", "schema"},
    {"receiver_retry_of_no_reason",
     "[[receiver]]\nid = \"a\"\ntitle = \"A\"\nkind = \"k\"\nretry.x = { after_s = 1 }\n", 5,
     "`x` is no reason of the vocabulary", "rate_limited"},
    {"receiver_retry_zero",
     "[[receiver]]\nid = \"a\"\ntitle = \"A\"\nkind = \"k\"\nretry.policy = { after_s = 0 }\n", 5,
     "`after_s` must be between 1 and 2592000", ""},
    {"limit_without_what",
     "[[receiver]]\nid = \"a\"\ntitle = \"A\"\nkind = \"k\"\n[[receiver.limit]]\nsource = \"x\"\n",
     5, "a limit or requirement has no `what`", "add what"},
    {"list_without_title", "[[list]]\nid = \"a\"\nkind = \"dns\"\n", 1, "a list has no `title`",
     "add title"},
    {"list_return",
     "[[list]]\nid = \"a\"\ntitle = \"A\"\nkind = \"dns\"\n[[list.return]]\ncode = \"127.0.0.2\"\n",
     5, "a return code has no `means`", "add means"},
    {"problem_without_explanation", "[[problem]]\nname = \"a\"\ntitle = \"A\"\n", 1,
     "a problem has no `explanation`", "add"},
    {"problem_with_bad_action",
     "[[problem]]\nname = \"a\"\ntitle = \"A\"\nexplanation = \"x\"\nactions = [{ action = \"x\", "
     "text = \"y\" }]\n",
     5, "`x` is no action of the vocabulary", "vocab/"},
    {"declined_without_why", "[[declined]]\nmatch = \"a\"\n", 1, "a declined row has no `why`",
     "add why"},
    {"unknown_reason_row", "[[reason]]\nname = \"x\"\n", 2, "`x` is no name of the vocabulary",
     "vocab/"},
    {"code_twice",
     "[[code]]\ncode = 550\ntitle = \"t\"\nmeaning = \"m\"\n[[code]]\ncode = 550\ntitle = "
     "\"t\"\nmeaning = \"m\"\n",
     5, "the code 550 stands twice", ""},
    {"registry_code_too_low", "[[code]]\ncode = 50\ntitle = \"t\"\nmeaning = \"m\"\n", 2,
     "`code` must be between 200 and 599", ""},
    {"bad_registry_enhanced", "[[enhanced]]\ncode = \"5\"\ntitle = \"t\"\nmeaning = \"m\"\n", 1,
     "`code` is no enhanced code", "write x.1.1"},
    {"outcome_class",
     "[[enhanced]]\ncode = \"x.1.1\"\ntitle = \"t\"\nmeaning = \"m\"\nverdict = [{ class = 6, "
     "reason = \"policy\" }]\n",
     5, "`class` must be between 2 and 5", ""},
    {"tld_number", "tld = [5]\n", 1, "`tld` must be a list of strings that are not empty", ""},
};

INSTANTIATE_TEST_SUITE_P(Table, Mistake, testing::ValuesIn(kRows),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(Load, BrokenTomlTellsItsLine) {
  for (const auto& [bytes, line] :
       {std::pair<std::string, std::size_t>{"[file]\nlanguage = \"en\nx", 2},
        {"a = 1\na = 2", 2},
        {"\xff\xfe", 1},
        {"\xef\xbb\x9f", 1},
        {"\xc3\xa9 = 1", 1},
        {"a = \xe3\x81\x82", 1},
        {"[/x]", 1},
        {"[[rule", 1},
        {std::string("a = \"\0\"", 7), 1}}) {
    Knowledge k;
    const auto errors = load(bytes, k);
    ASSERT_EQ(errors.size(), 1U) << testing::PrintToString(bytes);
    EXPECT_EQ(errors[0].line, line) << errors[0].message;
    EXPECT_FALSE(errors[0].message.empty());
    EXPECT_EQ(errors[0].help, "the file must be TOML, see https://toml.io");
  }
}

TEST(Load, DeepNestingIsAnError) {
  Knowledge k;
  EXPECT_EQ(load("a = " + std::string(100000, '['), k).size(), 1U);
  std::string inside = "rule = " + std::string(2000, '[') + std::string(2000, ']');
  EXPECT_EQ(load(inside, k).size(), 1U);
}

TEST(Load, FilesAreBounded) {
  Knowledge k;
  const auto errors = load(std::string(kMaxFileBytes + 1, '#'), k);
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(errors[0].message, "the file is larger than 4 MiB");
}

TEST(Load, ErrorsAreBounded) {
  std::string many = kHead;
  for (int i = 0; i < 300; ++i) many += "[[rule]]\nid = \"A\"\n";
  Knowledge k;
  EXPECT_EQ(load(many, k).size(), kMaxErrors);
  std::vector<File> broken;
  for (int i = 0; i < 300; ++i) broken.push_back({std::to_string(i), "[", false});
  EXPECT_EQ(load_files(std::move(broken), k).size(), kMaxErrors);
}

TEST(Load, OwnRulesAreBounded) {
  std::string many = kHead;
  for (std::size_t i = 0; i <= kMaxUserRules; ++i) {
    many += "[[rule]]\nid = \"a.b" + std::to_string(i) +
            "\"\nwhen = { text = [\"x\"] }\nverdict = { reason = \"policy\" }\n";
  }
  Knowledge k;
  EXPECT_EQ(load(many, k).size(), 0U);
  Knowledge own;
  const auto errors = load(many, own, true);
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(errors[0].message, "more than 5000 rules of your own");
}

TEST(Load, WhatIsRightIsLoadedBesideWhatIsWrong) {
  Knowledge k;
  const auto errors = load_files({{"b.toml", kHead + kRule, true},
                                  {"a.toml", kHead + "[[rule]]\n", false},
                                  {"c.toml", "", false},
                                  {"d.toml", "[[fault]]\nname = \"x\"\n", false}},
                                 k);
  EXPECT_EQ(errors.size(), 3U);
  ASSERT_EQ(k.rules.size(), 2U);
  EXPECT_EQ(k.rules[0].file, "a.toml") << "files are taken in order of name";
  EXPECT_EQ(k.rules[1].id, "a.b");
  EXPECT_TRUE(k.rules[1].user);
  EXPECT_EQ(k.rules[1].line, 3U);
  EXPECT_EQ(find_rule(k, "a.b"), &k.rules[1]);
}

TEST(Load, FieldsArriveWhereTheyBelong) {
  Knowledge k;
  const auto errors = load(
      "[file]\nreceiver = \"big\"\ntitle = \"t\"\n[[rule]]\nid = \"a.b\"\npriority = "
      "-9\nbeats_text = true\nproblem = \"p\"\n"
      "advice = \"ad\"\nsource = \"s\"\nseen = \"2026-10\"\nwhen = { text = \"t\", receiver_code = "
      "[\"c\"], not = [\"n\"], regex = \"r\", "
      "code = [4, 550], enhanced = [\"5.1.1\", \"x.7.x\"], stage = [\"rcpt\", \"eod\"] }\n"
      "verdict = { reason = \"policy\", fault = \"client\", persistence = \"permanent\", "
      "address_action = \"review\", "
      "retry_after_s = 60, list = \"l\", link = \"k\", note = \"o\" }\n"
      "[[rule.example]]\nreply = \"e\"\nstage = \"data\"\nhost = \"h\"\nnote = "
      "\"x\"\n[[rule.near_miss]]\nreply = \"m\"\n",
      k);
  ASSERT_TRUE(errors.empty()) << base::format_error(errors[0]);
  const Rule& rule = k.rules.at(0);
  EXPECT_EQ(rule.owner, Owner::receiver);
  EXPECT_EQ(rule.owner_name, "big");
  EXPECT_EQ(rule.text, Strings{"t"});
  EXPECT_EQ(rule.exclude, Strings{"n"});
  EXPECT_EQ(rule.codes, (std::vector<std::uint16_t>{4, 550}));
  ASSERT_EQ(rule.enhanced.size(), 2U);
  EXPECT_EQ(rule.enhanced[1].klass, -1);
  EXPECT_EQ(rule.enhanced[1].subject, 7);
  EXPECT_EQ(rule.stages, stage_bit(reply::Stage::rcpt) | stage_bit(reply::Stage::eod));
  EXPECT_EQ(rule.priority, -9);
  EXPECT_TRUE(rule.beats_text);
  EXPECT_EQ(rule.outcome.retry_after_s, 60U);
  EXPECT_EQ(rule.outcome.persistence, verdict::Persistence::permanent);
  EXPECT_EQ(rule.examples.at(0).stage, reply::Stage::data);
  EXPECT_EQ(rule.near_misses.at(0).reply, "m");
}

TEST(Load, EnhancedPatterns) {
  for (const auto& [text, good] : {std::pair<std::string_view, bool>{"5.1.1", true},
                                   {"x.1.1", true},
                                   {"5.X.x", true},
                                   {"4.7.500", true},
                                   {"", false},
                                   {"5", false},
                                   {"5.1", false},
                                   {"5.1.", false},
                                   {"5.1.1.", false},
                                   {"5.1.1.1", false},
                                   {"5.1.1000", false},
                                   {"5.1.1a", false},
                                   {"5..1", false},
                                   {" 5.1.1", false},
                                   {"-5.1.1", false}}) {
    EXPECT_EQ(parse_enhanced_pattern(text).has_value(), good) << text;
  }
}

TEST(CheckReferences, NamesWhatIsNotThere) {
  struct ReferenceRow {
    std::string file;
    std::string_view message;
  };
  const std::string receiver = "[[receiver]]\nid = \"r\"\ntitle = \"t\"\nkind = \"k\"\n";
  const std::string list = "[[list]]\nid = \"r\"\ntitle = \"t\"\nkind = \"k\"\n";
  const std::string problem = "[[problem]]\nname = \"r\"\ntitle = \"t\"\nexplanation = \"k\"\n";
  for (const ReferenceRow& row :
       {ReferenceRow{kHead + kRule, ""},
        ReferenceRow{kHead + kRule + kRule, "the rule `a.b` stands twice"},
        ReferenceRow{"[file]\nreceiver = \"big\"\n" + kRule, "there is no receiver `big`"},
        ReferenceRow{rule(kId, kWhen, "{ reason = \"policy\", list = \"no\" }"),
                     "there is no list `no`"},
        ReferenceRow{rule(kId, kWhen, kVerdict, "problem = \"no\""), "there is no problem `no`"},
        ReferenceRow{receiver + "also = [\"no\"]\n", "there is no receiver `no`"},
        ReferenceRow{receiver + receiver, "the receiver `r` stands twice"},
        ReferenceRow{list + list, "the list `r` stands twice"},
        ReferenceRow{problem + problem, "the problem `r` stands twice"}}) {
    Knowledge k;
    ASSERT_TRUE(load(row.file, k).empty());
    auto errors = check_references(k);
    ASSERT_FALSE(errors.empty());
    EXPECT_EQ(errors.back().message, "the reasons are missing");
    errors.pop_back();
    ASSERT_EQ(errors.size(), row.message.empty() ? 0U : 1U);
    if (!row.message.empty()) {
      EXPECT_EQ(errors[0].message, row.message);
      EXPECT_FALSE(errors[0].help.empty());
      EXPECT_NE(errors[0].line, 0U);
    }
  }
}

}  // namespace
}  // namespace smtpscope::knowledge
