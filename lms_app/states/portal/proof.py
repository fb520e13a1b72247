"""Proving who is there: at the second step of signing in, and once more before what matters."""

from __future__ import annotations

from urllib.parse import parse_qs

import reflex as rx

from lms_app.core import urls
from lms_app.services.auth import ProofChoices, get_proof_choices, get_second_step
from lms_app.states.base import AppState
from lms_app.states.gate import policy


class ProofState(AppState, rx.State):
    """By what it can be proved. Until that is known, and without scripts, a code is asked for."""

    is_over: bool = False
    is_loaded: bool = False
    has_password: bool = False
    has_code: bool = True
    has_app: bool = True
    has_passkey: bool = False
    email: str = ""
    sign_in_path: str = urls.SIGN_IN

    @rx.event
    @policy(get_second_step)
    async def load_second_step(self):
        """Show what the account of this sign-in has, or that no sign-in waits."""
        choices = await self._call(get_second_step)
        self.is_over = choices is None
        self._offer(choices or ProofChoices())

    @rx.event
    @policy(get_proof_choices)
    async def load_confirm(self):
        """Show what the caller's account has, and the way back here for who signs in anew."""
        self._offer(await self._call(get_proof_choices))
        query = parse_qs(str(self.router.url.query)[:4096])
        self.sign_in_path = urls.sign_in(urls.own_path(query.get("next", [""])[0]))

    def _offer(self, choices: ProofChoices) -> None:
        self.has_password, self.has_app = choices.has_password, choices.has_app
        self.has_code = choices.has_app or choices.has_recovery_codes
        self.has_passkey, self.is_loaded = choices.has_passkey, True
        self.email = choices.email
