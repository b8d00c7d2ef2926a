#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs the Debian packages that are missing, by apt-get only; does nothing where none is.
# usage: tools/install_packages.sh [--list] build|test|long
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

build=(g++ cmake ninja-build ccache pkg-config python3 libexpected-dev libtomlplusplus-dev
  libcli11-dev libsimdjson-dev libre2-dev libxxhash-dev libarchive-dev nettle-dev
  libcurl4-openssl-dev)
test=(libgtest-dev libgmock-dev libgmime-3.0-dev clang-format-16 dovecot-imapd openssl ca-certificates
  libsisimai-perl libjson-perl)
# A mail server that delivers into the program; not where there is one, which it would replace.
[ -e /usr/sbin/sendmail ] || test+=(postfix)
long=(clang-16 clang-tidy-16 libclang-rt-16-dev)

only_list=
if [ "${1:-}" = --list ]; then only_list=1; shift; fi
case "${1:-}" in
  build) wanted=("${build[@]}") ;;
  test) wanted=("${build[@]}" "${test[@]}") ;;
  long) wanted=("${build[@]}" "${test[@]}" "${long[@]}") ;;
  *) echo "usage: tools/install_packages.sh [--list] build|test|long" >&2; exit 2 ;;
esac
if [ -n "$only_list" ]; then printf '%s\n' "${wanted[@]}"; exit 0; fi

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
  echo "This is no Debian, so nothing was installed. Needed are what these packages hold:"
  echo "  ${wanted[*]}"
  exit 0
fi

is_installed() { [ "$(dpkg-query -W -f '${db:Status-Abbrev}' "$1" 2>/dev/null)" = "ii " ]; }

missing=()
for package in "${wanted[@]}"; do is_installed "$package" || missing+=("$package"); done
if [ ${#missing[@]} -eq 0 ]; then
  echo "All packages are there."
  exit 0
fi

become=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "Packages are missing, and installing needs root. As root, run:" >&2
    echo "  apt-get update && apt-get install --no-install-recommends ${missing[*]}" >&2
    exit 1
  fi
  become=(sudo)
fi

apt() {
  "${become[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 "$@" </dev/null
}

log="$LOGS/packages.log"
[ ${#become[@]} -eq 0 ] || sudo -v || exit 1
echo "Installing, with what they need: ${missing[*]}"
began=$SECONDS
if ! apt update >"$log" 2>&1; then
  echo "apt-get update failed; is the network up, and is /etc/apt right?" >&2
  show_log "$log" 15 >&2
  exit 1
fi
# The tests bring their own configuration: without one of the package's no mail server starts here.
if [[ " ${missing[*]} " == *" postfix "* ]]; then
  echo "postfix postfix/main_mailer_type select No configuration" |
    "${become[@]}" debconf-set-selections >>"$log" 2>&1
fi
# --no-remove: nothing that is here may have to go.
if ! apt install --no-install-recommends --no-remove "${missing[@]}" >>"$log" 2>&1; then
  echo "apt-get could not install them. smtpscope is built on Debian 12 (bookworm)." >&2
  grep -E '^(E:|W:)' "$log" | tail -n 8 | sed 's/^/    /' >&2
  show_log "$log" 15 >&2
  exit 1
fi
echo "Installed in $((SECONDS - began)) s."
