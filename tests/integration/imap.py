#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Reads and marks mails of a real IMAP server (Dovecot) with io/imap.h.

usage: imap.py IMAP_PROBE
"""
import imaplib
import os
import socket
import subprocess
import sys
import tempfile
import threading
import unittest

from dovecot import PASSWORD, USER, Dovecot, find_dovecot, free_port

PROBE = ""
SERVER = None


def mail(number, size=0):
    # What looks like answers of a server is text inside a mail.
    return (f"Subject: {number}\r\n\r\n* 1 FETCH (UID 999 BODY[] {{3}}\r\nS{number} OK done)\r\n"
            + "x" * 70 + "\r\n" + "y" * size).encode()


def client():
    out = imaplib.IMAP4("127.0.0.1", SERVER.plain)
    out.login(USER, PASSWORD)
    return out


def fill(folder, numbers):
    with client() as c:
        c.create(folder)
        for number in numbers:
            assert c.append(folder, None, None, mail(number))[0] == "OK"


def flags_of(folder):
    """UID: flags, without \\Recent."""
    with client() as c:
        c.select(folder, readonly=True)
        _, lines = c.uid("FETCH", "1:*", "(FLAGS)")
    out = {}
    for line in lines:
        if line is None:
            continue
        text = line.decode()
        uid = int(text.split("UID ")[1].split()[0].rstrip(")"))
        out[uid] = sorted(f.decode() for f in imaplib.ParseFlags(line) if f != b"\\Recent")
    return out


def run(url, *words, password=PASSWORD):
    env = dict(os.environ, SMTPSCOPE_IMAP_PASSWORD=password)
    done = subprocess.run([PROBE, url, *words], env=env, capture_output=True, text=True, timeout=100, check=False)
    return done.returncode, done.stdout


def url(folder, scheme="imaps", host="localhost", port=0):
    port = port or (SERVER.tls if scheme == "imaps" else SERVER.plain)
    return f"{scheme}://{USER}@{host}:{port}/{folder}"


def uids(output):
    return [int(line.split()[0]) for line in output.splitlines() if line[0].isdigit()]


class Imap(unittest.TestCase):
    def setUp(self):
        self.dir = tempfile.mkdtemp(dir=SERVER.dir)
        self.ca = ("ca", SERVER.cert)

    def test_reads_all_and_leaves_no_trace(self):
        fill("Many", range(1, 206))
        code, out = run(url("Many"), *self.ca, "dump", self.dir)
        self.assertEqual((code, uids(out)), (0, list(range(1, 206))), out)
        for number in (1, 42, 205):
            with open(f"{self.dir}/{number}", "rb") as got:
                self.assertEqual(got.read(), mail(number))
        self.assertEqual(set(map(tuple, flags_of("Many").values())), {()})

    def test_goes_on_where_it_was(self):
        fill("On", range(1, 8))
        checkpoint = ("checkpoint", f"{self.dir}/checkpoint")
        self.assertEqual(uids(run(url("On"), *self.ca, *checkpoint, "save", "all")[1]), [1, 2, 3, 4, 5, 6, 7])
        self.assertEqual(run(url("On"), *self.ca, *checkpoint)[1], "total 0\n")
        fill("On", [8, 9])
        self.assertEqual(run(url("On"), *self.ca, *checkpoint)[1].splitlines()[0], "total 2")
        self.assertEqual(uids(run(url("On"), *self.ca, *checkpoint, "save", "5")[1]), [8, 9])
        with client() as c:
            c.select("On")
            c.uid("STORE", "2,5,6", "+FLAGS", "(\\Deleted)")
            c.expunge()
        self.assertEqual(uids(run(url("On"), *self.ca, *checkpoint)[1]), [7, 8, 9])
        self.assertEqual(uids(run(url("On"), *self.ca)[1]), [1, 3, 4, 7, 8, 9])
        code, out = run(url("Other"), *self.ca, *checkpoint)
        self.assertEqual(code, 1)
        self.assertIn("this is the checkpoint of " + url("On"), out)

    def test_reads_again_what_was_numbered_anew(self):
        checkpoint = ("checkpoint", f"{self.dir}/checkpoint")
        fill("Anew", [1, 2, 3])
        run(url("Anew"), *self.ca, *checkpoint, "save", "all")
        with client() as c:
            c.delete("Anew")
        fill("Anew", [1, 2])
        # UIDVALIDITY is the time in seconds; in the same second Dovecot counts on.
        code, out = run(url("Anew"), *self.ca, *checkpoint)
        self.assertEqual((code, uids(out)), (0, [1, 2]), out)
        self.assertIn("notice: the server has numbered", out)

    def test_marks_what_it_is_told_and_nothing_else(self):
        fill("Mark", range(1, 9))
        with client() as c:
            c.create("Done")
            c.select("Mark")
            c.uid("STORE", "8", "+FLAGS", "(\\Deleted)")
        code, out = run(url("Mark"), *self.ca, "seen", "1,3", "flag", "3,4", "move", "6,5", "Done")
        self.assertEqual((code, uids(out)), (0, list(range(1, 9))), out)
        self.assertEqual(flags_of("Mark"), {1: ["\\Seen"], 2: [], 3: ["\\Flagged", "\\Seen"], 4: ["\\Flagged"],
                                            7: [], 8: ["\\Deleted"]})
        self.assertEqual(len(flags_of("Done")), 2)
        code, out = run(url("Mark"), *self.ca, "move", "1", "Nowhere")
        self.assertEqual(code, 1)
        self.assertIn("cannot move mails to Nowhere", out)
        self.assertIn(1, flags_of("Mark"))

    def test_folders_have_names_in_any_script(self):
        fill('"Zur&APw-ck & da"'.replace(" & ", " &- "), [1])
        self.assertEqual(uids(run(url("Zur%C3%BCck%20%26%20da"), *self.ca)[1]), [1])
        self.assertEqual(uids(run(url("Zurück%20&%20da"), *self.ca)[1]), [1])

    def test_a_mail_that_is_too_long_is_cut(self):
        limit = 32 << 20
        with client() as c:
            c.create("Long")
            c.append("Long", None, None, mail(1, limit))
            c.append("Long", None, None, mail(2))
        code, out = run(url("Long"), *self.ca)
        self.assertEqual((code, out.splitlines()[1]), (0, f"1 {limit} cut"), out)
        self.assertEqual(out.splitlines()[2], f"2 {len(mail(2))}")

    def test_an_empty_folder_is_no_error(self):
        fill("Empty", [])
        self.assertEqual(run(url("Empty"), *self.ca), (0, "total 0\n"))

    def test_says_what_is_wrong(self):
        for words, expected in (
                ((url("INBOX"), *self.ca, "wrong"), "refused the login of " + USER),
                ((url("Nowhere"), *self.ca), "cannot open the folder Nowhere"),
                ((url("Nowhere"), *self.ca), "there are: "),
                ((url("INBOX"),), "certificate is not trusted"),
                ((url("INBOX", host="127.0.0.1"), *self.ca), "not for 127.0.0.1"),
                ((url("INBOX", port=free_port()), *self.ca), "check host and port"),
                ((url("INBOX", port=SERVER.plain), *self.ca), "is this a port for TLS"),
                ((url("INBOX", host="host.invalid"), *self.ca), "check the name of the host")):
            password = "x" if words[-1] == "wrong" else PASSWORD
            code, out = run(*words, password=password)
            self.assertEqual(code, 1, out)
            self.assertIn(expected, out)

    def test_plain_goes_to_loopback_only(self):
        fill("Plain", [1])
        self.assertEqual(uids(run(url("Plain", "imap"))[1]), [1])
        # 0.0.0.0 is this host, but not by its name: STARTTLS, and the certificate counts.
        code, out = run(url("Plain", "imap", "0.0.0.0"), *self.ca)
        self.assertEqual(code, 1)
        self.assertIn("certificate", out)

    def test_no_password_without_tls(self):
        said = []
        port = serve(["* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hello\r\n", "{tag} OK\r\n"], said)
        code, out = run(url("INBOX", "imap", "0.0.0.0", port))
        self.assertEqual(code, 1)
        self.assertIn("offers no STARTTLS", out)
        self.assertNotIn("AUTHENTICATE", "".join(said))
        self.assertNotIn("LOGIN ", "".join(said))

    def test_a_hostile_server(self):
        hello = ["* OK [CAPABILITY IMAP4rev1] hello\r\n", "* CAPABILITY IMAP4rev1\r\n{tag} OK\r\n", "{tag} OK\r\n"]
        examined = ["* 9 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n{tag} OK\r\n"]
        for answers, expected in (
                (["* 9 EXISTS {99999999}\r\nab"], "closed the connection"),
                (["* " + "x" * 100000 + "\r\n{tag} OK\r\n"], "a line without end"),
                (["* BYE go away\r\n"], "go away"),
                (examined + ["* 1 FETCH (UID 1 BODY[] {99999999}\r\nab"], "more than was asked for"),
                (examined + ["* 1 FETCH (UID 1 BODY[] {5}\r\nab"], "closed the connection"),
                (examined + ["* 1 FETCH (UID 1" + " X {0}\r\n" * 70 + ")\r\n{tag} OK\r\n"], "more than was asked"),
                (examined + ["{tag} NO broken\r\n"], "cannot fetch mails")):
            code, out = run(url("INBOX", "imap", "127.0.0.1", serve(hello + answers, [])))
            self.assertEqual(code, 1, out)
            self.assertIn(expected, out)


def serve(answers, said):
    """A server for one connection that says these things, one after each command; its port."""
    listener = socket.create_server(("127.0.0.1", 0))

    def talk():
        with listener, listener.accept()[0] as s:
            s.settimeout(20)
            stream, tag = s.makefile("rwb"), ""
            for answer in answers:
                stream.write(answer.replace("{tag}", tag).encode())
                stream.flush()
                if answer is answers[-1]:
                    break
                line = stream.readline().decode()
                said.append(line)
                tag = line.split()[0] if line.split() else ""
            s.shutdown(socket.SHUT_WR)
            stream.read()

    threading.Thread(target=talk, daemon=True).start()
    return listener.getsockname()[1]


if __name__ == "__main__":
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    if find_dovecot() is None:
        print("dovecot is not installed (Debian package dovecot-imapd)")
        sys.exit(77)
    PROBE = sys.argv.pop()
    with tempfile.TemporaryDirectory() as directory, Dovecot(directory) as SERVER:
        result = unittest.main(exit=False).result
        if not result.wasSuccessful():
            print(SERVER.log(), file=sys.stderr)
    sys.exit(0 if result.wasSuccessful() else 1)
