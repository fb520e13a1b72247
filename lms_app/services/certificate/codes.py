"""The names of certificates: unguessable, and read aloud without a mistake (Crockford's base 32)."""

from __future__ import annotations

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_BYTES = 10
_LENGTH, _GROUP, _BITS = 16, 4, 5
# What people read for another.
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


def new_code() -> bytes:
    """Return 80 random bits."""
    return secrets.token_bytes(CODE_BYTES)


def written(code: bytes) -> str:
    """Return a code as people read it: `7F3K-20A8-…`, four times four."""
    number = int.from_bytes(code)
    letters = [ALPHABET[number >> _BITS * at & 31] for at in reversed(range(_LENGTH))]
    text = "".join(letters)
    return "-".join(text[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP))


def read(text: str) -> bytes:
    """Return the code that somebody typed, however they wrote it; empty when it is none."""
    if len(text) > 3 * _LENGTH:
        return b""
    letters = text.upper().replace("-", "").replace(" ", "").translate(_READ_AS)
    if len(letters) != _LENGTH or not set(letters) <= set(ALPHABET):
        return b""
    number = 0
    for letter in letters:
        number = number << _BITS | ALPHABET.index(letter)
    return number.to_bytes(CODE_BYTES)
