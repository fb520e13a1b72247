"""Where somebody is signed in, and ending it."""

from __future__ import annotations

import reflex as rx

from lms_app.services.auth import SessionRow, end_other_sessions, end_session, list_sessions
from lms_app.states.base import AppState, parse_id
from lms_app.states.gate import Payload, policy


class SessionId(Payload):
    session_id: str


class SessionsState(AppState, rx.State):
    """The owner's open sessions, this one first."""

    phase: str = "loading"
    rows: list[SessionRow] = []
    has_others: bool = False

    @rx.event
    @policy(list_sessions)
    async def load(self):
        """Fill the list."""
        await self._show_sessions()

    @rx.event
    @policy(end_session, list_sessions, payload=SessionId, per_minute=60)
    async def end(self, session_id: str):
        """Sign one device out."""
        await self._call(end_session, parse_id(session_id))
        await self._show_sessions()
        await self._say("success", "security.done_session")

    @rx.event
    @policy(end_other_sessions, list_sessions, per_minute=30)
    async def end_others(self):
        """Sign every other device out."""
        count = await self._call(end_other_sessions)
        await self._show_sessions()
        await self._say("success", "security.done_others", count=count)

    async def _show_sessions(self) -> None:
        self.rows = await self._call(list_sessions)
        self.has_others = len(self.rows) > 1
        self.phase = "ready"
