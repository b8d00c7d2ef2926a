#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs a build below a temporary folder, moves it, and uses it as a stranger would: the program,
# man pages, completions, and the examples by pkg-config and by find_package, shared and static.
# Exit code 77: this build has nothing to install.
# usage: tests/install/run.sh BUILD_FOLDER [CXX_COMPILER]
set -u
export LC_ALL=C.UTF-8
build="$(cd "$1" && pwd)" || exit 2
cxx="${2:-c++}"
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
examples="$here/../../examples"
cache="$build/CMakeCache.txt"
if ! grep -q '^SMTPSCOPE_LIBRARIES:BOOL=ON' "$cache" || grep -q '^SMTPSCOPE_SANITIZE:.*=.' "$cache"; then
  echo "not a build with libraries, or one with sanitizers"
  exit 77
fi
work="$(mktemp -d)" || exit 2
trap 'rm -rf "$work"' EXIT
failed=0
log="$work/log"

check() {  # check 'what' COMMAND...: one line, the output where it failed
  local what="$1"
  shift
  if "$@" >"$log" 2>&1; then
    echo "ok      $what"
  else
    echo "FAILED  $what"
    sed 's/^/    /' "$log" | tail -n 20
    failed=1
  fi
}

check "install" cmake --install "$build" --prefix "$work/first"
prefix="$work/a place"  # with a space, and not where it was installed
mv "$work/first" "$prefix" || exit 1
pc="$(find "$prefix" -name smtpscope.pc)"
libdir="$(dirname "$(dirname "$pc")")"
export PKG_CONFIG_PATH="$libdir/pkgconfig" LD_LIBRARY_PATH="$libdir" PATH="$prefix/bin:$PATH"

for file in bin/smtpscope include/smtpscope/{smtpscope.h,smtpscope.hpp,version.h} \
  share/man/man1/smtpscope{,-explain,-codes,-rules}.1 share/bash-completion/completions/smtpscope \
  share/zsh/site-functions/_smtpscope share/fish/vendor_completions.d/smtpscope.fish \
  share/smtpscope/knowledge/vocab/reasons.toml; do
  check "there is $file" test -f "$prefix/$file"
done

exports_only_ours() {
  nm -D --defined-only "$libdir/libsmtpscope.so" | awk '$2 != "A" { print $3 }' | grep -v '^smtpscope_[a-z_]*@@SMTPSCOPE_0$' && return 1
  ! readelf -d "$libdir/libsmtpscope.so" | grep -E 'TEXTREL|RPATH|RUNPATH'
}
check "the shared library shows its own names only" exports_only_ours
check "its name carries the version" test -e "$libdir/libsmtpscope.so.0"
check "the program runs" smtpscope explain '550 5.1.1 User unknown'
check "the program takes the installed knowledge" \
  smtpscope explain --knowledge "$prefix/share/smtpscope/knowledge" '550 5.1.1 User unknown'

# The examples, built each way, must say what is expected.
replies=('250 2.0.0 Ok: queued as 4F00D' '450 4.2.0 Greylisted, try again in 300 seconds'
  '550 5.1.1 User unknown' '550 5.7.26 This mail is unauthenticated')
mails=("$here/bounce.eml" "$here/ordinary.eml")
runs() {  # runs FOLDER: of the programs retry and bounce
  "$1/retry" "${replies[@]}" | diff "$here/expected.txt" - &&
    "$1/bounce" "${mails[@]}" | sed 's/^  [^ ].*/  what to do/' | uniq | diff "$here/expected_bounce.txt" -
}

by_pkg_config() {  # by_pkg_config FOLDER LANGUAGE COMPILER...
  local folder="$1" language="$2" name
  shift 2
  local compile=("$@" -Wall -Wextra -Wpedantic -Werror)
  mkdir "$folder" && eval "set -- $(pkg-config --cflags --libs smtpscope)"  # it escapes the space
  for name in retry bounce; do
    "${compile[@]}" "$examples/$language/$name.$language" "$@" -o "$folder/$name" || return 1
  done
  runs "$folder"
}
by_archive() {
  local name folder="$work/archive"
  mkdir "$folder" && eval "set -- $(pkg-config --static --cflags --libs smtpscope)"
  for name in retry bounce; do
    "$cxx" -std=c++17 "$examples/cpp/$name.cpp" -static "$@" -o "$folder/$name" || return 1
    readelf -d "$folder/$name" | grep NEEDED && return 1
  done
  runs "$folder"
}
by_package() {  # by_package NAME FOLDER [options]
  local name="$1" folder="$2"
  shift 2
  cmake -S "$examples/$folder" -B "$work/$name" -G Ninja -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_CXX_COMPILER="$cxx" "$@" &&
    cmake --build "$work/$name" && runs "$work/$name"
}
check "C, pkg-config" by_pkg_config "$work/c" c cc -std=c99
check "C++17, pkg-config" by_pkg_config "$work/cpp" cpp "$cxx" -std=c++17
check "C++17, pkg-config, static" by_archive
check "C, find_package" by_package c-package c
check "C++, find_package" by_package cpp-package cpp
check "C++, find_package, archive" by_package cpp-static cpp -DSTATIC=ON
needs_no_library() { ! readelf -d "$work/cpp-static/bounce" | grep 'libsmtpscope'; }
check "the last one carries the library in itself" needs_no_library

check "completions" "$here/completions.sh" "$prefix"
if command -v man >/dev/null && man --version >/dev/null 2>&1; then
  renders() { ! man --warnings -E UTF-8 -l "$1" 2>&1 >/dev/null | grep .; }
  for page in "$prefix"/share/man/man1/*.1; do check "man page $(basename "$page")" renders "$page"; done
fi
exit $failed
