#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes ordinary mails into a folder: letters, threads about bounces, lists, shops, spam, monitoring.

usage: ordinary.py FOLDER [--seed N] [--count N]
The same seed gives the same mails. File names begin with their kind."""
import argparse
import collections
import pathlib

import ordinary


def main():
    parser = argparse.ArgumentParser(description="Writes ordinary mails into a folder.")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=2400)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    kinds = collections.Counter(ordinary.write(asked.folder, asked.seed, asked.count).values())
    print(f"{sum(kinds.values())} mails of {len(kinds)} kinds in {asked.folder}")


if __name__ == "__main__":
    main()
