"""Whether an admin may go on looking, asked at every call, and how it is noted that it is over."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import select

from lms_app.core import clock
from lms_app.core.actor import Actor, Credential
from lms_app.core.permissions import Role
from lms_app.db import audit
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import Impersonation, LoginSession, RoleGrant, User, UserStatus

# What an admin may do, nobody may see by way of another's account.
STAFF = (Role.admin, Role.moderator)


def is_running_in(session_id: Any) -> sa.ColumnElement[bool]:
    """Say that a session shows the site as somebody else, or did and was not given back yet."""
    return sa.and_(
        Impersonation.session_id == session_id,
        Impersonation.returned_at.is_(None),  # type: ignore[union-attr]
    )


def may_go_on() -> sa.ColumnElement[bool]:
    """Say that the time is not over, the admin still is one, and the person is still there and
    runs nothing; with `now` to be bound."""
    theirs, own, person = aliased(RoleGrant), aliased(RoleGrant), aliased(User)
    return sa.and_(
        Impersonation.ended_at.is_(None),  # type: ignore[union-attr]
        Impersonation.ends_at > sa.bindparam("now"),  # type: ignore[arg-type]
        sa.exists().where(own.user_id == Impersonation.admin_id, own.role == Role.admin),
        sa.exists().where(person.id == Impersonation.user_id, person.status == UserStatus.active),
        ~sa.exists().where(theirs.user_id == Impersonation.user_id, theirs.role.in_(STAFF)),
    )


def close(uow: UnitOfWork, actor: Actor, *, by: str) -> Impersonation | None:
    """Give the actor's session back, and note who ended what; None when there was nothing."""
    found = uow.session.exec(
        select(Impersonation).where(is_running_in(actor.session_id)).with_for_update()
    ).first()
    if found is None:
        return None
    now = clock.now()
    if found.ended_at is None:
        by = "time_out" if found.ends_at <= now else by if actor.user_id else "not_allowed"
        note_end(uow, found, by=by, ip=actor.credential.ip)
    found.returned_at = now
    uow.add(found)
    return found


def note_end(uow: UnitOfWork, found: Impersonation, *, by: str, ip: str = "") -> None:
    """Note an end in the row and in the audit log; the admin is who did it, however it came."""
    found.ended_at = min(clock.now(), found.ends_at)
    uow.add(found)
    admin = Actor(user_id=found.admin_id, credential=Credential(ip=ip))
    changes = {"ended": [None, by]}
    audit.record(uow, admin, "impersonation:end", found.user_id, changes=changes)


def over() -> sa.ColumnElement[bool]:
    """Say that nobody can look any more, though it was not noted yet; with `now` to be bound."""
    holder = aliased(User)
    lives = sa.exists().where(
        LoginSession.id == Impersonation.session_id,
        LoginSession.ended_at.is_(None),  # type: ignore[union-attr]
        LoginSession.expires_at > sa.bindparam("now"),  # type: ignore[arg-type]
        holder.id == LoginSession.user_id,
        holder.status == UserStatus.active,
    )
    return sa.and_(Impersonation.ended_at.is_(None), ~sa.and_(lives, may_go_on()))  # type: ignore[union-attr]
