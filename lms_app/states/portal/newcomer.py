"""Who comes from a provider for the first time: what it said of them, back to them alone."""

from __future__ import annotations

import reflex as rx

from lms_app.core import urls
from lms_app.core.config import settings
from lms_app.core.errors import InvalidInput
from lms_app.core.session_cookie import named_cookie, read_cookie
from lms_app.services.auth import get_newcomer
from lms_app.states.base import AppState
from lms_app.states.gate import policy

COOKIE = "newcomer"


class NewcomerState(AppState, rx.State):
    """The form at `/signup/complete`; all of it comes from the browser's own sealed cookie."""

    phase: str = "loading"
    label: str = ""
    email: str = ""
    is_email_verified: bool = False
    name: str = ""

    @rx.event
    @policy(get_newcomer)
    async def load(self):
        """Open the cookie; without one (it lives half an hour) there is nothing to complete."""
        sealed = read_cookie(self._cookies(), named_cookie(settings().site_url, COOKIE).name)
        try:
            found = await self._call(get_newcomer, sealed)
        except InvalidInput:
            await self._go(f"{urls.SIGN_UP}?error=error.oauth_flow")
            return
        self.label, self.name = found.label, found.name
        self.email, self.is_email_verified = found.email, found.is_email_verified
        self.phase = "ready"
