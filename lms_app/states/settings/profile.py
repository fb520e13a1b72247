"""One's own profile, field by field."""

from __future__ import annotations

import reflex as rx

from lms_app.core import urls
from lms_app.core.errors import InvalidInput
from lms_app.services.user import OwnProfile, get_own_profile, update_own_profile
from lms_app.states.gate import policy
from lms_app.states.session import SessionState
from lms_app.states.settings.autosaving import AutosavingState, FieldValue

FIELDS = ("display_name", "handle", "headline", "bio_md", "links")


class ProfileState(AutosavingState, rx.State):
    """What others see, as it is saved."""

    phase: str = "loading"
    display_name: str = ""
    handle: str = ""
    proposed_handle: str = ""
    headline: str = ""
    bio_md: str = ""
    bio_html: str = ""
    links: list[str] = []
    avatar_url: str = ""
    public_href: str = ""

    @rx.event
    @policy(get_own_profile)
    async def load(self):
        """Fill the page when it opens."""
        self.phase, self.acked, self.errors = "loading", {}, {}
        self._fill(await self._call(get_own_profile))
        self.phase = "ready"

    @rx.event
    @policy(update_own_profile, get_own_profile, payload=FieldValue, per_minute=120)
    async def save(self, name: str, value: str, nonce: int):
        """Save one field; the page's frame shows the name too."""
        if name not in FIELDS:
            raise InvalidInput("error.form")
        await self._take(name, nonce, self._save(name, value))
        self._fill(await self._call(get_own_profile))
        return SessionState.load if name == "display_name" else None

    @rx.event
    @policy(get_own_profile)
    async def picture_changed(self):
        """Show the picture that the server has now, here and in the frame."""
        self._fill(await self._call(get_own_profile))
        return SessionState.load

    async def _save(self, name: str, value: str) -> None:
        given = value.split("\n") if name == "links" else value
        await self._call(update_own_profile, **{name: given})

    def _fill(self, own: OwnProfile) -> None:
        self.display_name, self.handle = own.display_name, own.handle
        self.proposed_handle, self.headline = own.proposed_handle, own.headline
        self.bio_md, self.bio_html = own.bio_md, own.bio_html
        self.links = [*own.links, *[""] * (5 - len(own.links))]
        self.avatar_url = own.avatar_url
        self.public_href = urls.instructor(own.handle) if own.teaches else ""
