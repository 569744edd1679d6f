"""A mail server of our own that does as it is told: takes mail, refuses it for good, or asks to come again."""

import email
from collections.abc import Callable
from contextlib import contextmanager
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller


class PostOffice:
    """What it answers to MAIL, RCPT and DATA, and the mails it took."""

    def __init__(self) -> None:
        self.taken: list[Message] = []
        self.answer_to_sender = "250 OK"
        self.answer_to_address: Callable[[str], str] = lambda address: "250 OK"
        self.answers_to_mail: list[str] = []

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.answer_to_sender.startswith("250"):
            envelope.mail_from = address
        return self.answer_to_sender

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        answer = self.answer_to_address(address)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        answer = self.answers_to_mail.pop(0) if self.answers_to_mail else "250 OK"
        if answer.startswith("250"):
            self.taken.append(email.message_from_bytes(envelope.content))
        return answer


@contextmanager
def opened(office: PostOffice, port: int):
    """Let the server listen on the port."""
    controller = Controller(office, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield office
    finally:
        controller.stop()
