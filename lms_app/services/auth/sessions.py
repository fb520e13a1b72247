"""Sessions: opened at sign-in, resolved at every call, ended at once."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from lms_app.core import clock
from lms_app.core.actor import ANONYMOUS, Actor, Credential
from lms_app.core.errors import NotAuthenticated
from lms_app.core.permissions import Permission, Role
from lms_app.core.use_case import command, query
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import (
    Impersonation,
    LoginSession,
    RoleGrant,
    SessionKind,
    User,
    UserStatus,
)
from lms_app.services.auth.bearers import resolve_bearers
from lms_app.services.auth.devices import device_label
from lms_app.services.auth.impersonation_rows import close, is_running_in, may_go_on

SESSION_DAYS = 30
# However busy: after this long everybody signs in again (ASVS 7.3.2).
SESSION_DAYS_IN_ALL = 180
SECOND_STEP_SECONDS = 600
TOUCH_SECONDS = 600
_LIVES = timedelta(days=SESSION_DAYS)

# Asked at every call of somebody who is signed in: built once, only values are bound. An admin who
# looks on as somebody else comes with that person's roles, and with whether they still may.
_HOLDERS = (
    sa.select(
        LoginSession.token_hash,
        LoginSession.id,
        LoginSession.user_id,
        LoginSession.stepped_up_at,
        sa.func.array_remove(sa.func.array_agg(RoleGrant.role), None).label("roles"),
        Impersonation.user_id.label("impersonated"),
        Impersonation.ends_at.label("impersonated_until"),
        sa.case((Impersonation.id.is_not(None), may_go_on()), else_=sa.false()).label("goes_on"),
    )
    .join(User, User.id == LoginSession.user_id)
    .outerjoin(Impersonation, is_running_in(LoginSession.id))
    .outerjoin(
        RoleGrant,
        RoleGrant.user_id == sa.func.coalesce(Impersonation.user_id, LoginSession.user_id),
    )
    .where(
        LoginSession.token_hash
        == sa.any_(sa.bindparam("token_hashes", type_=ARRAY(sa.LargeBinary))),
        LoginSession.ended_at.is_(None),
        LoginSession.expires_at > sa.bindparam("now"),
        LoginSession.awaits_second_factor.is_(False),
        User.status == UserStatus.active,
        LoginSession.kind == SessionKind.web,
    )
    .group_by(LoginSession.id, LoginSession.user_id, Impersonation.id)
)


def hash_token(token: str) -> bytes:
    """Return what is stored of a cookie's value (256 random bits need no salt)."""
    return hashlib.sha256(token.encode()).digest()


def open_session(
    uow: UnitOfWork,
    user_id: UUID,
    credential: Credential,
    *,
    method: str = "password",
    kind: SessionKind = SessionKind.web,
    awaits_second_factor: bool = False,
) -> str:
    """Add a session for the person and return the new cookie value (rotation at sign-in).

    One that awaits a second factor lives ten minutes and belongs to nobody until then; any other
    begins with a step-up, because everything the account asks for was just given.
    """
    token = secrets.token_urlsafe(32)
    now = clock.now()
    lives = timedelta(seconds=SECOND_STEP_SECONDS) if awaits_second_factor else _LIVES
    uow.add(
        LoginSession(
            user_id=user_id,
            token_hash=hash_token(token),
            user_agent=credential.user_agent[:300],
            ip=credential.ip[:45],
            last_seen_at=now,
            expires_at=now + lives,
            kind=kind,
            method=method,
            device=device_label(credential.user_agent),
            awaits_second_factor=awaits_second_factor,
            stepped_up_at=None if awaits_second_factor else now,
        )
    )
    return token


def resolve_actor(uow: UnitOfWork, credential: Credential) -> Actor:
    """Return who holds the credential; anonymous for none, ended, expired or suspended. 1 query.

    Raises `NotAuthenticated` for a token or key of the API that stands for nobody: whoever sends
    one wants to be somebody.
    """
    (actor,) = resolve_actors(uow, [credential])
    if credential.bearer and actor.user_id is None:
        raise NotAuthenticated("error.bearer")
    return actor


def resolve_actors(uow: UnitOfWork, credentials: Sequence[Credential]) -> list[Actor]:
    """Return who holds each credential, in the order given. 1 query, none without a cookie.

    Tokens and keys of the API cost at most three more, however many they are.
    """
    if any(credential.bearer for credential in credentials):
        return _resolve_mixed(uow, credentials)
    hashes = [
        hash_token(credential.session_token) if credential.session_token else b""
        for credential in credentials
    ]
    found: dict[bytes, Any] = {}
    if any(hashes):
        values = {"token_hashes": sorted({held for held in hashes if held}), "now": clock.now()}
        found = {row.token_hash: row for row in uow.session.execute(_HOLDERS, values)}
    return [
        _actor(credential, found.get(held))
        for credential, held in zip(credentials, hashes, strict=True)
    ]


def _resolve_mixed(uow: UnitOfWork, credentials: Sequence[Credential]) -> list[Actor]:
    """Resolve callers of the API among others; a bearer is asked for nothing but its bearer."""
    bearers = resolve_bearers(uow, [c for c in credentials if c.bearer])
    others = [c for c in credentials if not c.bearer]
    found = dict(zip(others, resolve_actors(uow, others), strict=True)) if others else {}
    found |= bearers
    return [found.get(c) or Actor(credential=c) for c in credentials]


def _actor(credential: Credential, row: Any | None) -> Actor:
    if row is None:
        return Actor(credential=credential)
    if row.impersonated is not None:
        return _impersonator(credential, row)
    roles = frozenset(Role(role) for role in row.roles) | {Role.student}
    return Actor(
        user_id=row.user_id,
        session_id=row.id,
        roles=roles,
        credential=credential,
        stepped_up_at=row.stepped_up_at,
    )


def _impersonator(credential: Credential, row: Any) -> Actor:
    """The person as whom an admin looks on, while they may; then nobody, until they went back."""
    alone = Actor(session_id=row.id, credential=credential, impersonator=row.user_id)
    if not row.goes_on:
        return alone
    return replace(
        alone,
        user_id=row.impersonated,
        roles=frozenset(Role(role) for role in row.roles) | {Role.student},
        impersonated_until=row.impersonated_until,
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
        .values(
            last_seen_at=now,
            expires_at=sa.func.least(
                now + _LIVES, LoginSession.created_at + timedelta(days=SESSION_DAYS_IN_ALL)
            ),
        )
    )


@command(Permission.public, ends_impersonation=True)
def sign_out(uow: UnitOfWork, actor: Actor) -> None:
    """End the caller's session, and what they looked at through it; nothing to end is no error."""
    if actor.session_id is not None:
        if actor.impersonator is not None:
            close(uow, actor, by="signed_out")
        end_sessions(uow, LoginSession.id == actor.session_id)


def end_sessions(uow: UnitOfWork, which: sa.ColumnElement[bool]) -> None:
    """End sessions in the caller's transaction."""
    uow.session.execute(
        sa.update(LoginSession)
        .where(which, LoginSession.ended_at.is_(None))
        .values(ended_at=clock.now())
    )


__all__ = ["ANONYMOUS", "end_sessions", "open_session", "resolve_actor"]
