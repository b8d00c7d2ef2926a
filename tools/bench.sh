#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds and runs the benchmarks in bench/, optimised, in a build folder of their own.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root" || exit 1
if [ ! -f bench/CMakeLists.txt ]; then
  echo "There are no benchmarks yet." >&2
  exit 2
fi
cmake --preset release -B build/bench -DSMTPSCOPE_BENCH=ON -DSMTPSCOPE_TESTS=OFF || exit 1
cmake --build build/bench --parallel 2 || exit 1
find build/bench/bench -maxdepth 1 -name '*_bench' -type f -perm -u+x -print0 | sort -z |
  xargs -0 -r -n 1 sh -c 'echo "== $0"; "$0"'
for script in startup batch bounces; do
  echo "== bench/$script.sh"
  "bench/$script.sh" "$root/build/bench/smtpscope" "$root/knowledge"
done
