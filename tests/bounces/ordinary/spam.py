# SPDX-License-Identifier: Apache-2.0
"""Spam and phishing, much of it dressed as a bounce or as a notice of the mail system, and what
filters write about it."""
from . import quoted, words
from .compose import Envelope, any_text, attached_message, attachment, mail, multipart, text

FACES = (("Mail Delivery Subsystem", "info@spam.example"), ("Mail Delivery System", "noreply@cheap-host.test"), ("Postmaster", "x1@spam.example"), ("Email Administrator", "admin@webmail-upgrade.test"),
         ("MAILER-DAEMON", "promo@pills.test"), ("example.org Mail Server", "no-reply@secure-mail.test"), ("System Administrator", "it-support@verify.test"), ("IT Help Desk", "helpdesk@upgrade.test"), ("Microsoft Outlook", "office@login-portal.test"))
BAITS = (
    ("({n}) undelivered messages", "Dear {you},\n\nYou have ({n}) undelivered messages clustered on your cloud due to a mailbox error.\nThe messages could not be delivered to {you} because your mailbox is full.\n\nRelease them below or they will be deleted.\n"),
    ("Mailbox full: incoming mails rejected", "{you}: your mailbox quota is exceeded (99%). New mails are being returned to the sender. Click to upgrade.\n"),
    ("Mail delivery failed: returning message to sender", "This message was created automatically by mail delivery software.\n\n{n} messages that were sent to you could not be delivered. Review them:\n\n{you}\n"),
    ("Undelivered Mail Returned to Sender", "Hello {you},\n\nyour recent mails failed to deliver due to an outdated server configuration (error 550).\nUpdate your settings within 24 hours.\n"),
    ("Delivery Status Notification (Failure)", "** Message blocked **\n\nYour message to {n} recipients has been blocked. See the attached report for details.\nUser: {you}\n"),
    ("Password of {you} expires today", "Your password expires. Keep the same password below, or access will be rejected.\n"),
    ("Returned mail: see transcript for details", "The attached file holds the original message.\n"),
    ("Invoice undelivered", "The invoice was not delivered to you. Open the attachment. {you}\n"),
    ("Delivery failure notice", "Dear client, your parcel was undeliverable. Pay the fee of 1.99 EUR.\n\n{you}\n"),
    ("Server notice: {n} pending mails", "Messages to {you} are delayed. Delivery has failed since Monday. Confirm that you are the owner of this mailbox.\n"),
    ("Nicht zugestellte Nachrichten ({n})", "{n} Nachrichten an {you} wurden nicht zugestellt, Ihr Postfach ist voll.\n"),
    ("Votre boîte est pleine", "{n} messages n'ont pas été remis à {you}.\n"), ("邮件退回通知", "您的邮箱 {you} 有 {n} 封邮件无法投递，已被退回。\n"), ("【重要】メール配信エラー", "{you} 様\n\n{n} 件のメールが配信できませんでした。\n"),
    ("Уведомление: {n} писем", "{n} писем для {you} не может быть доставлено.\n"),
)


def imitation(source):
    """Looks like a bounce, has a link or an attachment to click, names nobody but its victim."""
    name, sender = source.pick(FACES)
    you = source.ours()
    subject, body = source.pick(BAITS)
    if source.chance(0.3):
        subject = source.pick(quoted.SUBJECTS)
    if source.chance(0.25):
        sender = source.pick(("MAILER-DAEMON@", "postmaster@", "mailer-daemon@", "Administrator@")) + source.pick((you.partition("@")[2], "spam.example"))
    if source.chance(0.2):
        body = "This is the mail system at host mail.example.org.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients.\n\n                   The mail system\n\n" + body
    subject, body = (x.format(you=you, n=source.number(2, 18)) for x in (subject, body))
    path = source.pick((sender, sender, "", f"bounce-{source.hex(4)}@spam.example", source.address()))
    more = []
    if source.chance(0.2) and path and not sender.lower().startswith(("mailer-daemon", "postmaster")):  # with invented recipients
        body += f"\nThe following addresses had delivery errors:\n\n  {source.address()}\n  {source.address()}\n    550 5.1.1 User unknown\n"
        more = [("Return-Path", f"<{path}>")]  # which is what gives it away
    head = Envelope(source, subject, sender, name, to=you, return_path=path, more=more, client=source.pick(((), ("X-PHP-Originating-Script", "0:mailer.php"), ("X-Mailer", "Microsoft Outlook Express 6.00.2600.0000"))))
    link = f"https://{source.pick(('login-portal', 'secure-mail', 'upgrade'))}.test/{source.hex(10)}?e={you if source.chance(0.4) else source.hex(8)}"
    part = any_text(source, body, link)
    if source.chance(0.3):
        kind = source.pick((("message.zip", "application/zip"), ("transcript.html", "text/html"), ("mail.scr", "application/octet-stream"), ("Details.pdf", "application/pdf"), ("readme.txt.zip", "application/x-zip-compressed")))
        part = multipart(source, "mixed", [part, attachment(source, kind[0], kind[1], b"PK\x03\x04" + source.random.randbytes(200))])
    return mail(head, part)


def other_spam(source):
    language = words.language_of(source)
    subject, body = source.pick((("Cheap watches, rejected by no one", "Best replica watches.\n"), ("Your ATM card is undelivered", "Dear beneficiary, your fund of $5.5 million could not be delivered. Contact {other}.\n"), ("hi", "I am Olga, I saw your profile, write me: {other}\n"),
                                 ("Re: failed payment", "Your coupon has failed. {other}\n"), ("SEO for example.org", "I was unable to find your website on page one. Write to {other}.\n"), ("Invoice 118", "see attached\n")))
    head = Envelope(source, subject, source.address(("spam.example", "pills.test")), source.pick(("", "Olga", "Diplomat", "Postmaster General", "Feedback")), return_path=source.pick(("", f"bounces@pills.test", source.address())))
    return mail(head, any_text(source, body.format(other=source.address()) + source.pick(("", words.paragraphs(source, language))), "https://pills.test/"))


def quarantine(source):
    """What a filter kept back: to its owner, from the mail system."""
    you = source.ours()
    rows = "".join(f"{source.stamp()}  {source.address()}  {source.pick(quoted.SUBJECTS + words.SUBJECTS['en'])}  score {source.number(5, 30)}.{source.number(0, 9)}\n" for _ in range(source.number(1, 9)))
    subject, body = source.pick((
        ("Spam quarantine digest", "Mails for {you} that were held back:\n\n{rows}\nRelease | Delete | Allow sender\n"), ("Quarantine summary: {n} new messages", "These messages were not delivered to {you}:\n\n{rows}"),
        ("[Spam report] example.org", "The following mails have been rejected or quarantined today:\n\n{rows}\nContact: {you}\n"), ("Spam-Quarantäne: {n} Nachrichten", "Folgende Nachrichten an {you} wurden nicht zugestellt:\n\n{rows}"),
        ("Messages quarantined by policy", "User: {you}\n\n{rows}\nThese messages could not be delivered to your inbox.\n"), ("隔离邮件报告", "{you}\n\n{rows}")))
    sender = source.pick(("quarantine@example.org", "postmaster@example.org", "MAILER-DAEMON@mail.example.org", "spam-digest@filter.example", "no-reply@gateway.example", "mail-daemon@gateway.example"))
    head = Envelope(source, subject.format(n=source.number(1, 9)), sender, source.pick(("Quarantine", "Mail Gateway", "Spam Filter", "")), to=you, return_path=source.pick((sender, "")), more=[("Auto-Submitted", "auto-generated")], client=())
    return mail(head, any_text(source, body.format(you=you, rows=rows), "https://filter.example/release") if source.chance(0.8) else with_message(source, body.format(you=you, rows=rows), you))


def with_message(source, body, you):
    kept = Envelope(source, source.pick(quoted.SUBJECTS + words.SUBJECTS["en"]), source.address(), source.name(), to=you)
    return multipart(source, "mixed", [any_text(source, body), attached_message(mail(kept, text(source, "Buy now\n")))])


def virus_notice(source):
    """A filter tells the administrator or the recipient what it did: nothing of ours came back."""
    sender = source.pick(("virus-alert@example.org", "postmaster@example.org", "amavis@mail.example.org", "content-filter@example.org"))
    body = source.pick(("A virus was found in a mail from {a} to you.\nVirus: Eicar-Test-Signature\nThe mail was rejected and is kept in quarantine as virus-{n}.\n",
                        "An attachment was removed from the message below because .exe files are not allowed.\n\nFrom: {a}\nSubject: offer\n", "Banned content from {a} has been blocked; mail was not delivered to you.\n"))
    head = Envelope(source, source.pick(("VIRUS (Eicar-Test-Signature) in mail to YOU", "Attachment removed", "Banned content alert")), sender, source.pick(("Content-filter at mail.example.org", "Virus Alert", "")), return_path=source.pick((sender, "")), client=())
    author = source.address()
    part = text(source, body.format(a=author, n=source.hex(6)))
    if source.chance(0.5):  # with what it is about
        caught = Envelope(source, "offer", author, source.name(), to=head.to)
        part = multipart(source, "mixed", [part, attached_message(mail(caught, text(source, "see attached\n")))])
    return mail(head, part)


KINDS = {"spam_imitates_bounce": imitation, "spam": other_spam, "quarantine_digest": quarantine, "virus_notice": virus_notice}
