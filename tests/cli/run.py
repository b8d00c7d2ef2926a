#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the program and compares what it prints with what is expected.

usage: run.py [--program PATH] [--update] [CASE...]
Cases, all when none is named:
  cli.NAME       tests/cli/NAME.cmd is a shell line, run in tests/; NAME.out, NAME.err and NAME.code
                 hold standard output, standard error and exit code. A file that is not there means
                 nothing printed, or 0.
  mistakes.NAME  `rules check` on tests/knowledge/NAME, or the line in its file cmd; `expected` holds
                 errors, output and exit code.
  readme         the examples in README.md: what stands below `$ smtpscope ...` in a console block.
--update shows what changed and rewrites the files. Look at the difference before you commit it.
"""
import argparse
import difflib
import os
import pathlib
import re
import subprocess
import sys
import tempfile

TESTS = pathlib.Path(__file__).resolve().parent.parent
ROOT = TESTS.parent
TIMEOUT_S = 60


def run_line(line, program, home):
    """(stdout, stderr, exit code) of a shell line with the program on PATH and a bare environment."""
    env = {"PATH": f"{program.parent}:{TESTS / 'cli'}:/usr/local/bin:/usr/bin:/bin", "HOME": home, "LC_ALL": "C",
           "PYTHONDONTWRITEBYTECODE": "1", "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "")}
    done = subprocess.run(["bash", "-o", "pipefail", "-c", line], cwd=TESTS, env=env, stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=TIMEOUT_S, check=False)
    return done.stdout, done.stderr, done.returncode


def without_counts(text):
    """The built-in knowledge grows: its size and its line numbers are not what a case is about."""
    text = re.sub(rb"\d+ phrases in all", b"N phrases in all", text)
    return re.sub(rb"((?:receivers|registries|rules)/[\w/]+\.toml):\d+", rb"\1:N", text)


def read(path, otherwise=b""):
    return path.read_bytes() if path.is_file() else otherwise


class Golden:
    """Expected files of one run: compares, shows differences, rewrites where asked to."""

    def __init__(self, update):
        self.update, self.differences = update, 0

    def compare(self, path, actual, absent=b""):
        expected = read(path, absent)
        if actual == expected:
            return
        self.differences += 1
        lines = [x.decode("utf-8", "backslashreplace").splitlines() for x in (expected, actual)]
        name = path.relative_to(ROOT).as_posix()
        print("\n".join(difflib.unified_diff(*lines, name + " (expected)", name + " (now)", lineterm="")))
        if self.update and actual == absent:
            path.unlink()
        elif self.update:
            path.write_bytes(actual)


def run_cli(name, golden, program, home):
    base = TESTS / "cli" / name
    out, err, code = run_line(base.with_suffix(".cmd").read_text(encoding="utf-8"), program, home)
    golden.compare(base.with_suffix(".out"), out)
    golden.compare(base.with_suffix(".err"), err)
    golden.compare(base.with_suffix(".code"), b"%d\n" % code, b"0\n")


def run_mistake(name, golden, program, home):
    folder = TESTS / "knowledge" / name
    line = read(folder / "cmd", f"smtpscope rules check --knowledge knowledge/{name}".encode()).decode()
    out, err, code = run_line(line, program, home)
    golden.compare(folder / "expected", without_counts(err + out) + b"exit code %d\n" % code)


def run_readme(golden, program, home):
    """Each `$ smtpscope ...` line of a console block, up to the next one or the block's end."""
    path = ROOT / "README.md"
    pieces, lines = [], path.read_text(encoding="utf-8").split("\n")
    inside, at = False, 0
    while at < len(lines):
        line = lines[at]
        pieces.append(line)
        at += 1
        if line.startswith("```"):
            inside = line == "```console"
        elif inside and line.startswith("$ smtpscope "):
            out, err, _ = run_line(line[2:], program, home)
            pieces += (out + err).decode("utf-8").rstrip("\n").split("\n")
            while lines[at] != "```" and not lines[at].startswith("$ "):
                at += 1
    golden.compare(path, "\n".join(pieces).encode("utf-8"))


def run_case(case, golden, program, home):
    kind, _, name = case.partition(".")
    if kind == "cli":
        run_cli(name, golden, program, home)
    elif kind == "mistakes":
        run_mistake(name, golden, program, home)
    else:
        run_readme(golden, program, home)


def list_cases():
    return (["cli." + p.stem for p in sorted((TESTS / "cli").glob("*.cmd"))]
            + ["mistakes." + p.name for p in sorted((TESTS / "knowledge").iterdir()) if p.is_dir()] + ["readme"])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", type=pathlib.Path, default=ROOT / "build/release/smtpscope")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("cases", nargs="*")
    options = parser.parse_args()
    unknown = set(options.cases) - set(list_cases())
    if unknown:
        parser.error("there is no case " + ", ".join(sorted(unknown)))
    golden = Golden(options.update)
    with tempfile.TemporaryDirectory() as home:
        for case in options.cases or list_cases():
            run_case(case, golden, options.program.resolve(), home)
    if golden.differences and options.update:
        print(f"{golden.differences} files rewritten")
    elif golden.differences:
        print("not as expected; if the change is right: make golden")
        if os.path.isdir("/etc/smtpscope/knowledge.d"):
            print("note: this machine has rules of its own in /etc/smtpscope/knowledge.d, which are read too")
    return 1 if golden.differences and not options.update else 0


if __name__ == "__main__":
    sys.exit(main())
