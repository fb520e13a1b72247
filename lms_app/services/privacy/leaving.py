"""Leaving: a wish that can be taken back for a week. What then happens is in `erasing.py`.

GDPR Art. 17 and PIPA Art. 36.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import select

from lms_app import i18n
from lms_app.core import clock
from lms_app.core.actor import Actor
from lms_app.core.errors import Conflict
from lms_app.core.permissions import Permission
from lms_app.core.use_case import command, query
from lms_app.db import queries
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import AccountDeletion, DataExport, ExportStatus, User
from lms_app.services.privacy.consents import NEWS, latest_consents, wants_news
from lms_app.services.privacy.hindrances import hindrances_of
from lms_app.services.privacy.telling import tell
from lms_app.services.privacy.views import ExportView, PrivacyView

GRACE_DAYS = 7
_KEPT_SECONDS = GRACE_DAYS * 86_400


class CannotLeave(Conflict):
    """Something stands in the way: students of own courses, or being the only admin."""


@query(Permission.account_delete)
def get_privacy(uow: UnitOfWork, actor: Actor) -> PrivacyView:
    """Return what the caller asked of their data, and what stands in the way of leaving."""
    return view_of(uow, actor.person)


def view_of(uow: UnitOfWork, user_id: UUID) -> PrivacyView:
    """Return what somebody asked of their data; see `get_privacy`."""
    export = uow.session.exec(
        select(DataExport)
        .where(DataExport.user_id == user_id)
        .order_by(DataExport.created_at.desc())  # type: ignore[attr-defined]
        .limit(1)
    ).first()
    due_at = uow.session.execute(_due_at(user_id)).scalar()
    consents = latest_consents(uow, user_id)
    return PrivacyView(
        export=_export_view(export) if export else None,
        deletion_due_at=due_at.isoformat() if due_at else "",
        hindrances=hindrances_of(uow, user_id),
        grace_days=GRACE_DAYS,
        consents=tuple(row for row in consents if row.document != NEWS),
        wants_news=wants_news(consents),
    )


def is_open_wish(user_id: UUID) -> tuple[Any, ...]:
    """Return the conditions of a wish to go that is neither done nor taken back."""
    return (
        AccountDeletion.user_id == user_id,
        AccountDeletion.done_at.is_(None),  # type: ignore[union-attr]
        AccountDeletion.cancelled_at.is_(None),  # type: ignore[union-attr]
    )


def _due_at(user_id: UUID) -> Any:
    return sa.select(AccountDeletion.due_at).where(*is_open_wish(user_id))  # type: ignore[call-overload]


def _export_view(export: DataExport) -> ExportView:
    is_over = export.expires_at is not None and export.expires_at <= clock.now()
    return ExportView(
        id=str(export.id),
        status=ExportStatus.expired.value if is_over else export.status.value,
        requested_at=export.created_at.isoformat(),
        expires_at=export.expires_at.isoformat() if export.expires_at else "",
        size_bytes=export.size_bytes or 0,
    )


@command(Permission.account_delete, step_up=True)
def schedule_deletion(uow: UnitOfWork, actor: Actor) -> str:
    """Wish to go; return when it will be done (ISO 8601). Asking twice is asking once.

    Raises `CannotLeave` while something stands in the way.
    """
    return schedule_for(uow, actor.person)


def schedule_for(uow: UnitOfWork, user_id: UUID) -> str:
    """Note that somebody wishes to go, in the caller's transaction; see `schedule_deletion`."""
    user = queries.get_or_404(uow, User, user_id, lock=True)
    waiting = uow.session.execute(_due_at(user_id)).scalar()
    if waiting:
        return str(waiting.isoformat())
    hindrances = hindrances_of(uow, user_id)
    if hindrances:
        raise CannotLeave(hindrances[0])
    due_at = clock.now() + timedelta(days=GRACE_DAYS)
    wish = AccountDeletion(user_id=user_id, due_at=due_at)
    uow.add(wish)
    day = i18n.date(due_at, user.language or "")
    tell(uow, user, "deletion_scheduled", wish.id, expires_in_seconds=_KEPT_SECONDS, day=day)
    return due_at.isoformat()


@command(Permission.account_delete)
def cancel_deletion(uow: UnitOfWork, actor: Actor) -> None:
    """Stay after all; nothing to take back is no error."""
    cancel_for(uow, actor.person)


def cancel_for(uow: UnitOfWork, user_id: UUID) -> None:
    """Take somebody's wish to go back in the caller's transaction."""
    uow.session.execute(
        sa.update(AccountDeletion).where(*is_open_wish(user_id)).values(cancelled_at=clock.now())
    )


def refuse_wish(uow: UnitOfWork, wish: AccountDeletion, reason: str) -> None:
    """End a wish that cannot be met, in the caller's transaction; its person is told why."""
    wish.cancelled_at, wish.refused_reason = clock.now(), reason
    uow.add(wish)
    user = queries.get_or_404(uow, User, wish.user_id)
    why = i18n.lookup(reason, user.language or i18n.DEFAULT_LANGUAGE)
    tell(uow, user, "deletion_refused", wish.id, expires_in_seconds=_KEPT_SECONDS, why=why)
