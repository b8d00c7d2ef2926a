# SPDX-License-Identifier: Apache-2.0
"""Bounces as people paste them: the words of Postfix, Exim, qmail, Sendmail, Gmail and Exchange,
single replies, log lines, and whole notifications with their machine-readable part. Written for
this test; none of them ever stands alone in a mail here."""

REPLIES = (
    "550 5.1.1 <{to}>: Recipient address rejected: User unknown in virtual mailbox table",
    "550 5.1.1 User unknown",
    "550 5.1.1 The email account that you tried to reach does not exist.",
    "452 4.2.2 The recipient's inbox is out of storage space.",
    "554 5.7.1 Service unavailable; Client host [{ip}] blocked using bl.example.net",
    "550 5.7.26 This mail is unauthenticated, which poses a security risk",
    "421 4.7.0 Try again later, closing connection.",
    "550 5.4.1 Recipient address rejected: Access denied. AS(201806281)",
    "451 4.7.1 Greylisting in action, please come back later",
    "552 5.2.2 Mailbox full",
    "550 No such user here",
)


def reply(source, to=None):
    return source.pick(REPLIES).format(to=to or source.address(), ip=source.ip())


def said(source, to):
    return f"host {source.host()}[{source.ip()}] said: {reply(source, to)} (in reply to RCPT TO command)"


def log_line(source, to=None):
    to = to or source.address()
    status = source.pick(("bounced", "deferred"))
    return (f"{source.stamp('%b %d %H:%M:%S')} mx1 postfix/smtp[{source.number(900, 32000)}]: {source.queue_id()}: to=<{to}>, relay={source.host()}[{source.ip()}]:25, "
            f"delay=1.2, delays=0.1/0/0.5/0.6, dsn=5.1.1, status={status} ({said(source, to)})")


def postfix(source, to):
    host = source.host()
    return (f"This is the mail system at host {host}.\n\nI'm sorry to have to inform you that your message could not\n"
            "be delivered to one or more recipients. It's attached below.\n\nFor further assistance, please send mail to postmaster.\n\n"
            f"                   The mail system\n\n<{to}>: {said(source, to)}\n")


def exim(source, to):
    return ("This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\n"
            f"recipients. This is a permanent error. The following address(es) failed:\n\n  {to}\n    SMTP error from remote mail server after RCPT TO:<{to}>:\n    {reply(source, to)}\n")


def qmail(source, to):
    return (f"Hi. This is the qmail-send program at {source.host()}.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n"
            f"This is a permanent error; I've given up. Sorry it didn't work out.\n\n<{to}>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\n"
            f"Return-Path: <{source.ours()}>\nReceived: (qmail {source.number(100, 9999)} invoked from network)\nSubject: hello\n\nhello\n")


def sendmail(source, to):
    return (f"The original message was received at {source.date()}\nfrom {source.host()} [{source.ip()}]\n\n   ----- The following addresses had permanent fatal errors -----\n<{to}>\n"
            f"    (reason: {reply(source, to)})\n\n   ----- Transcript of session follows -----\n... while talking to {source.host()}.:\n>>> DATA\n<<< {reply(source, to)}\n550 5.1.1 <{to}>... User unknown\n")


def gmail(source, to):
    return (f"** Address not found **\n\nYour message wasn't delivered to {to} because the address couldn't be found, or is unable to receive mail.\n\n"
            f"The response from the remote server was:\n{reply(source, to)}\n")


def exchange(source, to):
    return (f"Delivery has failed to these recipients or groups:\n\n{to}\nThe email address you entered couldn't be found. Please check the recipient's email address and try to resend the message.\n\n"
            f"Diagnostic information for administrators:\n\nGenerating server: {source.host()}\n\n{to}\nRemote Server returned '{reply(source, to)}'\n")


def exchange_german(source, to):
    return (f"Fehler bei der Nachrichtenzustellung an folgende Empfänger oder Gruppen:\n\n{to}\nDie eingegebene E-Mail-Adresse konnte nicht gefunden werden.\n\n"
            f"Diagnoseinformationen für Administratoren:\n\nGenerierender Server: {source.host()}\n\n{to}\n#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##\n")


def delayed(source, to):
    return (f"This is the mail system at host {source.host()}.\n\n####################################################################\n# THIS IS A WARNING ONLY.  YOU DO NOT NEED TO RESEND YOUR MESSAGE. #\n"
            f"####################################################################\n\nYour message could not be delivered for more than 4 hour(s).\nIt will be retried until it is 5 day(s) old.\n\n<{to}>: connect to {source.host()}[{source.ip()}]:25: Connection timed out\n")


SHAPES = (postfix, exim, qmail, sendmail, gmail, exchange, exchange_german, delayed)
SUBJECTS = ("Undelivered Mail Returned to Sender", "Mail delivery failed: returning message to sender", "failure notice", "Returned mail: see transcript for details",
            "Delivery Status Notification (Failure)", "Undeliverable: Invoice 2026-118", "Unzustellbar: Rechnung 118", "Non remis : Facture 118", "Delayed Mail (still being retried)",
            "Undelivered Mail Returned to Sender", "Delivery has failed")


def words(source, to=None):
    """What the bounce said to people."""
    return source.pick(SHAPES)(source, to or source.address())


def status(source, to):
    """The machine-readable part as it looks when somebody pastes the source of a notification."""
    return (f"Reporting-MTA: dns; {source.host()}\nX-Postfix-Queue-ID: {source.queue_id()}\nX-Postfix-Sender: rfc822; {source.ours()}\nArrival-Date: {source.date()}\n\n"
            f"Final-Recipient: rfc822; {to}\nOriginal-Recipient: rfc822;{to}\nAction: failed\nStatus: 5.1.1\nRemote-MTA: dns; {source.host()}\nDiagnostic-Code: smtp; {reply(source, to)}\n")


def head(source):
    return (f"Return-Path: <>\nReceived: by {source.host()} (Postfix) id {source.queue_id()}; {source.date()}\nFrom: MAILER-DAEMON@{source.host()} (Mail Delivery System)\n"
            f"Subject: {source.pick(SUBJECTS)}\nTo: {source.ours()}\nAuto-Submitted: auto-replied\n")


def whole(source, to=None):
    """The source of a whole notification, header and parts."""
    to = to or source.address()
    mark = f"{source.queue_id()}.{source.number(10**9, 10**10)}/{source.host()}"
    return (head(source) + f'MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status;\n\tboundary="{mark}"\nDate: {source.date()}\n\nThis is a MIME-encapsulated message.\n\n'
            f"--{mark}\nContent-Description: Notification\nContent-Type: text/plain; charset=us-ascii\n\n{postfix(source, to)}\n--{mark}\nContent-Description: Delivery report\nContent-Type: message/delivery-status\n\n"
            f"{status(source, to)}\n--{mark}\nContent-Description: Undelivered Message\nContent-Type: message/rfc822\n\nFrom: <{source.ours()}>\nTo: <{to}>\nSubject: Invoice\nMessage-ID: {source.message_id()}\n\nHello\n\n--{mark}--\n")


def excerpt(source, to=None):
    """Any of the above, as much as a customer pastes."""
    to = to or source.address()
    way = source.number(0, 6)
    if way == 0:
        return said(source, to) + "\n"
    if way == 1:
        return reply(source, to) + "\n"
    if way == 2:
        return status(source, to)
    if way == 3:
        return head(source) + "\n" + words(source, to)
    if way == 4:
        return log_line(source, to) + "\n"
    return words(source, to)
