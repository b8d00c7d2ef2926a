# SPDX-License-Identifier: Apache-2.0
"""What postmasters and mail services announce: maintenance, quotas, administrators' alerts, recalled
messages. The sender is the mail system, and nothing came back."""
from . import words
from .compose import Envelope, any_text, mail

ANNOUNCEMENTS = (
    ("en", "Mail maintenance on Saturday", "Dear users,\n\non Saturday mails cannot be delivered between 2 and 4 o'clock. Nothing is lost, delivery is only delayed.\n\nQuestions: {help}\n"),
    ("en", "New rules: mail without SPF is rejected", "From 1 March mails of unauthenticated senders will be rejected with 550 5.7.26.\nAdministrators write to {help}.\n"),
    ("en", "Old addresses end", "Addresses @old.example do not exist any more after June. Mail to them will be returned: user unknown.\nNew address: {you}\n"),
    ("en", "Phishing warning", "Mails called \"Undelivered Mail Returned to Sender\" with a link are phishing. Do not click. Forward them to {help}.\n"),
    ("en", "Delivery problems to a large provider", "Since Monday messages to example.net are delayed; some could not be delivered and were returned. We are in contact with {help}.\n"),
    ("de", "Wartung des Mailservers", "Am Samstag können Mails nicht zugestellt werden. Fragen an {help}.\n"), ("fr", "Maintenance de la messagerie", "Samedi, les messages ne pourront être remis. Contact : {help}\n"),
    ("es", "Mantenimiento del correo", "El sábado no se pudo... no, no se podrá entregar correo. Contacto: {help}\n"), ("ja", "メール配信メンテナンスのお知らせ", "土曜日はメールが配信できません。{help}\n"), ("zh", "邮件系统维护通知", "周六无法收发邮件，邮件不会被退回。{help}\n"),
    ("ru", "Профилактика почты", "В субботу почта не может доставляться. Вопросы: {help}\n"), ("it", "Manutenzione", "Sabato sarà impossibile consegnare la posta. {help}\n"),
)


def announcement(source):
    language, subject, body = source.pick(ANNOUNCEMENTS)
    sender = source.pick(("postmaster@example.org", "postmaster@example.org", "mailadmin@example.org", "MAILER-DAEMON@example.org", "it-service@example.org", "hostmaster@example.net"))
    head = Envelope(source, subject, sender, source.pick(("Postmaster", "Mail Administrator", "System Administrator", "")), language=language, return_path=source.pick((sender, sender, "")))
    return mail(head, any_text(source, body.format(help=source.address(), you=source.ours()) + "\n" + words.CLOSINGS[language] + "\n", language=language))


QUOTAS = (("Your mailbox is almost full", "The mailbox {you} uses 95 % of its quota. When the mailbox is full, new messages will be rejected and returned to their senders.\n"), ("Mailbox quota warning", "{you}\n\nYour mailbox has reached 4.9 of 5.0 GB. You may not be able to send or receive messages.\n"),
          ("Ihr Postfach ist fast voll", "Postfach: {you}\n\nNeue Nachrichten können bald nicht zugestellt werden.\n"), ("Boîte aux lettres presque pleine", "{you}\n\nVous ne pourrez bientôt plus recevoir de messages.\n"), ("メールボックスの容量警告", "{you}\n\nまもなくメールが配信できなくなります。\n"), ("Quota warning", "Mailbox: {you}\nUsed: 98 %\nMessages that arrive when the mailbox is full are rejected.\n"),
          ("Storage full: Gmail-like notice", "{you} has run out of storage. You cannot send or receive until you free space.\n"), ("Su buzón está casi lleno", "{you}\n\nNo se podrán recibir mensajes.\n"))


def quota(source):
    subject, body = source.pick(QUOTAS)
    you = source.ours()
    sender = source.pick(("postmaster@example.org", "MAILER-DAEMON@mail.example.org", "MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@example.org", "no-reply@accounts.example", "dovecot@mail.example.org"))
    head = Envelope(source, subject, sender, source.pick(("Mail System", "Microsoft Outlook", "System Administrator", "", "Mail Delivery Subsystem")), to=you, return_path=source.pick((sender, "")), client=(), more=source.pick(((), (("Auto-Submitted", "auto-generated"),))))
    return mail(head, any_text(source, body.format(you=you)))


ADMIN = (
    ("Medium-severity alert: User restricted from sending email", "User {you} has been restricted because of outbound spam. His mails are rejected with 550 5.1.8.\n\nDetails: 2026-01-06, activity Suspicious sending patterns\n"), ("Message center major change notification", "MC118: Recipients per message will be limited. Messages above are returned to you as undeliverable.\n"),
    ("Weekly digest: Microsoft service updates", "Exchange Online: EX118 Users could not deliver mail to some recipients. Status: restored.\n"), ("Alert: suspended user", "Google Workspace: {you} was suspended. Mails to the address are rejected.\n"), ("Domain verification failed", "We could not verify example.org. TXT record does not exist. Administrator: {you}\n"),
    ("Your connector needs validation", "Test mail to {other} has failed: 550 5.7.64 TenantAttribution; Relay Access Denied. Fix the connector.\n"), ("Incident resolved: email delivery delays", "Between 10:00 and 11:00 messages were delayed. No action is required. Reported by {you}\n"), ("Suspicious login prevented", "Login to {you} from 192.0.2.9 was rejected.\n"),
    ("Message trace is ready", "Your message trace (FailedDelivery, {other}) is complete. Download within 10 days.\n"), ("DLP alert: message blocked", "A message from {you} to {other} matched the rule Credit cards.\n"),
)


def service_notice(source):
    subject, body = source.pick(ADMIN)
    sender, name = source.pick((("o365mc@office.example", "Microsoft 365 Message center"), ("Office365Alerts@office.example", "Office365Alerts"), ("google-workspace-alerts-noreply@big.example", "Google Workspace Alerts"), ("status@provider.test", "Status"), ("no-reply@accounts.example", ""), ("MSSecurity-noreply@office.example", "Microsoft Security")))
    path = source.pick((sender, f"bounce-{source.hex(8)}@{sender.partition('@')[2]}", f"{source.hex(8)}@gaia.bounces.big.example", f"bounces+SRS={source.hex(4)}@office.example", ""))
    head = Envelope(source, subject, sender, name, return_path=path, client=())
    return mail(head, any_text(source, body.format(you=source.ours(), other=source.address()), "https://admin.example/alerts"))


def recall(source):
    other, name = source.address(), source.name()
    subject, body, sender, who = source.pick((("Recall: Offer", f"{name} would like to recall the message, \"Offer\".\n", other, name), ("Message Recall Failure: Offer", f"Your message\n\nTo: {name}\nSubject: Offer\nSent: Monday\n\ncould not be recalled on Monday.\n", other, name), ("Message Recall Success: Offer", "Your message\n\nTo: Tom\nSubject: Offer\n\nwas recalled successfully.\n", other, name),
        ("Message Recall Report for message [Offer]", "Recall Status\nSucceeded: 2\nFailed: 1\nView the report for details.\n", "MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@example.org", "Microsoft Outlook"), ("Rückruf: Angebot", f"{name} möchte die Nachricht \"Angebot\" zurückrufen.\n", other, name), ("Fehler beim Rückruf: Angebot", "Die Nachricht konnte nicht zurückgerufen werden.\n", other, name), ("Rappel : offre", f"{name} n'a pas voulu envoyer le message « offre ».\n", other, name)))
    head = Envelope(source, subject, sender, who, return_path=source.pick((sender, "")), client=("X-MS-Exchange-Organization-SCL", "-1"))
    return mail(head, any_text(source, body))


KINDS = {"announcement": announcement, "quota_notice": quota, "service_notice": service_notice, "message_recall": recall}
