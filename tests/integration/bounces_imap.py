#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`smtpscope bounces` on a folder of a real IMAP server (Dovecot): what is read, marked, moved, kept.

usage: bounces_imap.py SMTPSCOPE
"""
import imaplib
import json
import os
import subprocess
import sys
import tempfile
import unittest

from dovecot import PASSWORD, USER, Dovecot, find_dovecot

PROGRAM = ""
SERVER = None
BOUNCE = (b"Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example.org\r\nTo: list@example.org\r\n"
          b"Subject: Undelivered Mail Returned to Sender\r\n"
          b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nSorry.\r\n"
          b"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.org\r\n\r\n"
          b"Final-Recipient: rfc822; %s\r\nAction: failed\r\nStatus: 5.1.1\r\n"
          b"Diagnostic-Code: smtp; 550 5.1.1 User unknown\r\n\r\n--b--\r\n")
LETTER = b"From: ann@example.org\r\nTo: list@example.org\r\nSubject: Lunch\r\n\r\nAt noon?\r\n"


def client():
    out = imaplib.IMAP4("127.0.0.1", SERVER.plain)
    out.login(USER, PASSWORD)
    return out


def fill(folder):
    with client() as c:
        c.create(folder)
        for mail in (BOUNCE % b"one@example.com", LETTER, BOUNCE % b"two@example.com"):
            assert c.append(folder, None, None, mail)[0] == "OK"


def state(folder):
    """(UID, flags) of what is there."""
    with client() as c:
        c.select(folder, readonly=True)
        _, lines = c.uid("FETCH", "1:*", "(FLAGS)")
    return [(int(line.split(b"UID ")[1].split()[0].rstrip(b")")),
             sorted(f.decode() for f in imaplib.ParseFlags(line) if f != b"\\Recent")) for line in lines if line]


def run(folder, *words):
    url = f"imaps://{USER}@localhost:{SERVER.tls}/{folder}"
    env = dict(os.environ, SMTPSCOPE_IMAP_PASSWORD=PASSWORD)
    done = subprocess.run([PROGRAM, "bounces", "--json", "--ca-file", SERVER.cert, *words, url], env=env,
                          capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


class BouncesOfFolder(unittest.TestCase):
    def test_reads_and_touches_nothing(self):
        fill("Quiet")
        code, out, error = run("Quiet")
        self.assertEqual((code, error), (0, ""))
        self.assertEqual([(a["recipient"], a["source"]["offset"]) for a in out],
                         [("one@example.com", 1), ("two@example.com", 3)])
        self.assertEqual(state("Quiet"), [(1, []), (2, []), (3, [])])

    def test_marks_what_it_understood(self):
        fill("Marked")
        self.assertEqual(run("Marked", "--mark", "seen")[0], 0)
        self.assertEqual(state("Marked"), [(1, ["\\Seen"]), (2, []), (3, ["\\Seen"])])
        self.assertEqual(run("Marked", "--mark", "flag", "-j", "2")[0], 0)
        self.assertEqual(state("Marked")[1], (2, []))

    def test_moves_what_it_understood(self):
        fill("Moved")
        with client() as c:
            c.create("Done")
        code, out, error = run("Moved", "--mark", "move", "Done")
        self.assertEqual((code, len(out), error), (0, 2, ""))
        self.assertEqual([uid for uid, _ in state("Moved")], [2])
        self.assertEqual(len(state("Done")), 2)

    def test_goes_on_where_it_was(self):
        fill("Again")
        with tempfile.TemporaryDirectory() as folder:
            checkpoint = ("--checkpoint", f"{folder}/checkpoint")
            self.assertEqual(len(run("Again", *checkpoint)[1]), 2)
            self.assertEqual(run("Again", *checkpoint)[1], [])
            fill("Again")
            self.assertEqual(len(run("Again", *checkpoint)[1]), 2)

    def test_says_what_is_wrong(self):
        code, out, error = run("Nowhere")
        self.assertEqual((code, out), (3, []))
        self.assertIn("Nowhere", error)
        code, _, error = run("INBOX", "--mark", "move")
        self.assertEqual(code, 2, error)


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    if not find_dovecot():
        print("Dovecot is not installed")
        sys.exit(77)
    with tempfile.TemporaryDirectory() as directory, Dovecot(directory) as server:
        SERVER = server
        unittest.main()
