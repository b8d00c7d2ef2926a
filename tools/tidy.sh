#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# clang-tidy-16 over src, or over the files given. Needs the clang preset built, for its
# compile_commands.json and the generated headers. Tests are left out unless they are named: what the
# checks say of speed there is noise, and they take as long again.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root" || exit 1
if [ ! -f build/clang/compile_commands.json ]; then tools/build.sh clang || exit 1; fi
if [ $# -eq 0 ]; then
  mapfile -d '' files < <(find src -name '*.cc' ! -name '*_fuzz.cc' ! -name '*_test.cc' -print0 | sort -z)
else
  files=("$@")
fi
printf '%s\0' "${files[@]}" | xargs -0 -n 1 -P 2 clang-tidy-16 -p build/clang --quiet
