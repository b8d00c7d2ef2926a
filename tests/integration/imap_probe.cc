// SPDX-License-Identifier: Apache-2.0
// Reads an IMAP folder with io/imap.h and says what came, a line each, for
// tests/integration/imap.py. usage: imap_probe URL [ca FILE] [checkpoint FILE] [save UID|all]
// [seen|flag UID,UID]
//                       [move UID,UID FOLDER] [dump DIRECTORY]
#include <charconv>
#include <cstdio>
#include <fstream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "io/imap.h"

namespace {

using namespace smtpscope;

std::vector<std::uint32_t> parse_uids(const std::string& text) {
  std::vector<std::uint32_t> out;
  const char* at = text.data();
  const char* end = at + text.size();
  while (at < end) {
    std::uint32_t uid = 0;
    at = std::from_chars(at, end, uid).ptr + 1;
    out.push_back(uid);
  }
  return out;
}

int fail(const base::Error& error) {
  std::printf("%s\n", base::format_error(error).c_str());
  return 1;
}

struct Arguments {
  io::ImapOptions options;
  std::string save, dump;
  std::vector<std::pair<io::ImapMark, std::vector<std::uint32_t>>> marks;
};

Arguments read_arguments(const std::vector<std::string>& words) {
  Arguments out;
  for (std::size_t i = 0; i + 1 < words.size(); i += 2) {
    const std::string &name = words[i], &value = words[i + 1];
    if (name == "ca") out.options.ca_file = value;
    if (name == "checkpoint") out.options.checkpoint = value;
    if (name == "save") out.save = value;
    if (name == "dump") out.dump = value;
    if (name == "seen") out.marks.push_back({{io::ImapMark::seen, ""}, parse_uids(value)});
    if (name == "flag") out.marks.push_back({{io::ImapMark::flag, ""}, parse_uids(value)});
    if (name == "move") {
      out.marks.push_back({{io::ImapMark::move, words.at(i + 2)}, parse_uids(value)});
      ++i;
    }
  }
  return out;
}

bool read_all(io::ImapMailbox& mailbox, const std::string& dump) {
  io::MailBatch batch;
  bool good = true;
  while (mailbox.next(batch)) {
    for (const io::Mail& mail : batch.mails()) {
      std::printf("%llu %zu%s\n", static_cast<unsigned long long>(mail.offset), mail.bytes.size(),
                  mail.cut ? " cut" : "");
      if (!dump.empty())
        std::ofstream(dump + "/" + std::to_string(mail.offset), std::ios::binary) << mail.bytes;
    }
    for (const base::Error& problem : batch.problems()) good = fail(problem) == 0;
  }
  return good;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const Arguments arguments = read_arguments({argv + 2, argv + argc});
  auto mailbox = io::ImapMailbox::open(argv[1], arguments.options);
  if (!mailbox) return fail(mailbox.error());
  if (!mailbox->notice().empty()) std::printf("notice: %s\n", mailbox->notice().c_str());
  std::printf("total %u\n", mailbox->total());
  bool good = read_all(*mailbox, arguments.dump);
  for (const auto& [mark, uids] : arguments.marks) {
    if (auto done = mailbox->mark(uids, mark); !done) good = fail(done.error()) == 0;
  }
  if (!arguments.save.empty()) {
    const std::uint32_t uid =
        arguments.save == "all" ? mailbox->last_uid() : parse_uids(arguments.save).at(0);
    if (auto done = mailbox->save_checkpoint(uid); !done) good = fail(done.error()) == 0;
  }
  return good ? 0 : 1;
}
