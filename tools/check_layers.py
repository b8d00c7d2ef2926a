#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks that folders of src/ include only what the table in ARCHITECTURE.md allows.

usage: check_layers.py [ROOT]
The table has the columns "folder", "may include" and "pure". A folder is named by its path below
src/; in "may include" its last part is enough. Checked are:
  - every folder with sources stands in the table, and every row is a folder; no circle;
  - every #include "..." names a folder that the row allows. Tests and fuzz targets (*_test.cc,
    *_fuzz.cc) may also use core;
  - pure folders touch no file, socket, clock, environment, thread or output (tests may);
  - the DEPS of smtpscope_folder() in src/CMakeLists.txt say the same as the table.
"""
import pathlib
import re
import sys

# What gives a pure folder away. <mutex> and <atomic> are no output, but mean shared state.
IMPURE_HEADERS = re.compile(
    r"(fstream|iostream|ostream|istream|cstdio|stdio\.h|print|thread|future|mutex|shared_mutex|"
    r"condition_variable|atomic|stop_token|chrono|ctime|time\.h|random|filesystem|csignal|signal\.h|"
    r"unistd\.h|fcntl\.h|poll\.h|netdb\.h|pthread\.h|dirent\.h|syslog\.h|(sys|arpa|netinet|linux)/.*)$")
IMPURE_CALLS = re.compile(r"\b(secure_getenv|getenv|setenv|std::system|std::time|gettimeofday|clock_gettime)\s*\(")
INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]')
CMAKE_FOLDER = re.compile(r"smtpscope_folder\(\s*([^\s)]+)\s+([^\s)]+)([^)]*)\)")
CMAKE_KEYWORDS = {"DEPS", "LIBS", "TEST_LIBS"}


class Row:
    def __init__(self, folder, allowed, pure, line):
        self.folder, self.allowed, self.pure, self.line = folder, allowed, pure, line


def read_table(text, fail):
    """Rows by folder; `allowed` still holds the words as written."""
    rows, columns = {}, None
    for number, line in enumerate(text.splitlines(), 1):
        cells = [c.strip().strip("`") for c in line.strip().strip("|").split("|")] if "|" in line else []
        if columns is None:
            if "folder" in cells and "may include" in cells and "pure" in cells:
                columns = {name: i for i, name in enumerate(cells)}
            continue
        if not cells:
            break
        if set("".join(cells)) <= set("-: "):
            continue
        if len(cells) != len(columns):
            fail(f"ARCHITECTURE.md:{number}", "this row of the layer table has another number of cells")
            continue
        folder = cells[columns["folder"]]
        if folder in rows:
            fail(f"ARCHITECTURE.md:{number}", f"{folder} stands twice in the layer table")
        words = [w for w in cells[columns["may include"]].replace(",", " ").split() if w not in "-\u2013"]
        pure = cells[columns["pure"]]
        if pure not in ("yes", "no"):
            fail(f"ARCHITECTURE.md:{number}", f"`pure` is yes or no, not {pure!r}")
        rows[folder] = Row(folder, words, pure == "yes", number)
    if columns is None:
        fail("ARCHITECTURE.md", "there is no table with the columns folder, may include, pure")
    return rows


def resolve(rows, fail):
    """Replaces the words in `allowed` by folders."""
    for row in rows.values():
        folders = set()
        for word in row.allowed:
            if word == "all":
                folders |= set(rows) - {row.folder}
                continue
            named = [f for f in rows if f == word or f.rsplit("/", 1)[-1] == word]
            if len(named) == 1:
                folders.add(named[0])
            else:
                what = "no folder of the table" if not named else "more than one folder: " + ", ".join(named)
                fail(f"ARCHITECTURE.md:{row.line}", f"{row.folder} may include {word}, which is {what}")
        row.allowed = folders


def find_circle(rows):
    """A list of folders that lead back to the first, or an empty one."""
    done, path = set(), []

    def visit(folder):
        if folder in path:
            return path[path.index(folder):] + [folder]
        if folder in done:
            return []
        path.append(folder)
        for other in sorted(rows[folder].allowed):
            circle = visit(other)
            if circle:
                return circle
        path.pop()
        done.add(folder)
        return []

    for folder in rows:
        circle = visit(folder)
        if circle:
            return circle
    return []


def check_file(path, where, folder, rows, fail):
    is_test = path.stem.endswith(("_test", "_fuzz"))
    row = rows[folder]
    allowed = row.allowed | {folder} | ({"core"} if is_test else set())
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        place = f"{where}:{number}"
        include = INCLUDE.match(line)
        if include is None:
            if row.pure and not is_test and IMPURE_CALLS.search(line.split("//")[0]):
                fail(place, f"{folder} is pure: time and environment come as arguments")
            continue
        kind, name = include.groups()
        if kind == "<":
            if row.pure and not is_test and IMPURE_HEADERS.match(name):
                fail(place, f"{folder} is pure and must not include <{name}>")
            continue
        target = name.rpartition("/")[0]
        if not target:
            fail(place, f'write "{folder}/{name}", the path below src/')
        elif target not in rows:
            fail(place, f'"{name}" is in no folder of the layer table')
        elif target not in allowed:
            fail(place, f"{folder} may not include {target}", "see the table in ARCHITECTURE.md")


def check_cmake(text, rows, fail):
    for match in CMAKE_FOLDER.finditer(re.sub(r"#.*", "", text)):
        name, folder, rest = match.groups()
        deps, keyword = set(), None
        for word in rest.split():
            if word in CMAKE_KEYWORDS:
                keyword = word
            elif keyword == "DEPS":
                deps.add(word)
        where = "src/CMakeLists.txt:" + str(text.count("\n", 0, text.find(f"smtpscope_folder({name} ")) + 1)
        if folder not in rows:
            fail(where, f"{folder} is no folder of the layer table")
            continue
        table = {f.rsplit("/", 1)[-1] for f in rows[folder].allowed}
        if deps != table:
            fail(where, f"the DEPS of {folder} are not those of the layer table: "
                 + ", ".join([f"{d} only here" for d in sorted(deps - table)]
                             + [f"{d} only there" for d in sorted(table - deps)]))


def check(root):
    """All that is wrong, as lines."""
    errors = []

    def fail(where, what, help_text=""):
        errors.append(f"{where}: error: {what}" + (f"\n  help: {help_text}" if help_text else ""))

    src = root / "src"
    rows = read_table((root / "ARCHITECTURE.md").read_text(encoding="utf-8"), fail)
    if not rows:
        return errors
    resolve(rows, fail)
    circle = find_circle(rows)
    if circle:
        fail("ARCHITECTURE.md", "the layer table goes round: " + " -> ".join(circle))
    files = sorted(p for p in src.rglob("*") if p.suffix in (".h", ".cc"))
    used, unknown = set(), set()
    for path in files:
        folder = path.parent.relative_to(src).as_posix()
        where = path.relative_to(root).as_posix()
        used.add(folder)
        if folder in rows:
            check_file(path, where, folder, rows, fail)
        elif folder not in unknown:
            unknown.add(folder)
            fail(where, f"the folder {folder} is not in the layer table", "add a row to ARCHITECTURE.md")
    for row in rows.values():
        if row.folder not in used:
            fail(f"ARCHITECTURE.md:{row.line}", f"there is no folder src/{row.folder} with sources")
    check_cmake((src / "CMakeLists.txt").read_text(encoding="utf-8"), rows, fail)
    return errors


def main():
    root = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parent.parent
    errors = check(root)
    for line in errors:
        print(line)
    print("layers: " + (f"{len(errors)} errors" if errors else "all good"))
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
