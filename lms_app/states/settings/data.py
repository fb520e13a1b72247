"""One's own data: a copy of it, and leaving."""

from __future__ import annotations

import reflex as rx

from lms_app.services.privacy import (
    ConsentRow,
    ExportView,
    PrivacyView,
    choose_news,
    get_privacy,
    request_export,
    schedule_deletion,
)
from lms_app.states.base import AppState
from lms_app.states.gate import Payload, policy
from lms_app.states.session import SessionState


class NewsChoice(Payload):
    wanted: bool


NO_EXPORT = ExportView("", "", "", "", 0)


class SettingsDataState(AppState, rx.State):
    """What somebody asked of their data; while a copy is made the page looks again by itself."""

    phase: str = "loading"
    export: ExportView = NO_EXPORT
    hindrances: list[str] = []
    grace_days: int = 7
    consents: list[ConsentRow] = []
    wants_news: bool = False

    def _show(self, found: PrivacyView) -> None:
        self.export = found.export or NO_EXPORT
        self.hindrances = list(found.hindrances)
        self.grace_days = found.grace_days
        self.consents, self.wants_news = list(found.consents), found.wants_news
        self.phase = "ready"

    @rx.event
    @policy(get_privacy)
    async def load(self):
        """Show what was asked for."""
        self._show(await self._call(get_privacy))

    @rx.event
    @policy(request_export, get_privacy, per_minute=12)
    async def ask_for_copy(self):
        """Ask for a copy of everything."""
        await self._call(request_export)
        self._show(await self._call(get_privacy))

    @rx.event
    @policy(schedule_deletion, get_privacy, per_minute=12)
    async def leave(self):
        """Wish to go; every page says so from now on."""
        await self._call(schedule_deletion)
        found = await self._call(get_privacy)
        self._show(found)
        (await self.get_state(SessionState)).leaving_at = found.deletion_due_at

    @rx.event
    @policy(choose_news, get_privacy, payload=NewsChoice, per_minute=12)
    async def choose_news(self, wanted: bool):
        """Take news by mail, or no longer."""
        await self._call(choose_news, wanted=wanted)
        self._show(await self._call(get_privacy))
