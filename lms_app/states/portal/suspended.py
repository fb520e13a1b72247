"""One's own data while the account is suspended: who it is, the mailed link says."""

from __future__ import annotations

from urllib.parse import parse_qs

import reflex as rx

from lms_app.services.privacy import (
    ExportView,
    PrivacyView,
    get_suspended,
    leave_suspended,
    open_suspended_copy,
    request_suspended_copy,
    stay_suspended,
)
from lms_app.states.base import AppState, parse_id
from lms_app.states.gate import policy

NO_EXPORT = ExportView("", "", "", "", 0)


class SuspendedState(AppState, rx.State):
    """What the holder of the link asked of their data. `copy_href` serves their copy for a minute."""

    phase: str = "loading"
    export: ExportView = NO_EXPORT
    hindrances: list[str] = []
    leaving_at: str = ""
    grace_days: int = 7
    copy_href: str = ""

    @rx.event
    @policy(get_suspended)
    async def load(self):
        """Show what was asked for, or that the link is dead."""
        self._show(await self._call(get_suspended, token=self._token()))

    @rx.event
    @policy(request_suspended_copy, get_suspended, per_minute=12)
    async def ask_for_copy(self):
        """Ask for a copy of everything."""
        await self._call(request_suspended_copy, token=self._token())
        self._show(await self._call(get_suspended, token=self._token()))

    @rx.event
    @policy(open_suspended_copy, per_minute=12)
    async def fetch(self):
        """Make the address that serves the copy."""
        export_id = parse_id(self.export.id)
        found = await self._call(open_suspended_copy, token=self._token(), export_id=export_id)
        self.copy_href = found.url

    @rx.event
    @policy(leave_suspended, get_suspended, per_minute=12)
    async def leave(self):
        """Wish to go."""
        await self._call(leave_suspended, token=self._token())
        self._show(await self._call(get_suspended, token=self._token()))

    @rx.event
    @policy(stay_suspended, get_suspended, per_minute=12)
    async def stay(self):
        """Take the wish back."""
        await self._call(stay_suspended, token=self._token())
        self._show(await self._call(get_suspended, token=self._token()))

    def _token(self) -> str:
        query = parse_qs(str(self.router.url.query)[:2000])
        return query.get("token", [""])[0]

    def _show(self, found: PrivacyView) -> None:
        self.export, self.copy_href = found.export or NO_EXPORT, ""
        self.hindrances, self.grace_days = list(found.hindrances), found.grace_days
        self.leaving_at, self.phase = found.deletion_due_at, "ready"
