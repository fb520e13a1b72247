"""The keys a person gave to programs."""

from __future__ import annotations

import reflex as rx

from lms_app.services.auth import (
    ApiKeyRow,
    create_api_key,
    ensure_proved,
    list_api_keys,
    list_grantable_scopes,
    revoke_api_key,
)
from lms_app.states.base import AppState, parse_id
from lms_app.states.forms import FormFields
from lms_app.states.gate import Payload, policy

DAYS = (7, 30, 90, 365)


class KeyFields(FormFields):
    """A name, a number of days, and `on` for every scope that is ticked (`course:edit` is
    `course_edit` here)."""

    name: str
    days: str
    account_read: str = ""
    course_edit: str = ""
    course_publish: str = ""
    enrollment_create: str = ""
    enrollment_read: str = ""
    media_upload: str = ""
    note_read: str = ""
    note_write: str = ""
    progress_write: str = ""


class KeyForm(Payload):
    form_data: KeyFields


class KeyId(Payload):
    key_id: str


class ApiKeysState(AppState, rx.State):
    """The list, and the key that was just made, which is shown this once."""

    phase: str = "loading"
    keys: list[ApiKeyRow] = []
    scopes: list[str] = []
    new_key: str = ""
    is_making: bool = False
    errors: dict[str, str] = {}

    @rx.event
    @policy(list_api_keys, list_grantable_scopes)
    async def load(self):
        """Show the keys; one that was shown before is not shown again."""
        self.new_key, self.errors, self.is_making = "", {}, False
        self.keys = await self._call(list_api_keys)
        self.scopes = await self._call(list_grantable_scopes)
        self.phase = "ready"

    @rx.event
    @policy(ensure_proved, per_minute=30)
    async def begin(self):
        """Show the form, after making sure who asks: the way to the proof would lose what it holds."""
        await self._call(ensure_proved)
        self.new_key, self.is_making = "", True

    @rx.event
    @policy(create_api_key, list_api_keys, payload=KeyForm, per_minute=20)
    async def create(self, form_data: dict[str, str]):
        """Make a key with what was ticked."""
        self.errors, self.new_key = {}, ""
        days = form_data["days"]
        made = await self._call(
            create_api_key,
            name=form_data["name"],
            scopes=[scope for scope in self.scopes if form_data[scope.replace(":", "_")]],
            expires_in_days=int(days) if days in {str(day) for day in DAYS} else 0,
        )
        self.new_key, self.is_making = made.key, False
        self.keys = await self._call(list_api_keys)

    @rx.event
    @policy(revoke_api_key, list_api_keys, payload=KeyId, per_minute=60)
    async def revoke(self, key_id: str):
        """End a key now."""
        await self._call(revoke_api_key, parse_id(key_id))
        self.new_key = ""
        self.keys = await self._call(list_api_keys)
        await self._say("success", "api.revoked")
