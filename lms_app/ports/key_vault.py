"""Keys at rest: content keys are stored sealed and opened only to be used.

A content key is in the clear only while segments are sealed and when it is handed to an
entitled viewer; never in a playlist, log, state or store.
"""

from __future__ import annotations

from typing import Protocol


class KeyUnreadable(Exception):
    """The sealed key was changed, belongs to something else, or its secret is gone."""


class KeyVault(Protocol):
    """Seals 16-byte content keys. `context` (an asset's id) binds a key to its owner."""

    def seal_key(self, key: bytes, context: str) -> bytes:
        """Return the sealed form, safe to store in the database."""
        ...

    def open_key(self, sealed: bytes, context: str) -> bytes:
        """Return the key. Raises `KeyUnreadable`."""
        ...
