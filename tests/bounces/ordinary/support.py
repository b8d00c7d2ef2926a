# SPDX-License-Identifier: Apache-2.0
"""People and ticket systems that talk about bounces: quoted above, below, between, forwarded with a
question, pasted into a bug report. The writer's own words are always there."""
from . import quoted, words
from .compose import DOMAINS, Envelope, any_text, mail, multipart
from .talk import picture

ASKS = {
    "en": ("Can you look at this? We get it for every mail to this customer.", "I keep getting the message below, what does it mean?", "One of our clients says our mails bounce. This is what he sent me:",
           "Our newsletter to this address was rejected again, please help.", "My mail was returned to me. Did you block our server?"),
    "de": ("Können Sie sich das bitte ansehen? Das kommt bei jeder Mail zurück.", "Unsere Mail konnte nicht zugestellt werden, was heißt das?", "Der Kunde schickt mir diese Fehlermeldung:"),
    "fr": ("Pouvez-vous regarder ? Le client n'a pas reçu nos messages.", "Je reçois toujours ce message :"), "es": ("¿Puede mirar esto? No se pudo entregar el correo.", "Me llega siempre este error:"),
    "it": ("Può controllare? È impossibile scrivere a questo cliente.",), "pt": ("Pode verificar? A mensagem não foi entregue.",), "nl": ("Kunt u hiernaar kijken? De mail kon niet worden bezorgd.",),
    "ru": ("Посмотрите, пожалуйста: письмо не может быть доставлено.",), "ja": ("以下のエラーで送信できません。ご確認ください。",), "zh": ("请看一下，邮件无法送达，被退回：",), "pl": ("Proszę sprawdzić, wiadomość wraca z błędem:",),
}
ANSWERS = ("The address does not exist any more, please ask the customer for the new one: {address}.", "We have delisted your server. Please try again.",
           "The SPF record is missing; our colleague {address} will add it.", "That mailbox is full. The user has to delete mail.", "It was a temporary problem at the provider, it works now.",
           "550 means that the server refused, see https://www.example.com/codes.")
MARKS = ("Re: ", "RE: ", "AW: ", "Re: AW: ", "Fwd: ", "SV: ", "R: ", "Re: Fwd: ", "RE: EXTERN: ", "[External] Re: ", "回复: ", "RES: ")


def ask(source, language):
    return source.pick(words.GREETINGS[language]) + "\n\n" + source.pick(ASKS[language]) + "\n"


def bounce_subject(source):
    return source.pick(MARKS) + source.pick(quoted.SUBJECTS)


def support_thread(source):
    """A reply to a bounce, or to a mail that pastes one, in every style of quoting."""
    language = source.pick(tuple(ASKS)) if source.chance(0.6) else "en"
    name, bounce = source.name(language), quoted.excerpt(source)
    mine = ask(source, language) if source.chance(0.6) else "Hello,\n\n" + source.pick(ANSWERS).format(address=source.address()) + "\n"
    who = source.pick((f"Mail Delivery System <MAILER-DAEMON@{source.pick(DOMAINS)}>", source.name(language), "Mail Delivery Subsystem <mailer-daemon@example.com>"))
    way = source.number(0, 6)
    if way == 0:
        body = mine + "\n" + words.attribution(source, language, who) + "\n" + words.quote(bounce)
    elif way == 1:
        body = words.attribution(source, language, who) + "\n" + words.quote(bounce) + "\n" + mine
    elif way == 2:
        lines = bounce.split("\n")
        cut = len(lines) // 2
        body = words.quote("\n".join(lines[:cut])) + "\n" + mine + "\n" + words.quote("\n".join(lines[cut:]), ">") + f"\n{words.CLOSINGS[language]}\n{name}\n"
    elif way == 3:
        body = mine + f"\n{words.CLOSINGS[language]}\n{name}\n\n" + words.outlook_head(source, language, who, source.ours(), source.pick(quoted.SUBJECTS)) + bounce
    elif way == 4:
        body = mine + "\n" + bounce + f"\n{words.CLOSINGS[language]}\n{name}\n"
    elif way == 5:
        body = mine + "\n```\n" + bounce + "```\n" + source.pick(ANSWERS).format(address=source.address()) + "\n"
    else:
        body = mine + "\n" + words.attribution(source, language, name) + "\n" + words.quote(ask(source, language) + "\n" + words.attribution(source, language, who) + "\n" + words.quote(bounce))
    before = source.message_id()
    sender = source.address()
    if source.chance(0.2):  # postmasters answer, too
        sender, name = source.pick(("postmaster@", "mailadmin@", "mail-daemon@")) + source.pick(DOMAINS), source.pick((name, "Postmaster", "System Administrator"))
    head = Envelope(source, bounce_subject(source), sender, source.pick((name, name, "")), language=language, more=[("In-Reply-To", before), ("References", before)])
    part = any_text(source, body, language=language)
    return mail(head, multipart(source, "mixed", [part, picture(source)]) if source.chance(0.2) else part)


def forwarded_with_question(source):
    language = source.pick(("en", "de", "fr", "es", "it", "nl"))
    name, bounce = source.name(language), source.pick((quoted.words, quoted.whole, quoted.excerpt))(source)
    subject = source.pick(quoted.SUBJECTS)
    who = source.pick(("Mail Delivery System", f"postmaster@{source.pick(DOMAINS)}", f"Microsoft Outlook <postmaster@{source.pick(DOMAINS)}>"))
    way = source.number(0, 2)
    if way == 0:
        forward = f"---------- Forwarded message ---------\nFrom: {who}\nDate: {source.stamp('%a, %b %d, %Y at %H:%M')}\nSubject: {subject}\nTo: <{source.ours()}>\n\n\n{bounce}"
    elif way == 1:
        forward = f"-------- Forwarded Message --------\nSubject: \t{subject}\nDate: \t{source.date()}\nFrom: \t{who}\nTo: \t{source.ours()}\n\n{bounce}"
    else:
        forward = words.outlook_head(source, language, who, source.ours(), subject) + bounce
    sender = source.pick((source.address(), source.address(), "postmaster@" + source.pick(DOMAINS)))
    body = ask(source, language) + f"\n{words.CLOSINGS[language]}\n{name}\n\n" + forward
    head = Envelope(source, source.pick(("FW: ", "Fwd: ", "WG: ", "TR: ", "RV: ", "I: ", "Fw: ")) + subject, sender, name, language=language)
    return mail(head, any_text(source, body, language=language))


SYSTEMS = (
    ("Zendesk", "support@helpdesk.example", "Example Support", (("X-Mailer", "Zendesk Mailer"), ("X-Zendesk-From-Account-Id", "4711"), ("Auto-Submitted", "auto-generated"), ("X-Auto-Response-Suppress", "All"))),
    ("OTRS", "otrs@example.net", "Service Desk", (("X-Mailer", "OTRS Mail Service (6.0.30)"), ("X-Powered-By", "OTRS - Open Ticket Request System (https://otrs.example/)"), ("Auto-Submitted", "auto-generated"), ("Precedence", "bulk"))),
    ("Jira", "jira@tracker.example", "Vale, Harriet (Jira)", (("X-JIRA-FingerPrint", "a1b2c3"), ("Auto-Submitted", "auto-generated"), ("Precedence", "bulk"), ("X-Atlassian-Mail-Transaction-Id", "77"))),
    ("RT", "rt@example.net", "Tom Okafor via RT", (("RT-Ticket", "example.net #118"), ("X-RT-Loop-Prevention", "example.net"), ("X-RT-Originator", "tom@example.com"), ("Precedence", "bulk"))),
    ("GitHub", "notifications@code.example", "hvale", (("List-ID", "acme/mailer <mailer.acme.code.example>"), ("Precedence", "list"), ("X-GitHub-Reason", "subscribed"), ("X-Auto-Response-Suppress", "All"))),
    ("Postmaster desk", "postmaster@provider.test", "Postmaster Team", (("X-Ticket", "9001"), ("Auto-Submitted", "auto-generated"))),
    ("Freshdesk", "helpdesk@firma.test", "Firma Helpdesk", (("X-FD-Ticket", "9001"), ("Auto-Submitted", "auto-generated"))),
    ("Redmine", "redmine@example.test", "", (("X-Redmine-Host", "redmine.example.test"), ("X-Auto-Response-Suppress", "All"), ("Auto-Submitted", "auto-generated"), ("Precedence", "list"))),
    ("Bugzilla", "bugzilla-daemon@bugs.example", "", (("X-Bugzilla-Reason", "CC"), ("X-Bugzilla-Type", "changed"), ("Auto-Submitted", "auto-generated"))),
    ("Odoo", "catchall@odoo.example", "Firma GmbH", (("X-Odoo-Objects", "helpdesk.ticket-12"), ("Return-Path", "<bounce+12-helpdesk.ticket-77@odoo.example>"))),
)


def ticket(source):
    system, sender, name, fields = source.pick(SYSTEMS)
    number, bounce = source.number(1000, 99999), quoted.excerpt(source)
    topic = source.pick(quoted.SUBJECTS + ("Mails are rejected", "Mail delivery failed for invoices", "Bounces since the update", "Customer cannot be reached: user unknown"))
    subject = source.pick((f"[#{number}] {topic}", f"[Ticket#{source.stamp('%Y%m%d')}{number}] {topic}", f"[JIRA] (MAIL-{number}) {topic}", f"Re: [acme/mailer] {topic} (Issue #{number})",
                           f"[Update] Ticket {number}: {topic}", f"Case {number} has been updated: {topic}", f"[Bug {number}] New: {topic}"))
    comment = source.pick((source.pick(ASKS["en"]), source.pick(ANSWERS).format(address=source.address())))
    way = source.number(0, 4)
    if way == 0:
        body = f"##- Please type your reply above this line -##\n\n{name or system}, {source.stamp()}\n\n{comment}\n\n{bounce}\n\nTicket #: {number}\nStatus: Open\nRequester: {source.name()} <{source.address()}>\n"
    elif way == 1:
        body = f"{source.name()} commented on MAIL-{number}:\n\n{{noformat}}\n{bounce}{{noformat}}\n\n{comment}\n\n> Priority: Major\n> Reporter: {source.name()}\n\n--\nThis message was sent by {system}\n(v8.20.1#820001)\n"
    elif way == 2:
        body = f"Queue: Postmaster\nOwner: nobody\nStatus: open\nFrom: {source.address()}\n\n{comment}\n\n{words.quote(bounce)}"
    elif way == 3:
        body = f"Dear customer,\n\n{comment}\n\n{name or system}\n\n" + words.outlook_head(source, "en", "Mail Delivery System", source.ours(), topic) + bounce
    else:
        body = f"Ticket {number} was closed by {source.name()}.\n\nSolution: {comment}\n\nHistory\n-------\n{source.stamp()} {source.address()}:\n{bounce}\n"
    path = sender if source.chance(0.6) else source.pick((f"bounces+{number}@{sender.partition('@')[2]}", f"bounce-{number}@{sender.partition('@')[2]}", ""))
    head = Envelope(source, subject, sender, name, return_path=path, more=fields, client=())
    return mail(head, any_text(source, body, f"https://{sender.partition('@')[2]}/t/{number}"))


def documentation(source):
    """Mails that explain SMTP: courses, blog posts, questions about codes."""
    lines = [f"{quoted.reply(source)}" for _ in range(source.number(2, 6))]
    body = source.pick((
        "A reply code of 5xx is permanent, 4xx is transient. Examples:\n\n{0}\n\nRFC 3463 defines the enhanced codes:\n\n  X.1.1  Bad destination mailbox address\n  X.2.2  Mailbox full\n\nSee RFC 3464 for Final-Recipient, Action: failed and Status: 5.1.1.\n",
        "Chapter 7: Bounces\n\nWhen a message could not be delivered, the server sends a notification from MAILER-DAEMON with the null sender:\n\n  S: 220 mx.example.net ESMTP\n  C: MAIL FROM:<>\n  S: 250 2.1.0 Ok\n  C: RCPT TO:<nobody@example.net>\n  S: {0}\n\nExercise: whose fault was it?\n",
        "Dear subscribers,\n\nthis week: how to read a bounce. A typical one says\n\n{0}\n\nand means that the address does not exist. Remove it from your list.\n"))
    head = Envelope(source, source.pick(("How to read a bounce", "SMTP course, part 7: Delivery Status Notification", "User unknown? What 550 5.1.1 means", "Undelivered mail explained", "RFC 3464 question", "Mail delivery failed: the ten causes")),
                    source.pick((source.address(), "news@blog.example")), source.name(), return_path=source.pick((source.address(), f"bounce-{source.hex(8)}@blog.example")))
    return mail(head, any_text(source, body.format("\n".join(lines))))


def stack_trace(source):
    """Programs and their developers about mails that could not be sent."""
    to = source.address()
    body = source.pick((
        "javax.mail.SendFailedException: Invalid Addresses;\n  nested exception is:\n\tcom.sun.mail.smtp.SMTPAddressFailedException: {reply}\n\n\tat com.sun.mail.smtp.SMTPTransport.rcptTo(SMTPTransport.java:2064)\n\tat com.sun.mail.smtp.SMTPTransport.sendMessage(SMTPTransport.java:1286)\n\tat org.example.mailer.Job.run(Job.java:{n})\n",
        "Traceback (most recent call last):\n  File \"/srv/app/send.py\", line {n}, in send\n    server.sendmail(sender, [to], data)\nsmtplib.SMTPRecipientsRefused: {{'{to}': (550, b'5.1.1 User unknown')}}\n",
        "[error] Net::SMTPFatalError: {reply}\n/usr/lib/ruby/net/smtp.rb:{n}:in `check_response'\napp/jobs/mail_job.rb:12:in `perform'\n",
        "PHPMailer: SMTP Error: The following recipients failed: {to}: {reply}\n#0 /var/www/html/send.php({n}): PHPMailer->send()\n",
        "System.Net.Mail.SmtpFailedRecipientException: Mailbox unavailable. The server response was: {reply}\n   at System.Net.Mail.SmtpClient.Send(MailMessage message)\n")).format(reply=quoted.reply(source, to), n=source.number(10, 900), to=to)
    before = source.pick(("Hi,\n\nsince the deployment the job fails:\n\n", "Unhandled exception in production (release 4.2):\n\n", "New issue in mailer-worker\n\nLevel: error\n\n", "+1, same here:\n\n"))
    sender, name = source.pick(((source.address(), source.name()), ("noreply@errors.example", "Sentry"), ("alerts@monitoring.example", "Error Tracker"), ("root@app1.example.org", "app1")))
    head = Envelope(source, source.pick(("Exception in mail job: SendFailedException", "[mailer] SMTPRecipientsRefused in send()", "Re: mails are rejected since 4.2", "ERROR: could not send mail")), sender, name, return_path=source.pick((sender, f"bounces+{source.hex(6)}@errors.example")))
    return mail(head, any_text(source, before + body))


KINDS = {"support_thread": support_thread, "forwarded_with_question": forwarded_with_question, "ticket": ticket, "documentation": documentation, "stack_trace": stack_trace}
