# SPDX-License-Identifier: Apache-2.0
"""The DragonFly mail agent: no daemon, one process a message. Its patience is five days; here the files
in its queue are made older than they are."""
from case import Case, local
import world

NAME, LISTENS = "dma", False
VARIANTS = ("plain", "full")
SECONDS = {"plain": 60, "full": 30}
HERE_DOMAIN = "@" + world.SERVER


def setup(tree, variant):
    tree.write("etc/dma/dma.conf", "MAILNAME /etc/mailname\n" + ("FULLBOUNCE\n" if variant == "full" else ""))
    tree.run("sh", "-c", "chgrp mail /etc/dma/dma.conf; rm -f /var/spool/dma/*")
    tree.write("etc/aliases", "root: alice\nteam: gone.team@example.net\n")
    if tree.run("id", "alice", check=False).returncode:
        tree.run("useradd", "-m", "-s", "/bin/sh", "alice")
    tree.aged = False


def start(tree, variant):
    pass


def stop(tree, variant):
    pass


def tick(tree, variant, seconds):
    if seconds > 15 and not tree.aged:
        tree.aged = True
        tree.run("sh", "-c", "touch -d '6 days ago' /var/spool/dma/[MQ]*; dma -q", check=False)


def command(name, to, **more):
    return Case(name, to, via="sendmail", **more)


CASES = [
    command("user-unknown", ["nosuch.anna@example.net"]),
    command("no-enhanced", ["plainmulti.anna@example.net"]),
    command("spam-at-end", ["spam.anna@example.net"]),
    command("no-such-domain", ["anna@nosuchdomain.example.net"], local={"anna@nosuchdomain.example.net": local("dns")}),
    command("local-alias", ["team" + HERE_DOMAIN], final={"team" + HERE_DOMAIN: "gone.team@example.net"}),
    command("expired-full", ["fullnow.anna@example.net"], notices=[("", {"fullnow.anna@example.net": "expired"})]),
    command("full-bounce", ["nosuch.anna@example.net"], variant="full", lines=8),
]
