"""Opening an instructor profile, or changing it."""

from __future__ import annotations

import reflex as rx

from lms_app.core import urls
from lms_app.services.user import (
    OwnInstructorProfile,
    ProfileTexts,
    get_own_instructor_profile,
    open_instructor_profile,
    update_instructor_profile,
)
from lms_app.states.base import AppState
from lms_app.states.forms import FormFields
from lms_app.states.gate import Payload, policy


class ProfileFields(FormFields):
    handle: str
    headline: str
    bio_md: str


class ProfileForm(Payload):
    form_data: ProfileFields


class InstructorStartState(AppState, rx.State):
    """The public profile of somebody who teaches, or a proposal for one."""

    phase: str = "loading"
    exists: bool = False
    display_name: str = ""
    handle: str = ""
    headline: str = ""
    bio_md: str = ""
    errors: dict[str, str] = {}
    saved_seq: int = 0
    refused_seq: int = 0

    @rx.event
    @policy(get_own_instructor_profile)
    async def load(self):
        """Fill the form with what is there, or with a proposal."""
        self._fill(await self._call(get_own_instructor_profile))
        self.errors = {}
        self.saved_seq = 0
        self.phase = "ready"

    @rx.event
    @policy(
        open_instructor_profile,
        update_instructor_profile,
        get_own_instructor_profile,
        payload=ProfileForm,
        per_minute=30,
    )
    async def save(self, form_data: dict[str, str]):
        """Open the profile (then the workplace opens with it), or change it."""
        self.errors = {}
        self.refused_seq += 1  # back to rest below; a refusal leaves it moved
        if self.exists:
            before = ProfileTexts(self.handle, self.headline, self.bio_md)
            await self._call(update_instructor_profile, **form_data, before=before)
            self._fill(await self._call(get_own_instructor_profile))
            self.saved_seq += 1
            self.refused_seq -= 1
            await self._say("success", "instructor.profile_saved")
            return
        await self._call(open_instructor_profile, **form_data)
        await self._say("success", "instructor.opened")
        # A full navigation: the frame learns that its visitor teaches.
        await self._go(urls.INSTRUCTOR)

    def _fill(self, profile: OwnInstructorProfile) -> None:
        self.exists = profile.exists
        self.display_name = profile.display_name
        self.handle, self.headline, self.bio_md = profile.handle, profile.headline, profile.bio_md
