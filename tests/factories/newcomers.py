"""Somebody who comes from a provider for the first time."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict

from lms_app import composition
from lms_app.core import clock, urls
from lms_app.services.auth import oauth


def newcomer_cookie(**known: object) -> str:
    """What the way back from a provider seals into the browser, who tells no more than this."""
    told = {"provider": "demo", "subject": "new", "email": "", "is_email_verified": False}
    newcomer = oauth.Newcomer(**{**told, "name": "", "next_path": urls.HOME, **known})  # type: ignore[arg-type]
    inner = {**asdict(newcomer), "until": clock.now().timestamp() + oauth.NEWCOMER_SECONDS}
    keys = composition.implementations().keys
    sealed = keys.seal_key(json.dumps(inner).encode(), oauth._SEALED_FOR)
    return base64.urlsafe_b64encode(sealed).decode()
