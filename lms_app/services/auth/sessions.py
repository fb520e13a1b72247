"""Sessions: opened at sign-in, resolved at every call, ended at once."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa

from lms_app.core import clock
from lms_app.core.actor import ANONYMOUS, Actor, Credential
from lms_app.core.permissions import Permission, Role
from lms_app.core.use_case import command, query
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import LoginSession, RoleGrant, User, UserStatus
from lms_app.services.auth.views import SessionUser

SESSION_DAYS = 30
TOUCH_SECONDS = 600

# Asked at every call of somebody who is signed in: built once, only values are bound.
_HOLDER = (
    sa.select(
        LoginSession.id,
        LoginSession.user_id,
        sa.func.array_remove(sa.func.array_agg(RoleGrant.role), None),
    )
    .join(User, User.id == LoginSession.user_id)
    .outerjoin(RoleGrant, RoleGrant.user_id == User.id)
    .where(
        LoginSession.token_hash == sa.bindparam("token_hash"),
        LoginSession.ended_at.is_(None),
        LoginSession.expires_at > sa.bindparam("now"),
        User.status == UserStatus.active,
    )
    .group_by(LoginSession.id, LoginSession.user_id)
)


def hash_token(token: str) -> bytes:
    """Return what is stored of a cookie's value (256 random bits need no salt)."""
    return hashlib.sha256(token.encode()).digest()


def open_session(uow: UnitOfWork, user_id: UUID, credential: Credential) -> str:
    """Add a session for the person and return the new cookie value (rotation at sign-in)."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    uow.add(
        LoginSession(
            user_id=user_id,
            token_hash=hash_token(token),
            user_agent=credential.user_agent[:300],
            ip=credential.ip[:45],
            last_seen_at=now,
            expires_at=now + timedelta(days=SESSION_DAYS),
        )
    )
    return token


def resolve_actor(uow: UnitOfWork, credential: Credential) -> Actor:
    """Return who holds the credential; anonymous for none, ended, expired or suspended. 1 query."""
    if not credential.session_token:
        return Actor(credential=credential)
    row = uow.session.execute(
        _HOLDER, {"token_hash": hash_token(credential.session_token), "now": clock.now()}
    ).first()
    if row is None:
        return Actor(credential=credential)
    granted = frozenset(Role(role) for role in row[2]) | {Role.student}
    return Actor(user_id=row[1], session_id=row[0], roles=granted, credential=credential)


@query(Permission.public)
def get_session_user(uow: UnitOfWork, actor: Actor) -> SessionUser | None:
    """Return the signed-in person for header and menus, or None."""
    if actor.user_id is None:
        return None
    row = uow.session.execute(
        sa.select(User.display_name, User.email, User.language).where(User.id == actor.user_id)
    ).one()
    return SessionUser(
        user_id=str(actor.user_id),
        display_name=row.display_name,
        email=row.email,
        language=row.language or "",
        is_instructor=Role.instructor in actor.roles,
        is_admin=actor.may(Permission.admin_read),
    )


@query(Permission.public)
def peek_actor(uow: UnitOfWork, actor: Actor) -> Actor:
    """Return the resolved caller; the event gate keeps the answer for at most 5 s."""
    return actor


@command(Permission.public)
def touch_session(uow: UnitOfWork, actor: Actor) -> None:
    """Note that the session is in use, at most every ten minutes."""
    if actor.session_id is None:
        return
    now = clock.now()
    uow.session.execute(
        sa.update(LoginSession)
        .where(
            LoginSession.id == actor.session_id,
            LoginSession.last_seen_at < now - timedelta(seconds=TOUCH_SECONDS),
        )
        .values(last_seen_at=now, expires_at=now + timedelta(days=SESSION_DAYS))
    )


@command(Permission.public)
def sign_out(uow: UnitOfWork, actor: Actor) -> None:
    """End the caller's session; nothing to end is no error."""
    if actor.session_id is not None:
        end_sessions(uow, LoginSession.id == actor.session_id)


def end_sessions(uow: UnitOfWork, which: sa.ColumnElement[bool]) -> None:
    """End sessions in the caller's transaction."""
    uow.session.execute(
        sa.update(LoginSession)
        .where(which, LoginSession.ended_at.is_(None))
        .values(ended_at=clock.now())
    )


__all__ = ["ANONYMOUS", "end_sessions", "open_session", "resolve_actor"]
