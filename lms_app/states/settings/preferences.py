"""Language, time zone, theme, playback and notices: each choice is saved as it is made."""

from __future__ import annotations

import reflex as rx

from lms_app.core.errors import InvalidInput
from lms_app.services.user import (
    Preferences,
    get_preferences,
    save_notice_choice,
    save_preferences,
)
from lms_app.states.gate import policy
from lms_app.states.session import SessionState
from lms_app.states.settings.autosaving import AutosavingState, FieldValue

_TEXTS = ("theme", "time_zone", "captions_language", "captions_size")


class PreferencesState(AutosavingState, rx.State):
    """The choices as the page began with them; its fields hold what they are now."""

    phase: str = "loading"
    theme: str = ""
    time_zone: str = ""
    speed: str = ""
    is_autoplay: bool = True
    captions_language: str = ""
    captions_size: str = ""
    muted: list[str] = []

    @rx.event
    @policy(get_preferences)
    async def load(self):
        """Fill the page when it opens."""
        self.phase, self.acked, self.errors = "loading", {}, {}
        self._fill(await self._call(get_preferences))
        self.phase = "ready"

    @rx.event
    @policy(save_preferences, save_notice_choice, payload=FieldValue, per_minute=120)
    async def save(self, name: str, value: str, nonce: int):
        """Save one choice; the frame's times follow a new zone."""
        await self._take(name, nonce, self._save(name, value))
        return SessionState.load if name == "time_zone" else None

    async def _save(self, name: str, value: str) -> None:
        subject, is_notice, channel = name.partition(":")
        if is_notice:
            await self._call(
                save_notice_choice, subject=subject, channel=channel, is_wanted=value == "on"
            )
        elif name in _TEXTS:
            await self._call(save_preferences, **{name: value})
        elif name == "is_autoplay":
            await self._call(save_preferences, is_autoplay=value == "on")
        elif name == "speed" and value.isascii() and value.isdigit() and len(value) < 5:
            await self._call(save_preferences, speed_percent=int(value))
        else:
            raise InvalidInput("error.choice", fields={name: "error.choice"})

    def _fill(self, chosen: Preferences) -> None:
        self.theme, self.time_zone = chosen.theme, chosen.time_zone
        self.speed, self.is_autoplay = str(chosen.speed_percent), chosen.is_autoplay
        self.captions_language = chosen.captions_language
        self.captions_size, self.muted = chosen.captions_size, chosen.muted
