#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares `smtpscope bounces --format sisimai-4` with Debian's Sisimai, record by record.

usage: sisimai_differential.py PROGRAM [DIRECTORY...]
Both read tests/bounces/sisimai, and the fixtures that other tests brought (recorded/ and the shapes'
testdata/). Over all of them keys and types are the same, and so is the token wherever addresser,
recipient and timestamp are. Over tests/bounces/sisimai every record has its counterpart, and the
fields of EQUAL and the reason differ only as sisimai_differences.toml says. A DIRECTORY named is
compared in their place, with shares of equal fields only.
"""
import collections
import fnmatch
import json
import os
import pathlib
import subprocess
import sys
import tomllib

TESTS = pathlib.Path(__file__).resolve().parent
OWN = TESTS / "sisimai"
OTHERS = [TESTS / "recorded", TESTS.parent.parent / "src/sources/bounce/testdata"]
EQUAL = ["addresser", "recipient", "timestamp", "messageid", "subject", "lhost", "rhost", "action", "replycode",
         "senderdomain", "destination", "listid", "feedbacktype", "diagnostictype", "softbounce", "token"]
SKIP = 77


def dump_theirs(folder):
    script = "use Sisimai; my $j = Sisimai->dump(shift); print $j if defined $j"
    done = subprocess.run(["perl", "-e", script, str(folder)], capture_output=True, check=False, timeout=100,
                          env={"TZ": "UTC", "PATH": os.environ["PATH"], "LC_ALL": "C"})
    if done.returncode != 0:
        print("Sisimai is not installed (Debian: libsisimai-perl)")
        sys.exit(SKIP)
    return json.loads(done.stdout)


def dump_ours(program, folder):
    done = subprocess.run([program, "bounces", "--format", "sisimai-4", str(folder)], capture_output=True, check=True,
                          timeout=100)
    return json.loads(done.stdout)


def pair_up(theirs, ours):
    """[(file, theirs, ours)], with None where one of them has no record of that recipient."""
    pairs, left = [], collections.defaultdict(list)
    for record in ours:
        left[os.path.basename(record["origin"])].append(record)
    for record in theirs:
        name = os.path.basename(record["origin"])
        same = [r for r in left[name] if r["recipient"].lower() == record["recipient"].lower()]
        if same:
            left[name].remove(same[0])
        pairs.append((name, record, same[0] if same else None))
    return pairs + [(name, None, record) for name, records in left.items() for record in records]


class Differences:
    """What may differ, and why."""

    def __init__(self, path):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        self.fields, self.reasons = table["field"], table["reason"]
        for row in self.fields + self.reasons:
            assert len(row["why"]) > 20, f"say why: {row}"
            row["used"] = False

    def allows(self, name, key, theirs, ours):
        rows = [row for row in (self.reasons if key == "reason" else self.fields)
                if ("files" not in row or any(fnmatch.fnmatch(name, glob) for glob in row["files"]))
                and (key == "reason" or key in row["keys"])
                and row.get("theirs", theirs) == theirs and row.get("ours", ours) == ours]
        for row in rows:
            row["used"] = True
        return bool(rows)

    def unused(self):
        return [{k: v for k, v in row.items() if k not in ("why", "used")}
                for row in self.fields + self.reasons if not row["used"]]


def check_form(name, theirs, ours):
    """Keys, types and the token."""
    if theirs.keys() != ours.keys():
        yield f"{name}: keys differ: {sorted(theirs.keys() ^ ours.keys())}"
        return
    for key, value in theirs.items():
        # Perl writes a number that was never used as a string; a reply code is a string otherwise.
        if type(value) is not type(ours[key]) and not (key == "replycode" and value != ""):
            yield f"{name}: {key} is {type(value).__name__} there and {type(ours[key]).__name__} here"
    alike = all(str(theirs[key]).lower() == str(ours[key]).lower() for key in ("addresser", "recipient", "timestamp"))
    if alike and theirs["token"] != ours["token"]:
        yield f"{name}: the token differs"


def check_fields(name, theirs, ours, differences):
    if theirs is None or ours is None:
        yield f"{name}: only {'we have' if theirs is None else 'Sisimai has'} a record of {(theirs or ours)['recipient']}"
        return
    for key in EQUAL + ["reason"]:
        if str(theirs[key]) != str(ours[key]) and not differences.allows(name, key, theirs[key], ours[key]):
            yield f"{name}: {key}: Sisimai {theirs[key]!r}, we {ours[key]!r}"


def print_shares(folder, pairs):
    both = [(t, o) for _, t, o in pairs if t and o]
    print(f"{folder.name}: {len(both)} records in both, {sum(1 for _, t, o in pairs if o is None)} only in Sisimai, "
          f"{sum(1 for _, t, o in pairs if t is None)} only in ours")
    if both:
        shares = {key: sum(str(t[key]) == str(o.get(key)) for t, o in both) / len(both) for key in sorted(both[0][0])}
        print("  equal: " + ", ".join(f"{key} {share:.0%}" for key, share in shares.items()))


def main():
    program, named = sys.argv[1], [pathlib.Path(p) for p in sys.argv[2:]]
    differences = Differences(TESTS / "sisimai_differences.toml")
    errors = []
    for folder in named or [OWN] + [f for f in OTHERS if any(f.glob("*.eml"))]:
        pairs = pair_up(dump_theirs(folder), dump_ours(program, folder))
        print_shares(folder, pairs)
        for name, theirs, ours in pairs:
            if theirs and ours:
                errors += check_form(name, theirs, ours)
            if folder == OWN:
                errors += check_fields(name, theirs, ours, differences)
    print("\n".join(errors))
    if not named:
        for row in differences.unused():
            print(f"no longer needed in sisimai_differences.toml: {row}")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
