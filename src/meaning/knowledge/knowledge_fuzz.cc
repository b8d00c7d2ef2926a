// SPDX-License-Identifier: Apache-2.0
// Fuzz target: any bytes as a knowledge file. Errors are bounded and say something; what was loaded
// passes the compiled form unchanged; the bytes as a compiled form are read or refused.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "meaning/knowledge/compiled.h"
#include "meaning/knowledge/limits.h"
#include "meaning/knowledge/load.h"

namespace {

using namespace smtpscope::knowledge;

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer calls it so.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  Knowledge k;
  const auto errors = load_files({{"fuzz.toml", bytes, true}}, k);
  require(errors.size() <= kMaxErrors + 1);
  for (const auto& error : errors) require(!error.message.empty());
  require(check_references(k).size() <= kMaxErrors);
  const std::string compiled = format_compiled(k, "");
  auto read = load_compiled(compiled);
  require(read.has_value() && format_compiled(read->knowledge, "") == compiled);
  (void)load_compiled("smtpscope-knowledge-1\n" + bytes);
  return 0;
}
