"""Asking to teach, and what came of it."""

from __future__ import annotations

import reflex as rx

from lms_app.core import urls
from lms_app.services.user import TeachingStanding, apply_to_teach, get_teaching
from lms_app.states.base import AppState
from lms_app.states.forms import FormFields
from lms_app.states.gate import Payload, policy


class ApplicationFields(FormFields):
    handle: str
    headline: str
    bio_md: str
    message: str = ""


class ApplicationForm(Payload):
    form_data: ApplicationFields


class InstructorStartState(AppState, rx.State):
    """The application, its state, or a proposal for one."""

    phase: str = "loading"
    standing: str = ""
    is_reviewed: bool = False
    display_name: str = ""
    handle: str = ""
    headline: str = ""
    bio_md: str = ""
    message: str = ""
    reason: str = ""
    applied_at: str = ""
    errors: dict[str, str] = {}
    saved_seq: int = 0
    refused_seq: int = 0

    @rx.event
    @policy(get_teaching)
    async def load(self):
        """Show where the visitor stands; who teaches edits their profile in the settings."""
        teaching = await self._call(get_teaching)
        if teaching.state == "approved":
            return rx.redirect(urls.SETTINGS)
        self._fill(teaching)
        self.errors, self.saved_seq = {}, 0
        self.phase = "ready"
        return None

    @rx.event
    @policy(apply_to_teach, get_teaching, payload=ApplicationForm, per_minute=30)
    async def apply(self, form_data: dict[str, str]):
        """Ask to teach: at once the workplace opens, or the application waits."""
        self.errors = {}
        self.refused_seq += 1  # back to rest below; a refusal leaves it moved
        if await self._call(apply_to_teach, **form_data):
            await self._say("success", "instructor.opened")
            # A full navigation: the frame learns that its visitor teaches.
            await self._go(urls.INSTRUCTOR)
            return
        self._fill(await self._call(get_teaching))
        self.saved_seq += 1
        self.refused_seq -= 1

    def _fill(self, teaching: TeachingStanding) -> None:
        self.standing, self.is_reviewed = teaching.state, teaching.is_reviewed
        self.display_name = teaching.display_name
        self.handle, self.headline = teaching.handle, teaching.headline
        self.bio_md, self.message = teaching.bio_md, teaching.message
        self.reason, self.applied_at = teaching.reason, teaching.applied_at
