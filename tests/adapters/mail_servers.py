"""A real SMTP server (aiosmtpd) for tests: it can be stopped, started again, and made to refuse."""

from __future__ import annotations

import socket
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Postbox:
    """What the server took, and what it answers from now on (empty: it takes everything)."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.rcpt_answer = self.data_answer = ""

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self.rcpt_answer:
            return self.rcpt_answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.data_answer:
            return self.data_answer
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


class MailServer:
    """`start` and `stop` as often as wanted, at one port."""

    def __init__(self, **options: object) -> None:
        self.port, self.postbox, self._options = free_port(), Postbox(), options
        self._running: Controller | None = None

    @property
    def url(self) -> str:
        return f"smtp+insecure://127.0.0.1:{self.port}"

    def start(self) -> None:
        self._running = Controller(
            self.postbox, hostname="127.0.0.1", port=self.port, **self._options
        )
        self._running.start()

    def stop(self) -> None:
        if self._running:
            self._running.stop()
            self._running = None


def takes(name: bytes, password: bytes):
    """An authenticator that knows one name and password."""

    def check(server, session, envelope, mechanism, given):
        return AuthResult(success=(given.login, given.password) == (name, password))

    return check
