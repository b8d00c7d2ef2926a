# SPDX-License-Identifier: Apache-2.0
# What ./start, ./test and the scripts beside this share: running a step, saying how it went.
# Sourced, not run. `root` is the checkout; LOGS is where each step's output is kept.
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
LOGS="$root/build/logs"
export LC_ALL=C.UTF-8
unset CDPATH
if ! mkdir -p "$LOGS" 2>/dev/null || [ ! -w "$LOGS" ]; then
  echo "$(id -un) may not write to $root/build; is this checkout yours? (after a run as root: chown -R it)" >&2
  exit 1
fi

# A build folder remembers where the checkout stood. After a move it is of no use: say so, drop it.
forget_moved_build() {
  local cache="$1/CMakeCache.txt" home
  [ -f "$cache" ] || return 0
  home="$(sed -n 's/^CMAKE_HOME_DIRECTORY:INTERNAL=//p' "$cache")"
  [ "$home" = "$root" ] && return 0
  echo "The checkout was moved from $home; building $(basename "$1") afresh."
  rm -rf "$1"
}

# The end of a log, from the first line that names a failure where there is one.
show_log() {
  local log="$1" lines="${2:-40}" first
  first="$(grep -n -m1 -E '^FAILED:|error:|CMake Error' "$log" | cut -d: -f1)"
  if [ -n "$first" ]; then
    tail -n "+$first" "$log" | head -n "$lines"
  else
    tail -n "$lines" "$log"
  fi | sed 's/^/    /'
  echo "    (all of it: ${log#"$root"/})"
}

# run_step NAME 'what it does' COMMAND...
# One line: name, what, ok or FAILED, seconds; where it failed the log's end, unless SHOW_LOG is no.
run_step() {
  local name="$1" what="$2" began=$SECONDS status
  shift 2
  printf '%-12s %-62s ' "$name" "$what"
  "$@" >"$LOGS/$name.log" 2>&1 </dev/null
  status=$?
  if [ $status -eq 0 ]; then
    printf 'ok %6d s\n' $((SECONDS - began))
  else
    printf 'FAILED %2d s\n' $((SECONDS - began))
    [ "${SHOW_LOG:-}" = no ] || show_log "$LOGS/$name.log"
  fi
  return $status
}
