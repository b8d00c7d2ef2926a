// SPDX-License-Identifier: Apache-2.0
#include "sources/bounce/shapes.h"

#include <array>

#include "sources/bounce/wordings.h"

namespace smtpscope::bounce {
namespace {

constexpr std::array kShapes = std::to_array<Shape>({
    {"ses_event", read_ses_event},
    {"postfix_session", read_postfix_session},
    {"qmail", read_qmail},
    {"exchange2007", read_exchange2007},
    {"exchange2003", read_exchange2003},
    {"wordings", read_worded},
    {"sendmail", read_sendmail},  // others print transcripts, too
    {"list", read_list_answer},
});

}  // namespace

std::span<const Shape> shapes() noexcept { return kShapes; }

}  // namespace smtpscope::bounce
