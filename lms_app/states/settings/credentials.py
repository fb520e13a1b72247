"""Changing password and address on the settings page; the current password is asked for."""

from __future__ import annotations

import reflex as rx

from lms_app.services.auth import change_email, change_password, get_session_user
from lms_app.states.base import AppState
from lms_app.states.forms import FormFields
from lms_app.states.gate import Payload, policy


class _PasswordFields(FormFields):
    password_current: str
    password_password: str


class _AddressFields(FormFields):
    address_current: str
    address_email: str


class ChangePassword(Payload):
    form_data: _PasswordFields


class ChangeAddress(Payload):
    form_data: _AddressFields


class CredentialState(AppState, rx.State):
    """The two forms. `round` changes after success, so that the fields are empty again."""

    address: str = ""
    errors: dict[str, str] = {}
    in_form: str = ""
    round: int = 0

    @rx.event
    @policy(get_session_user)
    async def load(self):
        """Show which address is theirs."""
        user = await self._call(get_session_user)
        self.address = user.email if user else ""
        self.errors, self.in_form = {}, ""

    @rx.event
    @policy(change_password, payload=ChangePassword, per_minute=20)
    async def change_password(self, form_data: dict[str, str]):
        """Change the password; other devices are signed out."""
        self.errors, self.in_form = {}, "password"
        await self._call(
            change_password,
            current=form_data["password_current"],
            password=form_data["password_password"],
        )
        self.round += 1
        await self._say("success", "change_password.done")

    @rx.event
    @policy(change_email, payload=ChangeAddress, per_minute=20)
    async def change_address(self, form_data: dict[str, str]):
        """Send the link that changes the address."""
        self.errors, self.in_form = {}, "address"
        await self._call(
            change_email, email=form_data["address_email"], current=form_data["address_current"]
        )
        self.round += 1
        await self._say("success", "change_email.sent")
