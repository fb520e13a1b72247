"""The scan itself: every kind of secret is found wherever it may stand, and nothing else."""

from __future__ import annotations

import base64
import json
from urllib.parse import quote

import pytest

from tests.secrets_scan import leaks

CANARY = 'canary-"é"-Zx9!vault'
KEY = bytes(range(200, 216))
HELD = {"word": CANARY, "key": KEY}
PLAIN = '{"title": "Maps & more", "token": "", "X-Amz-Date": "20261123"} ' + "x" * 200


@pytest.mark.parametrize(
    "dressed",
    [
        CANARY, json.dumps(CANARY), json.dumps(CANARY, ensure_ascii=False), quote(CANARY, safe=""),
        repr({"a": CANARY}), base64.b64encode(CANARY.encode()).decode(),
        base64.b64encode(b"user:" + CANARY.encode()).decode(),
        base64.urlsafe_b64encode(b"x" + CANARY.encode() + b"yz").decode(), CANARY.encode().hex(),
    ],
)  # fmt: skip
def test_a_planted_word_is_found_in_any_dress(dressed):
    assert leaks(PLAIN + dressed + PLAIN, HELD) == ["word"]


@pytest.mark.parametrize(
    "dressed", [KEY.hex(), base64.b64encode(KEY).decode(), base64.urlsafe_b64encode(b"ab" + KEY).decode()]
)  # fmt: skip
def test_planted_bytes_are_found_in_any_dress(dressed):
    assert leaks(PLAIN + dressed + PLAIN, HELD) == ["key"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA", "a password hash"),
        ("-----BEGIN EC PRIVATE KEY-----", "a private key"),
        ('{"kty": "EC", "d": "' + "a" * 43 + '"}', "half of a key pair"),
        ("Bearer eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", "a token"),
        ("postgresql+psycopg://margin:word@127.0.0.1/margin", "a database's address"),
        ("/x?X-Amz-Expires=901&X-Amz-Signature=ab", "a signed address that holds too long"),
    ],
)
def test_what_looks_like_a_secret_is_found_unplanted(text, name):
    assert leaks(PLAIN + text + PLAIN, {}, longest_seconds=900) == [name]


def test_nothing_is_found_in_what_holds_none():
    assert leaks(PLAIN + "/x?X-Amz-Expires=900", HELD, longest_seconds=900) == []
