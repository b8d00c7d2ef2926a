// SPDX-License-Identifier: Apache-2.0
#include "sources/bounce/shapes.h"

#include <array>

namespace smtpscope::bounce {
namespace {

constexpr std::array kShapes = std::to_array<Shape>({
    {"qmail", read_qmail},
});

}  // namespace

std::span<const Shape> shapes() noexcept { return kShapes; }

}  // namespace smtpscope::bounce
