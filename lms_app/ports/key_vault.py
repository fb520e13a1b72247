"""Keys of videos: made, used to seal segments, kept at rest sealed themselves.

A content key is in the clear only while segments are sealed and when it is handed to an
entitled viewer; never in a playlist, log, state or store.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol


class KeyUnreadable(Exception):
    """The sealed key was changed, belongs to something else, or its secret is gone."""


class KeyVault(Protocol):
    """Makes content keys and seals them. `context` (an asset's id) binds a key to its owner."""

    def new_key(self) -> bytes:
        """A fresh content key of 16 bytes."""
        ...

    def seal_key(self, key: bytes, context: str) -> bytes:
        """Return the sealed form, safe to store in the database."""
        ...

    def open_key(self, sealed: bytes, context: str) -> bytes:
        """Return the key. Raises `KeyUnreadable`."""
        ...


class SegmentSealer(Protocol):
    """AES-128 as HLS means it when a playlist names no IV: IV = media sequence number."""

    def seal(self, data: bytes, key: bytes, media_sequence: int) -> bytes:
        """Return the sealed segment."""
        ...

    def seal_file(self, source: Path, target: Path, key: bytes, media_sequence: int) -> int:
        """Seal a file into another, block by block; returns the sealed size in bytes."""
        ...
