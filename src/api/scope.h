// SPDX-License-Identifier: Apache-2.0
// The C API's handle of the knowledge.
#pragma once

#include <memory>

#include "api/loaded.h"

struct smtpscope_scope {
  std::shared_ptr<const smtpscope::api::Loaded> loaded;
};
