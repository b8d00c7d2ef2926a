// SPDX-License-Identifier: Apache-2.0
#include "io/shared_library.h"

#include <dlfcn.h>

namespace smtpscope::io {

base::Result<SharedLibrary> SharedLibrary::open(const char* file, const char* package,
                                                const char* purpose) {
  SharedLibrary out;
  out.handle_ = ::dlopen(file, RTLD_NOW | RTLD_LOCAL);
  if (out.handle_ == nullptr) {
    return tl::unexpected(
        base::Error{"", 0, std::string(file) + ", which " + purpose + " needs, cannot be loaded",
                    std::string("sudo apt-get install ") + package});
  }
  return out;
}

void* SharedLibrary::find_symbol(const char* name) {
  void* symbol = ::dlsym(handle_, name);
  if (symbol == nullptr) complete_ = false;
  return symbol;
}

}  // namespace smtpscope::io
