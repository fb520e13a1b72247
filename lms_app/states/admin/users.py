"""Accounts: finding them, suspending and restoring with a reason."""

from __future__ import annotations

from typing import Literal

import reflex as rx

from lms_app.core import urls
from lms_app.services.auth import ensure_proved
from lms_app.services.reporting import list_users
from lms_app.services.user import restore_user, suspend_user
from lms_app.services.user.views import UserRow
from lms_app.states.admin.asking import ReasonForm, Shown
from lms_app.states.admin.list_address import ListAddress
from lms_app.states.base import AppState, parse_id
from lms_app.states.gate import Payload, policy

NAMES = ("q", "role", "status")


class Filter(Payload):
    name: Literal["role", "status"]
    value: str


class UserId(Payload):
    user_id: str


class AdminUsersState(AppState, rx.State):
    """One page of accounts, and the account that is asked about."""

    phase: str = "loading"
    rows: list[UserRow] = []
    total: int = 0
    number: int = 1
    pages: int = 1
    text: str = ""
    role: str = ""
    status: str = ""
    page_prefix: str = ""
    text_cleared_href: str = ""
    errors: dict[str, str] = {}
    is_asking: bool = False
    target_id: str = ""
    target_name: str = ""
    target_is_suspended: bool = False

    @rx.event
    @policy(list_users)
    async def load(self):
        """Fill the list from its address."""
        address = self._address()
        found = await self._call(
            list_users,
            text=address.get("q"),
            role=address.get("role"),
            status=address.get("status"),
            request=address.request,
        )
        self.rows, self.total = found.rows, found.total
        self.number, self.pages = found.number, found.pages
        self.text, self.page_prefix = address.get("q"), address.page_prefix
        self.text_cleared_href = address.href(q="")
        self.role, self.status = address.get("role"), address.get("status")
        self.phase = "ready"

    @rx.event
    @policy(payload=Filter)
    async def filter_by(self, name: str, value: str):
        """Show only some accounts; the address says which."""
        return rx.redirect(self._address().href(**{name: value}))

    @rx.event
    @policy(ensure_proved, payload=UserId)
    async def ask(self, user_id: str):
        """Ask for the reason to suspend or restore an account, once it is sure who asks."""
        await self._call(ensure_proved)
        found = [row for row in self.rows if row.id == user_id]
        if found:
            self.target_id, self.target_name = found[0].id, found[0].display_name
            self.target_is_suspended = found[0].status == "suspended"
            self.errors, self.is_asking = {}, True

    @rx.event
    @policy(payload=Shown)
    async def show_question(self, is_open: bool):
        """Close (or open) the question."""
        self.is_asking = is_open

    @rx.event
    @policy(suspend_user, restore_user, list_users, payload=ReasonForm, per_minute=60)
    async def decide(self, form_data: dict[str, str]):
        """Suspend or restore the account that was asked about."""
        self.errors = {}
        use_case = restore_user if self.target_is_suspended else suspend_user
        await self._call(use_case, parse_id(self.target_id), reason=form_data["reason"])
        self.is_asking = False
        key = "admin.restored" if self.target_is_suspended else "admin.suspended"
        await self._say("success", key, name=self.target_name)
        return AdminUsersState.load

    def _address(self) -> ListAddress:
        return ListAddress.parse(urls.ADMIN_USERS, str(self.router.url.query), NAMES)
