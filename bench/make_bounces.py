#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes a mailbox of the repository's own bounces, repeated: bounces.mbox, Maildir/ and count.

usage: make_bounces.py REPOSITORY DIRECTORY MEGABYTES
"""
import pathlib
import re
import sys

FOLDERS = ("tests/bounces/recorded", "tests/bounces/sisimai", "src/sources/bounce/testdata")


def main(repository, directory, megabytes):
    mails = []
    for folder in FOLDERS:
        for path in sorted((repository / folder).glob("*.eml")):
            raw = path.read_bytes().replace(b"\r\n", b"\n").replace(b"\r", b"\n")
            mails.append(raw.split(b"\n", 1)[1] if raw.startswith(b"From ") else raw)
    (directory / "Maildir/new").mkdir(parents=True)
    (directory / "Maildir/cur").mkdir()
    (directory / "Maildir/tmp").mkdir()
    count = 0
    with open(directory / "bounces.mbox", "wb") as mbox:
        while mbox.tell() < megabytes << 20:
            for mail in mails:
                count += 1
                mbox.write(b"From MAILER-DAEMON Mon Jan  5 00:00:00 2026\n")
                mbox.write(re.sub(rb"(?m)^(>*From )", rb">\1", mail).rstrip(b"\n") + b"\n\n")
                (directory / f"Maildir/new/{count:08}.host").write_bytes(mail)
    (directory / "count").write_text(str(count))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), int(sys.argv[3]))
