// SPDX-License-Identifier: Apache-2.0
// smtpscope bounces: a mailbox of bounces, complaints and automatic answers to attempts with
// verdicts.
#include "cli/bounces.h"

#include <algorithm>
#include <thread>

#include <sysexits.h>

#include "base/text.h"

#include "io/files.h"

namespace smtpscope::cli {
namespace {

/// Lists of what was sent may be long; a key is a line.
constexpr std::size_t kMaxSentBytes = std::size_t{4} << 30;
constexpr std::size_t kMaxKeyBytes = 4096;

base::Result<core::Proof> load_proof(const BouncesOptions& o) {
  core::Proof proof;
  if (!o.verp_key.empty()) {
    auto key = io::read_file(o.verp_key, kMaxKeyBytes);
    if (!key) return tl::unexpected(key.error());
    if (base::trim(*key).empty()) {
      return tl::unexpected(base::Error{o.verp_key, 0, "the key is empty", "put a secret into it"});
    }
    proof.set_key(base::trim(*key));
  }
  if (!o.sent.empty()) {
    auto sent = io::read_file(o.sent, kMaxSentBytes);
    if (!sent) return tl::unexpected(sent.error());
    proof.add_sent(*sent);
  }
  return proof;
}

/// `--mark` takes one word, or two with `move`; what follows them are paths.
void take_mark(BouncesOptions& o) {
  std::vector<std::string>& mark = o.mailbox.mark;
  const std::size_t own = !mark.empty() && mark[0] == "move" ? 2 : 1;
  if (mark.size() <= own) return;
  const auto rest = mark.begin() + static_cast<std::ptrdiff_t>(own);
  o.paths.insert(o.paths.begin(), rest, mark.end());
  mark.erase(rest, mark.end());
}

/// What was asked for, or why that cannot be.
std::string choose_format(BouncesOptions& o) {
  take_mark(o);
  if (const std::string wrong = check_mark(o.mailbox.mark); !wrong.empty()) return wrong;
  const bool imap = std::any_of(o.paths.begin(), o.paths.end(),
                                [](const std::string& path) { return io::is_imap_url(path); });
  if (!imap && (!o.mailbox.mark.empty() || !o.mailbox.imap.checkpoint.empty())) {
    return "--mark and --checkpoint are for IMAP folders, imaps://user@host/Folder";
  }
  const int asked = (o.json ? 1 : 0) + (o.csv ? 1 : 0) + (o.addresses.empty() ? 0 : 1) +
                    (o.records.empty() ? 0 : 1);
  if (asked > 1) return "choose one of --json, --csv, --format and --addresses";
  if (o.json) o.format = BounceFormat::json;
  if (o.csv) o.format = BounceFormat::csv;
  if (!o.addresses.empty()) o.format = BounceFormat::addresses;
  if (const auto form = format::parse_sisimai_form(o.records)) {
    o.format = BounceFormat::sisimai;
    o.sisimai = *form;
    if (*form == format::SisimaiForm::v5_2) o.headers.emplace_back(format::kFeedbackIdHeader);
  }
  if (o.pipe && asked == 0) o.format = BounceFormat::json;
  if (o.pipe && !o.paths.empty()) return "--pipe reads standard input and takes no path";
  if (!o.pipe && o.paths.empty()) return "say which mailbox: a file, a directory, or - for input";
  if (!o.output.empty() && !o.pipe) return "--output belongs to --pipe";
  if (o.format == BounceFormat::addresses && o.sent.empty() && o.verp_key.empty() && !o.unproven) {
    return "nothing can be proven without --sent or --verp-key; --unproven lists all addresses";
  }
  return "";
}

int run(BouncesOptions& o) {
  const std::string wrong = choose_format(o);
  if (!wrong.empty()) {
    print_error({"bounces", 0, wrong, "smtpscope bounces --help"});
    return o.pipe ? EX_USAGE : kWrongUsage;
  }
  auto proof = load_proof(o);
  if (!proof) {
    print_error(proof.error());
    return o.pipe ? EX_TEMPFAIL : kCannotRead;
  }
  int exit_code = kDone;
  const auto classifier = load_classifier(o.knowledge, exit_code);
  if (classifier == nullptr) return o.pipe ? EX_TEMPFAIL : exit_code;
  if (o.pipe) return read_delivery(*classifier, *proof, o);
  return read_mailboxes(*classifier, *proof, o);
}

constexpr const char* kFooter =
    "Examples:\n"
    "  smtpscope bounces ~/Maildir                     what is dead, what is your own fault\n"
    "  smtpscope bounces --json bounces.mbox.gz        one object a recipient\n"
    "  smtpscope bounces --addresses suppress --sent sent-ids.txt bounces.mbox\n"
    "  smtpscope bounces --format sisimai bounces.mbox  for programs that read Sisimai's records\n"
    "  smtpscope bounces --all --json mail.eml         why a mail is no bounce\n"
    "  smtpscope bounces --checkpoint seen.json --mark move Done "
    "imaps://bounces@mail.example.net/INBOX\n\n"
    "Proof: anybody can write a bounce. An address counts as proven where the bounce names a\n"
    "message id from --sent (a line each, with the recipient behind it where you know it), or "
    "came\n"
    "to an address with a tag: the first 20 hex digits of HMAC-SHA-256 over the recipient's "
    "address\n"
    "in lower case, with the key of --verp-key.\n\n"
    "As a delivery target in Postfix' master.cf, with bounces_destination_recipient_limit = 1\n"
    "in main.cf (D keeps the address the mail came to, which may carry the tag):\n"
    "  bounces unix - n n - 4 pipe flags=DR user=bounces argv=smtpscope bounces --pipe\n"
    "    --output /var/lib/bounces/attempts.json\n\n"
    "Exit codes: 0 done, 2 wrong usage, 3 something could not be read. With --pipe those of\n"
    "sysexits: 0, 64 wrong usage, 75 try again.";

}  // namespace

void add_bounces(CLI::App& app, int& exit_code) {
  auto* sub = app.add_subcommand("bounces", "read a mailbox of bounces: what is dead, and why");
  auto o = std::make_shared<BouncesOptions>();
  o->mailbox.imap.ask_password = ask_password;
  sub->add_option("path", o->paths,
                  "Mails, mboxes, Maildirs, directories, compressed or not; - is standard input;\n"
                  "imaps://user@host/Folder");
  sub->add_flag("--json", o->json, "One JSON object a recipient");
  sub->add_flag("--csv", o->csv, "One row a recipient");
  sub->add_option("--format", o->records,
                  "Records of Sisimai 5.1 (sisimai), 4.25 (sisimai-4), 5.2 (sisimai-5.2)")
      ->check(CLI::IsMember(
          std::vector<std::string>(format::kSisimaiNames.begin(), format::kSisimaiNames.end())));
  sub->add_option("--addresses", o->addresses, "Only the addresses to: suppress, review")
      ->check(CLI::IsMember({"suppress", "review"}));
  sub->add_flag("--all", o->all,
                "With --json: say why the other mails are no bounces; with --format: what was\n"
                "delivered and answered automatically, too");
  sub->add_flag("--prose", o->prose, "With --json: summary, explanation and texts of actions, too");
  sub->add_option("--header", o->headers,
                  "A header of the message that came back, as a tag; may be given again");
  sub->add_option("--sent", o->sent, "List or log of message ids that were sent: proof");
  sub->add_option("--verp-key", o->verp_key,
                  "File with the key of the tags in the envelope sender");
  sub->add_flag("--unproven", o->unproven, "List addresses without proof, too");
  sub->add_flag("--pipe", o->pipe, "One mail on standard input, exit codes of sysexits");
  sub->add_option("--output", o->output, "With --pipe: append to this file instead of printing");
  sub->add_option("--mark", o->mailbox.mark,
                  "What to do on an IMAP server with the mails that were understood:\n"
                  "seen, flag, or move FOLDER; otherwise nothing there is touched")
      ->expected(1, 1 << 20);
  sub->add_option("--checkpoint", o->mailbox.imap.checkpoint,
                  "File that remembers how far an IMAP folder was read");
  sub->add_option("--password-file", o->mailbox.imap.password_file,
                  "File with the IMAP password; else $SMTPSCOPE_IMAP_PASSWORD, else you are asked");
  sub->add_option("--ca-file", o->mailbox.imap.ca_file,
                  "Certificates (PEM) to trust instead of the system's");
  sub->add_option("-j,--threads", o->threads, "Threads; 0 for one a processor")->expected(1);
  o->knowledge.add_to(*sub);
  sub->footer(kFooter);
  sub->callback([o, &exit_code] {
    if (o->threads == 0) o->threads = std::max(1U, std::thread::hardware_concurrency());
    o->threads = std::min(o->threads, 256U);
    exit_code = run(*o);
  });
}

}  // namespace smtpscope::cli
