# SPDX-License-Identifier: Apache-2.0
"""What a case is: one message given to a server, and what is known to become of its recipients."""
import dataclasses

import world


@dataclasses.dataclass
class Case:
    """notices: [(suffix of the file's name, {recipient: outcome}, who gets it if not the sender)], in the
    order they are sent; a suffix None is a notice not kept, as another has its form. Without it, one
    notice in which all recipients bounced. final: where a recipient was led to. local: what only
    the configuration knows of a recipient (stage, code, enhanced, reply)."""
    name: str
    to: list
    notices: list = None
    variant: str = "plain"
    final: dict = dataclasses.field(default_factory=dict)
    local: dict = dataclasses.field(default_factory=dict)
    via: str = "smtp"  # or the sendmail command
    sender: str = None
    mail: str = ""  # parameters of MAIL FROM
    rcpt: dict = dataclasses.field(default_factory=dict)  # parameters of RCPT TO, by recipient
    headers: tuple = ()
    text: tuple = ()
    lines: int = 3
    options: tuple = ()  # of the sendmail command
    subject: str = "Your order 1042"
    kind: str = "dsn"
    keeps_message: bool = True  # false: what comes back is a message of the server's own

    def __post_init__(self):
        if self.sender is None:
            self.sender = f"{self.name}@shop.example.org"
        if self.notices is None:
            self.notices = [("", {r: "bounced" for r in self.to})]

    @property
    def message_id(self):
        return f"<1042.{self.name}@shop.example.org>"

    def message(self):
        head = [f"From: Example Shop <{self.name}@shop.example.org>", "To: " + ", ".join(self.to),
                f"Subject: {self.subject}", "Date: Wed, 07 Oct 2026 09:14:03 +0200",
                f"Message-ID: {self.message_id}", *self.headers, "MIME-Version: 1.0",
                'Content-Type: text/plain; charset="utf-8"', "Content-Transfer-Encoding: 8bit"]
        body = ["Dear customer,", "", "your order 1042 has left our store today.", *self.text]
        while len(body) < self.lines:
            body.append(f"Item {len(body):3}: a good lamp, a better chair, and the best of tables.")
        return "\n".join(head + [""] + body) + "\n"


def local(stage="local", **fields):
    """What only the configuration knows of a recipient."""
    return {"stage": stage, **fields}


def host_of(recipient):
    """The sink's host that is asked for a recipient, if any."""
    return world.MX.get(recipient.rpartition("@")[2].lower())
