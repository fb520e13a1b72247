"""A person's own sessions: seen and ended."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from lms_app.core import addresses, clock
from lms_app.core.actor import Actor
from lms_app.core.errors import NotFound
from lms_app.core.permissions import Permission
from lms_app.core.use_case import command, query
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import LoginSession
from lms_app.services.auth.second_factor_views import SessionRow

SHOWN_AT_MOST = 50


@query(Permission.account_secure)
def list_sessions(uow: UnitOfWork, actor: Actor) -> list[SessionRow]:
    """Return the caller's open sessions, this one first, then the last used. 1 query."""
    rows = uow.session.execute(
        sa.select(LoginSession)
        .where(*_open(actor.person))
        .order_by((LoginSession.id == actor.session_id).desc(), LoginSession.last_seen_at.desc())
        .limit(SHOWN_AT_MOST)
    ).scalars()
    return [
        SessionRow(
            id=str(row.id),
            device=row.device,
            kind=row.kind.value,
            method=row.method,
            ip=row.ip,
            network=addresses.shown(row.ip),
            is_local=addresses.is_local(row.ip),
            started_at=row.created_at.isoformat(),
            last_used_at=row.last_seen_at.isoformat(),
            is_current=row.id == actor.session_id,
        )
        for row in rows
    ]


@command(Permission.account_secure)
def end_session(uow: UnitOfWork, actor: Actor, session_id: UUID) -> None:
    """End one of the caller's sessions; open sockets of it are refused within five seconds.

    Raises `NotFound` for somebody else's as for none. One that has ended already is no error.
    """
    ended = uow.session.execute(
        sa.update(LoginSession)
        .where(LoginSession.id == session_id, LoginSession.user_id == actor.person)
        .values(ended_at=sa.func.coalesce(LoginSession.ended_at, clock.now()))
        .returning(LoginSession.id)
    ).scalar()
    if ended is None:
        raise NotFound


@command(Permission.account_secure)
def end_other_sessions(uow: UnitOfWork, actor: Actor) -> int:
    """End all of the caller's sessions but this one, also those that wait; return how many."""
    ended = uow.session.execute(
        sa.update(LoginSession)
        .where(
            LoginSession.user_id == actor.person,
            LoginSession.id != actor.session_id,
            LoginSession.ended_at.is_(None),
        )
        .values(ended_at=clock.now())
        .returning(LoginSession.id)
    ).all()
    return len(ended)


def _open(user_id: UUID) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        LoginSession.user_id == user_id,
        LoginSession.ended_at.is_(None),
        LoginSession.expires_at > clock.now(),
        LoginSession.awaits_second_factor.is_(False),
    )
