#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Formats the C++ files, or with --check only says which are not formatted.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root" || exit 1
case "${1:-}" in
  --check) options=(--dry-run -Werror) ;;
  "") options=(-i) ;;
  *) echo "usage: tools/format.sh [--check]" >&2; exit 2 ;;
esac
if ! command -v clang-format-16 >/dev/null; then
  echo "clang-format-16 is missing: apt-get install clang-format-16 (other versions format differently)" >&2
  exit 1
fi
mapfile -d '' files < <(find src fuzz bench tests \( -name '*.h' -o -name '*.cc' \) -print0 | sort -z)
if clang-format-16 "${options[@]}" "${files[@]}" >"$LOGS/clang-format.out" 2>&1; then
  echo "${#files[@]} files are formatted"
  exit 0
fi
echo "error: these files are not formatted; run: make fmt"
sed -n -E 's/^((src|fuzz|bench|tests)\/[^:]*):[0-9]+:[0-9]+: .*/  \1/p' "$LOGS/clang-format.out" | sort -u
exit 1
