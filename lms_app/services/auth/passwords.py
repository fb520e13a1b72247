"""What a password must be: NIST SP 800-63B-4 (length, blocklist, no composition rules)."""

from __future__ import annotations

import unicodedata
from functools import cache

from zxcvbn.frequency_lists import FREQUENCY_LISTS

from lms_app.core.errors import InvalidInput

MINIMUM = 15
MAXIMUM_BYTES = 1024


def normalise_password(password: str) -> str:
    """Return the password in NFKC (800-63B-4 asks for it before hashing)."""
    return unicodedata.normalize("NFKC", password)


@cache
def _common() -> frozenset[str]:
    return frozenset(FREQUENCY_LISTS["passwords"])


def check_new_password(password: str, *, email: str, name: str) -> str:
    """Return the normalised password or raise `InvalidInput` on field `password`.

    Refused: shorter than 15 code points, longer than 1 KiB, lone surrogates, common ones,
    a single repeated pattern, and the person's or the site's own name stretched.
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
    common = _common()
    for length in range(3, len(folded) // 2 + 1):
        if len(folded) % length == 0 and folded[:length] * (len(folded) // length) == folded:
            return True
    return folded in common or folded.rstrip("0123456789!@#$") in common


def _invalid(key: str, **params: object) -> InvalidInput:
    return InvalidInput(key, fields={"password": key}, **params)
