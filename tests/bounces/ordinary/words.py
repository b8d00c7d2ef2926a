# SPDX-License-Identifier: Apache-2.0
"""Sentences of ordinary mail in fourteen languages. Some say that something failed, was refused or
never arrived, as people do: about parcels, payments, proposals. None of them is about one's mail."""

GREETINGS = {
    "en": ("Hi,", "Hello all,", "Dear Ms Vale,", "Good morning,"), "de": ("Hallo zusammen,", "Sehr geehrte Frau Weiß,", "Moin,"),
    "fr": ("Bonjour,", "Chère Hélène,"), "es": ("Hola,", "Estimada María:"), "it": ("Ciao,", "Gentile Chiara,"),
    "pt": ("Olá,", "Prezado João,"), "nl": ("Hoi,", "Beste Anouk,"), "sv": ("Hej!", "Hej Åsa,"), "pl": ("Dzień dobry,", "Cześć,"),
    "cs": ("Dobrý den,", "Ahoj,"), "tr": ("Merhaba,", "Sayın Yıldız,"), "ru": ("Здравствуйте!", "Добрый день,"),
    "ja": ("お世話になっております。", "佐藤様"), "zh": ("您好：", "王先生，你好，"),
}
CLOSINGS = {
    "en": "Best regards", "de": "Mit freundlichen Grüßen", "fr": "Cordialement", "es": "Saludos", "it": "Cordiali saluti",
    "pt": "Atenciosamente", "nl": "Met vriendelijke groet", "sv": "Vänliga hälsningar", "pl": "Pozdrawiam", "cs": "S pozdravem",
    "tr": "Saygılarımla", "ru": "С уважением", "ja": "よろしくお願いいたします。", "zh": "此致 敬礼",
}
SUBJECTS = {
    "en": ("Lunch on Friday?", "Minutes of the meeting", "Your proposal was rejected, sorry", "Failed exam, now what", "Delivery of the piano",
           "Returned books", "Delivery status of the new desks", "The bounce house for Saturday", "Undelivered promises", "Warning: road works", "photos", "Vacation photos", "Absence on Monday", "On holiday from May"),
    "de": ("Angebot Nr. 4711", "Mittagessen?", "Antrag abgelehnt", "Lieferung nicht zugestellt - bitte Rückruf", "Fehler in der Rechnung", "Urlaub im August", "Abwesenheit am Montag"),
    "fr": ("Compte rendu de la réunion", "Colis non remis", "Échec de la négociation", "Photos de vacances"),
    "es": ("Presupuesto", "El paquete no entregado", "Reunión del jueves"), "it": ("Preventivo", "Mancata consegna del divano", "Cena sabato"),
    "pt": ("Orçamento", "Encomenda não entregue", "Reunião de quinta"), "nl": ("Offerte", "Pakket onbestelbaar?", "Verjaardag"),
    "sv": ("Offert", "Möte på torsdag"), "pl": ("Oferta", "Spotkanie w czwartek"), "cs": ("Nabídka", "Schůzka ve čtvrtek"),
    "tr": ("Teklif", "Perşembe toplantısı"), "ru": ("Счёт № 118", "Встреча в четверг", "Посылка не доставлена"),
    "ja": ("お見積りの件", "配信スケジュールについて", "退信記録の確認"), "zh": ("报价单", "退信问题讨论", "周四开会"),
}
SENTENCES = {
    "en": ("I could not reach you by phone, so I am writing.", "The committee has rejected the second draft.", "Please find the offer attached.",
           "The parcel could not be delivered because nobody was at home.", "Our attempt to rent the hall has failed.", "The user of flat 5 is unknown to the landlord.",
           "My mailbox at the gate is full of leaflets.", "The address 12 Mill Lane does not exist on the map.", "You can write to {address} about the keys.",
           "I was unable to deliver the speech as planned.", "Two tenders were returned to you yesterday.", "The train was delayed by an hour.", "See you on Friday at eight.",
           "Could you send me {address} once more?", "The bill over 550 EUR is paid, 5.1.1 of the contract applies."),
    "de": ("Ich konnte Sie telefonisch nicht erreichen.", "Das Paket wurde nicht zugestellt, weil niemand da war.", "Der Antrag wurde abgelehnt.",
           "Anbei das Angebot wie besprochen.", "Schreiben Sie bitte an {address}.", "Der Empfänger der Lieferung ist unbekannt verzogen.", "Das Treffen ist um acht Uhr.",
           "Frau Weiß konnte nicht kommen."),
    "fr": ("Il n'a pas pu venir à la réunion.", "Le colis non remis est reparti à l'expéditeur.", "Veuillez trouver ci-joint le devis.", "Écrivez à {address} pour les clés.",
           "L'adresse indiquée n'existe pas sur le plan.", "À vendredi."),
    "es": ("No se pudo entregar el paquete.", "Adjunto el presupuesto.", "Escríbame a {address}.", "El comité ha rechazado la propuesta.", "Nos vemos el viernes."),
    "it": ("È stato impossibile trovare parcheggio.", "Il pacco non è stato consegnato.", "In allegato il preventivo.", "Scrivi a {address}.", "A venerdì."),
    "pt": ("Não foi possível entregar a encomenda.", "Segue o orçamento em anexo.", "Escreva para {address}.", "A proposta foi rejeitada."),
    "nl": ("Ik kon niet komen.", "Het pakket is onbestelbaar.", "Bijgaand de offerte.", "Schrijf naar {address}.", "De aanvraag is geweigerd."),
    "sv": ("Jag kunde inte komma.", "Paketet kunde inte levereras.", "Offerten bifogas.", "Skriv till {address}."),
    "pl": ("Nie mogłem przyjść.", "Paczka nie została doręczona.", "W załączeniu oferta.", "Proszę pisać na {address}."),
    "cs": ("Nemohl jsem přijít.", "Zásilku se nepodařilo doručit.", "V příloze nabídka.", "Pište na {address}."),
    "tr": ("Toplantıya gelemedim.", "Paket teslim edilemedi.", "Teklif ektedir.", "{address} adresine yazın."),
    "ru": ("Он не может прийти на встречу.", "Посылка не была доставлена.", "Счёт во вложении.", "Пишите на {address}.", "Заявка отклонена."),
    "ja": ("荷物が配信できませんでした、ではなく配達の件です。", "見積書を送付します。", "{address} までご連絡ください。", "昨日は送信できず申し訳ありません。", "金曜日にお会いしましょう。"),
    "zh": ("我无法参加会议。", "包裹被退回了。", "报价单见附件。", "请写信到 {address} 。", "周五见。"),
}
LANGUAGES = tuple(SENTENCES)


def paragraphs(source, language, low=2, high=6):
    lines = source.some(SENTENCES[language], low, high)
    joined = ("" if language in ("ja", "zh") else " ").join(lines) if source.chance(0.5) else "\n\n".join(lines)
    return joined.replace("{address}", source.address())


def letter(source, language, low=2, high=6, sign=True):
    """(text, name of the writer)."""
    name = source.name(language)
    words = source.pick(GREETINGS[language]) + "\n\n" + paragraphs(source, language, low, high) + "\n"
    if sign:
        words += f"\n{CLOSINGS[language]}\n{name}\n"
        if source.chance(0.4):
            words += f"\n-- \n{name}\n{source.address()} | +49 30 5550{source.number(100, 999)} | https://www.example.com/\n"
    return words, name


def language_of(source):
    """English more often than the others."""
    return "en" if source.chance(0.35) else source.pick(LANGUAGES)


def quote(words, mark="> "):
    return "".join(f"{mark}{line}".rstrip(" ") + "\n" for line in words.rstrip("\n").split("\n"))


ATTRIBUTION = {"en": "On {date}, {who} wrote:", "de": "Am {date} schrieb {who}:", "fr": "Le {date}, {who} a écrit :", "es": "El {date}, {who} escribió:",
               "it": "Il {date} {who} ha scritto:", "pt": "Em {date}, {who} escreveu:", "nl": "Op {date} schreef {who}:", "ru": "{date} пользователь {who} написал:",
               "ja": "{date} {who}:", "zh": "在 {date}，{who} 写道："}
OUTLOOK = {"en": ("From", "Sent", "To", "Subject", "-----Original Message-----"), "de": ("Von", "Gesendet", "An", "Betreff", "-----Ursprüngliche Nachricht-----"),
           "fr": ("De", "Envoyé", "À", "Objet", "-----Message d'origine-----"), "es": ("De", "Enviado", "Para", "Asunto", "-----Mensaje original-----"),
           "it": ("Da", "Inviato", "A", "Oggetto", "-----Messaggio originale-----"), "nl": ("Van", "Verzonden", "Aan", "Onderwerp", "-----Oorspronkelijk bericht-----")}


def attribution(source, language, who):
    return ATTRIBUTION.get(language, ATTRIBUTION["en"]).format(date=source.stamp("%d.%m.%Y %H:%M"), who=who)


def outlook_head(source, language, who, to, subject):
    names = OUTLOOK.get(language, OUTLOOK["en"])
    rule = source.pick((names[4], "_" * 32, ""))
    return f"{rule}\n{names[0]}: {who}\n{names[1]}: {source.stamp('%A, %d %B %Y %H:%M')}\n{names[2]}: {to}\n{names[3]}: {subject}\n\n".lstrip("\n")
