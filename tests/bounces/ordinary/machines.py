# SPDX-License-Identifier: Apache-2.0
"""What servers write to their administrators: cron, logwatch, pflogsumm, queue warnings, monitoring.
Senders are root, postmaster, even MAILER-DAEMON; the text is full of replies and addresses."""
from . import quoted
from .compose import Envelope, any_text, attachment, mail, multipart, text

BOXES = ("mx1.example.org", "web3.example.com", "db.example.test", "mail.example.net")


def from_root(source, subject, body, more=(), senders=None, names=None):
    box = source.pick(BOXES)
    sender = source.pick(senders or (f"root@{box}", f"root@{box}", f"postmaster@{box}", f"MAILER-DAEMON@{box}", f"cron@{box}", f"monitoring@{box}", f"admin@{box}"))
    name = source.pick(names or ("", "root", "Cron Daemon", "Charlie Root", "Mail System", "Mail Delivery System", "Postmaster"))
    path = source.pick((sender, sender, "", f"root@{box}"))
    head = Envelope(source, subject.replace("{box}", box), sender, name, return_path=path, more=more, client=())
    return mail(head, text(source, body.replace("{box}", box)))


def log(source, low=3, high=25):
    return "".join(quoted.log_line(source) + "\n" for _ in range(source.number(low, high)))


def cron(source):
    to = source.address()
    body = source.pick((
        f"/etc/cron.daily/backup:\nsendmail: fatal: {to}: {quoted.reply(source, to)}\nrun-parts: /etc/cron.daily/backup exited with return code 75\n",
        f"rsync: connection unexpectedly closed\nbackup of {{box}} has failed\nmail to {to} was rejected\n", f"Mailing report to {to} ...\n{quoted.reply(source, to)}\nerror: could not send report\n",
        f"curl: (56) response reading failed (errno: 104)\nRCPT failed: 550\n{to}: user unknown\n", log(source), f"postqueue -p | tail -n 20\n\n{queue(source)}",
        f"Certificate for {{box}} not yet due for renewal\n\nThe following renewals failed:\n  {{box}} (contact {to})\n1 renew failure(s)\n"))
    subject = source.pick(("Cron <root@{box}> test -x /usr/sbin/anacron || run-parts /etc/cron.daily", "Cron <backup@{box}> /usr/local/bin/backup.sh", "Anacron job 'cron.daily' on {box}", "Output from your job 118", "{box} daily run output", "Cron <root@{box}> mailq"))
    return from_root(source, subject, body, more=source.pick(([("Auto-Submitted", "auto-generated"), ("X-Cron-Env", "<SHELL=/bin/sh>")], [])))


def queue(source):
    rows = "".join(f"{source.queue_id()}*    {source.number(500, 90000)} Mon Jan  5 07:12:{source.number(10, 59)}  {source.pick(('MAILER-DAEMON', source.ours()))}\n({quoted.said(source, to)})\n                                         {to}\n\n" for to in [source.address() for _ in range(source.number(1, 8))])
    return "-Queue ID-  --Size-- ----Arrival Time---- -Sender/Recipient-------\n" + rows + f"-- {source.number(10, 900)} Kbytes in {source.number(1, 80)} Requests.\n"


def logwatch(source):
    rows = "".join(f"      {source.number(1, 40)}   550 5.1.1 User unknown\n         {source.number(1, 40)}      {source.address()}\n" for _ in range(source.number(2, 8)))
    body = (f" ################### Logwatch 7.5.6 (07/23/21) ####################\n        Processing Initiated: {source.stamp()}\n        Date Range Processed: yesterday\n      Logfiles for Host: {{box}}\n ##################################################################\n\n"
            f" --------------------- Postfix Begin ------------------------\n\n   {source.number(10, 900)}   Bytes accepted\n   {source.number(2, 90)}   Rejected\n   {source.number(2, 90)}   5xx Reject relay denied\n   {source.number(2, 90)}   Bounced: could not be delivered\n{rows}"
            f"   {source.number(1, 20)}   4xx Reject unknown user\n\n ---------------------- Postfix End -------------------------\n\n ###################### Logwatch End #########################\n")
    return from_root(source, source.pick(("Logwatch for {box} (Linux)", "LogWatch: {box}")), body, more=[("Auto-Submitted", "auto-generated"), ("Precedence", "bulk")])


def pflogsumm(source):
    bounces = "".join(f"   {source.host()} (total: {n})\n          {n}   {quoted.reply(source)[:60]}\n" for n in (source.number(1, 50) for _ in range(source.number(1, 6))))
    people = "".join(f"{source.number(1, 80):7}   {source.address()}\n" for _ in range(source.number(2, 12)))
    body = (f"Postfix log summaries for Jan  6\n\nGrand Totals\n------------\nmessages\n\n   {source.number(100, 9999)}   received\n   {source.number(100, 9999)}   delivered\n     {source.number(0, 90)}   forwarded\n     {source.number(0, 90)}   deferred\n     {source.number(0, 90)}   bounced\n     {source.number(0, 90)}   rejected (4%)\n\n"
            f"Senders by message count\n------------------------\n{people}\nRecipients by message count\n---------------------------\n{people}\nmessage deferral detail\n-----------------------\n  smtp (total: 4)\n{bounces}\nmessage bounce detail (by relay)\n--------------------------------\n{bounces}\nWarnings: none\n")
    return from_root(source, source.pick(("Postfix log summaries for Jan 6", "{box} daily mail stats", "pflogsumm {box}", "Mail statistics: bounced and rejected")), body)


def queue_warning(source):
    body = source.pick((queue(source), f"WARNING: mail queue on {{box}} has {source.number(100, 9000)} messages.\n\nTop recipients:\n\n" + "".join(f"  {source.number(1, 900)} {source.address()}\n" for _ in range(5)),
                        f"Mails to {source.pick(('example.net', 'example.com'))} are delayed:\n\n{log(source)}", f"postfix/qmgr: warning: mail for {source.host()} is using up 4002 of 5000 active queue entries\n", f"Mail could not be delivered from {{box}} for 10 minutes:\n{log(source, 1, 3)}"))
    return from_root(source, source.pick(("Warning: mail queue on {box}", "[{box}] 118 undelivered messages in queue", "Postfix queue alert", "Mail queue report: delivery delayed", "deferred mail on {box}", "ALERT: bounce rate high on {box}")), body)


def intrusion(source):
    body = source.pick((
        f"Hi,\n\nThe IP {source.ip()} has just been banned by Fail2Ban after\n5 attempts against postfix-sasl.\n\nLines containing failures of {source.ip()}:\n{source.stamp('%b %d %H:%M:%S')} mx1 postfix/smtpd[118]: NOQUEUE: reject: RCPT from unknown[{source.ip()}]: {quoted.reply(source)}; from=<{source.address()}> to=<{source.ours()}> proto=ESMTP helo=<x>\n\nRegards,\n\nFail2Ban\n",
        f"rkhunter on {{box}}\n\nWarning: The command '/usr/bin/lwp-request' has been replaced by a script\nReported to {source.ours()}\n", f"OSSEC HIDS Notification.\n{source.stamp()}\n\nReceived From: {{box}}->/var/log/maillog\nRule: 3301 fired (level 6) -> \"Attempt to use mail server as relay (550: Requested action not taken).\"\nPortion of the log(s):\n\n{log(source, 1, 4)}\n --END OF NOTIFICATION\n",
        f"*** SECURITY information for {{box}} ***\n\n{{box}} : Jan  6 10:11:12 : tom : user NOT in sudoers ; TTY=pts/0\n"))
    return from_root(source, source.pick(("[Fail2Ban] postfix-sasl: banned from {box}", "[rkhunter] Warnings found for {box}", "OSSEC Notification - {box} - Alert level 6", "*** SECURITY information for {box} ***")), body, names=("Fail2Ban", "", "root"))


def monitoring(source):
    state = source.pick(("CRITICAL", "WARNING", "OK", "PROBLEM", "RECOVERY", "FIRING", "RESOLVED"))
    what = source.pick(("SMTP", "Mail queue", "Mail delivery", "IMAP", "disk /var/spool", "RBL check", "Bounce rate"))
    output = source.pick((f"SMTP CRITICAL - 0.118 sec. response time, got: {quoted.reply(source)}", "connect to address 192.0.2.25 and port 25: Connection refused", f"MAILQ CRITICAL: mailq is {source.number(100, 9000)} (threshold c=500), messages could not be delivered",
                          f"Test mail to {source.address()} was not delivered within 300 s: delivery failed", f"{quoted.said(source, source.address())}", "DISK WARNING - mailbox full on /var/mail 98%", f"{source.ip()} is listed at bl.example.net"))
    body = source.pick((f"***** Nagios *****\n\nNotification Type: {state}\n\nService: {what}\nHost: {{box}}\nAddress: {source.ip()}\nState: {state}\n\nDate/Time: {source.stamp()}\n\nAdditional Info:\n\n{output}\n",
                        f"Trigger: {what} failed on {{box}}\nTrigger status: {state}\nTrigger severity: High\n\nItem values:\n\n1. {what} ({{box}}:mail): {output}\nContact: {source.ours()}\n",
                        f"[{state}:1] {what}\n\nLabels:\n - alertname = MailDeliveryFailed\n - instance = {{box}}:9154\n - severity = page\nAnnotations:\n - description = {output}\n",
                        f"Monit Alert: {what} failed\n\n\tDate:        {source.stamp()}\n\tAction:      alert\n\tHost:        {{box}}\n\tDescription: {output}\n\nYour faithful employee,\nMonit\n"))
    subject = source.pick((f"** {state} Service Alert: {{box}}/{what} is {state} **", f"{state}: {what} on {{box}}", f"[FIRING:1] MailDeliveryFailed ({{box}} page)", f"monit alert -- {what} failed {{box}}", f"Delivery error: {what} {state}"))
    more = [("X-Priority", "1")] if source.chance(0.3) else []
    return from_root(source, subject, body, more=more, senders=("nagios@{0}".format(source.pick(BOXES)), "zabbix@example.org", "alertmanager@example.test", "monit@mx1.example.org", "root@mx1.example.org", "postmaster@example.org", "MAILER-DAEMON@mx1.example.org", "noreply@uptime.example"),
                     names=("", "Nagios", "Zabbix", "Monitoring", "Mail system monitor"))


def server_report(source):
    """Attached logs and tables for the postmaster."""
    table = "sender,recipient,code,text\n" + "".join(f"{source.ours()},{source.address()},550,{quoted.reply(source)}\n" for _ in range(source.number(2, 12)))
    box = source.pick(BOXES)
    head = Envelope(source, source.pick(("Bounce statistics", "Weekly report: rejected and bounced mail", "SMTP errors of yesterday", "Delivery report for December", "Undelivered messages: weekly overview")), source.pick((f"postmaster@{box}", f"root@{box}", "reports@example.org", f"mailadmin@{box}")), source.pick(("Postmaster", "Mail Delivery Reports", "")), return_path=source.pick(("", f"root@{box}")), client=())
    body = source.pick((f"Attached are the {source.number(2, 99)} addresses whose mail was rejected last week.\n", f"Summary\n=======\n\n{table}", f"Hello,\n\nmessages that could not be delivered last week:\n\n{table}\nAsk {source.ours()} for more.\n"))
    part = any_text(source, body)
    return mail(head, multipart(source, "mixed", [part, attachment(source, "bounces.csv", source.pick(("text/csv", "application/gzip", "text/plain")), table.encode())]))


KINDS = {"cron": cron, "logwatch": logwatch, "pflogsumm": pflogsumm, "queue_warning": queue_warning, "intrusion_alert": intrusion, "monitoring": monitoring, "server_report": server_report}
