// SPDX-License-Identifier: Apache-2.0
// smtpscope explain: from whatever was pasted to an answer.
#include <filesystem>

#include <unistd.h>

#include "base/text.h"

#include "cli/batch.h"
#include "cli/command.h"
#include "core/attempt_verdict.h"
#include "format/json.h"
#include "io/files.h"
#include "sources/bounce/bounce.h"

namespace smtpscope::cli {
namespace {

struct ExplainOptions {
  std::vector<std::string> words;
  std::string file, stage, host, domain;
  bool json = false, batch = false, why = false, prose = false, raw = false;
  KnowledgeOptions knowledge;
};

/// A single argument that names a file is that file; everything else is the text itself.
base::Result<std::string> read_text(const ExplainOptions& o) {
  if (!o.file.empty()) return o.file == "-" ? io::read_stdin() : io::read_file(o.file);
  if (o.words.empty() || (o.words.size() == 1 && o.words[0] == "-")) {
    if (::isatty(STDIN_FILENO) == 1 && ::isatty(STDERR_FILENO) == 1) {
      std::fputs("Paste what the mail server said, then press Ctrl-D on a line of its own.\n",
                 stderr);
    }
    return io::read_stdin();
  }
  std::error_code ignored;
  if (o.words.size() == 1 && o.words[0].size() < 4096 &&
      std::filesystem::exists(o.words[0], ignored)) {
    return io::read_file(o.words[0]);
  }
  std::string text;
  for (const std::string& word : o.words) text.append(text.empty() ? "" : " ").append(word);
  return text;
}

int print_json(const core::Classifier& classifier, const core::Answer& answer,
               const ExplainOptions& o) {
  format::JsonOptions options;
  options.raw = o.raw;
  std::string out;
  for (const core::Judged& judged : answer.replies) {
    format::append_reply_object(classifier, answer, judged, options, out);
    out.push_back('\n');
  }
  return write_out(out) ? kDone : kCannotRead;
}

int print_text(const core::Classifier& classifier, const core::Question& question,
               const core::Answer& answer, const ExplainOptions& o, core::Memory& memory) {
  const format::TextOptions options = terminal_options();
  std::string out = format::format_answer(classifier, answer, options);
  if (o.why) {
    // The cache keeps winners only; the trail needs the deciding reply matched afresh.
    const core::Judged& judged = answer.verdict();
    const std::string_view host = judged.found.host.empty() ? question.host : judged.found.host;
    memory.set_caching(false);
    classifier.classify_reply(
        judged.found.reply,
        classifier.context_of(judged.found.reply, judged.stage, host, question.domain), memory);
    out += "\n" +
           format::format_trail(classifier, memory.candidates(), memory.last_template(), options);
  }
  return write_out(out) ? kDone : kCannotRead;
}

/// Begins with a header field or an mbox line, and has a body.
bool looks_like_mail(std::string_view text) {
  const std::string_view line = text.substr(0, text.find_first_of("\r\n"));
  const std::size_t colon = line.find(':');
  const bool field = colon != std::string_view::npos && colon > 1 && colon < 40 &&
                     line.substr(0, colon).find_first_of(" \t/[") == std::string_view::npos &&
                     !base::is_digit(line.front());
  return (field || line.starts_with("From ")) && (text.find("\n\n") != std::string_view::npos ||
                                                  text.find("\r\n\r\n") != std::string_view::npos ||
                                                  text.find("\r\r") != std::string_view::npos);
}

int print(const core::Classifier& classifier, const core::Question& question,
          const core::Answer& answer, const ExplainOptions& o, core::Memory& memory) {
  return o.json ? print_json(classifier, answer, o)
                : print_text(classifier, question, answer, o, memory);
}

int explain_one(const core::Classifier& classifier, const ExplainOptions& o) {
  auto text = read_text(o);
  if (!text) {
    print_error(text.error());
    return kCannotRead;
  }
  if (base::trim(*text).empty()) {
    print_error(
        {"", 0, "there is nothing to explain",
         "give what the mail server said, e.g. smtpscope explain '550 5.1.1 User unknown'"});
    return kWrongUsage;
  }
  core::Question question{*text, reply::parse_stage(o.stage).value_or(reply::Stage::unknown),
                          o.host, o.domain};
  core::Memory memory;
  if (looks_like_mail(*text)) {
    bounce::Reader reader;
    const bounce::Reading& reading = reader.read(*text, "", 0);
    if (!reading.attempts.empty()) {
      return print(classifier, question,
                   core::answer_attempts(classifier, reading.attempts, memory), o, memory);
    }
  }
  return print(classifier, question, classifier.classify(question, memory), o, memory);
}

int run(const ExplainOptions& o) {
  int exit_code = kDone;
  const auto classifier = load_classifier(o.knowledge, exit_code);
  if (!classifier) return exit_code;
  if (o.batch) return run_batch(*classifier, o.prose);
  return explain_one(*classifier, o);
}

}  // namespace

void add_explain(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<ExplainOptions>();
  CLI::App* command =
      app.add_subcommand("explain", "say what a mail server's reply means and what to do");
  command->footer(
      "Examples:\n"
      "  smtpscope explain '550 5.7.26 This mail is unauthenticated'\n"
      "  smtpscope explain bounce.eml\n"
      "  grep status=bounced /var/log/mail.log | tail -1 | smtpscope explain\n"
      "  smtpscope explain --json --host mx.example.net '421 try again later'\n"
      "  smtpscope explain --batch < replies.ndjson\n"
      "\nA batch reads one {\"id\":1,\"text\":\"550 "
      "...\",\"stage\":\"rcpt\",\"host\":\"mx.example.net\"} a line;\n"
      "only text is needed. Exit codes: 0 done, 2 wrong usage, 3 could not read.");
  command
      ->add_option("text", options->words,
                   "what the server said, a file that holds it, or - for standard input")
      ->type_name("TEXT|PATH");
  command->add_option("-f,--file", options->file, "read the text from this file")
      ->type_name("PATH");
  command->add_flag("--json", options->json, "one JSON object for each reply found");
  command->add_flag("--batch", options->batch, "NDJSON in, one verdict a line out");
  std::vector<std::string> stages(reply::kStageWords.begin(), reply::kStageWords.end());
  command->add_option("--stage", options->stage, "the stage of the session it was said at")
      ->check(CLI::IsMember(stages))
      ->type_name("STAGE");
  command->add_option("--host", options->host, "the server that said it")->type_name("NAME");
  command->add_option("--domain", options->domain, "the recipient's domain")->type_name("NAME");
  command->add_flag("--why", options->why, "show every rule that fits and why it lost");
  command->add_flag("--prose", options->prose, "with --batch: explanations too");
  command->add_flag("--raw", options->raw,
                    "with --json: the bytes as they came, where they were repaired");
  options->knowledge.add_to(*command);
  command->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace smtpscope::cli
