// SPDX-License-Identifier: Apache-2.0
// Lines of a session as people paste them: bare, with `>>>` and `<<<` (Sendmail), `C:` and `S:`,
// `->` and `<-` (swaks), `Sent <<<` and `Received >>>` (InterScan), `CLIENT -> SERVER:`
// (PHPMailer), or behind a quoting `>`.
#include "meaning/reply/wrappers.h"

namespace smtpscope::reply {
namespace {

struct Mark {
  std::string_view text;  // lower case
  bool server = false;
  bool client = false;
};

// Longer ones first. A single `<` or `>` also is how curl prints a session.
constexpr std::array kMarks = std::to_array<Mark>({
    {"client -> server:", false, true},
    {"server -> client:", true, false},
    {"sent <<<", false, true},
    {"received >>>", true, false},
    {"<<<", true, false},
    {">>>", false, true},
    {"<** ", true, false},
    {"<~* ", true, false},
    {"<- ", true, false},
    {"<~ ", true, false},
    {"-> ", false, true},
    {"~> ", false, true},
    {"server: ", true, false},
    {"client: ", false, true},
    {"s: ", true, false},
    {"c: ", false, true},
    {"< ", true, false},
    {"> ", false, false},
    {">", false, false},
    {"\"", false, false},
    {"'", false, false},
    {"`", false, false},
});

Stage bare_command(std::string_view body) noexcept {
  struct Row {
    std::string_view verb;
    Stage stage;
    bool alone;  // the verb is the whole line; else something must follow
  };
  static constexpr std::array kRows = std::to_array<Row>({
      {"MAIL FROM:", Stage::mail, false},
      {"RCPT TO:", Stage::rcpt, false},
      {"EHLO ", Stage::ehlo, false},
      {"HELO ", Stage::ehlo, false},
      {"LHLO ", Stage::ehlo, false},
      {"DATA", Stage::data, true},
      {"STARTTLS", Stage::starttls, true},
      {"AUTH ", Stage::auth, false},
      {"QUIT", Stage::quit, true},
      {".", Stage::eod, true},
      {"BDAT ", Stage::eod, false},
  });
  for (const Row& row : kRows) {
    if (!base::starts_with_nocase(body, row.verb)) continue;
    if (row.alone ? body.size() == row.verb.size() : body.size() > row.verb.size()) {
      return row.stage;
    }
  }
  return Stage::unknown;
}

/// Prose may begin with `Data` or `Auth `; a command without a mark is written in capitals or with
/// its colon.
bool looks_typed(std::string_view body) noexcept {
  if (body == ".") return true;
  return base::is_upper(body[0]) && base::is_upper(body[1]);
}

}  // namespace

Line read_line(std::string_view text, std::size_t begin) noexcept {
  Line line{begin, begin, line_end(text, begin), {}, false, Stage::unknown};
  bool client = false;
  for (int n = 0; n < 3; ++n) {
    line.body = skip_blanks(text.substr(0, line.end), line.body);
    const std::string_view rest = text.substr(line.body, line.end - line.body);
    const Mark* found = nullptr;
    for (const Mark& mark : kMarks) {
      if (base::starts_with_nocase(rest, mark.text)) {
        found = &mark;
        break;
      }
    }
    if (found == nullptr) break;
    line.body += found->text.size();
    line.from_server = line.from_server || found->server;
    client = client || found->client;
  }
  line.body = skip_blanks(text.substr(0, line.end), line.body);
  const std::string_view body = base::trim(text.substr(line.body, line.end - line.body));
  if (!client) line.code = read_code(body);
  if (!line.code && !line.from_server && !body.empty() && body.size() < kMaxCommandBytes) {
    const Stage stage = bare_command(body);
    if (client || (stage != Stage::unknown && looks_typed(body))) line.command = stage;
  }
  return line;
}

bool begins_returned_message(std::string_view line) noexcept {
  static constexpr std::array kPhrases = std::to_array<std::string_view>({
      "content-type: message/rfc822",
      "content-type: text/rfc822-headers",
      "--- below this line is a copy",
      "--- enclosed is a copy",
      "------ this is a copy of",
      "----- original message",
      "original message headers:",
      "below is a copy of the original message",
      "----- unsent message",
      "--------returned mail follows",
  });
  line = base::trim(line);
  while (line.size() > 3 && line.substr(0, 4) == "----") line.remove_prefix(1);
  for (const std::string_view phrase : kPhrases) {
    std::string_view wanted = phrase;
    while (wanted.size() > 3 && wanted.substr(0, 4) == "----") wanted.remove_prefix(1);
    if (match_phrase(line, wanted) != 0) return true;
  }
  return false;
}

}  // namespace smtpscope::reply
