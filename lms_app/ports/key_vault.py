"""Secrets at rest: content keys and other small secrets are stored sealed, opened only to be used.

A content key is in the clear only while segments are sealed and when it is handed to an
entitled viewer; never in a playlist, log, state or store.
"""

from __future__ import annotations

from typing import Protocol


class KeyUnreadable(Exception):
    """The sealed key was changed, belongs to something else, or its secret is gone."""


class KeyVault(Protocol):
    """Seals keys and other small secrets. `context` (an asset's id) binds one to its owner."""

    def seal_key(self, key: bytes, context: str) -> bytes:
        """Return the sealed form, safe to store in the database."""
        ...

    def open_key(self, sealed: bytes, context: str) -> bytes:
        """Return the key. Raises `KeyUnreadable`."""
        ...
