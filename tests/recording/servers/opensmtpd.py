# SPDX-License-Identifier: Apache-2.0
"""OpenSMTPD 6.8: relaying, mailboxes, commands; warnings and the end of the queue's patience, which it
calls a delay, too. It has no words of its own for a refusal at the banner."""
from case import Case, local
import world

NAME, LISTENS = "opensmtpd", True
VARIANTS = ("plain",)
SECONDS = {"plain": 150}

CONFIG = f"""table aliases file:/etc/aliases
queue ttl 60s
bounce warn-interval 15s
smtp max-message-size 50000
listen on {world.SERVER_IP} port 25 hostname {world.SERVER}
action "here" mbox alias <aliases>
action "out" relay src {world.SERVER_IP} helo {world.SERVER}
match from any for domain "{world.SERVER}" action "here"
match from any for any action "out"
"""
ALIASES = """root: alice
team: gone.team@example.net, alice
sales: "|/usr/local/bin/fail"
"""
HERE_DOMAIN = "@" + world.SERVER


def setup(tree, variant):
    tree.write("etc/smtpd.conf", CONFIG)
    tree.write("etc/aliases", ALIASES)
    tree.write("usr/local/bin/fail", "#!/bin/sh\necho no such user in the help desk >&2\nexit 67\n", 0o755)
    for user in ("alice", "bob", "carol"):
        if tree.run("id", user, check=False).returncode:
            tree.run("useradd", "-m", "-s", "/bin/sh", user)
    tree.write("home/carol/.forward", "plain.carol@example.net\n", owner="carol")
    tree.run("sh", "-c", "rm -rf /var/spool/smtpd/queue/* /var/spool/smtpd/offline/*")
    tree.last = 0


def start(tree, variant):
    tree.start("/usr/sbin/smtpd", "-F")


def stop(tree, variant):
    pass


def tick(tree, variant, seconds):
    """Its own pace begins at minutes; this asks it to try everything again."""
    if seconds - tree.last >= 20:
        tree.last = seconds
        tree.run("smtpctl", "schedule", "all", check=False)


def late(name, to, **more):
    return Case(name, [to], [("warning", {to: "delayed"}), ("expired", {to: "expired"})], **more)


CASES = [
    Case("several-lines", ["gone.anna@example.net"]),
    Case("no-enhanced-several-lines", ["plainmulti.anna@example.net"]),
    Case("several-recipients", ["nosuch.anna@example.net", "full.ben@example.net", "ok.cleo@example.net",
                                "plainmulti.dan@example.net"],
         [("", {"nosuch.anna@example.net": "bounced", "full.ben@example.net": "bounced",
                "plainmulti.dan@example.net": "bounced"})]),
    Case("text-utf8", ["utf8.anna@example.net"]),
    late("banner-554", "anna@closed.example.net"),
    Case("no-such-domain", ["anna@nosuchdomain.example.net"], local={"anna@nosuchdomain.example.net": local("dns")}),
    Case("local-forward", ["carol" + HERE_DOMAIN], final={"carol" + HERE_DOMAIN: "plain.carol@example.net"}),
    Case("pipe-nouser", ["sales" + HERE_DOMAIN], local={"sales" + HERE_DOMAIN: local()}),
    Case("ret-hdrs", ["nosuch.anna@example.net"], mail="RET=HDRS ENVID=order+2B1042",
         rcpt={"nosuch.anna@example.net": "ORCPT=rfc822;Anna+2BNews@example.com NOTIFY=FAILURE"}),
    late("delay-full", "fullnow.anna@example.net"),
    Case("success-relayed", ["ok.anna@example.net"], [("", {"ok.anna@example.net": "relayed"})],
         rcpt={"ok.anna@example.net": "NOTIFY=SUCCESS,FAILURE"}),
    Case("success-delivered", ["alice" + HERE_DOMAIN], [("", {"alice" + HERE_DOMAIN: "delivered"})],
         rcpt={"alice" + HERE_DOMAIN: "NOTIFY=SUCCESS"}, local={"alice" + HERE_DOMAIN: local()}),
]
