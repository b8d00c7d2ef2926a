// SPDX-License-Identifier: Apache-2.0
// What it costs to read mails and to tell them apart, in CPU seconds, the best of five runs: a 50
// MB mbox and the same mails as a Maildir (bench/make_mailbox.py), from the page cache. Yardsticks
// in the same run: read() alone; read() and counting lines, as `wc -l` does; for a Maildir the
// system calls alone.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/mail_source.h"

namespace {

using namespace smtpscope;
namespace fs = std::filesystem;

double cpu_seconds() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

template <class Work>
double best_of_five(Work work) {
  double best = 1e9;
  for (int i = 0; i < 5; ++i) {
    const double begin = cpu_seconds();
    work();
    best = std::min(best, cpu_seconds() - begin);
  }
  return best;
}

std::size_t read_bytes(const std::string& path, bool count_lines) {
  static std::vector<char> buffer(256 << 10);
  std::size_t out = 0;
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  for (ssize_t n = 0; (n = ::read(descriptor, buffer.data(), buffer.size())) > 0;) {
    if (!count_lines) {
      out += static_cast<std::size_t>(n);
      continue;
    }
    const char* end = buffer.data() + n;
    for (const char* p = buffer.data(); p < end; ++p) {
      const void* line_end = std::memchr(p, '\n', static_cast<std::size_t>(end - p));
      if (line_end == nullptr) break;
      p = static_cast<const char*>(line_end);
      ++out;
    }
  }
  ::close(descriptor);
  return out;
}

std::size_t read_mails(const std::string& path) {
  auto source = io::MailSource::open(path);
  if (!source) std::exit(1);
  io::MailBatch batch;
  std::size_t out = 0;
  while (source->next(batch)) out += batch.mails().size();
  return out;
}

std::size_t call_the_system(const std::vector<std::string>& paths) {
  static std::vector<char> buffer(1 << 20);
  std::size_t out = 0;
  for (const std::string& path : paths) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat info {};
    ::fstat(descriptor, &info);
    out += static_cast<std::size_t>(
        ::read(descriptor, buffer.data(), static_cast<std::size_t>(info.st_size) + 1));
    ::close(descriptor);
  }
  return out;
}

bool make(const char* kind, const std::string& path) {
  const std::string command =
      std::string("python3 " SMTPSCOPE_BENCH_DIR "/make_mailbox.py ") + kind + " '" + path + "'";
  return std::system(command.c_str()) == 0;
}

void measure_mbox(const std::string& path) {
  const auto bytes = static_cast<double>(fs::file_size(path));
  std::size_t mails = 0;
  const double split = best_of_five([&] { mails = read_mails(path); });
  const double read = best_of_five([&] { read_bytes(path, false); });
  const double lines = best_of_five([&] { read_bytes(path, true); });
  std::printf("mbox of %zu mails, %.0f MB\n", mails, bytes / 1e6);
  std::printf("  read and split             %7.0f MB/s (1500 at least), %.0f ns a mail\n",
              bytes / split / 1e6, split / static_cast<double>(mails) * 1e9);
  std::printf("  yardstick: read alone      %7.0f MB/s\n", bytes / read / 1e6);
  std::printf("  yardstick: read, wc -l     %7.0f MB/s\n", bytes / lines / 1e6);
}

void measure_maildir(const std::string& path) {
  std::vector<std::string> paths;
  for (const auto& entry : fs::recursive_directory_iterator(path))
    if (entry.is_regular_file()) paths.push_back(entry.path().string());
  std::sort(paths.begin(), paths.end());
  const auto files = static_cast<double>(paths.size());
  const double read = best_of_five([&] { read_mails(path); });
  const double calls = best_of_five([&] { call_the_system(paths); });
  std::printf("Maildir of the same mails\n");
  std::printf("  list, sort, read           %7.2f us a file\n", read / files * 1e6);
  std::printf("  yardstick: system calls    %7.2f us a file\n", calls / files * 1e6);
}

}  // namespace

int main() {
  std::string directory = (fs::temp_directory_path() / "smtpscope-bench-XXXXXX").string();
  if (::mkdtemp(directory.data()) == nullptr) return 1;
  const std::string mbox = directory + "/mbox", maildir = directory + "/maildir";
  const bool made = make("mbox", mbox) && make("maildir", maildir);
  if (made) {
    measure_mbox(mbox);
    measure_maildir(maildir);
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    std::printf("most memory: %.1f MB\n", static_cast<double>(usage.ru_maxrss) / 1024);
  }
  fs::remove_all(directory);
  return made ? 0 : 1;
}
