# SPDX-License-Identifier: Apache-2.0
"""Puts mails together as the clients of this world do: headers in their order, MIME parts in the
charsets and transfer encodings people really use, and the trace that transport leaves on top.

Everything comes from one seeded random source. Addresses are of example domains, texts are ours."""
import base64
import quopri
import random
import re
import time

OURS = ("example.org", "mail.example.org", "shop.example.com", "example.test")
DOMAINS = ("example.com", "example.net", "kunde.example", "post.example.net", "mail.example.com", "firma.test",
           "universite.example", "azienda.example", "pochta.example", "kaisha.test", "gongsi.example", "inbox.test")
NAMES = {
    "en": ("Harriet Vale", "Tom Okafor", "Priya N. Shah", "O'Neill, Sam", "Lee"),
    "de": ("Jörg Brandner", "Käthe Weiß", "Dr. Ute Hollmann", "Max Krüger"),
    "fr": ("Hélène Dubreuil", "François Lemaître", "Noël Garcin"),
    "es": ("María Peña", "Íñigo Solís", "Lucía Ordóñez"),
    "it": ("Niccolò Ferri", "Chiara Bassi"),
    "pt": ("João Conceição", "Inês Falcão"),
    "nl": ("Sjoerd van der Meer", "Anouk de Wit"),
    "sv": ("Åsa Lindqvist", "Göran Öberg"),
    "pl": ("Łukasz Żak", "Małgorzata Wróbel"),
    "cs": ("Jiří Šťastný", "Zdeňka Králová"),
    "tr": ("Çağla Yıldız", "Görkem Şen"),
    "ru": ("Ольга Кузнецова", "Дмитрий Лапин"),
    "ja": ("佐藤 花子", "鈴木 健"),
    "zh": ("王小明", "李 娜"),
}
CHARSETS = {"ru": ("koi8-r", "windows-1251"), "ja": ("iso-2022-jp", "shift_jis", "euc-jp"),
            "zh": ("gb2312", "gb18030", "gbk"), "pl": ("iso-8859-2", "windows-1250"),
            "cs": ("iso-8859-2", "windows-1250"), "tr": ("iso-8859-9", "windows-1254")}
WEST = ("iso-8859-1", "iso-8859-15", "windows-1252")
ZONES = ("+0000", "+0100", "+0200", "-0500", "-0700", "+0530", "+0900", "+0800", "GMT")


class Source:
    """The random source, with the things every mail needs."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def pick(self, things):
        return things[self.random.randrange(len(things))]

    def some(self, things, low, high):
        return self.random.sample(things, min(len(things), self.random.randint(low, high)))

    def chance(self, share):
        return self.random.random() < share

    def number(self, low, high):
        return self.random.randint(low, high)

    def word(self, letters, length):
        return "".join(self.random.choice(letters) for _ in range(length))

    def hex(self, length):
        return self.word("0123456789abcdef", length)

    def queue_id(self):
        return self.pick((self.word("0123456789ABCDEF", 10), "4" + self.word("BCDFGHJKLMNPQRSTVWXYZ0123456789bcdfg", 14),
                          f"1{self.word('abcXYZ01', 5)}-{self.word('0123abcDEF', 6)}-{self.word('XYZabc12', 2)}"))

    def ip(self):
        return self.pick(("192.0.2.", "198.51.100.", "203.0.113.")) + str(self.number(1, 254))

    def host(self):
        return self.pick(("mx1.", "mail.", "smtp-out2.", "mta7.", "relay.", "mx.")) + self.pick(DOMAINS)

    def login(self):
        return self.pick(("h.vale", "tom", "priya.shah", "info", "j.brandner", "k_weiss", "buero", "contact", "u.hollmann",
                          "maria", "ines+orders", "sjoerd", "asa", "sato", "wang88", "olga", "kontakt", "sales", "billing"))

    def address(self, domains=DOMAINS):
        return f"{self.login()}@{self.pick(domains)}"

    def ours(self):
        return self.address(OURS)

    def name(self, language="en"):
        return self.pick(NAMES[language])

    def when(self):
        return 1767225600 + self.number(0, 180 * 86400)

    def date(self):
        zone = self.pick(ZONES)
        form = self.pick(("%a, %d %b %Y %H:%M:%S ", "%d %b %Y %H:%M:%S ")) if self.chance(0.1) else "%a, %d %b %Y %H:%M:%S "
        comment = " (CET)" if zone == "+0100" and self.chance(0.3) else ""
        return time.strftime(form, time.gmtime(self.when())) + zone + comment

    def stamp(self, form="%Y-%m-%d %H:%M:%S"):
        return time.strftime(form, time.gmtime(self.when()))

    def message_id(self, domain=None):
        left = self.pick((self.hex(32), f"CA+{self.word('abcdefXYZ0189_-', 40)}", f"{self.number(10**9, 10**10)}.{self.hex(6)}",
                          f"{self.hex(8)}-{self.hex(4)}-4{self.hex(3)}-9{self.hex(3)}-{self.hex(12)}"))
        return f"<{left}@{domain or self.pick(DOMAINS)}>"

    def charset(self, language):
        if self.chance(0.6):
            return "utf-8"
        return self.pick(CHARSETS.get(language, WEST))


class Part:
    """A MIME part: its fields in order, and the bytes below."""

    def __init__(self, fields, body):
        self.fields, self.body = fields, body

    def bytes(self):
        return b"".join(f"{name}: {value}\n".encode("utf-8", "surrogateescape") for name, value in self.fields) + b"\n" + self.body


def wrap_base64(data):
    text = base64.b64encode(data)
    return b"\n".join(text[i:i + 76] for i in range(0, len(text), 76)) + b"\n"


def encode_body(source, data):
    """(transfer encoding, bytes)."""
    if all(b < 128 for b in data):
        way = source.pick(("7bit", "7bit", "7bit", "quoted-printable", None, "8bit", "base64"))
    else:
        way = source.pick(("quoted-printable", "quoted-printable", "8bit", "base64"))
    if way == "base64":
        return way, wrap_base64(data)
    if way == "quoted-printable":
        return way, quopri.encodestring(data)
    return way, data


def text(source, words, subtype="plain", language="en", flowed=False):
    charset = source.charset(language)
    try:
        data = words.encode(charset)
    except UnicodeEncodeError:
        charset, data = "utf-8", words.encode("utf-8")
    written = source.pick((charset, charset.upper(), f'"{charset}"'))
    if all(b < 128 for b in data) and charset != "iso-2022-jp" and source.chance(0.3):
        written = "us-ascii"
    kind = f"text/{subtype}; charset={written}" + ("; format=flowed" if flowed else "")
    if subtype == "plain" and not flowed and data.isascii() and source.chance(0.05):
        return Part([], data)  # no Content-Type at all
    way, body = encode_body(source, data)
    fields = [("Content-Type", kind)]
    if way:
        fields.append(("Content-Transfer-Encoding", way))
    return Part(fields, body)


def escaped(words):
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def as_html(source, words, link=None, language="en"):
    """Words as the HTML of a mail program or of a newsletter's template."""
    lines = [escaped(line) for line in words.split("\n")]
    style = source.pick(("", "<style>p{margin:0;font-family:Calibri,sans-serif}</style>", "<style>@media only screen{.x{width:100%!important}}</style>"))
    if source.chance(0.5):
        body = "".join(f"<p>{line or '&nbsp;'}</p>\n" for line in lines)
    else:
        body = "<table><tr><td>" + "<br>\n".join(lines) + "</td></tr></table>\n"
    if link:
        body += f'<p><a href="{link}">{source.pick(("Open", "Release messages", "Track", "View", "Click here"))}</a></p>\n'
    return f"<!DOCTYPE html>\n<html lang=\"{language}\"><head>{style}</head><body>{body}</body></html>\n"


def alternative(source, words, link=None, language="en"):
    return multipart(source, "alternative", [text(source, words, language=language),
                                             text(source, as_html(source, words, link, language), "html", language)])


def any_text(source, words, link=None, language="en"):
    """Plain, HTML or both."""
    way = source.number(0, 9)
    if way < 4:
        return text(source, words + (f"\n{link}\n" if link else ""), language=language, flowed=source.chance(0.2))
    if way < 6:
        return text(source, as_html(source, words, link, language), "html", language)
    return alternative(source, words, link, language)


def attachment(source, name, kind, data, disposition="attachment"):
    return Part([("Content-Type", f'{kind}; name="{name}"'), ("Content-Transfer-Encoding", "base64"),
                 ("Content-Disposition", f'{disposition}; filename="{name}"')], wrap_base64(data))


def boundary(source):
    return source.pick(("------------" + source.word("0123456789abcdefXYZ", 24), f"----=_NextPart_000_{source.hex(4).upper()}_01DA{source.hex(4).upper()}.{source.hex(8).upper()}",
                        f"Apple-Mail=_{source.hex(8).upper()}-{source.hex(4).upper()}", "000000000000" + source.hex(16),
                        f"=_{source.hex(32)}", f"--==_mimepart_{source.hex(20)}", "b1_" + source.hex(32), f"_004_{source.word('ABCDEFGHIJKL0189', 40)}_"))


def multipart(source, subtype, parts, parameters=""):
    mark = boundary(source)
    prologue = source.pick((b"", b"", b"This is a multi-part message in MIME format.\n"))
    body = prologue + b"".join(b"--" + mark.encode() + b"\n" + part.bytes() + (b"\n" if not part.body.endswith(b"\n") else b"") for part in parts)
    return Part([("Content-Type", f'multipart/{subtype};{parameters} boundary="{mark}"')], body + b"--" + mark.encode() + b"--\n")


def attached_message(data, disposition=True):
    fields = [("Content-Type", "message/rfc822")]
    if disposition:
        fields.append(("Content-Disposition", "attachment"))
    return Part(fields, data)


def header_words(source, words, language="en"):
    """A header's value: bare ASCII, encoded words (RFC 2047) in B or Q, or raw UTF-8."""
    if words.isascii():
        return words
    if source.chance(0.06):
        return words
    charset = source.charset(language)
    try:
        words.encode(charset)
    except UnicodeEncodeError:
        charset = "utf-8"
    chunks = [words[i:i + 18] for i in range(0, len(words), 18)]
    if source.chance(0.6):
        coded = [f"=?{charset}?B?{base64.b64encode(c.encode(charset)).decode()}?=" for c in chunks]
    else:
        coded = [f"=?{charset}?Q?{q_word(c.encode(charset))}?=" for c in chunks]
    return "\n ".join(coded)


def q_word(data):
    return "".join("_" if b == 32 else chr(b) if chr(b).isalnum() and b < 128 else f"={b:02X}" for b in data)


def mailbox(source, name, address, language="en"):
    if not name:
        return source.pick((address, f"<{address}>"))
    if name.isascii():
        return f'"{name}" <{address}>' if re.search(r"[.,()']", name) or source.chance(0.4) else f"{name} <{address}>"
    return f"{header_words(source, name, language)} <{address}>"


def trace(source, to, return_path):
    """What transport leaves on top, the last hop first."""
    here = source.pick(("mx.example.org", "in1.mail.example.org"))
    fields = []
    if source.chance(0.75):
        fields.append(("Return-Path", f"<{return_path}>"))
    if source.chance(0.5):
        fields.append(source.pick((("Delivered-To", to), ("X-Original-To", to), ("Envelope-To", to))))
    for hop in range(source.number(1, 3)):
        host, ip = source.host(), source.ip()
        by = here if hop == 0 else source.host()
        fields.append(("Received", f"from {host} ({host} [{ip}])\n\tby {by} (Postfix) with {source.pick(('ESMTPS', 'ESMTP', 'SMTP'))} id {source.queue_id()}\n\tfor <{to}>; {source.date()}"))
    if source.chance(0.5):
        fields.append(("Authentication-Results", f"{here}; spf=pass smtp.mailfrom={return_path or 'example.net'}; dkim=pass header.d={source.pick(DOMAINS)}"))
    if source.chance(0.5):
        fields.append(("DKIM-Signature", f"v=1; a=rsa-sha256; c=relaxed/relaxed; d={source.pick(DOMAINS)}; s=s{source.number(1, 9)};\n\th=from:to:subject:date; bh={source.word('abcdXYZ0123+/', 43)}=;\n\tb={source.word('abcdXYZ0123+/', 64)}\n\t {source.word('abcdXYZ0123+/', 40)}=="))
    return fields


CLIENTS = (
    ("User-Agent", "Mozilla Thunderbird"), ("X-Mailer", "Microsoft Outlook 16.0"), ("X-Mailer", "Apple Mail (2.3774.500.171.1.1)"),
    ("X-Mailer", "iPhone Mail (21G93)"), ("User-Agent", "Mutt/2.2.9 (2022-11-12)"), ("User-Agent", "Roundcube Webmail/1.6.5"),
    ("User-Agent", "K-9 Mail for Android"), ("X-Mailer", "The Bat! (v10.5)"), ("X-Mailer", "Foxmail 7.2.25.213[cn]"),
    ("X-Mailer", "Becky! ver. 2.81.01 [ja]"), ("X-Mailer", "Sylpheed 3.7.0"), ("X-Mailer", "Lotus Notes Release 9.0.1"),
    ("X-Mailer", "Zimbra 9.0.0_GA_4583 (ZimbraWebClient)"), ("X-MS-Exchange-Organization-SCL", "-1"), ("X-Google-Smtp-Source", "AGHT+IEexample"), None)


class Envelope:
    """From, To, Subject and what else stands in the header of a mail before it becomes bytes."""

    def __init__(self, source, subject, sender, name="", to=None, language="en", return_path=None, more=(), client=None):
        self.source, self.subject, self.sender, self.name, self.language = source, subject, sender, name, language
        self.to = to or source.ours()
        self.return_path = sender if return_path is None else return_path
        self.more, self.client = list(more), client

    def fields(self):
        source, language = self.source, self.language
        fields = [("From", mailbox(source, self.name, self.sender, language)), ("To", mailbox(source, source.pick(("", source.name("en"))), self.to)),
                  ("Subject", header_words(source, self.subject, language)), ("Date", source.date())]
        if source.chance(0.95):
            fields.append(("Message-ID", source.message_id(self.sender.rpartition("@")[2])))
        client = self.client if self.client is not None else source.pick(CLIENTS)
        if client:
            fields.append(client)
        fields += self.more
        if source.chance(0.4):
            source.random.shuffle(fields)
        return fields


def mail(envelope, part, with_trace=True):
    """The whole mail with LF ends of lines."""
    source = envelope.source
    fields = trace(source, envelope.to, envelope.return_path) if with_trace else []
    fields += envelope.fields()
    if part.fields:
        fields.append(("MIME-Version", source.pick(("1.0", "1.0", "1.0", "1.0 (Mac OS X Mail 16.0)"))))
    return Part(fields + part.fields, part.body).bytes()


def line_ends(source, data):
    """LF, CRLF, or the CR alone of old exports; some with an mbox From_ line on top."""
    if source.chance(0.03) and b"\nFrom " not in data:
        data = b"From someone@example.net Thu Jan  1 00:00:00 2026\n" + data
    way = source.number(0, 99)
    if way < 4 and b"\r" not in data:
        return data.replace(b"\n", b"\r")
    if way < 50 and b"\r" not in data:
        return data.replace(b"\n", b"\r\n")
    return data
