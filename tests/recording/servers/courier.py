# SPDX-License-Identifier: Apache-2.0
"""Courier: notices with its own diagnostic text, warnings, notices of success."""
from case import Case, local
import world

NAME, LISTENS = "courier", False
VARIANTS = ("plain",)
SECONDS = {"plain": 130}
HERE_DOMAIN = "@" + world.SERVER


def setup(tree, variant):
    tree.write("etc/courier/me", world.SERVER + "\n")
    tree.write("etc/courier/locals", world.SERVER + "\nlocalhost\n")
    tree.write("etc/courier/defaultdomain", world.SERVER + "\n")
    tree.write("etc/courier/queuetime", "50s\n")
    tree.write("etc/courier/warntime", "12s\n")
    for name in ("retryalpha", "retrybeta", "retrymaxdelta"):
        tree.write("etc/courier/" + name, {"retryalpha": "20s\n", "retrybeta": "1\n", "retrymaxdelta": "0\n"}[name])
    tree.write("etc/courier/retrygamma", "20s\n")
    for name in ("connect", "helo", "data", "cmd", "quit", "keepalive"):
        tree.write("etc/courier/esmtptimeout" + ("" if name == "cmd" else name), "5s\n")
    tree.write("etc/courier/esmtpdelay", "5s\n")
    tree.write("etc/courier/ipout", world.SERVER_IP + "\n")
    tree.write("etc/courier/aliases/system", "postmaster: errors@example.org\n"
               "sales: |/usr/local/bin/fail\n")
    tree.write("usr/local/bin/fail", "#!/bin/sh\necho no such user in the help desk\nexit 67\n", 0o755)
    for user in ("alice", "carol"):
        if tree.run("id", user, check=False).returncode:
            tree.run("useradd", "-m", "-s", "/bin/sh", user)
    tree.write("home/carol/.courier", "|/usr/local/bin/fail\n", owner="carol")
    tree.run("makealiases", check=False)


def start(tree, variant):
    tree.run("sh", "-c", "mkdir -p /run/courier/authdaemon; chown courier:courier /run/courier /run/courier/authdaemon;"
             " authdaemond start; courierfilter start; courier start", check=False)


def stop(tree, variant):
    tree.run("sh", "-c", "courier stop; courierfilter stop; authdaemond stop", check=False)


def command(name, to, **more):
    return Case(name, [to] if isinstance(to, str) else to, via="sendmail", **more)


def late(name, to, **more):
    return command(name, to, notices=[("warning", {to: "delayed"}), ("expired", {to: "expired"})], **more)


CASES = [
    command("no-enhanced-several-lines", "plainmulti.anna@example.net"),
    command("several-recipients", ["nosuch.anna@example.net", "full.ben@example.net", "ok.cleo@example.net"],
            notices=[("", {"nosuch.anna@example.net": "bounced", "full.ben@example.net": "bounced"})]),
    command("text-utf8", "utf8.anna@example.net"),
    command("spam-at-end", "spam.anna@example.net"),
    command("no-such-domain", "anna@nosuchdomain.example.net", local={"anna@nosuchdomain.example.net": local("dns")}),
    command("local-user-unknown", "nobody.here" + HERE_DOMAIN, local={"nobody.here" + HERE_DOMAIN: local()}),
    command("pipe-nouser", "carol" + HERE_DOMAIN, local={"carol" + HERE_DOMAIN: local()}),
    command("ret-hdrs", "nosuch.anna@example.net", options=("-R", "hdrs", "-V", "order+2B1042")),
    late("delay-full", "fullnow.anna@example.net"),
    command("success-relayed", "ok.anna@example.net", options=("-N", "success,fail"),
            notices=[("", {"ok.anna@example.net": "relayed"})]),
]
