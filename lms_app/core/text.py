"""What a piece of typed text may be: normal form, forbidden characters, length.

Lengths are counted in code points after NFC, so that a limit means the same in Python,
in PostgreSQL's varchar and in the form's counter.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TypeVar

from lms_app.core.errors import Conflict, InvalidInput

T = TypeVar("T")

# Unicode Bidirectional Algorithm (UAX #9): embeddings, overrides and isolates can make a
# title or a name read as something else; they are removed, marks (LRM, RLM) are kept.
_BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_SPACES = re.compile(r"\s+")
# Zalgo: more than this many combining marks in a row is decoration, not language.
_MARK_RUN = re.compile(r"[\u0300-\u036f\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{5,}")


def clean_line(value: str, field: str, *, minimum: int = 1, maximum: int = 200) -> str:
    """Return one line of text in NFC with single spaces.

    Raises `InvalidInput` naming `field` for NUL and other controls, lone surrogates,
    stacked marks, and lengths outside `minimum..maximum` code points.
    """
    text = _SPACES.sub(" ", clean_text(value, field, minimum=0, maximum=10_000)).strip()
    _check_length(text, field, minimum, maximum)
    return text


def clean_text(value: str, field: str, *, minimum: int = 0, maximum: int = 20_000) -> str:
    """Return text of several lines in NFC; the same refusals as `clean_line`."""
    if not isinstance(value, str) or any(0xD800 <= ord(c) <= 0xDFFF for c in value):
        raise InvalidInput("error.text_characters", fields={field: "error.text_characters"})
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n"))
    if _CONTROLS.search(text) or _MARK_RUN.search(text):
        raise InvalidInput("error.text_characters", fields={field: "error.text_characters"})
    text = _BIDI_CONTROLS.sub("", text).strip()
    _check_length(text, field, minimum, maximum)
    return text


def one_line(text: str) -> str:
    """Return text for a header or a sentence: controls and line breaks are spaces, none doubled.

    Never refuses: what was stored before is written to somebody now.
    """
    plain = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in text)
    return " ".join(plain.split())


def ensure_unchanged(now: T, before: T | None, wanted: T) -> None:
    """Raise `Conflict` when somebody else changed what is about to be written over.

    `before` is what the writer saw (None: they did not look); what already is as wanted, for
    example because an answer was lost, is no conflict.
    """
    if before is not None and now not in (before, wanted):
        raise Conflict("error.changed_meanwhile")


def _check_length(text: str, field: str, minimum: int, maximum: int) -> None:
    if len(text) < minimum:
        key = "error.text_required" if minimum == 1 else "error.text_short"
        raise InvalidInput(key, fields={field: key}, minimum=minimum)
    if len(text) > maximum:
        raise InvalidInput(
            "error.text_long", fields={field: "error.text_long"}, maximum=maximum, count=len(text)
        )


def slugify(title: str, fallback: str) -> str:
    """Return an address part: Latin letters without marks, Hangul and digits, joined by hyphens."""
    parts = unicodedata.normalize("NFKD", title)
    plain = "".join(c for c in parts if not unicodedata.combining(c))
    text = unicodedata.normalize("NFKC", plain).casefold()
    words = re.findall(r"[0-9a-z\uac00-\ud7a3]+", text)
    return "-".join(words)[:80].strip("-") or fallback
