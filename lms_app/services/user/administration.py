"""Suspending and restoring accounts, with the reason in the audit log."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from lms_app.core import clock
from lms_app.core.actor import Actor
from lms_app.core.errors import Conflict, NotAuthenticated, NotFound
from lms_app.core.permissions import Permission
from lms_app.core.text import clean_line
from lms_app.core.use_case import command
from lms_app.db import queries
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import ApiKey, LoginSession, User, UserStatus
from lms_app.services.user.auditing import record
from lms_app.services.user.profiles import note_change
from lms_app.services.user.roles import ensure_admin_remains, hold_admins
from lms_app.services.user.suspended import SUSPENDED, suspended_token
from lms_app.services.user.telling import tell


@command(Permission.user_suspend, step_up=True)
def suspend_user(uow: UnitOfWork, actor: Actor, user_id: UUID, *, reason: str) -> None:
    """Suspend an account and end its sessions and API keys with this commit; its person is told
    why.

    They stay ended after it is restored: whoever held one may have been the reason.
    """
    if user_id == actor.user_id:
        raise Conflict("error.suspend_self")
    hold_admins(uow, actor)
    ensure_admin_remains(uow, user_id)
    # Of two admins who suspend each other at the same moment, one stays.
    both = queries.lock_rows(uow, User, User.id.in_([user_id, actor.user_id]))  # type: ignore[attr-defined]
    if actor.user_id in both and _is_suspended(uow, actor.person):
        raise NotAuthenticated
    _change_status(uow, actor, user_id, UserStatus.suspended, SUSPENDED, reason)
    uow.session.execute(
        sa.update(LoginSession)
        .where(LoginSession.user_id == user_id, LoginSession.ended_at.is_(None))
        .values(ended_at=clock.now())
    )
    uow.session.execute(
        sa.update(ApiKey)
        .where(ApiKey.user_id == user_id, ApiKey.revoked_at.is_(None))  # type: ignore[arg-type, union-attr]
        .values(revoked_at=clock.now())
    )


@command(Permission.user_suspend, step_up=True)
def restore_user(uow: UnitOfWork, actor: Actor, user_id: UUID, *, reason: str) -> None:
    """Let a suspended account in again; its person is told."""
    _change_status(uow, actor, user_id, UserStatus.active, "user:restore", reason)


def _is_suspended(uow: UnitOfWork, user_id: UUID) -> bool:
    """As it is now that the row is locked, not as the session saw it before."""
    status = uow.session.execute(sa.select(User.status).where(User.id == user_id)).scalar_one()  # type: ignore[call-overload]
    return bool(status is UserStatus.suspended)


def _change_status(
    uow: UnitOfWork, actor: Actor, user_id: UUID, target: UserStatus, action: str, reason: str
) -> None:
    text = clean_line(reason, "reason", maximum=500)
    user = queries.get_or_404(uow, User, user_id, lock=True)
    if user.status is UserStatus.erased:  # there is nobody to let in again
        raise NotFound
    if user.status is target:
        return
    before, user.status = user.status, target
    uow.add(user)
    changes = {"status": [before.value, target.value]}
    entry = record(uow, actor, action, user_id, reason=text, changes=changes)
    note_change(uow, user_id)  # their public page goes, or comes back
    if target is UserStatus.suspended:
        token = suspended_token(uow, user_id)
        tell(uow, user_id, "account_suspended", entry.id, reason=text, token=token)
    else:
        tell(uow, user_id, "account_restored", entry.id)
