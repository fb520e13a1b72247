"""Sending mail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True)
class Mail:
    """One mail, ready to be sent. `id` names it for good: a mail sent twice keeps it."""

    id: UUID
    to: str
    subject: str
    text: str
    html: str


class MailRefused(Exception):
    """The mail can never be delivered (address or content refused); trying again gives the same."""


class Mailer(Protocol):
    """Hands a mail over to whoever delivers it. Called outside transactions."""

    def send(self, mail: Mail) -> None:
        """Hand over; raises `MailRefused` for good, `PortUnavailable("mailer")` for now."""
        ...
