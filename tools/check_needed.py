#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks which shared libraries a program asks for when it starts.

usage: check_needed.py PROGRAM
Each library costs time before main() and may clash with what a mail host has installed, so the list is
closed: a new one is added here on purpose, or linked statically.
"""
import re
import subprocess
import sys

ALLOWED = ("libre2", "libsimdjson", "libstdc++", "libm", "libgcc_s", "libc", "ld-linux-x86-64", "ld-linux-aarch64")


def needed(program):
    out = subprocess.run(["readelf", "-d", program], check=True, capture_output=True, text=True).stdout
    return re.findall(r"\(NEEDED\).*\[(.+)\]", out)


def find_unwanted(libraries):
    return [name for name in libraries if name.split(".so", 1)[0] not in ALLOWED]


def main():
    if len(sys.argv) != 2:
        print("usage: check_needed.py PROGRAM", file=sys.stderr)
        return 2
    libraries = needed(sys.argv[1])
    print("needs: " + " ".join(libraries))
    unwanted = find_unwanted(libraries)
    for name in unwanted:
        print(f"{sys.argv[1]}: error: it needs {name}\n  help: link it statically, or add it to tools/check_needed.py")
    if not libraries:
        print(f"{sys.argv[1]}: error: no dynamic section; is it the program?")
    return 1 if unwanted or not libraries else 0


if __name__ == "__main__":
    sys.exit(main())
