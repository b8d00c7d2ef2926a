#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Keeps named fields of JSON lines, so that a case shows what it is about and nothing else.

usage: pick.py FIELD... < lines
A field is a name, or a path such as evidence.rule or replies.0.reason. What is absent stays absent.
"""
import json
import sys


def find(value, path):
    for part in path.split("."):
        if isinstance(value, list) and part.isdigit() and int(part) < len(value):
            value = value[int(part)]
        elif isinstance(value, dict) and part in value:
            value = value[part]
        else:
            return None
    return value


for line in sys.stdin.buffer:
    row = json.loads(line.decode("utf-8"))
    kept = {path: find(row, path) for path in sys.argv[1:]}
    print(json.dumps({k: v for k, v in kept.items() if v is not None}, ensure_ascii=True))
