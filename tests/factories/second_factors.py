"""People who are protected beyond a password, made the ordinary way."""

from __future__ import annotations

from datetime import timedelta

import pyotp

from lms_app.core import clock
from lms_app.core.actor import ANONYMOUS, Actor, Credential
from lms_app.core.config import settings
from lms_app.services import auth
from lms_app.services.auth import SignedIn
from tests.factories.authenticator import Authenticator
from tests.factories.people import Person, as_system


def later(**kwargs: float):
    """Hold the clock at a moment from now (`with later(minutes=5):`)."""
    moment = clock.now() + timedelta(**kwargs)
    return clock.frozen(lambda: moment)


def code_of(secret: str, steps: int = 0) -> str:
    """The code an app shows, so many steps from now."""
    return pyotp.TOTP(secret).at(clock.now() + timedelta(seconds=30 * steps))


def with_app(who: Person) -> tuple[str, tuple[str, ...]]:
    """Turn an authenticator app on a minute ago; return its secret and the recovery codes."""
    with later(minutes=-1):
        secret = who.call(auth.begin_authenticator).secret
        return secret, who.call(auth.confirm_authenticator, code=code_of(secret))


def with_passkey(who: Person, name: str = "Key") -> Authenticator:
    """Give somebody a passkey; return the authenticator that holds it."""
    held = Authenticator(settings().site_origin)
    question = who.call(auth.ask_new_passkey)
    answer = held.made(question.options)
    who.call(auth.add_passkey, answer=answer, browser=question.browser, name=name)
    return held


def first_factor(who: Person, caller: Actor = ANONYMOUS) -> tuple[SignedIn, Credential]:
    """Sign in as far as the first factor goes; the credential is the one that may wait."""
    signed_in = as_system(auth.start_session, user_id=who.id, caller=caller)
    return signed_in, Credential(session_token=signed_in.token, ip="192.0.2.1")
