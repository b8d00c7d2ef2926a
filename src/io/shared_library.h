// SPDX-License-Identifier: Apache-2.0
// Libraries that few runs need are loaded when they are needed. libarchive with all that it brings
// costs 4 ms before main(), libcurl 10; `smtpscope explain` takes 11 in all and uses neither.
// Linked statically they are no choice: Debian has no static libacl, libldap or libgssapi, which
// they ask for.
#pragma once

#include <string>

#include "base/result.h"

namespace smtpscope::io {

class SharedLibrary {
 public:
  /// Loads `file`, such as "libarchive.so.13". Where it is not there, the error names the Debian
  /// package, and what it is needed for.
  static base::Result<SharedLibrary> open(const char* file, const char* package,
                                          const char* purpose);

  /// Sets `function` to the one called `name`; false, and complete() is false from then on, where
  /// there is none.
  template <class Function>
  bool find(const char* name, Function*& function) {
    function = reinterpret_cast<Function*>(find_symbol(name));
    return function != nullptr;
  }
  bool complete() const noexcept { return complete_; }

 private:
  void* find_symbol(const char* name);

  void* handle_ = nullptr;  // never closed: what it started may outlive us
  bool complete_ = true;
};

}  // namespace smtpscope::io
