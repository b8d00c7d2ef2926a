// SPDX-License-Identifier: Apache-2.0
// smtpscope bounces: a mailbox of bounces, complaints and automatic answers to attempts with
// verdicts.
#include "cli/command.h"
#include "core/attempt_verdict.h"
#include "format/attempt_json.h"
#include "io/files.h"
#include "sources/bounce/bounce.h"

namespace smtpscope::cli {
namespace {

struct BouncesOptions {
  std::vector<std::string> paths;
  bool json = false, all = false, prose = false;
  KnowledgeOptions knowledge;
};

int run(const BouncesOptions& o) {
  int exit_code = kDone;
  const auto classifier = load_classifier(o.knowledge, exit_code);
  if (classifier == nullptr) return exit_code;
  core::Memory memory;
  bounce::Reader reader;
  format::JsonOptions options;
  options.prose = o.prose;
  std::string out;
  std::vector<std::string> files;
  for (const std::string& path : o.paths) {
    auto found = io::list_files(path, "");
    if (found) files.insert(files.end(), found->begin(), found->end());
  }
  for (const std::string& path : files) {
    auto bytes = io::read_file(path);
    if (!bytes) {
      print_error(bytes.error());
      exit_code = kCannotRead;
      continue;
    }
    const bounce::Reading& reading = reader.read(*bytes, path, 0);
    for (const attempt::Attempt& a : reading.attempts) {
      format::append_attempt_object(*classifier, a, core::classify_attempt(*classifier, a, memory),
                                    options, out);
      out.push_back('\n');
    }
    if (o.all && reading.attempts.empty()) {
      format::append_not_a_bounce({"bounce", "", path, 0, 0}, reading.not_a_bounce, out);
      out.push_back('\n');
    }
  }
  if (!write_out(out)) return kCannotRead;
  return exit_code;
}

}  // namespace

void add_bounces(CLI::App& app, int& exit_code) {
  auto* sub = app.add_subcommand("bounces", "Read bounces, complaints and automatic answers");
  auto o = std::make_shared<BouncesOptions>();
  sub->add_option("path", o->paths, "mails, mailboxes or directories")->required();
  sub->add_flag("--json", o->json, "one JSON object a recipient");
  sub->add_flag("--all", o->all, "say of other mails why they are no bounces");
  sub->add_flag("--prose", o->prose, "with the explanations");
  o->knowledge.add_to(*sub);
  sub->callback([o, &exit_code] { exit_code = run(*o); });
}

}  // namespace smtpscope::cli
