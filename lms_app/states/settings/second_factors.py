"""The authenticator app, recovery codes and passkeys of an account."""

from __future__ import annotations

import reflex as rx

from lms_app.services.auth import (
    PasskeyRow,
    begin_authenticator,
    confirm_authenticator,
    ensure_proved,
    get_first_recovery_codes,
    get_second_factors,
    remove_passkey,
    rename_passkey,
    renew_recovery_codes,
    turn_off_authenticator,
)
from lms_app.states.base import AppState, parse_id
from lms_app.states.forms import FormFields
from lms_app.states.gate import Payload, policy


class CodeFields(FormFields):
    code: str


class CodeForm(Payload):
    form_data: CodeFields


class PasskeyId(Payload):
    passkey_id: str


class PasskeyName(Payload):
    passkey_id: str
    name: str


class Shown(Payload):
    is_open: bool


class SecondFactorState(AppState, rx.State):
    """What is on, what is being set up, and codes that are shown once.

    A secret or a code stays in here only while its dialog is open.
    """

    phase: str = "loading"
    has_app: bool = False
    app_since: str = ""
    passkeys: list[PasskeyRow] = []
    codes_left: int = 0
    is_on: bool = False
    setup_key: str = ""
    setup_picture: str = ""
    is_setting_up: bool = False
    is_adding: bool = False
    new_codes: list[str] = []
    errors: dict[str, str] = {}

    @rx.event
    @policy(get_second_factors)
    async def load(self):
        """Show what is on; whatever was open before is closed."""
        self._forget_setup()
        self.new_codes = []
        await self._show_factors()

    @rx.event
    @policy(begin_authenticator, per_minute=20)
    async def begin_app(self):
        """Show a secret for an app that is being set up."""
        made = await self._call(begin_authenticator)
        self.setup_key, self.setup_picture = made.secret, made.picture
        self.errors, self.is_setting_up = {}, True

    @rx.event
    @policy(confirm_authenticator, get_second_factors, payload=CodeForm, per_minute=20)
    async def confirm_app(self, form_data: dict[str, str]):
        """Turn the app on with its first code."""
        self.errors = {}
        codes = await self._call(confirm_authenticator, code=form_data["code"])
        self._forget_setup()
        self.new_codes = list(codes)
        await self._show_factors()
        await self._say("success", "security.done_app_on")

    @rx.event
    @policy(payload=Shown)
    async def show_setup(self, is_open: bool):
        """Close the setup; what was shown is forgotten."""
        if not is_open:
            self._forget_setup()

    @rx.event
    @policy(turn_off_authenticator, get_second_factors, per_minute=20)
    async def turn_off_app(self):
        """Take the app off."""
        await self._call(turn_off_authenticator)
        await self._show_factors()
        await self._say("success", "security.done_app_off")

    @rx.event
    @policy(renew_recovery_codes, get_second_factors, per_minute=20)
    async def renew_codes(self):
        """Show ten new recovery codes, once."""
        self.new_codes = list(await self._call(renew_recovery_codes))
        await self._show_factors()

    @rx.event
    @policy(payload=Shown)
    async def show_codes(self, is_open: bool):
        """Close the codes; they cannot be shown again."""
        if not is_open:
            self.new_codes = []

    @rx.event
    @policy(ensure_proved, per_minute=30)
    async def begin_passkey(self):
        """Ask for a name, after making sure who asks: the way to the proof would lose it."""
        await self._call(ensure_proved)
        self.is_adding = True

    @rx.event
    @policy(payload=Shown)
    async def show_adding(self, is_open: bool):
        """Close (or open) the question for a name."""
        self.is_adding = is_open

    @rx.event
    @policy(get_first_recovery_codes, get_second_factors, per_minute=30)
    async def passkey_added(self):
        """The browser made a passkey and it was kept; with the first one come recovery codes."""
        self.is_adding = False
        self.new_codes = list(await self._call(get_first_recovery_codes))
        await self._show_factors()
        await self._say("success", "security.done_passkey")

    @rx.event
    @policy(rename_passkey, get_second_factors, payload=PasskeyName, per_minute=30)
    async def rename(self, passkey_id: str, name: str):
        """Give a passkey another name."""
        await self._call(rename_passkey, parse_id(passkey_id), name=name)
        await self._show_factors()
        await self._say("success", "security.done_passkey_renamed")

    @rx.event
    @policy(remove_passkey, get_second_factors, payload=PasskeyId, per_minute=30)
    async def remove(self, passkey_id: str):
        """Remove a passkey."""
        await self._call(remove_passkey, parse_id(passkey_id))
        await self._show_factors()
        await self._say("success", "security.done_passkey_removed")

    async def _show_factors(self) -> None:
        found = await self._call(get_second_factors)
        self.has_app, self.app_since = found.has_app, found.app_since
        self.passkeys, self.codes_left = found.passkeys, found.recovery_codes_left
        self.is_on, self.phase = found.is_on, "ready"

    def _forget_setup(self) -> None:
        self.is_setting_up, self.setup_key, self.setup_picture = False, "", ""
