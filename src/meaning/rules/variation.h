// SPDX-License-Identifier: Apache-2.0
// The same statement in other clothes: other addresses, hosts, ids and numbers, capitals, other
// line breaks. A rule that loses its own example then fits a sample, not a statement.
#pragma once

#include <string>
#include <string_view>

#include "meaning/masking/template.h"
#include "meaning/reply/reply.h"

namespace smtpscope::rules {

/// The reply with every masked part replaced by another of its type; `seed` picks which.
std::string replace_variables(const reply::Reply& reply, const masking::Template& folded,
                              unsigned seed);

/// ASCII letters as capitals.
std::string format_upper(std::string_view text);

/// Continuation lines joined: one line with the last line's codes.
std::string join_lines(const reply::Reply& reply);

}  // namespace smtpscope::rules
