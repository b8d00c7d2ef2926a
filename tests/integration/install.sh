#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs into an empty folder and uses what is there: the program, and examples/ built against the
# installed library. Exit code 77 while nothing is installed.
# usage: install.sh BUILD_FOLDER CXX_COMPILER
set -u
build="$1" compiler="$2"
root="$(cd "$(dirname "$0")/../.." && pwd)"
prefix="$(mktemp -d)/prefix with spaces"
trap 'rm -rf "$(dirname "$prefix")"' EXIT
fail() { echo "error: $*"; exit 1; }

cmake --install "$build" --prefix "$prefix" || fail "cmake --install failed"
if [ ! -d "$prefix" ]; then
  echo "nothing is installed yet"
  exit 77
fi
(cd "$prefix" && find . -type f | sort)

program="$prefix/bin/smtpscope"
[ -x "$program" ] || fail "bin/smtpscope is not installed"
answer="$("$program" explain --json '550 5.1.1 User unknown')" || fail "the installed program does not run"
case "$answer" in *'"reason":"unknown_recipient"'*) ;; *) fail "it answered: $answer" ;; esac

[ -d "$prefix/include" ] || exit 0
[ -f "$root/examples/CMakeLists.txt" ] || exit 0
cmake -S "$root/examples" -B "$prefix/examples" -G Ninja -DCMAKE_PREFIX_PATH="$prefix" \
  -DCMAKE_CXX_COMPILER="$compiler" || fail "examples/ cannot be configured against what was installed"
cmake --build "$prefix/examples" --parallel 2 || fail "examples/ cannot be built against what was installed"
