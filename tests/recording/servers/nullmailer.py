# SPDX-License-Identifier: Apache-2.0
"""nullmailer: gives everything to one relay, and writes a notice where that refuses for good."""
from case import Case, local

NAME, LISTENS = "nullmailer", False
VARIANTS = ("plain",)
SECONDS = {"plain": 90}


def setup(tree, variant):
    tree.write("etc/nullmailer/remotes", "mx.example.net smtp --port=25\n")
    tree.write("etc/nullmailer/pausetime", "5\n")
    tree.write("etc/nullmailer/maxpause", "6\n")
    tree.write("etc/nullmailer/sendtimeout", "10\n")
    tree.write("etc/nullmailer/queuelifetime", "25\n")
    tree.run("sh", "-c", "cd /var/spool/nullmailer && rm -f queue/* failed/* tmp/*; rm -f /etc/nullmailer/adminaddr /etc/nullmailer/me;"
             "[ -p trigger ] || mkfifo trigger; chown mail:root trigger; chmod 622 trigger; mkdir -p failed; chown mail:mail failed")


def start(tree, variant):
    log = open(tree.path / "var/log/nullmailer.log", "wb")
    tree.start("setpriv", "--reuid=mail", "--regid=mail", "--clear-groups", "nullmailer-send", stderr=log)


def stop(tree, variant):
    pass


def log(tree, variant):
    return (tree.path / "var/log/nullmailer.log").read_text(errors="surrogateescape").splitlines()


def command(name, to, **more):
    return Case(name, to, via="sendmail", **more)


CASES = [
    command("several-lines", ["gone.anna@example.net"]),
    command("several-recipients", ["nosuch.anna@example.net", "full.ben@example.net"],
            local={"full.ben@example.net": local("unknown")}),  # it stops at the first, and says so of all
    command("spam-at-end", ["spam.anna@example.net"]),
    command("expired", ["fullnow.anna@example.net"], notices=[("", {"fullnow.anna@example.net": "expired"})]),
]
