"""What a password must be: NIST SP 800-63B-4 (length, blocklist, no composition rules)."""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import pairwise

from zxcvbn.frequency_lists import FREQUENCY_LISTS

from lms_app.core.errors import InvalidInput
from lms_app.services.auth.long_common_passwords import LONG_COMMON

MINIMUM = 15
MAXIMUM_BYTES = 1024
# Longer than any in the lists.
LONGEST_COMMON = 64


def normalise_password(password: str) -> str:
    """Return the password in NFKC (800-63B-4 asks for it before hashing)."""
    return unicodedata.normalize("NFKC", password)


@cache
def _common() -> frozenset[str]:
    return LONG_COMMON.union(FREQUENCY_LISTS["passwords"])


def check_new_password(password: str, *, email: str, name: str) -> str:
    """Return the normalised password or raise `InvalidInput` on field `password`.

    Refused: shorter than 15 code points, longer than 1 KiB, lone surrogates, common ones (also two
    in a row, or with digits after them), a single repeated pattern or run, and the person's or the
    site's own name stretched.
    """
    try:
        password.encode("utf-8")
    except UnicodeEncodeError as error:
        raise _invalid("error.text_characters") from error
    value = normalise_password(password)
    if len(value) < MINIMUM:
        raise _invalid("error.password_short", minimum=MINIMUM)
    if len(value.encode()) > MAXIMUM_BYTES:
        raise _invalid("error.password_long")
    folded = value.casefold()
    for word in {email.split("@", maxsplit=1)[0].casefold(), name.casefold(), "margin", "여백"}:
        if len(word) >= 3:
            folded = folded.replace(word, "")
    if len(folded) < MINIMUM // 2 or len(set(folded)) < 5 or _is_common(value.casefold()):
        raise _invalid("error.password_common")
    return value


def _is_common(folded: str) -> bool:
    if _is_repeated(folded) or _is_run(folded):
        return True
    common = _common()
    for text in {folded, folded.rstrip("0123456789!@#$")}:
        if text in common:
            return True
        cuts = range(3, min(len(text) - 2, LONGEST_COMMON))
        if any(text[:cut] in common and text[cut:] in common for cut in cuts):
            return True
    return False


def _is_repeated(folded: str) -> bool:
    lengths = range(3, len(folded) // 2 + 1)
    return any(
        len(folded) % length == 0 and folded[:length] * (len(folded) // length) == folded
        for length in lengths
    )


def _is_run(folded: str) -> bool:
    """Whether every character is the next (or the one before) in its script: `abcdefg`."""
    steps = {ord(after) - ord(before) for before, after in pairwise(folded)}
    return len(steps) == 1 and abs(steps.pop()) <= 1


def _invalid(key: str, **params: object) -> InvalidInput:
    return InvalidInput(key, fields={"password": key}, **params)
