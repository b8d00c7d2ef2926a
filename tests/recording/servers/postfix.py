# SPDX-License-Identifier: Apache-2.0
"""Postfix: one configuration after the other, over the same queue. Delivery to the network, to LMTP,
mailboxes, commands and virtual mailboxes; notices in every class, and in another language."""
from case import Case, local
import world

NAME, LISTENS = "postfix", True
VARIANTS = ("plain", "warn", "soft", "templates", "notify")
UNLOGGED = ("soft", "templates")  # their logs have nothing that the others have not
SECONDS = {"plain": 130, "warn": 100, "soft": 80, "templates": 80, "notify": 110}

MAIN = f"""compatibility_level = 3.6
myhostname = {world.SERVER}
myorigin = $myhostname
mydestination = $myhostname, localhost
mynetworks = 127.0.0.0/8, 192.0.2.0/24
inet_protocols = ipv4
inet_interfaces = {world.SERVER_IP}
smtp_bind_address = {world.SERVER_IP}
smtpd_relay_restrictions = permit_mynetworks, reject
alias_maps = hash:/etc/postfix/aliases
alias_database =
transport_maps = texthash:/etc/postfix/transport
virtual_alias_maps = texthash:/etc/postfix/virtual
virtual_mailbox_domains = boxes.example.org
virtual_mailbox_base = /var/boxes
virtual_mailbox_maps = texthash:/etc/postfix/boxes
virtual_uid_maps = static:5000
virtual_gid_maps = static:5000
virtual_minimum_uid = 100
virtual_mailbox_limit = 20000
mailbox_size_limit = 20000
message_size_limit = 20000
local_recipient_maps =
header_checks = regexp:/etc/postfix/headers
body_checks = regexp:/etc/postfix/bodies
non_smtpd_milters =
minimal_backoff_time = 18s
maximal_backoff_time = 18s
queue_run_delay = 6s
maximal_queue_lifetime = 45s
bounce_queue_lifetime = 45s
smtp_connect_timeout = 6s
smtp_helo_timeout = 6s
smtp_mail_timeout = 6s
smtp_rcpt_timeout = 6s
smtp_data_done_timeout = 6s
lmtp_connect_timeout = 6s
smtp_skip_5xx_greeting = no
smtp_destination_concurrency_failed_cohort_limit = 0
default_destination_concurrency_failed_cohort_limit = 0
destination_concurrency_feedback_debug = no
"""
ONLY = {
    "plain": "",
    "warn": "delay_warning_time = 10s\n",
    "soft": "soft_bounce = yes\nmaximal_queue_lifetime = 25s\n",
    "templates": "bounce_template_file = /etc/postfix/bounce.de\ndelay_warning_time = 10s\n",
    "notify": """notify_classes = bounce, 2bounce, delay, policy, protocol, resource, software
bounce_notice_recipient = bounces@example.org
2bounce_notice_recipient = doubles@example.org
delay_notice_recipient = delays@example.org
error_notice_recipient = errors@example.org
delay_warning_time = 10s
maximal_queue_lifetime = 40s
smtpd_recipient_restrictions = check_recipient_access inline:{barred@relay.example.org=REJECT}, permit_mynetworks, reject
""",
}
SERVICES = "fail unix - n n - - pipe flags=R user=bob argv=/usr/local/bin/fail ${user}\n"
FAIL = """#!/bin/sh
case "$1" in
  nouser*) echo "no such user in the help desk"; exit 67;;
  tempfail*) echo "database is away"; exit 75;;
  noperm*) exit 77;;
  software*) echo "Traceback: something broke"; exit 70;;
  quota*) echo "5.2.2 over quota, says the script"; exit 69;;
  odd*) echo "this one just fails"; exit 3;;
  signal*) kill -9 $$;;
  status*) echo "4.7.13 wait for the moon"; exit 1;;
esac
"""
GERMAN = """failure_template = <<EOF
Charset: utf-8
From: Postausgang <postmaster@relay.example.org>
Subject: Ihre Nachricht kam nicht an
Postmaster-Subject: Kopie an den Postmaster: nicht zugestellt

Hier schreibt das Mailprogramm auf $myhostname.

Ihre Nachricht ließ sich an die unten genannten Empfänger nicht zustellen.
Für Rückfragen wenden Sie sich bitte an postmaster@relay.example.org
und fügen Sie diesen Bericht bei.

                   Das Mailprogramm
EOF

delay_template = <<EOF
Charset: utf-8
From: Postausgang <postmaster@relay.example.org>
Subject: Ihre Nachricht ist noch unterwegs
Postmaster-Subject: Kopie an den Postmaster: verspätet

Hier schreibt das Mailprogramm auf $myhostname.

Ihre Nachricht wartet seit $delay_warning_time_seconds Sekunden. Sie brauchen nichts zu tun:
wir versuchen es noch $maximal_queue_lifetime_seconds Sekunden lang.

                   Das Mailprogramm
EOF
"""
ALIASES = """postmaster: root
root: /dev/null
team: gone.team@example.net, alice
sales: "|/usr/local/bin/fail nouser"
looping: looping2
looping2: looping
circle: circle2, alice
list: ok.lia@example.net, ok.lou@example.net
owner-list: postmaster@example.org
"""
TRANSPORT = f"""lmtp.example.org lmtp:inet:{world.LMTP_IP}:24
scripts.example.org fail:
moved.example.org error:5.1.6 This address has moved to www.example.org
parked.example.org retry:4.3.0 This domain rests until Monday
nolmtp.example.org lmtp:inet:198.51.100.92:24
nopipe.example.org absent:
"""


def setup(tree, variant):
    tree.write("etc/postfix/main.cf", MAIN + ONLY[variant])
    master = (tree.path / "etc/postfix/master.cf.proto").read_text()
    rows = []
    for line in master.splitlines():
        words = line.split()
        if len(words) > 7 and not line[0].isspace() and words[4] in "y-" and words[3] != "type":
            words[4] = "n"
            line = "\t".join(words)
        rows.append(line)
    tree.write("etc/postfix/master.cf", "\n".join(rows) + "\n" + SERVICES)
    tree.write("etc/postfix/aliases", ALIASES)
    tree.write("etc/postfix/transport", TRANSPORT)
    tree.write("etc/postfix/virtual", "help@relay.example.org nosuch.desk@example.net, full.desk@example.com\n"
               "crowd@relay.example.org ok.lia@example.net, ok.lou@example.net\n")
    tree.write("etc/postfix/boxes", "full@boxes.example.org full\nfine@boxes.example.org fine/\n")
    tree.write("etc/postfix/headers", "/^X-Refuse:/ REJECT We do not carry this\n/^X-Refuse5:/ REJECT 5.7.9 Not with that header\n")
    tree.write("etc/postfix/bodies", "/forbidden lamp/ REJECT 5.7.0 Such lamps are not sent\n")
    tree.write("etc/postfix/bounce.de", GERMAN)
    tree.write("usr/local/bin/fail", FAIL, 0o755)
    for user in ("alice", "bob", "carol"):
        if tree.run("id", user, check=False).returncode:
            tree.run("useradd", "-m", "-s", "/bin/sh", user)
    tree.write("home/carol/.forward", "plain.carol@example.net\n", owner="carol")
    tree.write("var/mail/bob", "From x\n" + "y" * 19990 + "\n", 0o600, "bob")
    tree.write("var/boxes/full", "From x\n" + "y" * 19990 + "\n", 0o600, "5000:5000")
    tree.run("chown", "5000:5000", "/var/boxes")
    tree.run("sh", "-c", "rm -f /etc/postfix/aliases.db; postalias hash:/etc/postfix/aliases")


def start(tree, variant):
    tree.run("postfix", "start")


def stop(tree, variant):
    tree.run("postfix", "stop", check=False)
    tree.run("postsuper", "-d", "ALL", check=False)


HERE_DOMAIN = "@" + world.SERVER


def expires(name, to, **more):
    return Case(name, [to], [("", {to: "expired"})], **more)


def success(name, to, outcome, **more):
    return Case(name, [to], [("", {to: outcome})], rcpt={to: "NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;" + to}, **more)


CASES = [
    Case("user-unknown", ["nosuch.anna@example.net"]),
    Case("no-enhanced-several-lines", ["plainmulti.anna@example.net"]),
    Case("several-recipients", ["nosuch.anna@example.net", "full.ben@example.net", "ok.cleo@example.net",
                                "plainmulti.dan@example.com", "off.eva@example.net"],
         [("", {"nosuch.anna@example.net": "bounced", "full.ben@example.net": "bounced",
                "plainmulti.dan@example.com": "bounced", "off.eva@example.net": "bounced"})]),
    Case("text-utf8", ["utf8.anna@example.net"]),
    Case("text-latin1", ["latin1.anna@example.net"]),
    Case("text-long", ["long.anna@example.net"]),
    Case("text-nothing-but-codes", ["codeless.anna@example.net"]),
    Case("enhanced-only-first-line", ["mixed.anna@example.net"]),
    Case("spam-at-end", ["spam.anna@example.net", "ok.ben@example.net"]),
    Case("banner-554", ["anna@closed.example.net"]),
    Case("hello-550", ["anna@nohello.example.net"]),
    Case("too-large-for-them", ["anna@small.example.net"], lines=40, local={"anna@small.example.net": local()}),
    Case("no-such-domain", ["anna@nosuchdomain.example.net"], local={"anna@nosuchdomain.example.net": local("dns")}),
    Case("loops-back", ["anna@loop.example.net"], local={"anna@loop.example.net": local()}),
    Case("error-transport", ["anna@moved.example.org"], via="sendmail", local={"anna@moved.example.org": local()}),
    Case("smtputf8-refused-by-us", ["jürgen@ascii.example.net"], mail="SMTPUTF8 BODY=8BITMIME",
         local={"jürgen@ascii.example.net": local("unknown")}),
    Case("smtputf8-user-unknown", ["nosuch.jürgen@example.net"], mail="SMTPUTF8 BODY=8BITMIME", subject="Ihre Bestellung für den Flur"),
    Case("ret-hdrs", ["nosuch.anna@example.net"], mail="RET=HDRS ENVID=order-1042"),
    Case("envid-orcpt", ["nosuch.anna@example.net"], mail="ENVID=order+2B1042",
         rcpt={"nosuch.anna@example.net": "ORCPT=rfc822;Anna+2BNews@example.com NOTIFY=FAILURE"}),
    # Local ends.
    Case("local-user-unknown", ["nobody.here" + HERE_DOMAIN], local={"nobody.here" + HERE_DOMAIN: local()}),
    Case("local-mailbox-full", ["bob" + HERE_DOMAIN], local={"bob" + HERE_DOMAIN: local()}),
    Case("local-forward", ["carol" + HERE_DOMAIN], final={"carol" + HERE_DOMAIN: "plain.carol@example.net"}),
    Case("local-alias-team", ["team" + HERE_DOMAIN], final={"team" + HERE_DOMAIN: "gone.team@example.net"}),
    Case("virtual-alias-two", ["help" + HERE_DOMAIN], [("", {"nosuch.desk@example.net": "bounced", "full.desk@example.com": "bounced"})],
         final={"nosuch.desk@example.net": "nosuch.desk@example.net", "full.desk@example.com": "full.desk@example.com"}),
    Case("lmtp-each-its-own", ["spam.anna@lmtp.example.org", "big.ben@lmtp.example.org", "ok.cleo@lmtp.example.org"],
         [("", {"spam.anna@lmtp.example.org": "bounced", "big.ben@lmtp.example.org": "bounced"})]),
    *[Case("pipe-" + what, [f"{what}@scripts.example.org"], local={f"{what}@scripts.example.org": local()})
      for what in ("nouser", "quota")],
    Case("header-check", ["ok.anna@example.net"], via="sendmail", headers=("X-Refuse: yes",), local={"ok.anna@example.net": local()}),
    # What stays until the queue gives up.
    expires("expired-banner-421", "anna@busy.example.net"),
    expires("expired-hangup-at-banner", "anna@hangup.example.net"),
    expires("expired-dropped-at-end", "dropdata.anna@example.net"),
    expires("expired-refused", "anna@refused.example.net", local={"anna@refused.example.net": local("connect")}),
    expires("expired-dns-broken", "anna@broken.example.net", local={"anna@broken.example.net": local("dns")}),
    # Notices of success.
    success("success-relayed", "ok.anna@example.net", "relayed"),
    success("success-delivered", "alice" + HERE_DOMAIN, "delivered", local={"alice" + HERE_DOMAIN: local()}),
    Case("success-delivered-to-list", ["list" + HERE_DOMAIN], [("", {"list" + HERE_DOMAIN: "delivered"})],
         rcpt={"list" + HERE_DOMAIN: "NOTIFY=SUCCESS"}, local={"list" + HERE_DOMAIN: local()}),
    Case("success-expanded", ["crowd" + HERE_DOMAIN], [("", {"crowd" + HERE_DOMAIN: "expanded"})],
         rcpt={"crowd" + HERE_DOMAIN: "NOTIFY=SUCCESS"}, local={"crowd" + HERE_DOMAIN: local()}),
    Case("probe", ["nosuch.anna@example.net", "ok.ben@example.net"], via="sendmail", options=("-bv",), keeps_message=False,
         notices=[("", {"nosuch.anna@example.net": "bounced", "ok.ben@example.net": "deliverable"})],
         local={"ok.ben@example.net": local("unknown", reply="250 2.1.5 Recipient ok")}),
    Case("report-of-delivery", ["nosuch.anna@example.net", "ok.ben@example.net"], via="sendmail", options=("-v",),
         notices=[("bounce", {"nosuch.anna@example.net": "bounced"}),
                  ("", {"nosuch.anna@example.net": "bounced", "ok.ben@example.net": "relayed"})]),
    # Warnings.
    Case("delay", ["fullnow.anna@example.net"], variant="warn",
         notices=[("warning", {"fullnow.anna@example.net": "delayed"}), ("expired", {"fullnow.anna@example.net": "expired"})]),
    Case("delay-no-route", ["anna@refused.example.net"], variant="warn", local={"anna@refused.example.net": local("connect")},
         notices=[("warning", {"anna@refused.example.net": "delayed"}), ("expired", {"anna@refused.example.net": "expired"})]),
    # 5xx that are kept as if they were 4xx.
    expires("soft-user-unknown", "nosuch.anna@example.net", variant="soft"),
    Case("german", ["nosuch.anna@example.net"], variant="templates"),
    Case("german-delay", ["grey.anna@example.net"], variant="templates",
         notices=[("warning", {"grey.anna@example.net": "delayed"}), ("expired", {"grey.anna@example.net": "expired"})]),
    # Copies for the postmaster, with and without what was said on the wire.
    Case("notify-bounce", ["nosuch.anna@example.net"], variant="notify",
         notices=[(None, {"nosuch.anna@example.net": "bounced"}),
                  ("postmaster", {"nosuch.anna@example.net": "bounced"}, "bounces@example.org")]),
    Case("notify-delay", ["fullnow.anna@example.net"], variant="notify",
         notices=[(None, {"fullnow.anna@example.net": "delayed"}),
                  ("postmaster", {"fullnow.anna@example.net": "delayed"}, "delays@example.org"),
                  (None, {"fullnow.anna@example.net": "expired"}),
                  (None, {"fullnow.anna@example.net": "expired"}, "bounces@example.org")]),
    Case("notify-policy", ["barred" + HERE_DOMAIN], variant="notify",
         notices=[("", {"barred" + HERE_DOMAIN: "rejected"}, "errors@example.org")]),
    Case("notify-header-check", ["ok.anna@example.net"], variant="notify", headers=("X-Refuse5: yes",),
         notices=[("", {"ok.anna@example.net": "rejected"}, "errors@example.org")]),
    Case("notify-protocol-in", ["two words@@example.net"], variant="notify",
         notices=[("", {"two words@@example.net": "rejected"}, "errors@example.org")]),
    Case("notify-protocol-out", ["syntax.anna@example.net"], variant="notify",
         notices=[(None, {"syntax.anna@example.net": "bounced"}),
                  (None, {"syntax.anna@example.net": "bounced"}, "bounces@example.org"),
                  ("", {"syntax.anna@example.net": "bounced"}, "errors@example.org")]),
    Case("notify-double-bounce", ["nosuch.anna@example.net"], variant="notify", sender="nosuch.shop@example.net",
         notices=[(None, {"nosuch.anna@example.net": "bounced"}, "bounces@example.org"),
                  ("", {"nosuch.shop@example.net": "bounced"}, "doubles@example.org")]),
]
