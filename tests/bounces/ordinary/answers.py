# SPDX-License-Identifier: Apache-2.0
"""Automatic answers (RFC 3834): absences in the words of many clients and languages, receipts of
ticket systems, and notices that a post waits for its moderator."""
from . import words
from .compose import Envelope, any_text, mail, multipart, text

ABSENCES = (
    ("en", ("Out of Office: ", "Automatic reply: ", "Out of office autoreply: ", "Auto: ", "Auto-Reply: "), "Thank you for your mail. I am out of the office until {day} and will not be able to answer. In urgent cases write to {other}.\n"),
    ("en", ("Automatic reply: ", "Vacation reply: "), "I have no access to my mail until {day}. Your message will not be forwarded. Please contact {other}; her mailbox is full of joy.\n"),
    ("en", ("Automatic reply: ", "Autoreply: "), "I am no longer with the company. My mailbox does not exist after {day}. Please write to {other} instead.\n"),
    ("en", ("Automatic reply: ",), "This mailbox is not monitored. Your message could not be delivered to a person. Please use {other}.\n"),
    ("de", ("Automatische Antwort: ", "Abwesenheitsnotiz: ", "AUTO: "), "Ich bin bis {day} nicht im Büro. In dringenden Fällen: {other}. Ihre Nachricht wird nicht weitergeleitet.\n"),
    ("fr", ("Réponse automatique : ", "Absence du bureau : "), "Je suis absente jusqu'au {day} et n'ai pas accès à mes messages. Contactez {other}.\n"),
    ("es", ("Respuesta automática: ", "Fuera de la oficina: "), "Estaré fuera de la oficina hasta el {day}. No se pudo leer su mensaje. Contacte con {other}.\n"),
    ("it", ("Risposta automatica: ",), "Sono assente fino al {day}; mi è impossibile rispondere. Scrivere a {other}.\n"), ("pt", ("Resposta automática: ",), "Estarei ausente até {day}. Contacte {other}.\n"),
    ("nl", ("Automatisch antwoord: ",), "Ik ben tot {day} afwezig en kon niet antwoorden. Neem contact op met {other}.\n"), ("sv", ("Autosvar: ", "Automatiskt svar: "), "Jag är tillbaka {day}. Kontakta {other}.\n"),
    ("pl", ("Automatyczna odpowiedź: ",), "Jestem nieobecny do {day}. Proszę pisać na {other}.\n"), ("ru", ("Автоответ: ",), "Я в отпуске до {day}. Пишите на {other}.\n"), ("tr", ("Otomatik yanıt: ",), "{day} tarihine kadar ofiste değilim. {other}\n"),
    ("ja", ("自動応答: ", "不在通知: "), "{day} まで不在です。お急ぎの方は {other} までご連絡ください。\n"), ("zh", ("自动回复: ",), "我在 {day} 之前休假，无法回复。请联系 {other} 。\n"), ("cs", ("Automatická odpověď: ",), "Jsem mimo kancelář do {day}. Pište na {other}.\n"),
)
MARKS = ((("Auto-Submitted", "auto-replied"),), (("Auto-Submitted", "auto-replied (vacation)"), ("Precedence", "bulk")), (("X-Auto-Response-Suppress", "All"), ("Auto-Submitted", "auto-generated")), (("X-Autoreply", "yes"),), (("Precedence", "auto_reply"), ("X-Precedence", "auto_reply")),
         (("X-Autorespond", "offer"), ("Auto-Submitted", "auto-replied")), (("X-Mailer", "vacation 1.2"), ("Auto-Submitted", "auto-replied")), (("X-MS-Exchange-Inbox-Rules-Loop", "x@example.com"), ("X-Auto-Response-Suppress", "DR, OOF, AutoReply"), ("auto-submitted", "auto-generated")))


def answer(source, subject, body, sender, name, language, more):
    quoted = ""
    if source.chance(0.25):
        quoted = "\n" + words.attribution(source, language, source.name("en")) + "\n" + words.quote(words.letter(source, "en")[0])
    path = source.pick(("", "", sender))
    before = source.message_id()
    head = Envelope(source, subject, sender, name, language=language, return_path=path, more=[*more, ("In-Reply-To", before), ("References", before)], client=())
    return mail(head, any_text(source, body + quoted, language=language))


def vacation(source):
    language, marks, body = source.pick(ABSENCES)
    subject = source.pick(marks) + source.pick(("offer", "Invoice 118", "Re: lunch", *words.SUBJECTS[language]))
    return answer(source, subject, body.format(day=source.stamp("%d.%m.%Y"), other=source.address()), source.address(), source.name(language), language, source.pick(MARKS))


RECEIVED = (("[#{n}] We have received your request", "Your request ({n}) has been received. Mails without this number may be rejected. Agents: {other}\n"), ("Re: offer [Ticket {n}]", "Thank you. A ticket has been created. We were unable to deliver an answer at once.\n"),
            ("Ihre Anfrage {n}", "Wir haben Ihre Anfrage erhalten und konnten sie noch nicht bearbeiten. {other}\n"), ("Demande {n} reçue", "Votre demande n'a pas encore été traitée. {other}\n"), ("お問い合わせ受付 {n}", "お問い合わせありがとうございます。{other}\n"))


def ticket_receipt(source):
    subject, body = source.pick(RECEIVED)
    n = source.number(1000, 99999)
    return answer(source, subject.format(n=n), body.format(n=n, other=source.address()), source.pick(("support@helpdesk.example", "otrs@example.net", "info@firma.test")), "Support", "en",
                  source.pick(((("Auto-Submitted", "auto-replied"),), (("Auto-Submitted", "auto-replied"), ("X-Auto-Response-Suppress", "All"), ("Precedence", "bulk")))))


def moderation(source):
    what, host = source.pick(("users", "devel", "announce")), "lists.example.net"
    subject, body = source.pick(((f"Your message to {what} awaits moderator approval", f"Your mail to '{what}' with the subject\n\n    offer\n\nIs being held until the list moderator can review it for approval.\n\nThe reason it is being held:\n\n    Post by non-member to a members-only list\n"),
                                 (f"{what} post: confirmation required", f"Your message to {what}@{host} is waiting for approval. Reply to confirm that you are a human.\n"), (f"Auto-discard notification", f"The attached message has been automatically discarded.\nList: {what}@{host}\n"),
                                 (f"{what} post from {source.address()} requires approval", f"As list administrator, your authorization is requested for the following mailing list posting:\n\n    List:    {what}@{host}\n    From:    {source.address()}\n    Subject: offer\n    Reason:  Message body is too big\n\nAt your convenience, visit https://{host}/admindb/{what}\n")))
    sender = source.pick((f"{what}-bounces@{host}", f"{what}-owner@{host}", f"{what}-request@{host}"))
    head = Envelope(source, subject, sender, "", return_path=source.pick((f"{what}-bounces@{host}", "")), more=[("Precedence", "bulk"), ("Auto-Submitted", source.pick(("auto-replied", "auto-generated"))), ("List-Id", f"<{what}.{host}>")], client=())
    part = text(source, body)
    return mail(head, part if source.chance(0.7) else multipart(source, "mixed", [part, text(source, "From: a\n")]))


KINDS = {"vacation": vacation, "ticket_receipt": ticket_receipt, "moderation": moderation}
