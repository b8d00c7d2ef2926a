#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""One evil reply for every output: control and bidi characters, HTML, a CSV formula, quotes, CR LF, NUL.

usage: evil.py [--batch]
"""
import json
import sys

EVIL = (b"550 5.1.1 =cmd|'/C calc'!A0 \"quoted\" \\ <script>alert(1)</script> \x1b[31mred\x1b[0m \x07bell nul\x00 "
        b"del\x7f \xe2\x80\xaegnp.exe\xe2\x81\xa6 c1\xc2\x9b1m not utf-8 \xff\xfe user unknown\r\n"
        b"Set-Cookie: a=b\n@SUM(1)\t-2+3\n")

if sys.argv[1:] == ["--batch"]:
    text = EVIL.decode("utf-8", "replace")
    print(json.dumps({"id": "\u202e\x1b[31m<b>'\"", "text": text, "host": "\u202emx.example.com\r\n", "stage": "rcpt"}))
    print(json.dumps({"id": 2, "text": text}, ensure_ascii=False))
else:
    sys.stdout.buffer.write(EVIL)
