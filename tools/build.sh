#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Configures and builds one preset with two jobs.
# usage: tools/build.sh PRESET [-DOPTION=VALUE ...] [-- TARGET ...]
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
preset="$1"; shift
options=()
while [ $# -gt 0 ] && [ "$1" != -- ]; do options+=("$1"); shift; done
[ "${1:-}" = -- ] && shift
forget_moved_build "$root/build/$preset"
cd "$root" || exit 1
cmake --preset "$preset" "${options[@]}" || exit 1
if [ $# -gt 0 ]; then
  cmake --build "build/$preset" --parallel 2 --target "$@"
else
  cmake --build "build/$preset" --parallel 2
fi
