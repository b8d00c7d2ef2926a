# SPDX-License-Identifier: Apache-2.0
"""Reads the recorded notices with smtpscope and compares with what really happened.

usage: check.py --program SMTPSCOPE [--show]
truth.jsonl is what the sink said and the configuration did. A notice does not tell everything: what it
leaves out is not asked for, but nothing may be said that is neither so nor written in it. KNOWN lists
what differs, one FILE, RECIPIENT and FIELD a line, parted by tabs; it must shrink: a row that no longer differs fails.
"""
import argparse
import collections
import email
import email.policy
import json
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
KNOWN = HERE / "known_differences.txt"
FIELDS = ("found", "outcome", "code", "enhanced", "stage", "reply", "original_recipient", "message_id", "sender")
# Words by which a notice tells the stage; where none stands in it, the stage may stay unknown, and
# where it is only told that the server gave up, it may be local.
STAGE_WORDS = {"connect": r"Connection refused|No route to host|Connection timed out|Host unreachable",
               "dns": r"Host or domain name not found|Name service error|Host not found|No such domain|"
                      r"DNS lookup|Domain not found|No MX found|null ?MX",
               "mail": r"reply to MAIL FROM|after MAIL FROM|after pipelined MAIL|>>> MAIL",
               "rcpt": r"reply to RCPT TO|after RCPT TO|after pipelined RCPT|>>> RCPT",
               "data": r"reply to DATA|after DATA|after pipelined DATA|>>> DATA|reply to end of DATA command",
               "eod": r"reply to end of DATA|after end of data|>>> \.",
               "ehlo": r"reply to EHLO|after EHLO|reply to HELO|>>> EHLO|after HELO",
               "banner": r"refused to talk to me|initial connection|220 greeting|initial server greeting"}


# What some words leave open: (written in the notice, what was so, what may be said instead).
ALIKE = (("refused to talk to me", "ehlo", "banner"), (">>> DATA", "eod", "data"),
         (">>> DATA", "rcpt", "data"), ("Unrouteable address", "local", "dns"))
SENDER_WORDS = r"(?:return-path:\s*<|x-postfix-sender: rfc822; ?|envelope-from\s+<?)"

ORIGINAL_WORDS = r"(?:original-recipient: ?[\w-]+; ?|expanded from:? <?|generated from )"


def squeeze(text):
    return " ".join(text.split())


def told_text(raw):
    """The notice without what came back, decoded, and with folded lines joined."""
    parts = []
    for part in email.message_from_bytes(raw, policy=email.policy.compat32).walk():
        kind = part.get_content_type()
        if kind.startswith("multipart/") or kind in ("text/rfc822-headers", "message/global-headers"):
            continue
        if kind in ("message/rfc822", "message/global"):
            continue
        payload = part.get_payload(decode=True)
        if payload is None:  # message/delivery-status is parsed into blocks by the library
            payload = b"\n".join(bytes(p) for p in part.get_payload()) if part.is_multipart() else b""
        parts.append(payload)
    text = b"\n".join(parts)
    try:
        return squeeze(text.decode("utf-8"))
    except UnicodeDecodeError:
        return squeeze(text.decode("cp1252", "replace"))


def read_all(program, names):
    """{file: [attempt]} of one run over the folder's mails."""
    done = subprocess.run([program, "bounces", "--json", *[str(HERE / name) for name in names]],
                          capture_output=True, timeout=100, check=False)
    found = collections.defaultdict(list)
    for line in done.stdout.decode().splitlines():
        attempt = json.loads(line)
        if "outcome" in attempt:
            found[pathlib.Path(attempt["source"]["file"]).name].append(attempt)
    return found, done


class Mail:
    """One notice: compares its rows, collecting (recipient, field, expected, got)."""

    def __init__(self, truth, attempts):
        raw = (HERE / truth["file"]).read_bytes()
        self.truth, self.attempts = truth, list(attempts)
        self.raw, self.told = raw.decode("utf-8", "replace"), told_text(raw)
        self.rows, self.differences = 0, []

    def differ(self, recipient, field, expected, got):
        self.differences.append((recipient, field, expected, got))

    def compare(self):
        for row in self.truth["recipients"]:
            self.rows += 1
            attempt = self.take(row)
            if attempt is None:
                self.differ(row["recipient"], "found", row["outcome"], [a.get("recipient") for a in self.attempts])
            else:
                self.compare_row(row, attempt)
        for attempt in self.attempts:
            self.differ(attempt.get("recipient", "-"), "found", None, attempt["outcome"])
        return self

    def take(self, row):
        names = [row["recipient"].lower(), row.get("original_recipient", "-").lower()]
        for key in ("recipient", "original_recipient"):
            for attempt in self.attempts:
                if attempt.get(key, "").lower() in names:
                    self.attempts.remove(attempt)
                    return attempt
        return None

    def compare_row(self, row, got):
        name = row["recipient"]
        if got["outcome"] != row["outcome"]:
            self.differ(name, "outcome", row["outcome"], got["outcome"])
        for field in ("code", "enhanced"):
            self.compare_number(name, field, row.get(field), got.get(field))
        self.compare_stage(name, row["stage"], got.get("stage", "unknown"))
        if "reply" in row:
            self.compare_reply(name, row["reply"], got.get("reply"))
        wanted = row.get("original_recipient")
        if wanted and re.search(ORIGINAL_WORDS + re.escape(wanted), self.told, re.I):
            if got.get("original_recipient", "").lower() != wanted.lower():
                self.differ(name, "original_recipient", wanted, got.get("original_recipient"))
        for field in ("message_id", "sender"):
            self.compare_head(name, field, self.truth.get(field), got.get(field))

    def compare_head(self, name, field, wanted, got):
        """Of the message that came back. The sender is told where its envelope is, not by a From line."""
        if wanted is None:
            return
        inner = self.raw.partition("\n\n")[2]
        words = SENDER_WORDS if field == "sender" else "message-id:\\s*<"
        told = re.search(words + re.escape(wanted.strip("<>")), inner, re.I) and wanted != "<>"
        if wanted == "<>" and str(got).startswith("MAILER-DAEMON@"):
            return  # Postfix writes its own address where the null sender was
        if got != wanted and (told or got is not None):
            self.differ(name, field, wanted, got)

    def compare_number(self, name, field, wanted, got):
        """As it was, where that is written; else nothing, or what is written instead."""
        written = wanted is not None and re.search(rf"(?<![\d.]){wanted}(?![\d.])", self.told)
        if got != wanted and (written or got is not None and str(got) not in self.told):
            self.differ(name, field, wanted, got)

    def compare_stage(self, name, wanted, got):
        if wanted in ("unknown", got) or any(w in self.told and (wanted, got) == (so, said) for w, so, said in ALIKE):
            return
        words = STAGE_WORDS.get(wanted)
        written = words is not None and re.search(words, self.told, re.I)
        if written or got not in ("unknown", "local"):
            self.differ(name, "stage", wanted, got)

    def compare_reply(self, name, wanted, got):
        """The whole reply where the notice has it all; else whatever is given must be part of it."""
        if squeeze(wanted) not in self.told and squeeze(wanted) not in self.told.replace("<<< ", ""):
            return
        if got is None or squeeze(got) != squeeze(wanted) or got.count("\n") != wanted.count("\n"):
            self.differ(name, "reply", wanted, got)


def load_known():
    lines = KNOWN.read_text(encoding="utf-8").splitlines() if KNOWN.exists() else []
    return {tuple(line.split("\t")) for line in lines if line and not line.startswith("#")}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--write-known", action="store_true", help="take what differs now for known")
    parser.add_argument("--show", action="store_true", help="every difference, expected and got")
    options = parser.parse_args()
    truths = [json.loads(line) for line in (HERE / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    found, done = read_all(options.program, [truth["file"] for truth in truths])
    if done.returncode and not found:
        print(done.stderr.decode(errors="replace")[:2000], file=sys.stderr)
        return 1
    known, seen, new = load_known(), set(), []
    table = collections.defaultdict(collections.Counter)
    for truth in truths:
        mail = Mail(truth, found[truth["file"]]).compare()
        table[truth["server"]]["mails"] += 1
        table[truth["server"]]["rows"] += mail.rows
        for recipient, field, wanted, got in mail.differences:
            table[truth["server"]][field] += 1
            key = (truth["file"], recipient, field)
            seen.add(key)
            if key not in known:
                new.append(key)
            if options.show or key not in known:
                print(f"{truth['file']} {recipient} {field}\n    expected {wanted!r}\n    got      {got!r}")
    print(f"{'server':12}{'mails':>7}{'rows':>7}  differing: " + " ".join(FIELDS))
    for server, counts in sorted(table.items()):
        print(f"{server:12}{counts['mails']:7}{counts['rows']:7}             "
              + " ".join(f"{counts[field]:{len(field)}}" for field in FIELDS))
    if options.write_known:
        head = "# File, recipient and field of what check.py finds and is not right yet. It must shrink.\n"
        KNOWN.write_text(head + "".join("\t".join(key) + "\n" for key in sorted(seen)), encoding="utf-8")
    gone = known - seen
    for key in sorted(gone):
        print("no longer differs, take it out of known_differences.txt:", *key)
    print(f"{len(truths)} mails, {len(seen)} differences, {len(new)} of them not known")
    return 1 if new or gone else 0


if __name__ == "__main__":
    sys.exit(main())
