"""A session goes on under a new token: once it is whole, and whenever its person proved who they
are (ASVS 7.2.4)."""

from __future__ import annotations

import secrets
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa

from lms_app.core import clock
from lms_app.core.errors import NotAuthenticated
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import LoginSession
from lms_app.services.auth.sessions import SESSION_DAYS, hash_token


def make_whole(uow: UnitOfWork, session_id: UUID) -> str:
    """Let a session that waited for its second factor belong to its person; return its new token."""
    now = clock.now()
    return _renew(
        uow,
        session_id,
        is_waiting=True,
        awaits_second_factor=False,
        failed_codes=0,
        last_seen_at=now,
        expires_at=now + timedelta(days=SESSION_DAYS),
    )


def prove_anew(uow: UnitOfWork, session_id: UUID) -> str:
    """Note that the person proved who they are; return the session's new token."""
    return _renew(uow, session_id, is_waiting=False)


def rename(uow: UnitOfWork, session_id: UUID) -> str:
    """Give a session that changes whose it shows a new token: what an open tab holds, and what is
    remembered of it, ends with the old one."""
    token = secrets.token_urlsafe(32)
    renamed = uow.session.execute(
        sa.update(LoginSession)
        .where(LoginSession.id == session_id, LoginSession.ended_at.is_(None))
        .values(token_hash=hash_token(token))
        .returning(LoginSession.id)
    ).scalar()
    if renamed is None:
        raise NotAuthenticated
    return token


def _renew(uow: UnitOfWork, session_id: UUID, *, is_waiting: bool, **values: object) -> str:
    """Raises `NotAuthenticated` when the session is over, or somebody was faster."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    renewed = uow.session.execute(
        sa.update(LoginSession)
        .where(
            LoginSession.id == session_id,
            LoginSession.ended_at.is_(None),
            LoginSession.expires_at > now,
            LoginSession.awaits_second_factor.is_(is_waiting),
        )
        .values(token_hash=hash_token(token), stepped_up_at=now, **values)
        .returning(LoginSession.id)
    ).scalar()
    if renewed is None:
        raise NotAuthenticated
    return token
