# SPDX-License-Identifier: Apache-2.0
"""An SMTP and LMTP server that says what dialogs.txt says, and keeps a record of it.

Answers are chosen by the recipient's local part, or by the host that was connected to. Mail to the
senders' domains is accepted and kept: these are the notices we are after. RFC 5321, 2033, 3461.
"""
import asyncio
import re
import socket
import time

import world

STAGES = ("banner", "ehlo", "mail", "size", "rcpt", "data", "eod")  # size: MAIL with a SIZE above ours
SMALL = 900
OK = {"banner": b"220 {h} ESMTP", "mail": b"250 2.1.0 Sender ok", "size": b"250 2.1.0 Sender ok", "rcpt": b"250 2.1.5 Recipient ok",
      "data": b"354 Go ahead", "eod": b"250 2.0.0 Taken as A1042"}
EXTENSIONS = {"mx.example.com": ("PIPELINING", "8BITMIME"), "mx.small.example.net": (f"SIZE {SMALL}", "PIPELINING"),
              "mx.ascii.example.net": ("PIPELINING", "ENHANCEDSTATUSCODES", "8BITMIME")}
USUAL = ("PIPELINING", "SIZE 10240000", "ENHANCEDSTATUSCODES", "8BITMIME", "SMTPUTF8")


def load_dialogs(path):
    dialogs = {}
    for line in path.read_text(encoding="ascii").splitlines():
        if not line or line.startswith("#"):
            continue
        key, stage, reply = line.split(None, 2)
        stage, _, times = stage.partition("*")
        assert stage in STAGES, line
        dialogs[key, stage] = (reply.encode("ascii").decode("unicode_escape").encode("latin-1"),
                               int(times or 1 << 30))
    return dialogs


class Close(Exception):
    pass


class Sink:
    def __init__(self, dialogs):
        self.dialogs, self.said = dialogs, {}
        self.record, self.kept, self.servers, self.fillers = [], [], [], []

    async def start(self):
        for host, address in world.SINKS.items():
            port = 24 if address == world.LMTP_IP else 25
            self.servers.append(await asyncio.start_server(
                lambda r, w, h=host: Session(self, h, r, w).run(), address, port, limit=1 << 20))

        self.hole = socket.socket()  # with its queue full it drops what comes: connecting times out
        self.hole.bind((world.HOSTS["mx.hole.example.net"], 25))
        self.hole.listen(0)
        for _ in range(4):
            filler = socket.socket()
            filler.setblocking(False)
            filler.connect_ex(self.hole.getsockname())
            self.fillers.append(filler)

    def answer(self, stage, host, recipient=""):
        """The reply's text with | between lines, or None where all is well."""
        local = recipient.rpartition("@")[0].partition(".")[0].lower()
        for key in (("@" + host, stage), (local, stage)):
            reply, times = self.dialogs.get(key, (None, 0))
            count = self.said.get((stage, recipient, host), 0)
            if reply is not None and count < times:
                self.said[stage, recipient, host] = count + 1
                return reply
        return None


class Session:
    """One connection; one case for each command."""

    def __init__(self, sink, host, reader, writer):
        self.sink, self.host, self.reader, self.writer = sink, host, reader, writer
        self.lmtp = world.SINKS[host] == world.LMTP_IP
        self.sender, self.recipients = None, []

    async def run(self):
        try:
            await self.say("banner", [])
            while line := await self.reader.readline():
                await self.command(line.decode("utf-8", "surrogateescape").rstrip("\r\n"))
        except (Close, ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError, ValueError):
            pass
        finally:
            self.writer.close()

    async def say(self, stage, recipients, message_id=None, by=""):
        """Says what the dialog or OK has for the stage; true where it was accepted."""
        reply = self.sink.answer(stage, self.host, by)
        row = {"t": time.time(), "host": self.host, "ip": world.SINKS[self.host], "stage": stage.replace("size", "mail"),
               "sender": self.sender, "rcpt": recipients, "message_id": message_id}
        row = {key: value for key, value in row.items() if value not in (None, [])}
        close = reply is not None and reply.endswith(b" CLOSE")
        if reply in (b"DROP", b"HANG"):
            self.sink.record.append({**row, "did": reply.decode().lower()})
            if reply == b"HANG":
                await asyncio.sleep(120)
            raise Close
        text = (reply or OK[stage]).removesuffix(b" CLOSE").replace(b"{h}", self.host.encode())
        text = text.replace(b"{r}", by.encode("utf-8", "surrogateescape"))
        if reply is not None or stage == "eod":
            self.sink.record.append({**row, "reply": as_text(text.replace(b"|", b"\n"))})
        await self.send(text.replace(b"|", b"\r\n"))
        if close:
            raise Close
        return reply is None

    async def send(self, text):
        self.writer.write((text.encode() if isinstance(text, str) else text) + b"\r\n")
        await self.writer.drain()

    async def command(self, line):
        verb = line[:4].upper()
        if verb in ("EHLO", "LHLO", "HELO"):
            await self.hello(verb)
        elif verb == "MAIL":
            self.sender, self.recipients = address_of(line), []
            size = re.search(r"SIZE=(\d+)", line)
            if not await self.say("size" if size and int(size.group(1)) > SMALL else "mail", []):
                self.sender = None
        elif verb == "RCPT":
            recipient = address_of(line)
            if await self.say("rcpt", [recipient], by=recipient):
                self.recipients.append(recipient)
        elif verb == "DATA":
            await self.data()
        elif verb == "QUIT":
            await self.send("221 2.0.0 Bye")
            raise Close
        else:
            await self.send("250 2.0.0 Ok" if verb in ("RSET", "NOOP") else "502 5.5.1 Not known here")

    async def hello(self, verb):
        self.sender, self.recipients = None, []
        if ("@" + self.host, "ehlo") in self.sink.dialogs:
            await self.say("ehlo", [])
        elif self.host.startswith("mx.old.") and verb == "EHLO":
            await self.send("500 Command unrecognized")
        elif verb == "HELO":
            await self.send("250 " + self.host)
        else:
            lines = (self.host,) + EXTENSIONS.get(self.host, USUAL)
            await self.send("\r\n".join("250" + "- "[i == len(lines) - 1] + x for i, x in enumerate(lines)))

    async def data(self):
        if not self.recipients:
            return await self.send("503 5.5.1 No recipients")
        refused = next((r for r in self.recipients if self.has(r, "data")), self.recipients[0])
        if not await self.say("data", list(self.recipients), by=refused):
            return None
        lines = []
        while (line := await self.reader.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b".") else line)
        text = b"".join(lines).replace(b"\r\n", b"\n")
        found = re.search(rb"^Message-I[dD]:\s*(<[^>]*>)", text, re.M)
        message_id = found.group(1).decode("utf-8", "replace") if found else None
        if any(r.rpartition("@")[2] in world.KEEPERS for r in self.recipients):
            self.sink.kept.append((time.time(), self.sender, list(self.recipients), text))
        if self.lmtp:
            for recipient in self.recipients:
                await self.say("eod", [recipient], message_id, by=recipient)
        else:
            decides = next((r for r in self.recipients if self.has(r, "eod")), self.recipients[0])
            await self.say("eod", list(self.recipients), message_id, by=decides)
        self.sender, self.recipients = None, []
        return None

    def has(self, recipient, stage):
        return (recipient.rpartition("@")[0].partition(".")[0].lower(), stage) in self.sink.dialogs


def address_of(line):
    found = re.search(r"<([^>]*)>", line)
    return found.group(1) if found else line.partition(":")[2].split(" ")[0]


def as_text(raw):
    """As smtpscope reads it: UTF-8, and Windows-1252 where it is not that."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")
