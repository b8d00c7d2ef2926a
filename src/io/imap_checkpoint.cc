// SPDX-License-Identifier: Apache-2.0
#include "io/imap_checkpoint.h"

#include <charconv>
#include <optional>
#include <string_view>

#include <unistd.h>

#include "io/files.h"

namespace smtpscope::io {
namespace {

constexpr std::string_view kFirstLine = "smtpscope imap 1";
constexpr std::size_t kMaxCheckpoint = 64 << 10;

std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view out = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return out;
}

std::optional<std::uint32_t> take_number(std::string_view& text, std::string_view name) {
  const std::string_view line = take_line(text);
  if (!line.starts_with(name)) return std::nullopt;
  std::uint32_t out = 0;
  const char* end = line.data() + line.size();
  const auto [at, error] = std::from_chars(line.data() + name.size(), end, out);
  if (error != std::errc() || at != end) return std::nullopt;
  return out;
}

}  // namespace

base::Result<ImapCheckpoint> read_checkpoint(const std::string& path, const std::string& url) {
  ImapCheckpoint out{url, 0, 0};
  if (::access(path.c_str(), F_OK) != 0) return out;
  const auto bytes = read_file(path, kMaxCheckpoint);
  if (!bytes) return tl::unexpected(bytes.error());
  std::string_view text = *bytes;
  const bool is_ours = take_line(text) == kFirstLine;
  const std::string_view its_url = take_line(text);
  const auto validity = take_number(text, "uidvalidity ");
  const auto uid = take_number(text, "uid ");
  if (!is_ours || !validity || !uid) {
    return tl::unexpected(base::Error{path, 0, "this is no checkpoint of an IMAP mailbox",
                                      "give another path, or remove the file to read all mails"});
  }
  if (its_url != url) {
    return tl::unexpected(base::Error{path, 0, "this is the checkpoint of " + std::string(its_url),
                                      "give each mailbox a file of its own"});
  }
  out.uid_validity = *validity;
  out.uid = *uid;
  return out;
}

base::Result<void> write_checkpoint(const std::string& path, const ImapCheckpoint& checkpoint) {
  return write_file(path, std::string(kFirstLine) + "\n" + checkpoint.url + "\nuidvalidity " +
                              std::to_string(checkpoint.uid_validity) + "\nuid " +
                              std::to_string(checkpoint.uid) + "\n");
}

}  // namespace smtpscope::io
