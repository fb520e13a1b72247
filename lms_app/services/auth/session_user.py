"""Who is here, as header and menus show them."""

from __future__ import annotations

from math import ceil
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from lms_app.core import clock, urls
from lms_app.core.actor import Actor
from lms_app.core.permissions import Permission, Role
from lms_app.core.use_case import query
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import AccountDeletion, User, UserProfile, UserSettings
from lms_app.services.auth.views import IMPERSONATED_NOBODY, SessionUser
from lms_app.services.user import PlaybackWishes


@query(Permission.public)
def get_session_user(uow: UnitOfWork, actor: Actor) -> SessionUser | None:
    """Return the signed-in person for header and menus, or None.

    Of an impersonation that is over nothing but that.
    """
    if actor.user_id is None:
        return IMPERSONATED_NOBODY if actor.impersonator else None
    row = uow.session.execute(_row_of(actor.user_id)).one()
    chosen = row.UserSettings
    return SessionUser(
        user_id=str(actor.user_id),
        display_name=row.display_name,
        email="" if actor.impersonator else row.email,
        language=row.language or "",
        is_instructor=Role.instructor in actor.roles,
        is_admin=actor.may(Permission.admin_read),
        avatar_url=urls.avatar(row.avatar),
        manages_people=actor.may(Permission.user_read),
        is_verified=row.email_verified_at is not None,
        leaving_at=row.due_at.isoformat() if row.due_at else "",
        time_zone=chosen.time_zone if chosen else "",
        playback=_playback(chosen),
        impersonated_seconds=_left(actor),
    )


def _row_of(user_id: UUID) -> Any:
    return (
        sa.select(  # type: ignore[call-overload]
            User.display_name,
            User.email,
            User.language,
            User.email_verified_at,
            UserProfile.avatar,
            UserSettings,
            AccountDeletion.due_at,
        )
        .outerjoin(UserProfile, UserProfile.user_id == User.id)
        .outerjoin(UserSettings, UserSettings.user_id == User.id)
        .outerjoin(
            AccountDeletion,
            sa.and_(
                AccountDeletion.user_id == User.id,
                AccountDeletion.done_at.is_(None),  # type: ignore[union-attr]
                AccountDeletion.cancelled_at.is_(None),  # type: ignore[union-attr]
            ),
        )
        .where(User.id == user_id)
    )


def _left(actor: Actor) -> int | None:
    until = actor.impersonated_until
    return None if until is None else max(0, ceil((until - clock.now()).total_seconds()))


def _playback(chosen: UserSettings | None) -> PlaybackWishes:
    if chosen is None:
        return PlaybackWishes()
    return PlaybackWishes(
        speed_percent=chosen.speed_percent,
        is_autoplay=chosen.is_autoplay,
        captions_language=chosen.captions_language,
        captions_size=chosen.captions_size.value,
        is_set=True,
    )
