// SPDX-License-Identifier: Apache-2.0
// The build-time compiler: knowledge/ in, the compiled form that becomes part of the program out.
#include <cstdio>
#include <string>
#include <vector>

#include "meaning/knowledge/compiled.h"
#include "meaning/knowledge/load.h"
#include "meaning/masking/names.h"
#include "meaning/rules/phrase_set.h"

#include "io/files.h"
#include "io/knowledge_files.h"

namespace {

using smtpscope::base::Error;

int fail(const Error& error) {
  std::fprintf(stderr, "%s\n", smtpscope::base::format_error(error).c_str());
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  namespace knowledge = smtpscope::knowledge;
  if (argc != 3) {
    std::fprintf(stderr, "usage: smtpscope-compile KNOWLEDGE_DIR OUT_FILE\n");
    return 2;
  }
  const std::string directory = argv[1];
  auto read = smtpscope::io::read_knowledge(directory);
  if (!read) return fail(read.error());
  std::vector<knowledge::File> files;
  for (auto& [path, bytes] : *read) {
    files.push_back({path.substr(directory.size() + 1), std::move(bytes)});
  }
  knowledge::Knowledge tables;
  auto errors = knowledge::load_files(std::move(files), tables);
  const auto references = knowledge::check_references(tables);
  errors.insert(errors.end(), references.begin(), references.end());
  for (const Error& error : errors) fail(error);
  if (!errors.empty()) return 1;
  smtpscope::masking::Names names(tables);
  smtpscope::rules::PhraseSet phrases;
  phrases.build(tables, 0, tables.rules.size(), true, names);
  const auto written = smtpscope::io::write_file(
      argv[2], knowledge::format_compiled(tables, phrases.format_compiled()));
  return written ? 0 : fail(written.error());
}
