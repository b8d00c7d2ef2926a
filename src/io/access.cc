// SPDX-License-Identifier: Apache-2.0
#include "io/access.h"

#include <cerrno>
#include <cstring>

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace smtpscope::io {
namespace {

std::string user_name(uid_t id) {
  const passwd* entry = ::getpwuid(id);
  return entry != nullptr ? entry->pw_name : std::to_string(id);
}

std::string group_name(gid_t id) {
  const group* entry = ::getgrgid(id);
  return entry != nullptr ? entry->gr_name : std::to_string(id);
}

/// The first directory on the way to `path` that may not be entered, or `path` itself.
std::string find_barrier(const std::string& path) {
  for (std::size_t slash = path.find('/', 1); slash != std::string::npos;
       slash = path.find('/', slash + 1)) {
    std::string directory = path.substr(0, slash);
    if (::access(directory.c_str(), X_OK) != 0 && errno == EACCES) return directory;
  }
  return path;
}

std::string advice_for_denied(const std::string& path) {
  const std::string barrier = find_barrier(path);
  struct stat info {};
  if (::stat(barrier.c_str(), &info) != 0) return "try sudo";
  const mode_t needed = S_ISDIR(info.st_mode) ? S_IRGRP | S_IXGRP : S_IRGRP;
  const std::string owner = user_name(info.st_uid), group = group_name(info.st_gid);
  const std::string which = barrier == path ? "it" : barrier;
  const std::string owned = which + " belongs to user " + owner + " and group " + group;
  // Nobody is advised to join root's group.
  if ((info.st_mode & needed) == needed && info.st_gid != 0) {
    return owned + ": `sudo usermod -aG " + group + " " + user_name(::geteuid()) +
           "` and a new login let you read it, or run this with sudo";
  }
  if (info.st_uid == 0) return owned + ": run this with sudo";
  return owned + ": run this with `sudo -u " + owner + "`";
}

std::string advice_for(const std::string& path, int error) {
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      return "check the path";
    case EACCES:
    case EPERM:
      return advice_for_denied(path);
    case EISDIR:
      return "give a file, not a directory";
    case ELOOP:
      return "links lead round; give the file itself";
    case EMFILE:
    case ENFILE:
      return "too many files are open; see `ulimit -n`";
    default:
      return "";
  }
}

}  // namespace

base::Error failed_access(const std::string& path, const std::string& what, int error) {
  return {path, 0, what + ": " + std::strerror(error), advice_for(path, error)};
}

}  // namespace smtpscope::io
