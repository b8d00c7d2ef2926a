#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""No ordinary mail is taken for a failure, and each gets its answer.

usage: ordinary_test.py --program PATH [--seed N]... [--count N] [--folder FOLDER] [--mistakes N]
Makes ordinary mails of every kind, lets `smtpscope bounces` read them, and prints a table by kind.
A failure (bounced, expired, delayed, rejected, complaint) is a mistake in any of them. Receipts and
automatic answers have outcomes of their own (ordinary.OUTCOMES); each other mail must give exactly
one line under --all, which says why it is no bounce. --folder keeps the mails to look at."""
import argparse
import collections
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import ordinary

FAILURES = frozenset(("bounced", "expired", "delayed", "deferred", "rejected", "discarded", "complaint"))
SEEDS = (1, 2)
# Of a hundred automatic answers so many may go unrecognised: some are marked by their words alone.
UNMARKED = {"vacation": 10, "read_receipt": 0}


def run(program, folder, *options):
    """{file name: lines about it}."""
    done = subprocess.run([program, "bounces", "--json", *options, folder], capture_output=True, check=False)
    if done.returncode or done.stderr:
        sys.exit(f"smtpscope bounces {' '.join(options)}: exit code {done.returncode}\n{done.stderr.decode()[:2000]}")
    lines = collections.defaultdict(list)
    for line in done.stdout.splitlines():
        found = json.loads(line)
        lines[os.path.basename(found["source"]["file"])].append(found)
    return lines


def mistake_of(kind, plain, everything):
    """What is wrong with the lines about one mail; empty when nothing is."""
    outcomes = [line.get("outcome", "-") for line in everything]
    failed = sorted(FAILURES.intersection(outcomes))
    if failed:
        first = next(line for line in everything if line.get("outcome") in FAILURES)
        return f"taken for {', '.join(failed)} as {first['source'].get('format')}: {first.get('recipient')}: {first.get('reply', '')[:60]!r}"
    attempts = [line for line in everything if "outcome" in line]
    if attempts != plain:
        return "another answer with --all than without"
    if len(outcomes) != 1 and "-" in outcomes:
        return f"{len(outcomes)} lines under --all, not one"
    if not outcomes or ("-" in outcomes and not everything[0].get("not_a_bounce")):
        return "no reason under --all"
    allowed = ordinary.OUTCOMES.get(kind, ordinary.NOTHING)
    return "" if allowed.issuperset(outcomes) else f"outcome {', '.join(outcomes)}, not {', '.join(sorted(allowed))}"


class Table:
    """By kind: mails, what they became, mistakes."""

    def __init__(self):
        self.became = collections.defaultdict(collections.Counter)
        self.mistakes = collections.defaultdict(list)

    def add(self, name, kind, plain, everything):
        for line in everything:
            self.became[kind][line.get("outcome", "-")] += 1
        mistake = mistake_of(kind, plain, everything)
        if mistake:
            self.mistakes[kind].append((name, mistake))

    def unforgiven(self):
        """Mistakes but the few answers that may go unrecognised."""
        for kind, found in self.mistakes.items():
            missed = [m for m in found if m[1].startswith("outcome -")]
            total = sum(self.became[kind].values())
            forgiven = len(missed) * 100 <= UNMARKED.get(kind, 0) * total
            yield from ((kind, *m) for m in found if not forgiven or m not in missed)

    def print(self):
        print(f"{'kind':24} {'mails':>6} {'wrong':>6}  outcomes (-: no bounce)")
        for kind in sorted(self.became):
            outcomes = "  ".join(f"{what} {count}" for what, count in self.became[kind].most_common())
            print(f"{kind:24} {sum(self.became[kind].values()):6} {len(self.mistakes[kind]):6}  {outcomes}")


def check(program, folder, names, table):
    plain, everything = run(program, folder), run(program, folder, "--all")
    for name, kind in names.items():
        table.add(name, kind, plain[name], everything[name])


def main():
    parser = argparse.ArgumentParser(description="No ordinary mail is taken for a failure.")
    parser.add_argument("--program", default="smtpscope", type=lambda path: path if os.sep not in path else str(pathlib.Path(path).resolve()))
    parser.add_argument("--seed", type=int, action="append")
    parser.add_argument("--count", type=int, default=2400)
    parser.add_argument("--folder", type=pathlib.Path)
    parser.add_argument("--mistakes", type=int, default=40)
    asked = parser.parse_args()
    table = Table()
    for seed in asked.seed or SEEDS:
        with tempfile.TemporaryDirectory() as scratch:
            folder = asked.folder or pathlib.Path(scratch)
            folder.mkdir(parents=True, exist_ok=True)
            check(asked.program, folder, ordinary.write(folder, seed, asked.count), table)
    table.print()
    mistakes = list(table.unforgiven())
    for kind, name, what in mistakes[:asked.mistakes]:
        print(f"{kind}: {name}: {what}")
    print(f"ordinary: {sum(sum(c.values()) for c in table.became.values())} lines, {len(mistakes)} mistakes")
    return 1 if mistakes else 0


if __name__ == "__main__":
    sys.exit(main())
