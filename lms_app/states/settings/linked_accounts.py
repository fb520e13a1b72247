"""Accounts of other services that sign a person in."""

from __future__ import annotations

from urllib.parse import parse_qs

import reflex as rx

from lms_app.services.auth import LinkedAccount, list_linked_accounts, unlink_identity
from lms_app.states.base import AppState
from lms_app.states.gate import Payload, policy

# What the way back from a provider may have been refused with; see the routes of sign-in.
REFUSALS = frozenset(
    f"error.{name}"
    for name in (
        "foreign_origin", "oauth_cannot_confirm", "oauth_denied", "oauth_flow",
        "oauth_linked_elsewhere", "oauth_refused",
    )
)  # fmt: skip


class Provider(Payload):
    provider: str


class LinkedAccountsState(AppState, rx.State):
    """Every configured provider, and whether it is linked."""

    accounts: list[LinkedAccount] = []

    @rx.event
    @policy(list_linked_accounts)
    async def load(self):
        """Show them; say why a way back from a provider came to nothing."""
        self.accounts = await self._call(list_linked_accounts)
        code = parse_qs(str(self.router.url.query)[:2000]).get("error", [""])[0]
        if code in REFUSALS:
            await self._say("error", code)

    @rx.event
    @policy(unlink_identity, list_linked_accounts, payload=Provider, per_minute=12)
    async def unlink(self, provider: str):
        """Take a way in away."""
        label = await self._call(unlink_identity, provider)
        self.accounts = await self._call(list_linked_accounts)
        await self._say("success", "oauth.unlinked", provider=label)
