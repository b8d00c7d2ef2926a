# SPDX-License-Identifier: Apache-2.0
"""Exim 4.96: routers for the network, aliases, commands and mailboxes; warnings, retry times that end,
bounce texts of one's own, and notices of success."""
from case import Case, local
import world

NAME, LISTENS = "exim", True
VARIANTS = ("plain", "custom", "short")
SECONDS = {"plain": 130, "custom": 70, "short": 40}

CONFIG = """primary_hostname = {server}
domainlist local_domains = {server} : localhost
acl_smtp_rcpt = acl_rcpt
acl_smtp_data = accept
log_selector = +delivery_size +smtp_confirmation +received_recipients
log_file_path = /var/log/exim4/%slog
local_interfaces = {ip}
smtputf8_advertise_hosts = *
dsn_advertise_hosts = *
{only}
message_size_limit = 50K
rfc1413_query_timeout = 0s
never_users =
disable_ipv6
retry_interval_max = 1h
queue_run_max = 5
begin acl
acl_rcpt:
  accept
begin routers
loopdomain:
  driver = dnslookup
  domains = loop.example.net
  transport = remote
  self = fail
  no_more
failing:
  driver = redirect
  domains = moved.example.org
  data = :fail: This address has moved to www.example.org
  allow_fail
deferring:
  driver = redirect
  domains = parked.example.org
  data = :defer: This domain rests until Monday
  allow_defer
lmtp:
  driver = manualroute
  domains = lmtp.example.org
  transport = lmtp
  route_list = * {lmtp} byname
dnslookup:
  driver = dnslookup
  domains = ! +local_domains
  transport = remote
  ignore_target_hosts = 0.0.0.0 : 127.0.0.0/8
  no_more
aliases:
  driver = redirect
  data = ${{lookup{{$local_part}}lsearch{{/etc/exim4/aliases}}}}
  file_transport = file
  pipe_transport = command
  allow_fail
  allow_defer
forwards:
  driver = redirect
  check_local_user
  file = $home/.forward
  no_verify
  no_expn
  pipe_transport = command
users:
  driver = accept
  check_local_user
  transport = mailbox
begin transports
remote:
  driver = smtp
  interface = {ip}
  connect_timeout = 5s
  command_timeout = 5s
  data_timeout = 5s
  final_timeout = 5s
  hosts_try_fastopen =
  hosts_try_chunking =
  hosts_try_prdr =
  tls_tempfail_tryclear
lmtp:
  driver = smtp
  protocol = lmtp
  port = 24
  interface = {ip}
mailbox:
  driver = appendfile
  file = /var/mail/$local_part_data
  user = $local_part_data
  group = mail
  mode_fail_narrower = false
  quota = 20K
  delivery_date_add
  return_path_add
file:
  driver = appendfile
command:
  driver = pipe
  user = mail
  return_output
  return_path_add
  timeout = 3s
begin retry
* quota F,30s,8s
* * F,40s,12s
begin rewrite
"""
ONLY = {
    "plain": "delay_warning = 15s:20m\nqueue_only = false",
    "custom": "delay_warning = 15s:20m\nbounce_message_file = /etc/exim4/bounce.txt\n"
              "warn_message_file = /etc/exim4/warn.txt\nerrors_copy = *@* errors@example.org",
    "short": "delay_warning =\nbounce_return_body = false\nbounce_return_size_limit = 2K\n"
             "errors_reply_to = Postmaster <help@example.org>",
}
BOUNCE = """Subject: Zustellung fehlgeschlagen${if eq{$sender_address}{$bounce_recipient}{: Ihre Nachricht kommt zurück}}
****
Diese Nachricht hat der Postausgang auf $primary_hostname erzeugt.

Ihre Nachricht ließ sich an die folgenden Empfänger nicht zustellen.
Der Fehler ist endgültig:

****
Der Text eines Skriptes folgt:

****
------ Dies ist eine Kopie Ihrer Nachricht mit allen Kopfzeilen. ------
****
------ Der Text ist länger als $bounce_return_size_limit; hier stehen seine ersten Zeilen. ------
****
------ Er ist zu lang; hier stehen nur die Kopfzeilen. ------
****
"""
WARN = """Subject: Ihre Nachricht ist seit $warn_message_delay unterwegs
****
Der Postausgang auf $primary_hostname wartet noch: Ihre Nachricht ließ sich
seit $warn_message_delay noch nicht an alle Empfänger zustellen.

Kennung der Nachricht: $message_exim_id

Noch nicht erreicht:
****
Sie brauchen nichts zu tun. Wir versuchen es weiter.
"""
ALIASES = """team: gone.team@example.net, alice
sales: "|/usr/local/bin/fail nouser"
slow: "|/bin/sleep 20"
absent: "|/usr/local/bin/absent"
left: :fail: Left the company
circle: circle2
circle2: circle
"""
FAIL = """#!/bin/sh
echo "no such user in the help desk"
exit 67
"""
HERE_DOMAIN = "@" + world.SERVER


def setup(tree, variant):
    tree.write("etc/exim4/exim4.conf", CONFIG.format(server=world.SERVER, ip=world.SERVER_IP, lmtp=world.LMTP_IP,
                                                     only=ONLY[variant]))
    tree.write("etc/exim4/aliases", ALIASES)
    tree.write("etc/exim4/bounce.txt", BOUNCE)
    tree.write("etc/exim4/warn.txt", WARN)
    tree.write("usr/local/bin/fail", FAIL, 0o755)
    for user in ("alice", "bob", "carol"):
        if tree.run("id", user, check=False).returncode:
            tree.run("useradd", "-m", "-s", "/bin/sh", user)
    tree.write("home/carol/.forward", "plain.carol@example.net\n", owner="carol")
    tree.write("var/mail/bob", "From x\n" + "y" * 20470 + "\n", 0o600, "bob:mail")
    tree.run("sh", "-c", "rm -f /var/log/exim4/* /var/spool/exim4/db/* /var/spool/exim4/input/* /var/spool/exim4/msglog/*")
    tree.run("chown", "Debian-exim:adm", "/var/log/exim4")


def start(tree, variant):
    tree.start("/usr/sbin/exim4", "-bdf", "-q6s")


def stop(tree, variant):
    pass


def log(tree, variant):
    lines = []
    for name in ("mainlog", "rejectlog"):
        path = tree.path / "var/log/exim4" / name
        if path.exists() and name == "mainlog":
            lines += path.read_text(errors="surrogateescape").splitlines()
    return lines


def late(name, to, keep=("warning", "expired"), **more):
    return Case(name, [to], [(suffix if suffix in keep else None, {to: outcome})
                             for suffix, outcome in (("warning", "delayed"), ("expired", "expired"))], **more)


CASES = [
    Case("user-unknown", ["nosuch.anna@example.net"]),
    Case("several-recipients", ["nosuch.anna@example.net", "full.ben@example.net", "ok.cleo@example.net",
                                "plainmulti.dan@example.com"],
         [("", {"nosuch.anna@example.net": "bounced", "full.ben@example.net": "bounced",
                "plainmulti.dan@example.com": "bounced"})]),
    Case("text-utf8", ["utf8.anna@example.net"]),
    Case("spam-at-end", ["spam.anna@example.net", "ok.ben@example.net"],
         [("", {"spam.anna@example.net": "bounced", "ok.ben@example.net": "bounced"})]),
    Case("banner-554", ["anna@closed.example.net"]),
    Case("too-large-for-them", ["anna@small.example.net"], lines=40),
    Case("no-such-domain", ["anna@nosuchdomain.example.net"], local={"anna@nosuchdomain.example.net": local("dns")}),
    Case("router-fail", ["anna@moved.example.org"], local={"anna@moved.example.org": local()}),
    Case("local-user-unknown", ["nobody.here" + HERE_DOMAIN], local={"nobody.here" + HERE_DOMAIN: local()}),
    Case("local-forward", ["carol" + HERE_DOMAIN], final={"carol" + HERE_DOMAIN: "plain.carol@example.net"}),
    Case("local-alias-team", ["team" + HERE_DOMAIN], final={"team" + HERE_DOMAIN: "gone.team@example.net"}),
    Case("pipe-nouser", ["sales" + HERE_DOMAIN], local={"sales" + HERE_DOMAIN: local()}),
    Case("lmtp-each-its-own", ["nosuch.anna@lmtp.example.org", "big.ben@lmtp.example.org", "ok.cleo@lmtp.example.org"],
         [("", {"nosuch.anna@lmtp.example.org": "bounced", "big.ben@lmtp.example.org": "bounced"})]),
    Case("envid-orcpt", ["nosuch.anna@example.net"], mail="RET=HDRS ENVID=order+2B1042",
         rcpt={"nosuch.anna@example.net": "ORCPT=rfc822;Anna+2BNews@example.com NOTIFY=FAILURE"}),
    Case("smtputf8-user-unknown", ["nosuch.jürgen@example.net"], mail="SMTPUTF8 BODY=8BITMIME",
         subject="Ihre Bestellung für den Flur"),
    late("delay-full", "fullnow.anna@example.net"),
    late("delay-banner-421", "anna@busy.example.net", ("expired",)),
    late("delay-dropped", "drop.anna@example.net", ("expired",)),
    late("delay-refused", "anna@refused.example.net", ("warning",), local={"anna@refused.example.net": local("connect")}),
    late("delay-mailbox-full", "bob" + HERE_DOMAIN, ("warning",), local={"bob" + HERE_DOMAIN: local()}),
    Case("success-relayed", ["ok.anna@example.net"], [("", {"ok.anna@example.net": "relayed"})],
         rcpt={"ok.anna@example.net": "NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;ok.anna@example.net"}),
    Case("success-delivered", ["alice" + HERE_DOMAIN], [("", {"alice" + HERE_DOMAIN: "delivered"})],
         rcpt={"alice" + HERE_DOMAIN: "NOTIFY=SUCCESS"}, local={"alice" + HERE_DOMAIN: local()}),
    Case("custom-text", ["gone.anna@example.net", "nobody.here" + HERE_DOMAIN], variant="custom",
         local={"nobody.here" + HERE_DOMAIN: local()}),
    Case("custom-warning", ["grey.anna@example.net"], variant="custom",
         notices=[("", {"grey.anna@example.net": "delayed"}), ("expired", {"grey.anna@example.net": "expired"})]),
    Case("no-body", ["nosuch.anna@example.net"], variant="short", lines=60),
]
