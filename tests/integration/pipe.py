#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Delivers bounces to `smtpscope bounces --pipe` inside a real Postfix.

usage: pipe.py SMTPSCOPE
What cannot be kept stays in the queue and comes with the next try; a mail that is no bounce is taken
and leaves nothing; the tag in the address that Postfix notes proves a bounce.
"""
import hashlib
import hmac
import json
import os
import pathlib
import shutil
import smtplib
import sys
import tempfile
import unittest

from postfix import Postfix, find_postfix

FIXTURES = pathlib.Path(__file__).resolve().parent.parent / "bounces/sisimai"
DOMAIN = "bounces.example.org"
KEY = b"secret of a test"
PROGRAM = ""


class Pipe(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        root = pathlib.Path(self.folder.name)
        self.out = root / "out"
        self.out.mkdir()
        shutil.chown(self.out, "nobody")
        # Where the build stands, nobody may not look.
        program = shutil.copy(PROGRAM, root / "smtpscope")
        key = root / "key"
        key.write_bytes(KEY)
        key.chmod(0o444)
        argv = [str(program), "bounces", "--pipe", "--verp-key", str(key), "--output", str(self.out / "attempts.json")]
        self.postfix = Postfix(str(root), DOMAIN, argv)
        self.postfix.__enter__()
        self.addCleanup(self.postfix.__exit__)

    def send(self, fixture, local="news"):
        with smtplib.SMTP("127.0.0.1", self.postfix.port, timeout=60) as smtp:
            smtp.sendmail("", [f"{local}@{DOMAIN}"], (FIXTURES / f"{fixture}.eml").read_bytes())

    def attempts(self):
        try:
            return [json.loads(line) for line in (self.out / "attempts.json").read_text().splitlines()]
        except FileNotFoundError:
            return []

    def queued(self):
        return [json.loads(line) for line in self.postfix.run("postqueue", "-j").splitlines()]

    def wait_for(self, status, times):
        self.postfix.wait(lambda: self.postfix.log().count(f"status={status}") >= times, f"{times} times {status}")

    def test_is_kept_and_proven(self):
        tag = hmac.new(KEY, b"bert@example.net", hashlib.sha256).hexdigest()[:20]
        self.send("postfix_unknown_user", f"news+{tag}")
        self.wait_for("sent", 1)
        self.send("postfix_unknown_user")
        self.wait_for("sent", 2)
        self.send("ordinary_mail")
        self.wait_for("sent", 3)
        found = [(a["recipient"], a["verdict"]["reason"], a.get("proven", False)) for a in self.attempts()]
        self.assertEqual(found, [("bert@example.net", "unknown_recipient", True),
                                 ("bert@example.net", "unknown_recipient", False)])
        self.assertEqual(self.queued(), [])

    def test_stays_in_the_queue_while_it_cannot_be_kept(self):
        os.chown(self.out, 0, 0)
        os.chmod(self.out, 0o700)
        self.send("postfix_two_recipients")
        self.wait_for("deferred", 1)
        self.assertEqual(self.attempts(), [])
        self.postfix.wait(lambda: [m["queue_name"] for m in self.queued()] == ["deferred"], "the queue to say so")
        self.assertIn("cannot keep the result", self.postfix.log())
        shutil.chown(self.out, "nobody")
        self.postfix.run("postqueue", "-f")
        self.wait_for("sent", 1)
        self.assertEqual([a["recipient"] for a in self.attempts()], ["bert@example.net", "carla@example.com"])
        self.assertEqual(self.queued(), [])
        self.assertNotIn("status=bounced", self.postfix.log())


if __name__ == "__main__":
    if not find_postfix():
        print("needs root and the package postfix")
        sys.exit(77)
    PROGRAM = sys.argv.pop(1)
    unittest.main()
