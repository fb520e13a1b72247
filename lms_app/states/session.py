"""Who is here, in which language: what header, menus and every page's frame show."""

from __future__ import annotations

from typing import Literal
from urllib.parse import parse_qsl, quote, urlencode

import reflex as rx

from lms_app.core import urls
from lms_app.services.auth import get_session_user, request_verification, touch_session
from lms_app.services.privacy import cancel_deletion
from lms_app.services.user import PlaybackWishes, save_preferences
from lms_app.states.base import AppState
from lms_app.states.gate import Payload, policy


class LanguageChoice(Payload):
    language: Literal["ko", "en"]


class ThemeChoice(Payload):
    theme: Literal["light", "dark", "system"]


class SessionState(AppState, rx.State):
    """The frame's vars. They grant nothing: every use case resolves its caller itself."""

    lang: str = "ko"
    is_signed_in: bool = False
    # A session was presented: the page keeps the places of who is signed in, before it is known
    # who that is, and afterwards.
    is_expected: bool = False
    is_loaded: bool = False
    display_name: str = ""
    user_key: str = ""
    avatar_url: str = ""
    is_instructor: bool = False
    is_admin: bool = False
    manages_people: bool = False
    time_zone: str = ""
    leaving_at: str = ""
    is_verified: bool = True
    playback: PlaybackWishes = PlaybackWishes()
    is_impersonated: bool = False
    impersonated_seconds: int = 0

    @rx.event
    @policy(get_session_user, touch_session)
    async def load(self):
        """Fill the frame; first in every page's on_load."""
        self.lang = self._language()
        found = await self._call(get_session_user)
        left = found.impersonated_seconds if found else None
        self.is_impersonated, self.impersonated_seconds = left is not None, left or 0
        user = found if found and found.user_id else None
        self.is_signed_in = self.is_expected = user is not None
        self.display_name = user.display_name if user else ""
        self.user_key = user.user_id if user else ""
        self.avatar_url = user.avatar_url if user else ""
        self.is_instructor = user.is_instructor if user else False
        self.is_admin = user.is_admin if user else False
        self.manages_people = user.manages_people if user else False
        self.time_zone = user.time_zone if user else ""
        self.leaving_at = user.leaving_at if user else ""
        self.is_verified = user.is_verified if user else True
        self.playback = user.playback if user else PlaybackWishes()
        self.is_loaded = True
        if user and not self.is_impersonated:
            await self._call(touch_session)

    @rx.event
    @policy(cancel_deletion, per_minute=12)
    async def stay(self):
        """Take back the wish to go."""
        await self._call(cancel_deletion)
        self.leaving_at = ""
        await self._say("success", "data.stayed")

    @rx.event
    @policy(for_signed_in=[save_preferences], payload=ThemeChoice, per_minute=60)
    async def choose_theme(self, theme: str):
        """Keep for other devices what this browser has just changed to by itself."""
        if self.is_signed_in and not self.is_impersonated:
            await self._call(save_preferences, theme=theme)

    @rx.event
    @policy(for_signed_in=[save_preferences], payload=LanguageChoice, per_minute=60)
    async def choose_language(self, language: str):
        """Come back to this address in another language; the address tells the browser, and other
        devices of who is signed in follow."""
        if self.is_signed_in and not self.is_impersonated:
            await self._call(save_preferences, language=language)
        path = str(self.router.url.path) or urls.HOME
        query = [p for p in parse_qsl(str(self.router.url.query)) if p[0] != "lang"]
        await self._go(path + "?" + urlencode([*query, ("lang", language)], quote_via=quote))

    @rx.event
    @policy(request_verification, per_minute=6)
    async def resend_verification(self):
        """Have the link for the own address sent once more."""
        await self._call(request_verification)
        await self._say("success", "unverified.resent")

    def _fill_unknown(self, language: str, *, presents_session: bool) -> None:
        """Put in place what is known before anybody is (for pages rendered on the server)."""
        self.lang = language
        self.is_expected = presents_session
        self.is_loaded = not presents_session
