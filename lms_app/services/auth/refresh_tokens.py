"""Refresh tokens: a chain of single-use links, one chain for every session of the API.

Using a link again is what a thief or a thief's victim does, so it ends the session. Within ten
seconds the client that used it may ask again, because its answer may have been lost: it gets the
same successor, which is computed from the link and so needs no keeping.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import select

from lms_app.core import clock
from lms_app.core.actor import Actor, Credential
from lms_app.core.errors import NotAuthenticated
from lms_app.core.permissions import Permission
from lms_app.core.use_case import command
from lms_app.db import audit
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import (
    LoginSession,
    RefreshToken,
    SessionKind,
    User,
    UserStatus,
)
from lms_app.services.auth.devices import device_label
from lms_app.services.auth.sessions import SESSION_DAYS_IN_ALL, end_sessions, hash_token
from lms_app.services.auth.telling import tell

REFRESH_DAYS = 30
GRACE_SECONDS = 10


class Turn(Enum):
    """What came of presenting a link."""

    rotated = auto()
    repeated = auto()
    reused = auto()
    refused = auto()


@dataclass(frozen=True)
class Rotation:
    """The outcome, and whose session it is when there is one."""

    turn: Turn
    user_id: UUID | None = None
    session_id: UUID | None = None


@dataclass(frozen=True)
class Chain:
    """A new chain: its first link, told once, and the session it keeps alive."""

    refresh_token: str
    user_id: UUID
    session_id: UUID


def successor_of(token: str, secret_key: bytes) -> str:
    """Return the link after `token`: whoever lacks either it or the site's secret cannot tell."""
    digest = hmac.new(secret_key, b"refresh token\0" + token.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _client(credential: Credential) -> bytes:
    """Tell clients of one session apart. A phone changes its address while it moves, so that
    is left out: what the grace gives away is the successor, whose second use ends the session."""
    return hashlib.sha256(b"client\0" + credential.user_agent.encode()).digest()


@command(Permission.system_maintain)
def open_chain(uow: UnitOfWork, actor: Actor, *, session_token: str) -> Chain:
    """Begin the chain of a session that was just opened for the API.

    Raises `NotAuthenticated` when it awaits its second factor or is no session of the API.
    """
    session = uow.session.exec(
        select(LoginSession).where(
            LoginSession.token_hash == hash_token(session_token),
            LoginSession.kind == SessionKind.api,
            LoginSession.awaits_second_factor.is_(False),  # type: ignore[attr-defined]
            LoginSession.ended_at.is_(None),  # type: ignore[union-attr]
        )
    ).first()
    if session is None:
        raise NotAuthenticated
    token = secrets.token_urlsafe(32)
    uow.add(_link(session.id, token, clock.now()))
    return Chain(token, session.user_id, session.id)


def _link(session_id: UUID, token: str, now: datetime) -> RefreshToken:
    return RefreshToken(
        session_id=session_id,
        token_hash=hash_token(token),
        expires_at=now + timedelta(days=REFRESH_DAYS),
    )


@command(Permission.system_maintain)
def rotate(
    uow: UnitOfWork, actor: Actor, *, presented: str, successor: str, caller: Actor
) -> Rotation:
    """Use a link: record its successor, or say why there is none.

    A second use outside the grace ends the session in this very transaction, so this answers and
    never raises. Two uses at once wait for each other at the link's row.
    """
    now = clock.now()
    link = uow.session.exec(
        select(RefreshToken)
        .where(RefreshToken.token_hash == hash_token(presented))
        .with_for_update()
    ).first()
    if link is None:
        return Rotation(Turn.refused)
    session = _live_session(uow, link.session_id, now)
    if session is None or link.expires_at <= now:
        return Rotation(Turn.refused)
    client = _client(caller.credential)
    if link.used_at is None:
        following = _link(session.id, successor, now)
        uow.add(following)
        link.used_at, link.client_hash, link.rotated_to = now, client, following.id
        uow.add(link)
        latest = session.created_at + timedelta(days=SESSION_DAYS_IN_ALL)
        session.last_seen_at, session.expires_at = now, min(following.expires_at, latest)
        session.ip, session.user_agent = caller.credential.ip, caller.credential.user_agent
        uow.add(session)
        return Rotation(Turn.rotated, session.user_id, session.id)
    if link.client_hash == client and now - link.used_at <= timedelta(seconds=GRACE_SECONDS):
        return Rotation(Turn.repeated, session.user_id, session.id)
    _end_for_reuse(uow, session, caller)
    return Rotation(Turn.reused, session.user_id, session.id)


def _live_session(uow: UnitOfWork, session_id: UUID, now: datetime) -> LoginSession | None:
    return uow.session.exec(
        select(LoginSession)
        .join(User, User.id == LoginSession.user_id)
        .where(
            LoginSession.id == session_id,
            LoginSession.ended_at.is_(None),  # type: ignore[union-attr]
            LoginSession.expires_at > now,
            User.status == UserStatus.active,
        )
        .with_for_update(of=LoginSession)
    ).first()


def _end_for_reuse(uow: UnitOfWork, session: LoginSession, caller: Actor) -> None:
    end_sessions(uow, LoginSession.id == session.id)
    audit.record(
        uow,
        caller,
        "session:refresh_reused",
        session.id,
        person_id=session.user_id,
        changes={"session": ("open", "ended")},
    )
    tell(
        uow,
        session.user_id,
        "refresh_reused",
        key=f"refresh_reused:{session.id}",
        program=device_label(session.user_agent) or session.user_agent[:80] or session.ip,
    )


@command(Permission.system_maintain)
def purge_refresh_tokens(uow: UnitOfWork, actor: Actor) -> int:
    """Delete links that could not be used any more even if they were the last; return how many."""
    done = uow.session.execute(
        sa.delete(RefreshToken)
        .where(RefreshToken.expires_at < clock.now() - timedelta(days=1))
        .returning(RefreshToken.id)  # type: ignore[arg-type]
    )
    return len(done.all())
