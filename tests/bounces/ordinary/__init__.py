# SPDX-License-Identifier: Apache-2.0
"""Ordinary mails of many kinds, made from a seed. None reports a failure of delivery. Left out is
where careful people differ: a bounce sent on whole without a word, a list's notice about a member
whose mail bounces, transcripts of SMTP sessions for the postmaster."""
import pathlib

from . import answers, commerce, lists, machines, notices, reports, spam, support, talk
from .compose import Source, line_ends

MODULES = (talk, support, lists, commerce, spam, machines, reports, answers, notices)
KINDS = {name: make for module in MODULES for name, make in module.KINDS.items()}
ANSWERED = frozenset(("auto_reply", "address_change", "challenge"))
# Kind: outcomes that a mail of it may have. Where a dash stands among them it may be no attempt at
# all; a kind that is not listed here is nothing but that.
OUTCOMES = {"read_receipt": frozenset(("mdn",)), "delivered_notice": frozenset(("delivered", "relayed", "expanded")), "vacation": ANSWERED, "ticket_receipt": ANSWERED | {"-"}, "moderation": ANSWERED | {"-"}}
NOTHING = frozenset("-")


def write(folder, seed, count):
    """Writes about `count` mails in equal shares; returns {file name: kind}."""
    folder = pathlib.Path(folder)
    names = {}
    for kind, make in KINDS.items():
        source = Source(f"{seed}/{kind}")
        for number in range(-(-count // len(KINDS))):
            name = f"{kind}-{seed}-{number:03}.eml"
            (folder / name).write_bytes(line_ends(source, make(source)))
            names[name] = kind
    return names
