// SPDX-License-Identifier: Apache-2.0
#include "io/files.h"

#include <algorithm>
#include <cerrno>
#include <filesystem>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/access.h"

namespace smtpscope::io {
namespace {

namespace fs = std::filesystem;

tl::unexpected<base::Error> failed(const std::string& path, const std::string& what, int error) {
  return tl::unexpected(failed_access(path, what, error));
}

/// Reads `descriptor` to its end.
base::Result<std::string> read_all(int descriptor, const std::string& name, std::size_t limit) {
  std::string out;
  std::size_t used = 0;
  while (true) {
    if (out.size() - used < 65536) out.resize(std::max<std::size_t>(out.size() * 2, 131072));
    const ssize_t n = ::read(descriptor, out.data() + used, out.size() - used);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return failed(name, "cannot read", errno);
    if (n == 0) break;
    used += static_cast<std::size_t>(n);
    if (used > limit) {
      return tl::unexpected(base::Error{name, 0,
                                        "larger than " + std::to_string(limit >> 20) + " MiB",
                                        "this command takes what a person would paste"});
    }
  }
  out.resize(used);
  return out;
}

}  // namespace

base::Result<std::string> read_file(const std::string& path, std::size_t limit) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return failed(path, "cannot open", errno);
  struct stat info {};
  if (::fstat(descriptor, &info) == 0 && S_ISDIR(info.st_mode)) {
    ::close(descriptor);
    return failed(path, "cannot read", EISDIR);
  }
  auto out = read_all(descriptor, path, limit);
  ::close(descriptor);
  return out;
}

base::Result<std::string> read_stdin(std::size_t limit) {
  return read_all(0, "standard input", limit);
}

base::Result<std::vector<std::string>> list_files(const std::string& directory,
                                                  const std::string& suffix) {
  std::error_code error;
  if (fs::is_regular_file(directory, error)) return std::vector<std::string>{directory};
  std::vector<std::string> out;
  fs::recursive_directory_iterator it(directory, error);
  if (error) return failed(directory, "cannot read the directory", error.value());
  for (; it != fs::recursive_directory_iterator(); it.increment(error)) {
    if (error) return failed(directory, "cannot read the directory", error.value());
    const std::string name = it->path().filename().string();
    if (name.starts_with('.')) {
      if (it->is_directory(error)) it.disable_recursion_pending();
      continue;
    }
    if (name.ends_with(suffix) && it->is_regular_file(error)) out.push_back(it->path().string());
  }
  std::sort(out.begin(), out.end());
  return out;
}

base::Result<void> write_file(const std::string& path, const std::string& bytes) {
  // A device or a pipe is written to; renaming over it would put a file in its place.
  struct stat info {};
  const bool in_place = ::stat(path.c_str(), &info) == 0 && !S_ISREG(info.st_mode);
  const std::string temporary = in_place ? path : path + ".new";
  const int descriptor = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (descriptor < 0) return failed(temporary, "cannot write", errno);
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t n = ::write(descriptor, bytes.data() + done, bytes.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) {
      const int error = errno;
      ::close(descriptor);
      if (!in_place) ::unlink(temporary.c_str());
      return failed(temporary, "cannot write", error);
    }
    done += static_cast<std::size_t>(n);
  }
  ::close(descriptor);
  if (!in_place && ::rename(temporary.c_str(), path.c_str()) != 0)
    return failed(path, "cannot write", errno);
  return {};
}

}  // namespace smtpscope::io
