// SPDX-License-Identifier: Apache-2.0
// How a call that can fail says so. Text from the wild is never an error: parsers return what they
// found plus issues. Errors are for what people wrote on purpose: rule files, options, paths.
#pragma once

#include <cstddef>
#include <string>

#include <tl/expected.hpp>

namespace smtpscope::base {

/// One thing that is wrong, where, and what to do about it.
struct Error {
  std::string file;      ///< name given to the loader; empty where there is no file
  std::size_t line = 0;  ///< 1-based; 0 where it is not known
  std::string message;   ///< what is wrong, one sentence without a full stop
  std::string help;      ///< what to do, may be empty
};

template <class T>
using Result = tl::expected<T, Error>;

/// `file:line: error: message` and, on a second line, `  help: ...`.
std::string format_error(const Error& error);

}  // namespace smtpscope::base
