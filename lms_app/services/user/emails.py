"""Addresses: checked by email-validator, folded so that look-alikes are one account."""

from __future__ import annotations

import unicodedata

from email_validator import EmailNotValidError, validate_email

from lms_app.core.errors import InvalidInput


def normalise_email(email: str) -> str:
    """Return the address as it is shown and written to; raises `InvalidInput` on `email`."""
    try:
        checked = validate_email(
            unicodedata.normalize("NFKC", email).strip(),
            check_deliverability=False,
            test_environment=True,
        )
    except (EmailNotValidError, UnicodeError, ValueError) as error:
        raise InvalidInput("error.email", fields={"email": "error.email"}) from error
    if len(checked.normalized) > 254:
        raise InvalidInput("error.email", fields={"email": "error.email"})
    return checked.normalized


def mask_email(email: str) -> str:
    """Return an address that is recognised by who knows it and useless to who does not."""
    local, at, domain = email.partition("@")
    if not at:  # an account whose person has left
        return ""
    kept = local[:2] if len(local) > 3 else local[:1]
    return f"{kept}{'•' * 4}@{domain}"


def email_key(email: str) -> str:
    """Return the key under which an address is one account: NFKC, case-folded, NFKC again.

    Unicode TR36 asks for folding before comparing; the second NFKC makes the result stable.
    """
    folded = unicodedata.normalize("NFKC", email).strip().casefold()
    # Dotless and dotted i fold differently in different locales; here they are the same letter.
    folded = folded.replace("i\u0307", "i").replace("\u0131", "i")
    return unicodedata.normalize("NFKC", folded)[:254]
