// SPDX-License-Identifier: Apache-2.0
#include "io/mail_files.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <utility>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "base/text.h"

#include "io/access.h"
#include "io/limits.h"

namespace smtpscope::io {
namespace {

bool is_number(std::string_view name) noexcept {
  return !name.empty() && std::all_of(name.begin(), name.end(), base::is_digit);
}

std::string_view last_part(std::string_view path) noexcept {
  return path.substr(path.rfind('/') + 1);
}

/// <0, 0, >0 for one component.
int compare_names(std::string_view a, std::string_view b) noexcept {
  const bool number_a = is_number(a), number_b = is_number(b);
  if (number_a != number_b) return number_a ? -1 : 1;
  if (number_a) {
    const std::string_view x = a.substr(std::min(a.find_first_not_of('0'), a.size()));
    const std::string_view y = b.substr(std::min(b.find_first_not_of('0'), b.size()));
    if (x.size() != y.size()) return x.size() < y.size() ? -1 : 1;
    if (const int order = x.compare(y); order != 0) return order;
  }
  return a.compare(b);
}

enum class Entry { file, directory, other };

Entry kind_of(int directory, const dirent& entry) noexcept {
  if (entry.d_type == DT_REG) return Entry::file;
  if (entry.d_type == DT_DIR) return Entry::directory;
  struct stat info {};
  const bool is_link = entry.d_type == DT_LNK;
  if (::fstatat(directory, entry.d_name, &info, is_link ? 0 : AT_SYMLINK_NOFOLLOW) != 0)
    return is_link ? Entry::other : Entry::file;  // opening it will say what is wrong
  if (S_ISREG(info.st_mode)) return Entry::file;
  if (S_ISLNK(info.st_mode))
    return ::fstatat(directory, entry.d_name, &info, 0) == 0 && S_ISREG(info.st_mode)
               ? Entry::file
               : Entry::other;
  // Links to directories are not followed: they can lead round.
  return S_ISDIR(info.st_mode) && !is_link ? Entry::directory : Entry::other;
}

struct CloseDirectory {
  void operator()(DIR* d) const noexcept { ::closedir(d); }
};

}  // namespace

bool is_before(std::string_view path, std::string_view other) noexcept {
  while (true) {
    const std::size_t a = std::min(path.find('/'), path.size());
    const std::size_t b = std::min(other.find('/'), other.size());
    const int order = compare_names(path.substr(0, a), other.substr(0, b));
    if (order != 0) return order < 0;
    if (a == path.size() || b == other.size()) return a == path.size() && b != other.size();
    path.remove_prefix(a + 1);
    other.remove_prefix(b + 1);
  }
}

/// Walks the directories below one.
class Lister {
 public:
  Lister(std::string root, std::vector<base::Error>& problems)
      : root_(std::move(root)), problems_(problems) {}

  base::Result<MailFiles> list() {
    if (exists("new") && exists("cur")) {
      out_.one_mail_a_file_ = true;
      bool all_right = read("new/", nullptr);
      all_right = read("cur/", nullptr) && all_right;
      if (!all_right && out_.places_.empty()) return first_problem();
      sort([](std::string_view a, std::string_view b) { return last_part(a) < last_part(b); });
      return std::move(out_);
    }
    only_numbers_ = exists(".mh_sequences");
    out_.one_mail_a_file_ = only_numbers_;
    if (auto result = walk(); !result) return tl::unexpected(result.error());
    if (out_.places_.empty()) {
      if (!problems_.empty()) return first_problem();
      return tl::unexpected(base::Error{root_, 0, "there is no mail in this directory",
                                        "give a file, a Maildir (it has new/ and cur/), an MH "
                                        "folder, or a directory of files with mail"});
    }
    sort(is_before);
    return std::move(out_);
  }

 private:
  struct Level {
    std::string path;
    std::size_t depth;
  };

  bool exists(const char* name) const {
    struct stat info {};
    return ::stat((root_ + "/" + name).c_str(), &info) == 0;
  }

  base::Result<MailFiles> first_problem() {
    base::Error out = std::move(problems_.front());
    problems_.erase(problems_.begin());
    return tl::unexpected(std::move(out));
  }

  base::Result<void> walk() {
    std::vector<Level> open{{"", 0}};
    while (!open.empty()) {
      const Level level = std::move(open.back());
      open.pop_back();
      std::vector<std::string> below;
      if (!read(level.path, &below) && level.depth == 0)
        return tl::unexpected(first_problem().error());
      if (out_.places_.size() > kMaxFiles) {
        return tl::unexpected(base::Error{
            root_, 0, "there are more than " + std::to_string(kMaxFiles) + " files below it",
            "give the directories with mail one by one"});
      }
      for (std::string& path : below) {
        if (level.depth + 1 < kMaxDepth)
          open.push_back({std::move(path), level.depth + 1});
        else
          problems_.push_back({root_ + "/" + path, 0, "too many directories in each other", ""});
      }
    }
    return {};
  }

  /// Adds the files of `path`, which is empty or ends in '/', and directories to `below`.
  bool read(const std::string& path, std::vector<std::string>* below) {
    const std::string whole = path.empty() ? root_ : root_ + "/" + path;
    const std::unique_ptr<DIR, CloseDirectory> directory(::opendir(whole.c_str()));
    if (directory == nullptr) {
      problems_.push_back(failed_access(whole, "cannot read the directory", errno));
      return false;
    }
    while (const dirent* entry = ::readdir(directory.get())) {
      if (out_.places_.size() > kMaxFiles) break;
      const std::string_view name = entry->d_name;
      if (name.starts_with('.') || (only_numbers_ && !is_number(name))) continue;
      // MH renames a mail that was removed to a comma and its number.
      if (name.starts_with(',') && is_number(name.substr(1))) continue;
      const Entry kind = kind_of(::dirfd(directory.get()), *entry);
      if (kind == Entry::file) {
        add(path, name);
      } else if (kind == Entry::directory && below != nullptr && !only_numbers_) {
        below->push_back(path + std::string(name) + "/");
      }
    }
    return true;
  }

  void add(std::string_view path, std::string_view name) {
    out_.places_.push_back(out_.names_.size());
    out_.names_ += path;
    out_.names_ += name;
    out_.names_.push_back('\0');
  }

  template <class Before>
  void sort(Before before) {
    const char* names = out_.names_.data();
    std::sort(out_.places_.begin(), out_.places_.end(), [&](std::uint64_t a, std::uint64_t b) {
      return before(std::string_view(names + a), std::string_view(names + b));
    });
  }

  std::string root_;
  std::vector<base::Error>& problems_;
  bool only_numbers_ = false;
  MailFiles out_;
};

base::Result<MailFiles> MailFiles::list(const std::string& directory,
                                        std::vector<base::Error>& problems) {
  std::string root = directory;
  while (root.size() > 1 && root.ends_with('/')) root.pop_back();
  return Lister(std::move(root), problems).list();
}

}  // namespace smtpscope::io
