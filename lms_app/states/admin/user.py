"""One account: its roles, its status, and what was done about it."""

from __future__ import annotations

from typing import Literal

import reflex as rx

from lms_app.services.auth import ensure_proved
from lms_app.services.reporting import Act, PersonFile, get_person
from lms_app.services.user import grant_role, restore_user, revoke_role, suspend_user
from lms_app.states.admin.asking import ReasonForm, Shown
from lms_app.states.base import AppState, parse_id
from lms_app.states.gate import Payload, policy

NOBODY = PersonFile("", "", "", "", "", [], "", "", "", "", 0, 0, 0, 0, False, False, [])

# What the form answers with that shows the site as somebody else.
REFUSALS = frozenset(
    f"error.{name}"
    for name in (
        "impersonate_self", "impersonate_staff", "impersonate_suspended", "impersonating",
        "forbidden", "text_characters", "text_long", "text_required",
    )
)  # fmt: skip


class Intent(Payload):
    act: Literal["grant", "revoke", "suspend", "restore", "impersonate"]
    role: Literal["", "instructor", "moderator", "admin"]


class AdminUserState(AppState, rx.State):
    """The account that the address names, and the act that a reason is asked for."""

    phase: str = "loading"
    person: PersonFile = NOBODY
    acts: list[Act] = []
    errors: dict[str, str] = {}
    is_asking: bool = False
    act: str = ""
    role: str = ""

    @rx.event
    @policy(get_person)
    async def load(self):
        """Fill the page from its address."""
        user_id = self._slug()
        if self.person.id != user_id:
            self.phase = "loading"
        self.person = await self._call(get_person, parse_id(user_id))
        self.acts = self.person.acts
        self.phase = "ready"
        refused = str(self.router.url.query_parameters.get("error", ""))
        if refused in REFUSALS:
            await self._say("error", refused)

    @rx.event
    @policy(ensure_proved, payload=Intent)
    async def ask(self, act: str, role: str):
        """Ask for the reason of an act, once it is sure who asks."""
        await self._call(ensure_proved)
        self.act, self.role = act, role
        self.errors, self.is_asking = {}, True

    @rx.event
    @policy(payload=Shown)
    async def show_question(self, is_open: bool):
        """Close (or open) the question."""
        self.is_asking = is_open

    @rx.event
    @policy(
        grant_role,
        revoke_role,
        suspend_user,
        restore_user,
        get_person,
        payload=ReasonForm,
        per_minute=60,
    )
    async def decide(self, form_data: dict[str, str]):
        """Do what was asked about, with its reason."""
        self.errors = {}
        user_id, reason = parse_id(self.person.id), form_data["reason"]
        if self.act in {"grant", "revoke"}:
            change = grant_role if self.act == "grant" else revoke_role
            await self._call(change, user_id, role=self.role, reason=reason)
        else:
            use_case = suspend_user if self.act == "suspend" else restore_user
            await self._call(use_case, user_id, reason=reason)
        self.is_asking = False
        self.person = await self._call(get_person, user_id)
        self.acts = self.person.acts
        await self._say("success", "admin.done", name=self.person.display_name)
