"""Changing password and address on the settings page; the current password is asked for."""

from __future__ import annotations

import reflex as rx

from lms_app.services.auth import change_email, change_password, get_own_credentials
from lms_app.states.base import AppState
from lms_app.states.forms import FormFields
from lms_app.states.gate import Payload, policy


class _PasswordFields(FormFields):
    password_current: str
    password_password: str


class _AddressFields(FormFields):
    address_email: str
    address_current: str = ""  # not asked of who has no password


class ChangePassword(Payload):
    form_data: _PasswordFields


class ChangeAddress(Payload):
    form_data: _AddressFields


class CredentialState(AppState, rx.State):
    """The two forms. `round` changes after success, so that the fields are empty again."""

    address: str = ""
    has_password: bool = True
    errors: dict[str, str] = {}
    in_form: str = ""
    round: int = 0

    @rx.event
    @policy(get_own_credentials)
    async def load(self):
        """Show which address is theirs, and ask for a password only of who has one."""
        own = await self._call(get_own_credentials)
        self.address, self.has_password = own.email, own.has_password
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
