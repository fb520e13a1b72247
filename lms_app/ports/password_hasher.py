"""Turning passwords into something that may be stored."""

from __future__ import annotations

from typing import Protocol


class PasswordHasher(Protocol):
    """Slow on purpose; called outside transactions, few at a time."""

    def hash(self, password: str) -> str:
        """Return a self-describing hash."""
        ...

    def verify(self, password: str, hashed: str | None) -> tuple[bool, str | None]:
        """Say whether it matches, and a new hash when the old one should be replaced.

        `hashed` None (unknown address) costs exactly one hash too and never matches.
        """
        ...
