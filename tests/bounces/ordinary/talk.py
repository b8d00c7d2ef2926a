# SPDX-License-Identifier: Apache-2.0
"""Mail between people: letters, threads, signed and encrypted mail, and empty or broken mails."""
from . import words
from .compose import (Envelope, Part, alternative, any_text, as_html, attached_message, attachment, boundary, mail, multipart, text, wrap_base64)

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"


def envelope(source, subject, language, name, **more):
    return Envelope(source, subject, source.address(), name, language=language, **more)


def picture(source):
    return attachment(source, source.pick(("IMG_0042.png", "image001.png", "Screenshot.png")), "image/png", PNG + source.random.randbytes(source.number(60, 900)),
                      source.pick(("attachment", "inline")))


def personal(source):
    language = words.language_of(source)
    body, name = words.letter(source, language)
    head = envelope(source, source.pick(words.SUBJECTS[language]), language, source.pick((name, name, "")))
    way = source.number(0, 5)
    if way < 3:
        return mail(head, any_text(source, body, language=language))
    if way == 3:
        return mail(head, multipart(source, "mixed", [any_text(source, body, language=language), picture(source)]))
    if way == 4:
        document = attachment(source, source.pick(("Angebot.pdf", "report.docx", "tabelle.xlsx")), source.pick(("application/pdf", "application/octet-stream")), b"%PDF-1.7\n" + source.random.randbytes(400))
        return mail(head, multipart(source, "mixed", [alternative(source, body, language=language), document]))
    page = multipart(source, "related", [text(source, as_html(source, body, language=language), "html", language), picture(source)], ' type="text/html";')
    return mail(head, multipart(source, "alternative", [text(source, body, language=language), page]))


def thread(source):
    language = words.language_of(source)
    subject = source.pick(words.SUBJECTS[language])
    quoted, who = words.letter(source, language)
    for _ in range(source.number(0, 2)):
        older, writer = words.letter(source, language, 1, 3)
        quoted += "\n" + words.attribution(source, language, writer) + "\n" + words.quote(older)
    mine, name = words.letter(source, language, 1, 3)
    way = source.number(0, 3)
    if way == 0:
        body = mine + "\n" + words.attribution(source, language, who) + "\n" + words.quote(quoted)
    elif way == 1:
        body = words.attribution(source, language, who) + "\n" + words.quote(quoted) + "\n" + mine
    elif way == 2:
        lines = quoted.split("\n")
        body = words.quote("\n".join(lines[:4])) + "\n" + words.paragraphs(source, language, 1, 2) + "\n\n" + words.quote("\n".join(lines[4:]))
    else:
        body = mine + "\n" + words.outlook_head(source, language, who, source.ours(), subject) + quoted
    before = source.message_id()
    mark = source.pick(("Re: ", "RE: ", "AW: ", "Re: Re: ", "SV: ", "RES: ", "回复: ", "WG: ", "Fwd: "))
    head = envelope(source, mark + subject, language, name, more=[("In-Reply-To", before), ("References", before)])
    return mail(head, any_text(source, body, language=language))


def signed_or_encrypted(source):
    language = words.language_of(source)
    body, name = words.letter(source, language)
    head = envelope(source, source.pick(words.SUBJECTS[language] + ("...",)), language, name)
    armor = "-----BEGIN PGP {0}-----\n\n" + "".join(source.word("abcdefghijkABCDEFGHIJK0123456789+/", 64) + "\n" for _ in range(8)) + "=" + source.word("abcdXYZ", 4) + "\n-----END PGP {0}-----\n"
    way = source.number(0, 4)
    if way == 0:
        parts = [text(source, body, language=language), Part([("Content-Type", 'application/pgp-signature; name="signature.asc"')], armor.format("SIGNATURE").encode())]
        return mail(head, multipart(source, "signed", parts, ' micalg="pgp-sha512"; protocol="application/pgp-signature";'))
    if way == 1:
        parts = [Part([("Content-Type", "application/pgp-encrypted")], b"Version: 1\n"), Part([("Content-Type", 'application/octet-stream; name="encrypted.asc"')], armor.format("MESSAGE").encode())]
        return mail(head, multipart(source, "encrypted", parts, ' protocol="application/pgp-encrypted";'))
    if way == 2:
        parts = [any_text(source, body, language=language), attachment(source, "smime.p7s", "application/pkcs7-signature", source.random.randbytes(700))]
        return mail(head, multipart(source, "signed", parts, ' micalg=sha-256; protocol="application/pkcs7-signature";'))
    if way == 3:
        return mail(head, Part([("Content-Type", 'application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"'), ("Content-Transfer-Encoding", "base64")], wrap_base64(source.random.randbytes(900))))
    return mail(head, text(source, armor.format("MESSAGE")))


def empty(source):
    """Nothing in it, or nearly nothing."""
    language = words.language_of(source)
    head = envelope(source, source.pick(("", "test", "Test", "(no subject)", source.pick(words.SUBJECTS[language]))), language, source.pick(("", source.name(language))))
    way = source.number(0, 6)
    if way == 0:
        return mail(head, Part([], b""))
    if way == 1:
        return mail(head, Part([], source.pick((b"\n", b" \n\n\n", b".\n", b"test\n"))))
    if way == 2:
        return mail(head, text(source, "<html><body></body></html>", "html"))
    if way == 3:
        return mail(head, multipart(source, "alternative", []))
    if way == 4:
        return mail(head, multipart(source, "mixed", [picture(source)]))
    if way == 5:
        return mail(head, Part([], b""), with_trace=False)[:-1]  # a header without a body
    return source.pick((b"hello\n", b"Subject: x\n", b"To: \n\n", b"\n\n\n\n", b"From: a@example.com\n\n"))


def broken(source):
    """MIME that is wrong in the ways found in the wild."""
    language = words.language_of(source)
    body, name = words.letter(source, language)
    head = envelope(source, source.pick(words.SUBJECTS[language]), language, name)
    part = alternative(source, body, language=language)
    way = source.number(0, 11)
    if way == 0:
        part.body = part.body[:-len(part.body) // 3]  # ends in the middle
    elif way == 1:
        part.fields = [("Content-Type", f'multipart/mixed; boundary="{boundary(source)}"')]  # another boundary
    elif way == 2:
        part.fields = [("Content-Type", "multipart/mixed")]
    elif way == 3:
        part = Part([("Content-Type", "text/plain; charset=utf-8"), ("Content-Transfer-Encoding", "base64")], body.encode())
    elif way == 4:
        part = Part([("Content-Type", "text/plain; charset=x-unknown-8bit"), ("Content-Transfer-Encoding", "quoted-printable")], b"=ZZ=\n=3" + body.encode("utf-8"))
    elif way == 5:
        part = Part([("Content-Type", "text"), ("Content-Transfer-Encoding", "x-uuencode")], b"begin 644 offer.txt\n" + b"M" + source.hex(60).encode() + b"\n`\nend\n")
    elif way == 6:
        for _ in range(source.number(5, 40)):
            part = multipart(source, "mixed", [part])
    elif way == 7:
        part = Part([("Content-Type", 'multipart/report; boundary="x"')], b"--x\n\n" + body.encode() + b"\n--x--\n")  # a report of nothing
    elif way == 8:
        part = Part(part.fields + part.fields, part.body + b"\0\0\xff\xfe" + source.random.randbytes(90).replace(b"\r", b"."))
    elif way == 9:
        part = multipart(source, "mixed", [text(source, body, language=language), attachment(source, "winmail.dat", "application/ms-tnef", source.random.randbytes(300))])
    elif way == 10:
        part = Part([("content-type", "TEXT/PLAIN;charset=\"utf-8\n")], body.encode("utf-8", "replace")[:-3])
    else:
        head.more += [("Subject", "second " * source.number(1, 400)), ("X-Long", source.hex(6000)), ("From", "")]
    return mail(head, part)


def forwarded_mail(source):
    """A letter sent on as an attachment; no bounce in it."""
    language = words.language_of(source)
    inner, writer = words.letter(source, language)
    mine, name = words.letter(source, language, 1, 2)
    data = mail(envelope(source, source.pick(words.SUBJECTS[language]), language, writer), any_text(source, inner, language=language))
    head = envelope(source, "Fwd: " + source.pick(words.SUBJECTS[language]), language, name)
    return mail(head, multipart(source, "mixed", [any_text(source, mine, language=language), attached_message(data)]))


KINDS = {"personal": personal, "thread": thread, "signed_or_encrypted": signed_or_encrypted, "empty": empty, "broken_mime": broken, "forwarded_mail": forwarded_mail}
