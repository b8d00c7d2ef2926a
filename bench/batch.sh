#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# How many replies a CPU second `smtpscope explain --batch` judges, JSON in and out included.
# usage: bench/batch.sh PROGRAM KNOWLEDGE_DIR
set -eu
program=$1 knowledge=$2
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 "$here/make_batch.py" "$knowledge" 300000 > "$work/in.ndjson"
TIMEFORMAT='%U %S'
for _ in 1 2 3; do
  times=$( { time "$program" explain --batch < "$work/in.ndjson" > "$work/out.ndjson"; } 2>&1 )
  echo "$times" | awk '{printf "explain --batch: 300000 replies, %.2f s user + %.2f s system, %.0f k replies per CPU-second\n", $1, $2, 300/($1+$2)}'
done
times=$( { time cat "$work/in.ndjson" > "$work/copy"; } 2>&1 )
echo "$times" | awk '{printf "yardstick, cat of the same file: %.3f s\n", $1+$2}'
