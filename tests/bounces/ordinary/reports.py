# SPDX-License-Identifier: Apache-2.0
"""Machine-readable mails that report no failure: DMARC aggregates (RFC 7489), TLS reports (RFC 8460),
calendars (RFC 5546, 6047), read receipts (RFC 8098) and notices of successful delivery (RFC 3464)."""
import gzip
import io
import json
import zipfile

from . import words
from .compose import Envelope, Part, any_text, attachment, mail, multipart, text, wrap_base64

REPORTERS = (("noreply-dmarc@big.example", "big.example"), ("dmarcreport@office.example", "Enterprise Outlook"), ("postmaster@dmarc.portal.example", "Portal"), ("dmarc-noreply@provider.test", ""), ("MAILER-DAEMON@mx.example.net", "Mail Delivery System"),
             ("abuse-reports@isp.example", "DMARC Aggregate Report"), ("opendmarc@mx.example.com", "OpenDMARC Filter"), ("feedback@example.net", "DMARC Feedback"))


def dmarc(source):
    sender, name = source.pick(REPORTERS)
    policy, begin = source.pick(("example.org", "shop.example.com")), source.when()
    record = f"<record><row><source_ip>{source.ip()}</source_ip><count>{source.number(1, 900)}</count><policy_evaluated><disposition>reject</disposition><dkim>fail</dkim><spf>fail</spf></policy_evaluated></row><identifiers><header_from>{policy}</header_from></identifiers></record>"
    xml = f'<?xml version="1.0"?><feedback><report_metadata><org_name>{name}</org_name><email>{sender}</email><report_id>{source.hex(16)}</report_id></report_metadata><policy_published><domain>{policy}</domain><p>reject</p></policy_published>{record * source.number(1, 6)}</feedback>'.encode()
    base = f"{sender.partition('@')[2]}!{policy}!{begin}!{begin + 86399}"
    if source.chance(0.5):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(zipfile.ZipInfo(base + ".xml"), xml)
        file = attachment(source, base + ".zip", source.pick(("application/zip", "application/x-zip-compressed", "application/octet-stream")), packed.getvalue())
    else:
        file = attachment(source, base + ".xml.gz", source.pick(("application/gzip", "application/x-gzip", "application/octet-stream")), gzip.compress(xml, mtime=0))
    subject = source.pick((f"Report domain: {policy} Submitter: {sender.partition('@')[2]} Report-ID: {source.hex(16)}", f"Report Domain: {policy}\n Submitter: {sender.partition('@')[2]}\n Report-ID: <{source.hex(12)}>",
                           f"[Preview] Report Domain: {policy} Submitter: {sender.partition('@')[2]}", f"DMARC Aggregate Report for {policy}", f"Dmarc Aggregate Report Domain: {{{policy}}}"))
    words_ = source.pick(("This is a DMARC aggregate report.\n", f"This is a DMARC aggregate report from {name} for {policy}. Messages that failed were rejected. Contact: postmaster@example.net\n", "This is an aggregate report, sent to you because your DMARC record asks for it (rua). Mail that failed was not delivered.\n"))
    head = Envelope(source, subject, sender, name, to="dmarc@" + policy, return_path=source.pick((sender, "", f"bounce-{source.hex(5)}@{sender.partition('@')[2]}")), more=source.pick(((), (("Auto-Submitted", "auto-generated"),))), client=())
    if source.chance(0.35):
        return mail(head, Part(file.fields, file.body))  # the archive alone, without words
    return mail(head, multipart(source, source.pick(("mixed", "mixed", "report; report-type=dmarc")), [any_text(source, words_), file]))


def tls_report(source):
    policy = "example.org"
    report = {"organization-name": "Example", "contact-info": "smtp-tls-reporting@big.example", "report-id": source.hex(12), "policies": [{"policy": {"policy-type": "sts", "policy-domain": policy}, "summary": {"total-successful-session-count": source.number(1, 900), "total-failure-session-count": source.number(0, 9)},
              "failure-details": [{"result-type": "certificate-expired", "failed-session-count": 2, "receiving-mx-hostname": "mx1.example.org"}]}]}
    data = json.dumps(report).encode()
    name = f"big.example!{policy}!{source.when()}!{source.when()}!001.json"
    packed = Part([("Content-Type", "application/tlsrpt+gzip"), ("Content-Transfer-Encoding", "base64"), ("Content-Disposition", f'attachment; filename="{name}.gz"')], wrap_base64(gzip.compress(data, mtime=0)))
    plain = Part([("Content-Type", "application/tlsrpt+json"), ("Content-Disposition", f'attachment; filename="{name}"')], data + b"\n")
    sender = source.pick(("noreply-smtp-tls-reporting@big.example", "tlsrpt-noreply@office.example", "postmaster@mx.example.net"))
    head = Envelope(source, f"Report Domain: {policy} Submitter: big.example Report-ID: <{source.hex(10)}>", sender, "", to="tlsrpt@example.org", return_path=source.pick((sender, "")), more=[("TLS-Report-Domain", policy), ("TLS-Report-Submitter", "big.example")], client=())
    return mail(head, multipart(source, source.pick(('report; report-type="tlsrpt"', "mixed")), [text(source, "This is an aggregate TLS report from big.example. Sessions that failed: see below.\n"), source.pick((packed, plain))]))


PREFIXES = {"REPLY": ("Accepted: ", "Declined: ", "Zugesagt: ", "Abgelehnt: ", "Accepté : ", "Rechazado: ", "Tentative: ", "承認済み: ", "已接受: "), "CANCEL": ("Canceled: ", "Abgesagt: ", "Annulé : ", "Cancelado: "), "REQUEST": ("", "Invitation: ", "Updated invitation: ", "Einladung: "),
            "COUNTER": ("New Time Proposed: ",)}


def calendar(source):
    method = source.pick(tuple(PREFIXES))
    language = words.language_of(source)
    me, other = source.ours(), source.address()
    subject = source.pick(PREFIXES[method]) + source.pick(words.SUBJECTS[language])
    event = (f"BEGIN:VCALENDAR\r\nPRODID:-//Example//Calendar//EN\r\nVERSION:2.0\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\nUID:{source.hex(20)}\r\nDTSTAMP:{source.stamp('%Y%m%dT%H%M%SZ')}\r\nDTSTART:{source.stamp('%Y%m%dT%H%M%SZ')}\r\n"
             f"ORGANIZER:mailto:{me}\r\nATTENDEE;PARTSTAT={source.pick(('ACCEPTED', 'DECLINED', 'NEEDS-ACTION'))}:mailto:{other}\r\nSUMMARY:{source.pick(words.SUBJECTS['en'])}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n").replace("\r\n", "\n")
    body = source.pick(("", f"{other} has declined this meeting. The room was rejected.\n", f"{source.name()} <{other}> has accepted this invitation.\n", "The meeting room mailbox is full on Friday; your request was rejected.\n", words.paragraphs(source, language)))
    part = Part([("Content-Type", f"text/calendar; charset=utf-8; method={method}")], event.encode())
    way = source.number(0, 2)
    sender, name, path = source.pick(((other, source.name(language), other), (other, "", ""), ("calendar-notification@cal.example", "Calendar", "bounce-cal@cal.example"), ("postmaster@rooms.example", "Room 5", "")))
    head = Envelope(source, subject, sender, name, to=me, language=language, return_path=path)
    if way == 0:
        return mail(head, part)
    shown = multipart(source, "alternative", [text(source, body, language=language), part])
    return mail(head, shown if way == 1 else multipart(source, "mixed", [shown, attachment(source, "invite.ics", "application/ics", event.encode())]))


RECEIPTS = (("en", "Read: ", "Your message\n\n   To: {who}\n   Subject: offer\n\nwas read on Monday.\n"), ("en", "Disposition notification (displayed): ", "This is a receipt for the mail you sent to {who}. It only says that the message was displayed.\n"), ("de", "Gelesen: ", "Ihre Nachricht an {who} wurde gelesen.\n"), ("fr", "Lu : ", "Votre message à {who} a été lu.\n"),
            ("es", "Leído: ", "Su mensaje a {who} ha sido leído.\n"), ("ja", "開封済み: ", "{who} がメッセージを開封しました。\n"), ("en", "Not read: ", "Your message to {who} was deleted without being read.\n"), ("nl", "Gelezen: ", "Uw bericht aan {who} is gelezen.\n"), ("ru", "Прочтено: ", "Ваше сообщение для {who} прочтено.\n"))


def receipt(source):
    language, mark, body = source.pick(RECEIPTS)
    who = source.address()
    how = "deleted" if mark == "Not read: " else source.pick(("displayed", "displayed", "processed"))
    fields = (f"Reporting-UA: {source.pick(('mail.example.com; Thunderbird', 'exchange.example.com; Microsoft Exchange', 'webmail'))}\nOriginal-Recipient: rfc822;{who}\nFinal-Recipient: rfc822;{who}\nOriginal-Message-ID: {source.message_id()}\n"
              f"Disposition: {source.pick(('manual-action/MDN-sent-manually', 'automatic-action/MDN-sent-automatically'))}; {how}\n")
    parts = [any_text(source, body.format(who=who), language=language), Part([("Content-Type", "message/disposition-notification")], fields.encode())]
    if source.chance(0.4):
        parts.append(Part([("Content-Type", "text/rfc822-headers")], f"From: {source.ours()}\nTo: {who}\nSubject: offer\n".encode()))
    head = Envelope(source, mark + "offer", who, source.name(language), language=language, return_path=source.pick(("", "", who)), more=source.pick(((), (("Auto-Submitted", "auto-replied"),))))
    return mail(head, multipart(source, "report", parts, " report-type=disposition-notification;"))


def delivered(source):
    """A DSN that nothing failed: `delivered`, `relayed`, `expanded`."""
    who, host, action = source.address(), source.host(), source.pick(("delivered", "relayed", "expanded", "Delivered"))
    body = source.pick(("Your message was successfully delivered to the destination(s) listed below.\n\n<{who}>: delivery via mx.example.net: 250 2.0.0 Ok\n", "Delivery to these recipients or groups is complete, but no delivery notification was sent by the destination server:\n\n{who}\n", "   ----- The following addresses had successful delivery notifications -----\n<{who}>  (relayed to non-DSN-aware mailer)\n"))
    fields = f"Reporting-MTA: dns; {host}\nArrival-Date: {source.date()}\n\nFinal-Recipient: rfc822; {who}\nAction: {action}\nStatus: 2.{source.pick(('0.0', '1.5', '6.0'))}\n"
    if source.chance(0.5):
        fields += f"Diagnostic-Code: smtp; 250 2.0.0 Ok: queued as {source.queue_id()}\n"
    parts = [text(source, body.format(who=who)), Part([("Content-Type", "message/delivery-status")], fields.encode()), Part([("Content-Type", "text/rfc822-headers")], f"From: {source.ours()}\nTo: {who}\nSubject: offer\nMessage-ID: {source.message_id()}\n".encode())]
    head = Envelope(source, source.pick(("Successful Mail Delivery Report", "Relayed: offer", "Delivered: offer", "Delivery Status Notification (Relay)", "Return receipt")), f"MAILER-DAEMON@{host}", source.pick(("Mail Delivery System", "")), return_path="", more=[("Auto-Submitted", "auto-replied")], client=())
    return mail(head, multipart(source, "report", parts, " report-type=delivery-status;"))


KINDS = {"dmarc_aggregate": dmarc, "tls_report": tls_report, "calendar": calendar, "read_receipt": receipt, "delivered_notice": delivered}
