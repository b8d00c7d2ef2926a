# SPDX-License-Identifier: Apache-2.0
"""Mailing lists: posts, digests, patches, confirmations, and notices to subscribers. Their envelope
senders are called bounces, and their posts may be about bounces."""
from . import quoted, words
from .compose import Envelope, Part, any_text, boundary, mail, text

LISTS = ("mail-admins", "users", "devel", "announce", "postfix-talk", "verein", "choir", "l-deliverability")
HOSTS = ("lists.example.org", "lists.example.net", "groups.example", "listserv.example.com")


def list_head(source, subject, sender, name, language="en", more=()):
    what, host = source.pick(LISTS), source.pick(HOSTS)
    address = f"{what}@{host}"
    path = source.pick((f"{what}-bounces@{host}", f"{what}-bounces+reader=example.org@{host}", f"bounce-{what}-{source.number(100, 99999)}@{host}", f"{what}-return-{source.number(1, 999)}-reader=example.org@{host}", f"owner-{what}@{host}", f"sentto-{source.number(10, 99)}-reader=example.org@{host}"))
    fields = [("List-Id", f"<{what}.{host}>"), ("List-Unsubscribe", f"<mailto:{what}-leave@{host}>"), ("Precedence", source.pick(("list", "bulk"))), ("List-Post", f"<mailto:{address}>")]
    if source.chance(0.5):
        fields.append(("Sender", path))
    if source.chance(0.4):
        fields.append(("Errors-To", path))
    if source.chance(0.3):
        sender, name = address, f"{name} via {what}"
    return Envelope(source, subject, sender, name, to=address, language=language, return_path=path, more=[*fields, *more])


def footer(source, what="users", host="lists.example.org"):
    return source.pick((f"_______________________________________________\n{what} mailing list\n{what}@{host}\nhttps://{host}/listinfo/{what}\n",
                        f"-- \nYou received this message because you are subscribed to the group \"{what}\".\nTo unsubscribe send an email to {what}+unsubscribe@{host}.\n",
                        f"To unsubscribe, e-mail: {what}-unsubscribe@{host}\nFor additional commands, e-mail: {what}-help@{host}\n"))


def post(source):
    language = words.language_of(source)
    body, name = words.letter(source, language)
    subject = source.pick(words.SUBJECTS[language])
    if source.chance(0.5):
        topic = source.pick(quoted.SUBJECTS)
        body = source.pick(words.GREETINGS[language]) + "\n\nwe see this since Monday:\n\n" + source.pick((quoted.excerpt, quoted.whole))(source) + "\nAny ideas?\n" + body
        subject = source.pick((topic, "Bounces from a big provider", "mail delivery failed since Monday", "Rejected: user unknown", "Undelivered mail, again", f"Re: {topic}"))
    head = list_head(source, source.pick((f"[{source.pick(LISTS)}] ", "", "Re: ")) + subject, source.address(), name, language)
    return mail(head, any_text(source, body + "\n" + footer(source), language=language))


def digest(source):
    """RFC 1153 text or multipart/digest; one of its posts may be a whole notification, pasted."""
    posts = []
    for _ in range(source.number(2, 6)):
        language = words.language_of(source)
        body, name = words.letter(source, language, 1, 3)
        if source.chance(0.5):
            body = "Hi,\n\nI got this one:\n\n" + source.pick((quoted.whole, quoted.excerpt, lambda s: quoted.status(s, s.address())))(source)
        posts.append((source.pick(words.SUBJECTS[language] + quoted.SUBJECTS), name, body))
    what = source.pick(LISTS)
    number = source.number(1, 300)
    contents = "Today's Topics:\n\n" + "".join(f"   {i + 1}. {subject} ({name})\n" for i, (subject, name, _) in enumerate(posts)) + "\n"
    head = list_head(source, f"{what} Digest, Vol {number}, Issue {source.number(1, 31)}", f"{what}-request@lists.example.org", "")
    rule = "-" * 70 + "\n\n"
    if source.chance(0.4):
        flat = "".join(f"Message: {i + 1}\nDate: {source.date()}\nFrom: {name} <{source.address()}>\nSubject: {subject}\nMessage-ID: {source.message_id()}\n\n{body}\n\n" + "-" * 30 + "\n\n" for i, (subject, name, body) in enumerate(posts))
        return mail(head, text(source, contents + rule + flat + f"End of {what} Digest\n*******************\n"))
    mark, inner = boundary(source), boundary(source) + "d"
    digest_parts = "".join(f"--{inner}\n" + source.pick(("Content-Type: message/rfc822\n", "")) + f"\nFrom: {source.address()}\nSubject: {'=?utf-8?q?' + 'post' + '?='} {i}\nDate: {source.date()}\nMessage-ID: {source.message_id()}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{body}\n" for i, (_, _, body) in enumerate(posts))
    body = (f"--{mark}\nContent-Type: text/plain; charset=utf-8\nContent-Description: {what} Digest\n\n{contents}\n--{mark}\nContent-Type: multipart/digest; boundary=\"{inner}\"\n\n{digest_parts}--{inner}--\n"
            f"--{mark}\nContent-Type: text/plain\nContent-Description: Digest Footer\n\n{footer(source)}\n--{mark}--\n")
    return mail(head, Part([("Content-Type", f'multipart/mixed; boundary="{mark}"')], body.encode("utf-8")))


def patch(source):
    """A patch whose test data are notifications."""
    lines = "".join(f"+{line}\n" for line in quoted.whole(source).split("\n"))
    body = (f"Some servers write the reply behind the status. Keep both.\n\nSigned-off-by: {source.name()} <{source.address()}>\n---\n src/dsn.c        | 12 +++++++++---\n tests/data/1.eml | 40 ++++++++++++++++++++++++++++++++++++++++\n"
            f" 2 files changed, 49 insertions(+), 3 deletions(-)\n\ndiff --git a/src/dsn.c b/src/dsn.c\nindex {source.hex(7)}..{source.hex(7)} 100644\n--- a/src/dsn.c\n+++ b/src/dsn.c\n@@ -10,7 +10,9 @@ int parse(const char *s)\n"
            "-\tif (strcmp(s, \"550 5.1.1 User unknown\") == 0)\n+\tif (strstr(s, \"User unknown\") != NULL) /* could not be delivered */\n+\t\treturn FAILED;\n"
            f"diff --git a/tests/data/1.eml b/tests/data/1.eml\nnew file mode 100644\n--- /dev/null\n+++ b/tests/data/1.eml\n@@ -0,0 +1,40 @@\n{lines}-- \n2.39.2\n")
    number = source.number(1, 9)
    subject = source.pick((f"[PATCH {number}/9] dsn: keep the reply behind the status", "[PATCH v2] bounce: fix parsing of Diagnostic-Code", f"[acme/mailer] Fix delivery status parsing (#{number})", "svn commit: r118 - trunk/dsn"))
    head = list_head(source, subject, source.address(), source.name(), more=[source.pick((("X-Mailer", "git-send-email 2.39.2"), ("X-Git-Refname", "refs/heads/main")))])
    return mail(head, text(source, body))


CONFIRMATIONS = {
    "en": ("confirm 8c1f", "Please reply to this mail or visit {link} to confirm the subscription of {you}. If you do not wish to be subscribed, ignore this message. Your address will be rejected if it does not exist.\n"),
    "de": ("Bitte bestätigen Sie Ihre Anmeldung", "Wir konnten Ihre Anmeldung für {you} noch nicht abschließen. Klicken Sie auf {link}. Sonst wird sie verworfen.\n"),
    "fr": ("Confirmez votre abonnement", "Votre adresse {you} n'a pas encore été confirmée : {link}\n"),
    "es": ("Confirme su suscripción", "No se pudo activar {you} hasta que confirme: {link}\n"),
    "ja": ("メールマガジン登録確認", "{you} の登録はまだ完了していません。配信開始には {link} を開いてください。\n"),
    "ru": ("Подтвердите подписку", "Адрес {you} не может быть добавлен без подтверждения: {link}\n"),
}


def confirmation(source):
    """Subscriptions to confirm, passwords to set anew, addresses to verify."""
    language = source.pick(tuple(CONFIRMATIONS))
    subject, body = CONFIRMATIONS[language]
    if source.chance(0.4):
        language = "en"
        subject, body = source.pick((("Reset your password", "Somebody asked to reset the password of {you}. Open {link} within 30 minutes. If the link has failed or was rejected, ask again.\n"),
                                     ("Your sign-in code", "550511 is your code for {you}. It does not exist longer than ten minutes. {link}\n"),
                                     ("Verify your email address", "Your address {you} could not be verified yet. Please open {link}.\n"),
                                     ("Welcome to the list", "You ({you}) are subscribed now. Mails that could not be delivered for a month end the subscription. {link}\n"),
                                     ("Your account will be deleted", "The mailbox {you} was not used for a year, and will be removed. {link}\n")))
    you = source.ours()
    host = source.pick(HOSTS)
    sender = source.pick((f"users-confirm+8c1f@{host}", f"noreply@{host}", f"users-request@{host}", f"no-reply@accounts.example"))
    path = source.pick((sender, f"users-bounces@{host}", f"bounce-{source.hex(6)}@{host}", f"bounces+{source.hex(6)}-reader=example.org@{host}", ""))
    head = Envelope(source, subject, sender, source.pick(("", "Accounts", "Lists")), to=you, language=language, return_path=path, more=[("Auto-Submitted", "auto-generated"), ("Precedence", "bulk")], client=())
    return mail(head, any_text(source, body.format(you=you, link=f"https://{host}/c/{source.hex(12)}"), language=language))


KINDS = {"list_post": post, "list_digest": digest, "patch": patch, "confirmation": confirmation}
