"""Somebody who signs up as people do: form, mail, link."""

from __future__ import annotations

from typing import Any

from lms_app import composition
from lms_app.core.actor import Credential
from lms_app.services import auth
from tests.factories.mails import token_to
from tests.factories.people import PASSWORD

GROWN_UP = "1990-04-01"
AGREED = auth.Consents(terms=True, privacy=True)


def apply(email: str = "sam@example.com", **changes: Any) -> str:
    """Send the form; return the mark of the browser."""
    credential = changes.pop("credential", Credential(ip="192.0.2.9"))
    given = {
        "password": PASSWORD,
        "display_name": "Sam",
        "birth_date": GROWN_UP,
        "consents": AGREED,
    }
    return composition.call(
        auth.sign_up, email=email, credential=credential, **{**given, **changes}
    )


def confirm(email: str = "sam@example.com", **given: Any) -> auth.Confirmed:
    """Use the link in the newest mail to the address."""
    credential = given.pop("credential", Credential(ip="192.0.2.9"))
    return composition.call(
        auth.confirm_email, token=token_to(email), credential=credential, **given
    )


def sign_up(email: str = "sam@example.com", **changes: Any) -> auth.SignedIn:
    """Form and link in one browser."""
    mark = apply(email, **changes)
    done = confirm(email, browser=mark)
    assert done.signed_in
    return done.signed_in
