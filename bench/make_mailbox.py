#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes a mailbox of bounces, the same each time.

usage: make_mailbox.py mbox FILE | maildir DIRECTORY [MAILS]
11,000 mails are 50 MB: a DSN of three parts with the original's header, some with its HTML and a
picture in base64.
"""
import base64
import os
import random
import sys

DATE = "Tue, 24 Nov 2026 18:15:09 +0000"
REPLIES = ("550 5.1.1 <{to}>: Recipient address rejected: User unknown",
           "452 4.2.2 <{to}> The recipient's inbox is out of storage space",
           "550-5.7.26 This mail has been blocked because the sender is unauthenticated.",
           "421 4.7.0 Try again later, closing connection.")
WORDS = "From our list you have been sent this newsletter because in March you asked for it".split()


def text(rnd, lines):
    return "".join(" ".join(rnd.choices(WORDS, k=11)).replace("From", "from", 1) + "\n" for _ in range(lines))


def mail(rnd, number):
    to, host = f"user{rnd.randrange(10**6)}@example.com", f"mx{rnd.randrange(9)}.example.com"
    reply = rnd.choice(REPLIES).format(to=to)
    ident = f"{rnd.randrange(16**12):012X}"
    body = text(rnd, rnd.randrange(5, 30))
    if number % 5 == 0:
        body += base64.encodebytes(rnd.randbytes(rnd.randrange(3000, 9000))).decode()
    received = "".join(f"Received: from relay{i}.example.net (relay{i}.example.net [192.0.2.{i}])\n\tby {host} "
                       f"(Postfix) with ESMTPS id {ident}\n\tfor <{to}>; {DATE}\n" for i in range(1, 4))
    return f"""Return-Path: <>
{received}From: MAILER-DAEMON@example.net (Mail Delivery System)
To: bounces@example.org
Subject: Undelivered Mail Returned to Sender
Date: {DATE}
Message-Id: <{ident}@example.net>
MIME-Version: 1.0
Auto-Submitted: auto-replied
Content-Type: multipart/report; report-type=delivery-status; boundary="{ident}/b"

--{ident}/b
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host {host}.

I'm sorry to have to inform you that your message could not be delivered.

<{to}>: host {host} said: {reply}
--{ident}/b
Content-Type: message/delivery-status

Reporting-MTA: dns; relay1.example.net
Arrival-Date: {DATE}

Final-Recipient: rfc822; {to}
Action: failed
Status: {reply.split()[1] if reply[3] == " " else "5.7.26"}
Remote-MTA: dns; {host}
Diagnostic-Code: smtp; {reply}

--{ident}/b
Content-Type: message/rfc822

{received}From: news@example.org
To: {to}
Subject: News of the week {number}
Message-Id: <{ident}.{number}@example.org>

{body}
--{ident}/b--
"""


def main():
    if len(sys.argv) < 3 or sys.argv[1] not in ("mbox", "maildir"):
        print(__doc__, file=sys.stderr)
        return 2
    kind, path = sys.argv[1:3]
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 11000
    rnd = random.Random(20261124)
    if kind == "mbox":
        with open(path, "w", encoding="ascii") as out:
            for number in range(count):
                out.write("From MAILER-DAEMON Tue Nov 24 18:15:09 2026\n" + mail(rnd, number) + "\n")
        return 0
    for name in ("new", "cur", "tmp"):
        os.makedirs(os.path.join(path, name), exist_ok=True)
    for number in range(count):
        name = f"cur/{1700000000 + number}.M{number}P1.host.example.org,S=4500:2,S"
        with open(os.path.join(path, name), "w", encoding="ascii") as out:
            out.write(mail(rnd, number))
    return 0


if __name__ == "__main__":
    sys.exit(main())
