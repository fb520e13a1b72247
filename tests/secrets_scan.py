"""Looks for secrets in what leaves the site (acceptance T12): planted ones, in any dress, and what
looks like one.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from functools import cache
from urllib.parse import quote

# What nothing that leaves the site holds, planted or not.
LOOKS = {
    "a password hash": re.compile(r"\$argon2(?:id|i|d)\$|\$2[aby]\$\d\d\$|pbkdf2[:_]sha"),
    "a private key": re.compile(r"-----BEGIN (?:\w+ )*PRIVATE KEY"),
    "half of a key pair": re.compile(r'"(?:d|dp|dq|qi)"\s*:\s*"[\w-]{40,}"'),
    "a token": re.compile(r"\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}"),
    "a database's address": re.compile(r"(?:postgresql(?:\+\w+)?|rediss?)://[^\s\"']*:[^\s\"'@]+@"),
}  # fmt: skip
_SIGNED = re.compile(r"X-Amz-Expires(?:=|%3D)(\d+)", re.IGNORECASE)
_SHORTEST = 8


@cache
def dresses(secret: str | bytes) -> frozenset[str]:
    """A secret as JSON, addresses, headers and dumps write it."""
    raw = secret if isinstance(secret, bytes) else secret.encode()
    assert len(raw) >= _SHORTEST, "too short to be found for what it is"
    found = {raw.hex(), raw.hex().upper()}
    # In base64 the same bytes look different at each of three places.
    for lead in range(3):
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            inside = encode(b"\0" * lead + raw).decode().rstrip("=")
            found.add(inside[4 if lead else 0 : -2])
    if isinstance(secret, str):
        found |= {secret, quote(secret, safe=""), json.dumps(secret)[1:-1], repr(secret)[1:-1]}
        found.add(json.dumps(secret, ensure_ascii=False)[1:-1])
    return frozenset(found)


def leaks(text: str, secrets: Mapping[str, str | bytes], *, longest_seconds: int = 0) -> list[str]:
    """Name every secret in the text. `longest_seconds` bounds signed addresses; 0 allows none."""
    found = [name for name, secret in secrets.items() if any(d in text for d in dresses(secret))]
    found += [name for name, look in LOOKS.items() if look.search(text)]
    if any(int(seconds) > longest_seconds for seconds in _SIGNED.findall(text)):
        found.append("a signed address that holds too long")
    return found
