#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Asks the program about labelled replies, and fails where it falls below what it has reached.

usage: check.py PROGRAM
threads.jsonl and pages.jsonl are replies quoted in public threads, logs and help pages, labelled before the program was
asked; hostile.jsonl was written to mislead it. A row says which reason, fault and persistence are right (…_alt: also
accepted) and what becomes of the address. The floors only ever go up. An address suppressed that should be kept has no
floor but the rows of KNOWN, which say why.
"""
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
# file: percent of reason, fault, persistence and address action that must be right
FLOORS = {
    "threads.jsonl": (98.5, 98.5, 99.0, 97.0),
    "pages.jsonl": (98.5, 97.5, 99.0, 94.0),
    "hostile.jsonl": (91.0, 91.0, 98.0, 93.0),
}
# Texts that suppress and should not.
KNOWN = {
    "dsn=5.1.8, stat=User unknown": "sendmail writes User unknown for any refusal; its dsn= is not read yet",
}


def ask(program, rows):
    lines = []
    for i, row in enumerate(rows):
        question = {"id": i, "text": row["text"]}
        if row.get("stage", "unknown") != "unknown":
            question["stage"] = row["stage"]
        if row.get("host"):
            question["host"] = row["host"]
        lines.append(json.dumps(question) + "\n")
    run = subprocess.run([program, "explain", "--batch"], input="".join(lines).encode(), capture_output=True)
    answers = [json.loads(line) for line in run.stdout.decode().splitlines()]
    if len(answers) != len(rows):
        sys.exit(f"check: {len(rows)} questions, {len(answers)} answers: {run.stderr.decode()[:500]}")
    return answers


def check(name, floors, program):
    """Prints one line about a file; True where nothing is below its floor."""
    with open(HERE / name, encoding="utf-8") as file:
        rows = [json.loads(line) for line in file if line.strip()]
    wrong = {"reason": [], "fault": [], "persistence": [], "address_action": []}
    lost = []
    for row, answer in zip(rows, ask(program, rows)):
        for field, misses in wrong.items():
            right = [row[field], *row.get("alt" if field == "reason" else field + "_alt", [])]
            if answer.get(field) not in right:
                misses.append((row, answer))
        if answer["address_action"] == "suppress" and row["address_action"] == "keep":
            lost.append((row, answer))
    good = True
    shares = [100 * (len(rows) - len(misses)) / len(rows) for misses in wrong.values()]
    for (field, misses), share, floor in zip(wrong.items(), shares, floors):
        if share >= floor:
            continue
        good = False
        print(f"{name}: {field} right in {share:.1f} %, below the floor of {floor} %")
        for row, answer in misses[:10]:
            print(f"    {row[field]} taken for {answer.get(field)} by {answer['evidence'].get('rule')}: {row['text'][:120]!r}")
    for row, answer in lost:
        if any(text in row["text"] for text in KNOWN):
            continue
        good = False
        print(f"{name}: suppressed and should be kept, by {answer['evidence'].get('rule')}: {row['text'][:120]!r}")
    print(f"{name}: {len(rows)} replies, " + ", ".join(f"{f} {s:.1f} %" for f, s in zip(wrong, shares)))
    return good


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__.split("\n\n")[1].splitlines()[0])
    results = [check(name, floors, sys.argv[1]) for name, floors in FLOORS.items()]
    sys.exit(0 if all(results) else 1)


if __name__ == "__main__":
    main()
