"""AES-128 for HLS segments: CBC, PKCS7, IV = media sequence number, as RFC 8216 implies.

FFmpeg never encrypts: it writes one fixed IV for a whole playlist, which stops pieces
encoded apart from being joined. Playlists therefore carry no IV attribute. The module
itself implements `SegmentSealer`.
"""

from __future__ import annotations

import secrets
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

KEY_BYTES = 16
_BLOCK_BYTES = 1024 * 1024


def new_key() -> bytes:
    """A fresh content key of 16 bytes."""
    return secrets.token_bytes(KEY_BYTES)


def seal(data: bytes, key: bytes, media_sequence: int) -> bytes:
    """Return the sealed segment."""
    encryptor, padder = _cipher(key, media_sequence).encryptor(), PKCS7(128).padder()
    padded = padder.update(data) + padder.finalize()
    return encryptor.update(padded) + encryptor.finalize()


def unseal(data: bytes, key: bytes, media_sequence: int) -> bytes:
    """Return the clear segment, as a player does. Raises `ValueError` for a wrong key."""
    decryptor, unpadder = _cipher(key, media_sequence).decryptor(), PKCS7(128).unpadder()
    padded = decryptor.update(data) + decryptor.finalize()
    return unpadder.update(padded) + unpadder.finalize()


def seal_file(source: Path, target: Path, key: bytes, media_sequence: int) -> int:
    """Seal a file into another, block by block; returns the sealed size in bytes."""
    encryptor, padder = _cipher(key, media_sequence).encryptor(), PKCS7(128).padder()
    size = 0
    with source.open("rb") as clear, target.open("wb") as sealed:
        while block := clear.read(_BLOCK_BYTES):
            size += sealed.write(encryptor.update(padder.update(block)))
        size += sealed.write(encryptor.update(padder.finalize()) + encryptor.finalize())
    return size


def _cipher(key: bytes, media_sequence: int) -> Cipher[modes.CBC]:
    if len(key) != KEY_BYTES:
        raise ValueError("an HLS content key has 16 bytes")
    return Cipher(algorithms.AES128(key), modes.CBC(media_sequence.to_bytes(16, "big")))
