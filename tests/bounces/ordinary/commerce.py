# SPDX-License-Identifier: Apache-2.0
"""Mail that programs send to customers: newsletters, orders, parcels that did not arrive, payments
that came back, messages of chat programs, faxes and calls. They come from envelope senders called
bounce, through the same services as any campaign."""
from . import words
from .compose import Envelope, any_text, attachment, mail, multipart

SENDERS = ("newsletter@shop.example", "news@brand.example", "noreply@mailer.example", "info@example.net", "service@bank.example", "hello@startup.test")
PIXEL = '<img src="https://t.example.com/o/1.gif" width="1" height="1">'


def bulk(source, subject, body, sender=None, name="", language="en", more=(), link=None, to=None):
    sender = sender or source.pick(SENDERS)
    domain = sender.partition("@")[2]
    path = source.pick((f"bounce-{source.number(1000, 99999)}_HTML-{source.number(10, 999)}@bounce.{domain}", f"bounces+{source.number(1000, 9999)}-{source.hex(4)}-reader=example.org@em.{domain}", f"bounce@{domain}",
                        f"msprvs1={source.hex(8)}=bounces-{source.number(100, 999)}@{domain}", f"0100{source.hex(12)}-{source.hex(8)}-000000@eu-west-1.ses.example", sender, f"bounces@{domain}", f"postmaster@{domain}", ""))
    fields = [("List-Unsubscribe", f"<https://{domain}/u/{source.hex(10)}>"), ("Feedback-ID", f"{source.number(100, 999)}:campaign:esp")] if source.chance(0.6) else []
    head = Envelope(source, subject, sender, name, to=to, language=language, return_path=path, more=[*fields, *more], client=source.pick((("X-Mailer", "MailerPro 3"), ("X-Campaign-ID", source.hex(6)), ())))
    return mail(head, any_text(source, body, link or f"https://{domain}/l/{source.hex(8)}", language))


NEWSLETTERS = (
    ("en", "Delivery Status", "Our autumn collection has arrived!\n\nFree delivery for orders over 55.0 EUR. Delivery to the following countries: all.\nIf you cannot read this mail, write to {address}.\n"),
    ("en", "Delivery status notification: your sale is here", "Nothing could be delivered faster. 20 % off until Friday.\n\nQuestions? {address}\n"),
    ("en", "Undelivered: 3 gifts are waiting for you", "Your gifts could not be delivered, because you have not chosen a colour yet.\n\n{address}\n"),
    ("en", "Returned mail? Not with our envelopes", "Envelopes that never bounce. Our competitor has failed.\n{address}\n"),
    ("en", "Rejected by everyone? Our career newsletter", "Applications are rejected every day. This user does not exist without friends: {address}\n"),
    ("en", "Bounce! The trampoline newsletter", "Bounce higher. The old model was returned to us and is being returned to the maker.\n{address}\n"),
    ("en", "Failure notice", "Failure is the first step. The podcast about companies whose plan has failed.\n{address}\n"),
    ("en", "Vacation rentals from 99 EUR", "Away from home? Write to\n{address}\n"), ("en", "Out of ideas? Out of office wear!", "Our shoes cannot be delivered barefoot.\n\n{address}\n"),
    ("de", "Nicht zugestellt? Unser Paketshop hilft", "Ihr Paket konnte nicht zugestellt werden? Unser Newsletter zeigt, was zu tun ist.\n\nAbmelden: {address}\n"),
    ("de", "Unzustellbar günstig", "So günstig, dass es kein Wettbewerber konnte. Nicht verpassen!\n{address}\n"),
    ("fr", "Échec de la grisaille", "La grisaille n'a pas gagné. Nos offres de printemps.\n{address}\n"),
    ("es", "¿No entregado? Envío gratis", "Si no se pudo entregar, lo repetimos gratis.\n{address}\n"),
    ("it", "Mancata consegna? Rimborso!", "Impossibile resistere: sconti fino al 50%.\n{address}\n"),
    ("pt", "Não entregue no prazo? Devolvemos", "Não foi possível resistir. {address}\n"), ("nl", "Onbestelbaar voordelig", "Je kon niet wachten? {address}\n"),
    ("ja", "【配信】今週のお知らせ", "先週は配信できず申し訳ありません。今週の特集です。\n{address}\n"), ("zh", "退信优惠周", "无法抗拒的优惠！退回旧品有礼。\n{address}\n"), ("ru", "Никто не может устоять", "Скидки не может быть больше. {address}\n"),
)


def newsletter(source):
    language, subject, body = source.pick(NEWSLETTERS)
    body = body.format(address=source.pick((source.address(), "unsubscribe@shop.example", "service@brand.example"))) + "\n" + words.paragraphs(source, language, 1, 4) + "\n"
    return bulk(source, subject, body, name=source.pick(("Brand", "The Shop", "", "Delivery System Sale", "Feedback Team")), language=language)


PARCELS = (
    ("en", "Your delivery failed: parcel could not be delivered to the address", "Parcel {n}\n\nWe were unable to deliver your parcel to the following address:\n\n  {person}\n  12 Mill Lane\n  {you}\n\nReason: address does not exist. It will be returned to the sender after 7 days.\n"),
    ("en", "Delivery failure notice for shipment {n}", "Status: Failed delivery attempt\nReason: recipient unknown\nRecipient: {you}\n\nDelivery has failed twice. Your parcel is being returned.\n"),
    ("en", "Delivery delayed", "Your parcel {n} was delayed. It will be retried tomorrow. You do not need to do anything.\n\nRecipient: {you}\n"),
    ("en", "Undeliverable package {n}", "Your package is undeliverable as addressed.\n\nTo: {you}\nCode: 5.1.1\n"),
    ("en", "Order {n} confirmed", "Thank you! Order 550-{n}.\n\nDelivery to: {person}\nE-mail: {you}\nIf the courier cannot deliver, he leaves a card.\n"),
    ("en", "Delivery status: out for delivery", "Parcel {n} arrives today. Contact: {you}\n"),
    ("de", "Ihre Sendung {n} konnte nicht zugestellt werden", "Der Empfänger {you} wurde nicht angetroffen. Grund: Empfänger unbekannt.\nDie Sendung geht zurück an den Absender.\n"),
    ("de", "Zustellung fehlgeschlagen", "Sendung {n}: nicht zugestellt.\n\nEmpfänger: {you}\n"),
    ("fr", "Colis {n} non remis", "Votre colis n'a pas pu être remis.\n\nDestinataire : {you}\n"), ("es", "Paquete {n} no entregado", "No se pudo entregar.\n\nDestinatario: {you}\n"),
    ("it", "Mancata consegna {n}", "Consegna non riuscita: impossibile trovare il destinatario.\n\nDestinatario: {you}\n"), ("nl", "Zending {n} onbestelbaar", "De bezorger kon niet bezorgen.\nAan: {you}\n"),
    ("pl", "Nieudana próba doręczenia {n}", "Kurier nie mógł doręczyć przesyłki.\n{you}\n"), ("ja", "【配信完了前】お荷物 {n} お届けできませんでした", "ご不在のため配達できませんでした。\n{you}\n"), ("zh", "快递 {n} 无法投递，已退回", "收件人：{you}\n原因：地址不存在，包裹被退回。\n"),
)


def parcel(source):
    language, subject, body = source.pick(PARCELS)
    you, n = source.pick((source.ours(), source.address())), source.number(10**7, 10**8)
    filled = body.format(n=n, you=you, person=source.name(language))
    return bulk(source, subject.format(n=n), filled, source.pick(("noreply@parcel.example", "delivery@courier.example", "mail.delivery@courier.example", "tracking@post.example", "delivery-status@shop.example")), source.pick(("Parcel Service", "Delivery Team", "Courier Delivery System", "Mail Delivery Co.", "")), language, to=you)


PAYMENTS = (
    ("en", "Payment returned", "Your transfer of 118.00 EUR was returned to you.\n\nBeneficiary: {you}\nReason: AC01, account does not exist (unknown user of account).\n"),
    ("en", "Your payment was rejected", "The payment to {you} could not be delivered: rejected by the receiving bank. Code 550.\n"),
    ("en", "Direct debit failed", "The debit for {you} has failed. We will try again in 3 days.\n"),
    ("en", "Your card was declined", "Subscription of {you}: the charge was rejected by your bank (5.7.1).\n"),
    ("de", "Lastschrift zurückgegeben", "Die Lastschrift für {you} wurde abgelehnt und zurückgegeben.\n"), ("fr", "Virement rejeté", "Le virement pour {you} n'a pas été exécuté.\n"),
    ("es", "Pago rechazado", "No se pudo cobrar a {you}.\n"), ("en", "Application rejected", "Dear applicant ({you}),\n\nyour application was rejected. We were unable to deliver a positive answer.\n"),
    ("en", "App submission rejected", "Version 1.2 of your app was rejected. Contact: {you}\n"), ("en", "Backup could not be delivered to the cloud", "Upload of backup for {you} has failed: mailbox full of old archives.\n"),
)


def payment(source):
    language, subject, body = source.pick(PAYMENTS)
    return bulk(source, subject, body.format(you=source.pick((source.ours(), source.address()))), source.pick(("service@bank.example", "billing@startup.test", "noreply@pay.example", "feedback@bank.example")), source.pick(("Example Bank", "Billing", "Customer Feedback")), language)


CHATS = (
    ("Your message was not delivered", "Hi,\n\nyour chat message to {person} was not delivered because the user has blocked you.\n\nUser: {you}\n"),
    ("Message not delivered", "The text message to +49 151 5550118 could not be delivered: user unknown in the network. Sent by {you}.\n"),
    ("SMS delivery report", "To: +33 6 55 50 11 80\nStatus: UNDELIV\nError: 001 unknown subscriber\nAccount: {you}\n"),
    ("SMS delivery report: DELIVRD", "id:{n} sub:001 dlvrd:001 submit date:2601071200 done date:2601071201 stat:DELIVRD err:000\nAccount: {you}\n"),
    ("Fax failed: +44 20 5550 118", "Your fax could not be sent.\n\nTo: +44 20 5550 118\nResult: no answer, will be retried\nUser: {you}\n"),
    ("Fax received from +1 555 0118", "2 pages, see attachment. {you}\n"), ("Fax delivery report", "Delivery failed: busy (550)\nRecipient: +1 555 0118\nSender: {you}\n"),
    ("Voicemail from +1 555 0118 (0:42)", "You have a new voicemail in mailbox 118. The mailbox is full soon.\n{you}\n"),
    ("Failed delivery of webhook", "POST https://hooks.example.com/x returned 550. Delivery has failed 5 times, we will keep trying.\nOwner: {you}\n"),
    ("Print job undeliverable", "The printer on floor 5 does not exist. Job {n} of {you} was rejected.\n"),
    ("Your invitation was rejected", "{person} rejected your invitation to the workspace. Invited by {you}\n"),
)


def chat_fax_phone(source):
    subject, body = source.pick(CHATS)
    body = body.format(person=source.name(), n=source.number(10**6, 10**7), you=source.pick((source.ours(), source.address())))
    sender, name = source.pick((("noreply@chat.example", "Chat"), ("gateway@sms.example", "SMS Gateway"), ("fax@office.example", "Fax System"), ("voicemail@pbx.example.org", "PBX"), ("notify@hooks.example", ""), ("postmaster@sms.example", "SMS Postmaster")))
    if "attachment" in body or source.chance(0.2):
        head = Envelope(source, subject, sender, name, client=())
        return mail(head, multipart(source, "mixed", [any_text(source, body), attachment(source, source.pick(("fax.tif", "msg0042.wav", "fax.pdf")), source.pick(("image/tiff", "audio/x-wav", "application/pdf")), source.random.randbytes(400))]))
    return bulk(source, subject, body, sender, name)


def sending_service(source):
    """Reports of services that send mail, to the customer who pays for it."""
    you, other = source.ours(), source.address()
    subject, body = source.pick((
        ("Your campaign was delivered", "Campaign: Spring\nDelivered: 4,802\nBounced: 118 (hard 41, soft 77)\nRejected: 3\nOwner: {you}\n"),
        ("Daily sending statistics", "Requests 5,120  Delivered 5,000  Bounces 118  Spam reports 2\n\nTop reason: 550 5.1.1 user unknown\n"),
        ("Bounce rate warning for your account", "Your bounce rate is 5.50 %. Addresses that do not exist were rejected by their servers. Please clean your list; contact {you}.\n"),
        ("Successful Mail Delivery Report for list Spring", "All 4,802 messages have been delivered. Nothing was returned to you.\n"),
        ("Your import: 118 addresses were rejected", "Invalid addresses have been skipped: see the attached file. Owner: {you}\n"),
        ("Weekly deliverability report", "Inbox 96.1 %, spam 2.8 %, missing 1.1 %. Mail to example.net could not be delivered for two hours on Monday.\n"),
        ("Message accepted", "Your message to {other} was delivered to mx.example.net: 250 2.0.0 OK\n"),
        ("Delivery confirmation", "The document sent to {other} was delivered and opened on Monday.\n"),
        ("Sender address verified", "You may send from {you} now. Mails from other addresses will be rejected.\n")))
    return bulk(source, subject, body.format(you=you, other=other), source.pick(("support@esp.example", "reports@esp.example", "noreply@sender.example", "deliverability-feedback@esp.example")), source.pick(("ESP Reports", "Deliverability", "Mail Delivery Reports", "")))


KINDS = {"newsletter": newsletter, "parcel": parcel, "payment": payment, "chat_fax_phone": chat_fax_phone, "sending_service": sending_service}
