#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Asks the installed completions as a shell would: bash here, fish and zsh where they are installed.
# usage: tests/install/completions.sh PREFIX
set -u
prefix="$1"
export PATH="$prefix/bin:$PATH"
failed=0

expect() {  # expect SHELL 'the line typed' 'what is offered, sorted' 'what is expected'
  [ "$3" = "$4" ] && return
  echo "$1: $2"
  echo "  offered:  $3"
  echo "  expected: $4"
  failed=1
}
sorted() { tr ' ' '\n' | grep . | sort | tr '\n' ' ' | sed 's/ $//'; }

# shellcheck source=/dev/null
. "$prefix/share/bash-completion/completions/smtpscope"
compopt() { :; }  # works only while a line is typed

in_bash() {  # in_bash 'expected' WORD...: the last word is where the cursor stands
  local expected="$1"
  shift
  COMP_WORDS=(smtpscope "$@")
  COMP_CWORD=$(($# > 0 ? $# : 1))
  _smtpscope
  expect bash "smtpscope $*" "$(echo "${COMPREPLY[*]}" | sorted)" "$(echo "$expected" | sorted)"
}
complete -p smtpscope >/dev/null || failed=1

# Every command of --help is offered, and every option of each.
names_in_help() { "$@" --help | sed -n '/^Subcommands:/,/^$/s/^  \([a-z][a-z_-]*\) .*/\1/p' | tr '\n' ' '; }
options_in_help() {
  "$@" --help | sed -n '/^Options:/,/^$/s/^  \(-[-a-z,]*\).*/\1/p' | tr ',\n' '  '
}
commands="$(names_in_help smtpscope)"
[ -n "$commands" ] || { echo "no commands in smtpscope --help"; failed=1; }
in_bash "$commands" ''
in_bash "$(options_in_help smtpscope)" -
for command in $commands; do
  below="$(names_in_help smtpscope "$command")"
  in_bash "$(options_in_help smtpscope "$command")" "$command" -
  for last in $below; do in_bash "$(options_in_help smtpscope "$command" "$last")" "$command" "$last" -; done
  [ -z "$below" ] || in_bash "$below" "$command" ''
done

in_bash 'explain' ex
in_bash 'rcpt' explain --stage r
in_bash 'rcpt' explain --stage = r
in_bash 'rcpt' explain --json --stage r
in_bash '' explain --host r
in_bash 'check list show new diff' rules ''
in_bash '' rules check ''
in_bash "$(smtpscope rules list | cut -d ' ' -f 1 | grep '^google\.' | tr '\n' ' ')" rules show google.
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/in side" "$folder/other"
touch "$folder/file"
cd "$folder" || exit 2
in_bash 'in side other' explain --knowledge ''
in_bash 'file in side other' explain ''
in_bash 'file' explain -f 'fi'
in_bash 'other' rules diff 'in side' o
in_bash '' explain --host explain -- -

if command -v fish >/dev/null; then
  in_fish() {
    local offered
    offered="$(fish --no-config -c "source '$prefix/share/fish/vendor_completions.d/smtpscope.fish'; complete -C '$2'" | cut -f 1 | tr '\n' ' ')"
    expect fish "$2" "$(echo "$offered" | sorted)" "$(echo "$1" | sorted)"
  }
  in_fish "$commands" 'smtpscope '
  in_fish 'check list show new diff' 'smtpscope rules '
  in_fish 'rcpt' 'smtpscope explain --stage rc'
  in_fish '--json' 'smtpscope explain --js'
  in_fish 'other/' 'smtpscope rules diff x o'
  in_fish 'file' 'smtpscope explain fi'
  in_fish 'file' 'smtpscope explain --host explain -f fi'
fi
if command -v zsh >/dev/null; then
  python3 "$(dirname "${BASH_SOURCE[0]}")/complete_in_zsh.py" "$prefix" || failed=1
fi
exit $failed
