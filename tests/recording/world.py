# SPDX-License-Identifier: Apache-2.0
"""The small internet the recorded servers live in: names, addresses, and who answers for what.

Everything is local to one network namespace. The server under test is relay.example.org; mail for
shop.example.org and example.org comes back to the sink, which keeps it. RFC 2606 names and RFC 5737
addresses only.
"""
import asyncio
import struct

SERVER, SERVER_IP = "relay.example.org", "192.0.2.10"
CLIENT, CLIENT_IP = "client.shop.example.org", "192.0.2.1"
LMTP_IP = "198.51.100.40"
KEEPERS = ("shop.example.org", "example.org")

# The sink's hosts: name to address. What each says at the banner or at EHLO stands in dialogs.txt.
SINKS = {
    "mx.example.net": "198.51.100.10",
    "mx.example.com": "198.51.100.11",
    "mx.old.example.net": "198.51.100.12",
    "mx.closed.example.net": "198.51.100.13",
    "mx.busy.example.net": "198.51.100.14",
    "mx.nohello.example.net": "198.51.100.15",
    "mx.hangup.example.net": "198.51.100.16",
    "mx.silent.example.net": "198.51.100.17",
    "mx.strict.example.net": "198.51.100.18",
    "mx.small.example.net": "198.51.100.19",
    "mx.ascii.example.net": "198.51.100.20",
    "in.shop.example.org": "198.51.100.30",
    "lmtp.example.org": LMTP_IP,
}
# Addresses where nothing listens, where no way leads, and where no answer ever comes.
HOSTS = {SERVER: SERVER_IP, CLIENT: CLIENT_IP, "localhost": "127.0.0.1", **SINKS,
         "mx.refused.example.net": "198.51.100.90", "mx.noroute.example.net": "203.0.113.10",
         "mx.hole.example.net": "198.51.100.91"}
MX = {name.partition(".")[2]: name for name in HOSTS if name.startswith("mx.")}
MX.update({name: "in.shop.example.org" for name in KEEPERS})
MX.update({"loop.example.net": SERVER, "nomail.example.net": "", "noaddress.example.net": "mx.nowhere.example.net"})
NAMES = {address: name for name, address in HOSTS.items()}
FAILING = ("broken.example.net",)  # SERVFAIL

A, NS, CNAME, SOA, PTR, MX_TYPE, ANY = 1, 2, 5, 6, 12, 15, 255
NOERROR, SERVFAIL, NXDOMAIN = 0, 2, 3


def encode_name(name):
    return b"".join(bytes([len(label)]) + label.encode() for label in name.split(".") if label) + b"\0"


def records(name, kind):
    """(rcode, [(type, rdata)]) for a question."""
    if any(name == bad or name.endswith("." + bad) for bad in FAILING):
        return SERVFAIL, []
    if name.endswith(".in-addr.arpa"):
        host = NAMES.get(".".join(reversed(name.split(".")[:4])))
        if host is None:
            return NXDOMAIN, []
        return NOERROR, [(PTR, encode_name(host))] if kind in (PTR, ANY) else []
    answers = []
    if name in HOSTS:
        answers.append((A, bytes(map(int, HOSTS[name].split(".")))))
    if name in MX:
        answers.append((MX_TYPE, struct.pack(">H", 10 if MX[name] else 0) + encode_name(MX[name])))
    if not answers:
        return (NOERROR if name in ("net", "org", "com", "example.com") else NXDOMAIN), []
    return NOERROR, [row for row in answers if kind in (row[0], ANY)]


class Names(asyncio.DatagramProtocol):
    """A DNS server that knows what stands above (RFC 1035); no recursion, no TCP."""

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, query, client):
        try:
            labels, at = [], 12
            while query[at]:
                labels.append(query[at + 1:at + 1 + query[at]].decode("ascii", "replace").lower())
                at += 1 + query[at]
            (kind,) = struct.unpack_from(">H", query, at + 1)
            question = query[12:at + 5]
        except (IndexError, struct.error):
            return
        rcode, answers = records(".".join(labels), kind)
        reply = query[:2] + struct.pack(">HHHHH", 0x8580 | rcode, 1, len(answers), 0, 0) + question
        for kind, data in answers:
            reply += b"\xc0\x0c" + struct.pack(">HHIH", kind, 1, 300, len(data)) + data
        self.transport.sendto(reply, client)
