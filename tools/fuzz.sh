#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds the fuzz targets (src/**/*_fuzz.cc) and runs each for so many seconds. What a target learned
# is kept in build/fuzz-corpus/; fuzz/corpus/NAME/ holds seeds, fuzz/NAME.dict a dictionary. An input
# that fails is written to build/fuzz-crashes/: make a unit case of it.
# usage: tools/fuzz.sh [SECONDS [NAME]]
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root" || exit 1
seconds="${1:-60}" only="${2:-}"
tools/build.sh fuzz -- fuzz_targets || exit 1
status=0 ran=0
mkdir -p build/fuzz-crashes
while IFS= read -r source; do
  name="$(basename "$source" .cc)"
  [ -z "$only" ] || [ "$only" = "$name" ] || continue
  ran=$((ran + 1))
  corpus=("build/fuzz-corpus/$name")
  mkdir -p "${corpus[0]}"
  [ ! -d "fuzz/corpus/$name" ] || corpus+=("fuzz/corpus/$name")
  options=(-max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1
    -artifact_prefix="build/fuzz-crashes/$name-")
  [ ! -f "fuzz/$name.dict" ] || options+=(-dict="fuzz/$name.dict")
  echo "== $name, $seconds s"
  if ! "build/fuzz/fuzz/$name" "${options[@]}" "${corpus[@]}" >"build/fuzz-crashes/$name.log" 2>&1; then
    echo "error: $name failed; the input is in build/fuzz-crashes/"
    tail -n 40 "build/fuzz-crashes/$name.log"
    status=1
  else
    grep -E 'number_of_executed_units|peak_rss_mb' "build/fuzz-crashes/$name.log"
  fi
done < <(find src -name '*_fuzz.cc' | sort)
if [ "$ran" -eq 0 ]; then
  echo "no fuzz target ${only:+called $only }was found"
  [ -z "$only" ] || status=2
fi
exit $status
