#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks that no file outgrew what can be read at one sitting; growth is never noticed in review.

usage: check_sizes.py [ROOT]
Sources above 800 lines are an error, above 400 they are listed. Pages have limits of their own.
"""
import pathlib
import sys

SOFT, HARD = 400, 800
FOLDERS = ("src", "fuzz", "bench", "tests", "tools", "examples", "cmake")
SUFFIXES = (".h", ".cc", ".py", ".sh", ".cmake", ".in", ".ts")
NAMES = ("CMakeLists.txt",)
PAGES = {"ARCHITECTURE.md": 150, "CONTRIBUTING.md": 80}
# Path: why it may be longer. Keep this list short.
EXEMPT = {}


def count_lines(path):
    return path.read_bytes().count(b"\n")


def sources(root):
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and (path.suffix in SUFFIXES or path.name in NAMES):
                yield path
    for name in ("start", "test", "Makefile", "CMakeLists.txt"):
        if (root / name).is_file():
            yield root / name


def check(root):
    """(errors, remarks), each a list of lines."""
    errors, remarks = [], []
    for path in sources(root):
        name, lines = path.relative_to(root).as_posix(), count_lines(path)
        if name in EXEMPT:
            continue
        if lines > HARD:
            errors.append(f"{name}: error: {lines} lines, more than {HARD}\n  help: split it by what its parts do")
        elif lines > SOFT:
            remarks.append(f"{name}: {lines} lines, more than {SOFT}; it is growing")
    for name, limit in PAGES.items():
        path = root / name
        if not path.is_file():
            errors.append(f"{name}: error: there is no such page")
        elif count_lines(path) > limit:
            errors.append(f"{name}: error: {count_lines(path)} lines, more than {limit}\n  help: say less")
    errors += [f"tools/check_sizes.py: error: {name} is exempt and does not exist"
               for name in EXEMPT if not (root / name).is_file()]
    return errors, remarks


def main():
    root = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parent.parent
    errors, remarks = check(root)
    print("\n".join(remarks + errors + ["sizes: " + (f"{len(errors)} errors" if errors else "all good")]))
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
