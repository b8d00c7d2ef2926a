// SPDX-License-Identifier: Apache-2.0
// The tables as bytes, so that a program starts without parsing TOML. Not a format for others: it
// is written and read by the same build. Strings stay where they are, the tables point at them.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

#include "meaning/knowledge/knowledge.h"

namespace smtpscope::knowledge {

/// The tables, and behind them `engine`, bytes of the matcher that belong to the same rules.
std::string format_compiled(Knowledge& knowledge, std::string_view engine);

struct Compiled {
  Knowledge knowledge;
  std::string_view engine;
};

/// `bytes` must outlive the result. Every length is checked.
base::Result<Compiled> load_compiled(std::string_view bytes);

}  // namespace smtpscope::knowledge
