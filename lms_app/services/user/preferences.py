"""How a person wants the site, on every device they sign in with."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID
from zoneinfo import available_timezones

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import select

from lms_app.core.actor import Actor
from lms_app.core.caption_languages import CAPTION_LANGUAGES
from lms_app.core.errors import InvalidInput
from lms_app.core.permissions import Permission
from lms_app.core.use_case import command, query
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.i18n import LANGUAGES
from lms_app.models import CaptionSize, Theme, User, UserSettings
from lms_app.services.user.views import Preferences

T = TypeVar("T")
SPEEDS = (50, 75, 100, 125, 150, 175, 200)
CAPTIONS = ("", "off", *CAPTION_LANGUAGES)
CHANNELS = ("mail",)
# What people are told about: only what is sent has a switch. Those of `FIXED` say that something happened to the account itself.
SUBJECTS = ("security", "account", "teaching")
FIXED = frozenset({"security", "account"})


def wants(uow: UnitOfWork, user_id: UUID, subject: str, channel: str) -> bool:
    """Say whether a person is to be told about `subject` through `channel`."""
    if subject in FIXED:
        return True
    muted = uow.session.execute(
        sa.select(UserSettings.muted).where(UserSettings.user_id == user_id)  # type: ignore[call-overload]
    ).scalar()
    return f"{subject}:{channel}" not in (muted or [])


def chosen_looks(uow: UnitOfWork, user_id: UUID) -> tuple[str, str]:
    """Return language and theme that a person chose, empty where they did not. 1 query."""
    row = uow.session.execute(
        sa.select(User.language, UserSettings.theme)  # type: ignore[call-overload]
        .outerjoin(UserSettings, UserSettings.user_id == User.id)
        .where(User.id == user_id)
    ).one()
    return row.language or "", row.theme.value if row.theme else ""


@query(Permission.account_read)
def get_preferences(uow: UnitOfWork, actor: Actor) -> Preferences:
    """Return the caller's settings, or how the site is for everybody. 1 query."""
    row = uow.session.execute(
        sa.select(User.language, UserSettings)  # type: ignore[call-overload]
        .outerjoin(UserSettings, UserSettings.user_id == User.id)
        .where(User.id == actor.person)
    ).one()
    chosen = row.UserSettings or UserSettings(user_id=actor.person)
    return Preferences(
        language=row.language or "",
        theme=chosen.theme.value,
        time_zone=chosen.time_zone,
        speed_percent=chosen.speed_percent,
        is_autoplay=chosen.is_autoplay,
        captions_language=chosen.captions_language,
        captions_size=chosen.captions_size.value,
        muted=list(chosen.muted),
    )


@command(Permission.account_edit)
def save_preferences(
    uow: UnitOfWork,
    actor: Actor,
    *,
    language: str | None = None,
    theme: str | None = None,
    time_zone: str | None = None,
    speed_percent: int | None = None,
    is_autoplay: bool | None = None,
    captions_language: str | None = None,
    captions_size: str | None = None,
) -> None:
    """Change what is given of the caller's settings; None leaves a part as it is."""
    if language is not None:
        _one_of(language, LANGUAGES, "language")
        uow.session.execute(
            sa.update(User).where(User.id == actor.person).values(language=language)
        )
    chosen = _hold(uow, actor.person)
    if theme is not None:
        chosen.theme = Theme(_one_of(theme, tuple(Theme), "theme"))
    if time_zone is not None:
        chosen.time_zone = _zone(time_zone)
    if speed_percent is not None:
        chosen.speed_percent = _one_of(speed_percent, SPEEDS, "speed_percent")
    if is_autoplay is not None:
        chosen.is_autoplay = is_autoplay
    if captions_language is not None:
        chosen.captions_language = _one_of(captions_language, CAPTIONS, "captions_language")
    if captions_size is not None:
        size = _one_of(captions_size, tuple(CaptionSize), "captions_size")
        chosen.captions_size = CaptionSize(size)
    uow.add(chosen)


@command(Permission.account_edit)
def save_notice_choice(
    uow: UnitOfWork, actor: Actor, *, subject: str, channel: str, is_wanted: bool
) -> None:
    """Turn one subject on one channel on or off; what must be told cannot be turned off."""
    _one_of(subject, SUBJECTS, "subject")
    _one_of(channel, CHANNELS, "channel")
    if subject in FIXED:
        raise InvalidInput("error.notice_fixed", fields={subject: "error.notice_fixed"})
    chosen = _hold(uow, actor.person)
    muted = set(chosen.muted) - {f"{subject}:{channel}"}
    if not is_wanted:
        muted.add(f"{subject}:{channel}")
    chosen.muted = sorted(muted)
    uow.add(chosen)


def _hold(uow: UnitOfWork, user_id: UUID) -> UserSettings:
    """Return a person's settings, made now if they had none, held until the transaction ends."""
    fresh = UserSettings(user_id=user_id).model_dump()
    uow.session.execute(insert(UserSettings).values(**fresh).on_conflict_do_nothing())
    held = select(UserSettings).where(UserSettings.user_id == user_id).with_for_update()
    return uow.session.exec(held).one()


def _zone(name: str) -> str:
    """A zone of the IANA database, or empty for the site's."""
    if name and name not in available_timezones():
        raise InvalidInput("error.choice", fields={"time_zone": "error.choice"})
    return name


def _one_of(value: T, allowed: tuple[T, ...], field: str) -> T:
    if value not in allowed:
        raise InvalidInput("error.choice", fields={field: "error.choice"})
    return value
