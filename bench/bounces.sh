#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Reading bounces beside Sisimai on the same mails in the same run: a 50 MB mbox of the recorded
# notices and fixtures, and the same as a Maildir. Prints CPU seconds and the ratio, beside what it
# costs to read the bytes and to parse them with GMime alone (where its headers are installed).
# usage: bench/bounces.sh PROGRAM KNOWLEDGE_DIR
set -eu
program=$1
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 "$here/make_bounces.py" "$here/.." "$work" 50

TIMEFORMAT='%U %S'
cpu() {  # cpu TIMES COMMAND...: the least CPU seconds of so many runs
  local times=$1 best='' now
  shift
  for ((i = 0; i < times; i++)); do
    now=$( { time "$@" >/dev/null 2>&1; } 2>&1 | tail -n 1 | awk '{print $1 + $2}')
    best=$(awk -v a="$best" -v b="$now" 'BEGIN { print (a == "" || b < a) ? b : a }')
  done
  echo "$best"
}
row() { awk -v name="$1" -v s="$2" -v mails="$3" 'BEGIN { printf "%-44s %7.3f CPU s %9.0f mails/CPU-s\n", name, s, mails / (s > 0 ? s : 1e-9) }'; }

mails=$(cat "$work/count")
for kind in mbox maildir; do
  path="$work/bounces.mbox"
  [ "$kind" = mbox ] || path="$work/Maildir"
  ours=$(cpu 5 "$program" bounces --json "$path")
  row "smtpscope bounces --json, $kind" "$ours" "$mails"
  if perl -MSisimai -e 1 2>/dev/null; then
    [ "$kind" = mbox ] || path="$path/new"  # it takes a folder of mails, not of folders
    theirs=$(cpu 1 perl -MSisimai -e 'print Sisimai->dump(shift)' "$path")
    row "Sisimai->dump, $kind" "$theirs" "$mails"
    awk -v a="$theirs" -v b="$ours" 'BEGIN { printf "%-44s %7.1f\n", "ratio", a / b }'
  fi
done
row "yardstick: cat of the mbox" "$(cpu 3 cat "$work/bounces.mbox")" "$mails"
gmime="$(dirname "$program")/bench/gmime_yardstick"
[ ! -x "$gmime" ] || row "yardstick: GMime, parse alone" "$(cpu 3 "$gmime" "$work/bounces.mbox")" "$mails"
