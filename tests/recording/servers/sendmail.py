# SPDX-License-Identifier: Apache-2.0
"""Sendmail 8.17: notices with the transcript of the session, as MIME reports and in the old plain form;
warnings, local mailers, aliases, notices of success."""
from case import Case, local
import world

NAME, LISTENS = "sendmail", True
VARIANTS = ("plain", "old", "headers")
SECONDS = {"plain": 130, "old": 90, "headers": 40}

MC = f"""divert(0)dnl
OSTYPE(`debian')dnl
define(`confDOMAIN_NAME',`{world.SERVER}')dnl
define(`_USE_ETC_MAIL_')dnl
undefine(`confHOST_STATUS_DIRECTORY')dnl
FEATURE(`no_default_msa')dnl
FEATURE(`nouucp',`reject')dnl
FEATURE(`promiscuous_relay')dnl
FEATURE(`accept_unqualified_senders')dnl
FEATURE(`accept_unresolvable_domains')dnl
FEATURE(`virtusertable',`hash /etc/mail/virtuser')dnl
FEATURE(`mailertable',`hash /etc/mail/mailertable')dnl
DAEMON_OPTIONS(`Name=MTA, Addr={world.SERVER_IP}, Port=25')dnl
define(`confTO_QUEUERETURN',`40s')dnl
define(`confTO_QUEUEWARN',`12s')dnl
define(`confTO_CONNECT',`5s')dnl
define(`confTO_ICONNECT',`5s')dnl
define(`confTO_INITIAL',`5s')dnl
define(`confTO_HELO',`5s')dnl
define(`confTO_MAIL',`5s')dnl
define(`confTO_RCPT',`5s')dnl
define(`confTO_DATAFINAL',`5s')dnl
define(`confTO_IDENT',`0')dnl
define(`confMIN_QUEUE_AGE',`0')dnl
define(`confMAX_DAEMON_CHILDREN',`0')dnl
define(`confQUEUE_LA',`99')dnl
define(`confREFUSE_LA',`99')dnl
define(`confDELAY_LA',`0')dnl
define(`confMAX_MESSAGE_SIZE',`50000')dnl
define(`confALIAS_WAIT',`0')dnl
define(`confDONT_BLAME_SENDMAIL',`GroupWritableDirPathSafe,ForwardFileInGroupWritableDirPath,GroupReadableKeyFile')dnl
%s
MAILER(`local')dnl
MAILER(`smtp')dnl
LOCAL_CONFIG
Cw{world.SERVER}
"""
ONLY = {
    "plain": "",
    "old": "define(`confMIME_FORMAT_ERRORS',`False')dnl",
    "headers": "define(`confPRIVACY_FLAGS',`nobodyreturn')dnl\ndefine(`confCOPY_ERRORS_TO',`errors@example.org')dnl\n"
               "define(`confERROR_MESSAGE',`/etc/mail/error-head')dnl",
}
ALIASES = """postmaster: root
mailer-daemon: postmaster
root: /dev/null
team: gone.team@example.net, alice
sales: "|/usr/local/bin/fail nouser"
tempsales: "|/usr/local/bin/fail tempfail"
broken: "|/usr/local/bin/fail software"
owner-list: errors@example.org
list: ok.lia@example.net, ok.lou@example.net
nofile: :include:/etc/mail/nowhere
"""
FAIL = """#!/bin/sh
case "$1" in
  nouser) echo "no such user in the help desk"; exit 67;;
  tempfail) echo "database is away"; exit 75;;
  software) echo "Traceback: something broke"; exit 70;;
esac
"""
HERE_DOMAIN = "@" + world.SERVER


def setup(tree, variant):
    tree.write("etc/mail/sendmail.mc", MC % ONLY[variant])
    tree.write("etc/mail/virtuser", "left@moved.example.org\terror:5.1.6:551 This address has moved to www.example.org\n")
    tree.write("etc/mail/mailertable", "parked.example.org\terror:4.3.0:450 This domain rests until Monday\n"
               "closed.example.org\terror:nohost This domain is closed\n")
    tree.write("etc/mail/aliases", ALIASES)
    tree.write("etc/mail/error-head", "Something went wrong on its way. Do not worry, we have a copy.\n")
    tree.write("etc/mail/local-host-names", world.SERVER + "\nmoved.example.org\n")
    tree.write("usr/local/bin/fail", FAIL, 0o755)
    for user in ("alice", "bob", "carol"):
        if tree.run("id", user, check=False).returncode:
            tree.run("useradd", "-m", "-s", "/bin/sh", user)
    tree.write("home/carol/.forward", "plain.carol@example.net\n", owner="carol")
    tree.run("sh", "-ec", """chown root:root /etc/mail; chmod 755 /etc/mail; cd /etc/mail; rm -f *.db; touch trusted-users access
      m4 -D_CF_DIR_=/usr/share/sendmail/cf/ /usr/share/sendmail/cf/m4/cf.m4 sendmail.mc >sendmail.cf
      makemap hash virtuser <virtuser; makemap hash mailertable <mailertable; makemap hash access <access
      mkdir -p /var/run/sendmail/mta /var/spool/mqueue; chown root:root /var/run/sendmail/mta /var/spool/mqueue; chmod 700 /var/spool/mqueue
      ln -sf /usr/local/bin/fail /etc/mail/smrsh/fail 2>/dev/null || true
      rm -f /var/spool/mqueue/* /var/spool/mqueue-client/*; newaliases""")


def start(tree, variant):
    tree.start("/usr/sbin/sendmail-mta", "-bD", "-q6s")


def stop(tree, variant):
    pass


def late(name, to, keep=("warning", "expired"), **more):
    return Case(name, [to], [(suffix if suffix in keep else None, {to: outcome})
                             for suffix, outcome in (("warning", "delayed"), ("expired", "expired"))], **more)


DIRECT = {"via": "sendmail", "options": ("-Am",)}

CASES = [
    Case("user-unknown", ["nosuch.anna@example.net"]),
    Case("no-enhanced-several-lines", ["plainmulti.anna@example.net"]),
    Case("several-recipients", ["nosuch.anna@example.net", "full.ben@example.net", "ok.cleo@example.net",
                                "plainmulti.dan@example.com"],
         [("", {"nosuch.anna@example.net": "bounced", "full.ben@example.net": "bounced",
                "plainmulti.dan@example.com": "bounced"})]),
    Case("text-utf8", ["utf8.anna@example.net"]),
    Case("spam-at-end", ["spam.anna@example.net", "ok.ben@example.net"],
         [("", {"spam.anna@example.net": "bounced", "ok.ben@example.net": "bounced"})]),
    Case("banner-554", ["anna@closed.example.net"]),
    Case("too-large-for-them", ["anna@small.example.net"], lines=40),
    Case("no-such-domain", ["anna@nosuchdomain.example.net"], **DIRECT, local={"anna@nosuchdomain.example.net": local("dns")}),
    Case("loops-back", ["anna@loop.example.net"], **DIRECT, local={"anna@loop.example.net": local()}),
    Case("local-user-unknown", ["nobody.here" + HERE_DOMAIN], **DIRECT, local={"nobody.here" + HERE_DOMAIN: local()}),
    Case("local-forward", ["carol" + HERE_DOMAIN], final={"carol" + HERE_DOMAIN: "plain.carol@example.net"}),
    Case("local-alias-team", ["team" + HERE_DOMAIN], final={"team" + HERE_DOMAIN: "gone.team@example.net"}),
    Case("pipe-nouser", ["sales" + HERE_DOMAIN], local={"sales" + HERE_DOMAIN: local()}),
    late("delay-full", "fullnow.anna@example.net"),
    late("delay-banner-421", "anna@busy.example.net", ("expired",)),
    late("delay-dropped", "drop.anna@example.net", ("expired",)),
    late("delay-refused", "anna@refused.example.net", ("warning",), local={"anna@refused.example.net": local("connect")}),
    Case("success-relayed", ["ok.anna@example.net"], [("", {"ok.anna@example.net": "relayed"})],
         rcpt={"ok.anna@example.net": "NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;ok.anna@example.net"}),
    Case("success-delivered-to-list", ["list" + HERE_DOMAIN], [("", {"list" + HERE_DOMAIN: "delivered"})],
         rcpt={"list" + HERE_DOMAIN: "NOTIFY=SUCCESS"}, local={"list" + HERE_DOMAIN: local()}),
    Case("old-several", ["gone.anna@example.net", "plain.ben@example.net"], variant="old"),
    Case("old-local", ["nobody.here" + HERE_DOMAIN], variant="old", **DIRECT, local={"nobody.here" + HERE_DOMAIN: local()}),
    late("old-delay", "fullnow.anna@example.net", variant="old"),
    Case("headers-only", ["nosuch.anna@example.net"], variant="headers", lines=20,
         notices=[("", {"nosuch.anna@example.net": "bounced"}),
                  ("postmaster", {"nosuch.anna@example.net": "bounced"}, "errors@example.org")]),
]
