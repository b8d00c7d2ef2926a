#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes COUNT lines for `explain --batch`: the rules' examples with other addresses and IPs.

usage: make_batch.py KNOWLEDGE_DIR COUNT
"""
import json
import pathlib
import random
import re
import sys
import tomllib


def main():
    random.seed(20261124)
    examples = []
    for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.toml")):
        for rule in tomllib.loads(path.read_text(encoding="utf-8")).get("rule", []):
            examples += [e["reply"] for e in rule.get("example", [])]

    def word(n):
        return "".join(random.choice("0123456789abcdefghjkmnp") for _ in range(n))

    for i in range(int(sys.argv[2])):
        text = random.choice(examples)
        text = re.sub(r"[\w.+-]+@example\.", lambda m: f"u{word(6)}@example.", text)
        text = re.sub(r"192\.0\.2\.\d+", lambda m: f"192.0.2.{random.randrange(255)}", text)
        print(json.dumps({"id": i, "text": text, "stage": random.choice(["rcpt", "eod", "mail"])}))


if __name__ == "__main__":
    main()
