#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Records what real mail servers say of failures: installs each from Debian into a folder of its own,
# runs it in a network of its own against a sink that refuses as dialogs.txt says, and keeps the notices
# it sends as tests/bounces/recorded/*.eml with the truth, and its log as tests/logs/recorded/*.log.
# Root, Debian 12, debootstrap and iproute2; about 15 minutes. Not part of ./test.
# usage: tests/recording/record.sh [--keep FOLDER] [SERVER...]
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
declare -A packages=([postfix]="postfix" [exim]="exim4-daemon-heavy" [sendmail]="sendmail-bin sensible-mda"
  [opensmtpd]="opensmtpd" [dma]="dma" [nullmailer]="nullmailer" [courier]="courier-mta")
mirror=${MIRROR:-http://deb.debian.org/debian}

work=
if [ "${1:-}" = --keep ]; then work="$(realpath "$2")"; shift 2; mkdir -p "$work"; fi
servers=("$@")
[ ${#servers[@]} -gt 0 ] || servers=(postfix exim sendmail opensmtpd courier dma nullmailer)
for server in "${servers[@]}"; do
  [ -n "${packages[$server]:-}" ] || { echo "$server? known are: ${!packages[*]}" >&2; exit 2; }
done
[ "$(id -u)" -eq 0 ] || { echo "needs root, for namespaces and chroot" >&2; exit 2; }
for tool in debootstrap unshare ip; do
  command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }
done
if [ -z "$work" ]; then
  work="$(mktemp -d /tmp/recording.XXXXXX)"
  # All mounts lie in namespaces that are gone by then; --one-file-system is the second lock.
  trap 'rm -rf --one-file-system "$work"' EXIT
fi

if [ ! -d "$work/base" ]; then
  echo "Debian 12 into $work/base"
  debootstrap --variant=minbase bookworm "$work/base.new" "$mirror" >"$work/base.log"
  printf 'deb %s bookworm main\n' "$mirror" >"$work/base.new/etc/apt/sources.list"
  printf '#!/bin/sh\nexit 101\n' >"$work/base.new/usr/sbin/policy-rc.d"
  chmod 755 "$work/base.new/usr/sbin/policy-rc.d"
  mv "$work/base.new" "$work/base"
fi

# In a namespace of mounts and processes: /proc is needed by some, and nobody else may be stopped.
install_server() {
  local server="$1" tree="$work/$1"
  [ ! -d "$tree" ] || return 0
  echo "installing $server"
  rm -rf --one-file-system "$tree.new"
  cp -a "$work/base" "$tree.new"
  cp /etc/resolv.conf "$tree.new/etc/resolv.conf"
  echo relay.example.org | tee "$tree.new/etc/mailname" >"$tree.new/etc/hostname"
  printf '127.0.0.1 localhost\n192.0.2.10 relay.example.org relay\n' >"$tree.new/etc/hosts"
  unshare -m -p -u -f --kill-child sh -c 'hostname relay.example.org; mount -t proc proc "$0/proc"
    exec chroot "$0" env DEBIAN_FRONTEND=noninteractive LC_ALL=C sh -c "apt-get -q update &&
      apt-get -q -y --no-install-recommends install $1"' "$tree.new" "${packages[$server]}" \
    </dev/null >"$work/$server.log" 2>&1 || { tail -n 20 "$work/$server.log"; return 1; }
  mv "$tree.new" "$tree"
}

# Called in a subshell. Addresses are local to the namespace; connections to them come from the server's.
run_server() {
  exec 9>"$work/$1.lock"
  flock -n 9 || { echo "$1 is being recorded in $work already" >&2; exit 1; }
  exec unshare -n -m -p -u -i -f --kill-child sh -ec 'hostname relay.example.org
    mount -t proc proc /proc; mount -t proc proc "$2/proc"
    ip link set lo up
    ip addr add 192.0.2.10/32 dev lo; ip addr add 192.0.2.1/32 dev lo
    ip route add local 198.51.100.0/24 dev lo src 192.0.2.10
    ip route add unreachable 203.0.113.0/24
    cd "$0"; exec python3 -B run.py "$1" "$2" "$3"' "$here" "$1" "$work/$1" "$work/$1.json"
}

for server in "${servers[@]}"; do install_server "$server"; done
pids=()
trap 'for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done; exit 130' INT TERM
for server in "${servers[@]}"; do run_server "$server" & pids+=($!); done
failed=0
for pid in "${pids[@]}"; do wait "$pid" || failed=1; done
recorded=()
for server in "${servers[@]}"; do recorded+=("$work/$server.json"); done
python3 -B "$here/keep.py" "${recorded[@]}"
exit $failed
