"""Encrypting one segment for HLS."""

from __future__ import annotations

from typing import Protocol


class SegmentSealer(Protocol):
    """AES-128-CBC with PKCS7, IV = media sequence number (RFC 8216, section 5.2)."""

    def new_key(self) -> bytes:
        """Return 16 fresh random bytes."""
        ...

    def seal(self, data: bytes, key: bytes, media_sequence: int) -> bytes:
        """Return the encrypted segment."""
        ...
