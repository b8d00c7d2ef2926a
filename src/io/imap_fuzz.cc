// SPDX-License-Identifier: Apache-2.0
// Fuzz target: what is read of an IMAP server's answers lies inside them, and the name of a folder
// leaves its quotes nowhere.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "io/imap_response.h"
#include "io/imap_url.h"

namespace {

using namespace smtpscope;

void require(bool holds) {
  if (!holds) std::abort();
}

bool is_inside(std::string_view part, std::string_view whole) {
  return part.empty() ||
         (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

void check_folder(std::string_view folder) {
  const std::string written = io::format_folder(folder);
  require(written.size() >= 2 && written.front() == '"' && written.back() == '"');
  for (std::size_t i = 1; i + 1 < written.size(); ++i) {
    require(written[i] >= ' ' && written[i] < 0x7f && written[i] != '"');
    if (written[i] == '\\') ++i;  // with what it escapes
    require(i + 1 < written.size());
  }
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer calls it so.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto fetch = io::parse_fetch(text)) {
    require(is_inside(fetch->quoted, text));
    std::size_t literals = 0;
    for (const char c : text) literals += c == '\x01' ? 1U : 0U;
    require(fetch->literal == io::ImapFetch::kNone || fetch->literal < literals);
  }
  if (const auto done = io::parse_done(text, "S1")) require(is_inside(done->text, text));
  io::find_literal(text);
  io::find_count(text, "EXISTS");
  io::find_code(text, "UIDVALIDITY");
  io::parse_list(text);
  io::has_capability(text, "MOVE");
  check_folder(text);
  if (const auto url = io::parse_imap_url(text)) {
    require(!url->host.empty() && !url->user.empty() && !url->folder.empty());
    check_folder(url->folder);
  }
  return 0;
}
