"""Korean particles that depend on the last sound of the word before them."""

from __future__ import annotations

_FIRST, _LAST = 0xAC00, 0xD7A3
_RIEUL = 8
# How digits and the usual Latin letters end when read aloud in Korean: 1 for a final consonant.
_DIGIT_ENDS_CLOSED = set("013678")
_LETTER_ENDS_CLOSED = set("lmnr")


def _final(word: str) -> int:
    """0 for an open last syllable, 8 for a final rieul, another number for any other consonant."""
    tail = word.rstrip(" \"'”’)]}.!?")[-1:]
    if not tail:
        return 0
    if _FIRST <= ord(tail) <= _LAST:
        return (ord(tail) - _FIRST) % 28
    if tail in "178":
        return _RIEUL
    if tail in _DIGIT_ENDS_CLOSED or tail.lower() in _LETTER_ENDS_CLOSED:
        return _RIEUL if tail.lower() in "lr" else 1
    return 0


def josa(word: str, particle: str) -> str:
    """`word` with the right particle of a pair: josa("한지우", "이/가") -> "한지우가".

    Pairs are written closed/open: 을/를, 이/가, 은/는, 과/와, 으로/로, 이에요/예요.
    """
    closed, _, opened = particle.partition("/")
    final = _final(word)
    if particle == "으로/로" and final == _RIEUL:
        return word + opened
    return word + (closed if final else opened)
