#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Passes on what is safe to show; fails, and says where, at a control, bidi or invisible character."""
import sys
import unicodedata

BAD = {0x200B, 0x200E, 0x200F, 0x2028, 0x2029, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
text = sys.stdin.buffer.read().decode("utf-8")
status = 0
for at, c in enumerate(text):
    if (unicodedata.category(c) == "Cc" and c != "\n") or ord(c) in BAD:
        print(f"U+{ord(c):04X} came through at {at}: {text[max(0, at - 30):at]!r}", file=sys.stderr)
        status = 1
sys.stdout.write(text.encode("unicode_escape").decode() if status else text)
sys.exit(status)
