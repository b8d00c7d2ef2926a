// SPDX-License-Identifier: Apache-2.0
// Bounces in testdata/, read by the reader alone. NAME.eml has beside it NAME.expected, a line for
// each attempt in their order:
//   recipient outcome code enhanced stage format | beginning of the reply
// with `-` for what is absent; `none` where the mail is no bounce. Each is read with LF, CRLF and
// CR ends of lines.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sources/bounce/bounce.h"

namespace smtpscope::bounce {
namespace {

namespace fs = std::filesystem;

std::string slurp(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::string with_ends(const std::string& text, std::string_view end) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') {
      out += end;
    } else {
      out += c;
    }
  }
  return out;
}

std::string or_dash(std::string text) { return text.empty() ? "-" : text; }

/// An attempt as `.expected` has it, the reply as long as `reply` says.
std::string describe(const attempt::Attempt& attempt, std::size_t reply) {
  std::ostringstream out;
  out << attempt.recipient << ' ' << to_string(attempt.outcome) << ' '
      << (attempt.code == 0 ? "-" : std::to_string(attempt.code)) << ' '
      << or_dash(attempt.enhanced ? format_enhanced_code(attempt.enhanced) : "") << ' '
      << (attempt.stage == reply::Stage::unknown ? "-" : to_string(attempt.stage)) << ' '
      << attempt.place.format << " | ";
  std::string text(attempt.reply.substr(0, reply));
  std::replace(text.begin(), text.end(), '\n', ' ');
  return out.str() + text;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    if (!line.empty()) lines.push_back(line);
  }
  return lines;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + '\n';
  return text;
}

void check(const std::string& mail, const std::vector<std::string>& expected) {
  Reader reader;
  const Reading& reading = reader.read(mail, "fixture", 0);
  std::vector<std::string> got;
  for (std::size_t i = 0; i < reading.attempts.size(); ++i) {
    const std::string line = i < expected.size() ? expected[i] : std::string();
    const std::size_t bar = line.find(" | ");
    got.push_back(
        describe(reading.attempts[i], bar == std::string::npos ? 60 : line.size() - bar - 3));
  }
  if (got.empty()) got.emplace_back("none");
  EXPECT_EQ(joined(got), joined(expected));
}

TEST(Fixtures, AreReadAsExpected) {
  const char* const source = std::getenv("SMTPSCOPE_SOURCE_DIR");
  ASSERT_NE(source, nullptr);
  std::vector<fs::path> mails;
  for (const auto& entry : fs::directory_iterator(fs::path(source) / "src/sources/bounce/testdata"))
    if (entry.path().extension() == ".eml") mails.push_back(entry.path());
  std::sort(mails.begin(), mails.end());
  ASSERT_FALSE(mails.empty());
  for (fs::path path : mails) {
    SCOPED_TRACE(path.filename().string());
    const std::string mail = slurp(path);
    const std::vector<std::string> expected = lines_of(slurp(path.replace_extension(".expected")));
    check(mail, expected);
    check(with_ends(mail, "\r\n"), expected);
    check(with_ends(mail, "\r"), expected);
  }
}

}  // namespace
}  // namespace smtpscope::bounce
