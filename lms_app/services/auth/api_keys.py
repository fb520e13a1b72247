"""API keys: made by a person for a program, shown once, held to their scopes and their date."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import select

from lms_app.core import clock
from lms_app.core.actor import Actor
from lms_app.core.errors import Conflict, Forbidden, InvalidInput, NotFound
from lms_app.core.permissions import SCOPES, Permission
from lms_app.core.text import clean_line
from lms_app.core.use_case import command, query
from lms_app.db import audit
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import ApiKey, LoginSession, User
from lms_app.services.auth.api_views import ApiKeyRow, NewApiKey
from lms_app.services.auth.bearers import KEY_MARK, hash_key
from lms_app.services.auth.sessions import TOUCH_SECONDS
from lms_app.services.auth.telling import tell

MOST_KEYS = 20
LONGEST_DAYS = 366
SHOWN = len(KEY_MARK) + 6


@query(Permission.api_key_manage)
def list_api_keys(uow: UnitOfWork, actor: Actor) -> list[ApiKeyRow]:
    """Return the caller's keys that were not revoked, the newest first."""
    rows = uow.session.exec(
        select(ApiKey)
        .where(ApiKey.user_id == actor.person, ApiKey.revoked_at.is_(None))  # type: ignore[union-attr]
        .order_by(ApiKey.created_at.desc(), ApiKey.id)  # type: ignore[attr-defined]
    )
    return [_row(key) for key in rows]


@query(Permission.api_key_manage)
def list_grantable_scopes(uow: UnitOfWork, actor: Actor) -> list[str]:
    """Return what a key of the caller's could be given: what they may do themselves."""
    return sorted(scope.value for scope in SCOPES if actor.may(scope))


@command(Permission.api_key_manage, step_up=True)
def create_api_key(
    uow: UnitOfWork, actor: Actor, *, name: str, scopes: Sequence[str], expires_in_days: int
) -> NewApiKey:
    """Make a key and return it: the one time that it is told. Raises `InvalidInput`, `Conflict`.

    A key is not made with a key: it would outlive its own end. And it outlives a session that was
    left open, so it takes a fresh proof.
    """
    if actor.session_id is None:
        raise Forbidden
    wanted = _checked_scopes(actor, scopes)
    if not 1 <= expires_in_days <= LONGEST_DAYS:
        raise InvalidInput("error.api_key_days", fields={"expires_in_days": "error.api_key_days"})
    # Held until the end, so that two at once cannot both be the last that is allowed.
    uow.session.execute(sa.select(User.id).where(User.id == actor.person).with_for_update())
    if len(list_api_keys.function(uow, actor)) >= MOST_KEYS:
        raise Conflict("error.api_keys_many", maximum=MOST_KEYS)
    secret = KEY_MARK + secrets.token_urlsafe(32)
    key = ApiKey(
        user_id=actor.person,
        name=clean_line(name, "name", maximum=80),
        prefix=secret[:SHOWN],
        key_hash=hash_key(secret),
        scopes=wanted,
        expires_at=clock.now() + timedelta(days=expires_in_days),
    )
    uow.add(key)
    _audit(uow, actor, "api_key:create", key)
    shown = f"{key.name} ({key.prefix}…)"
    tell(uow, actor.person, "api_key_created", key=f"api_key_created:{key.id}", api_key=shown)
    return NewApiKey(key=secret, row=_row(key))


@command(Permission.api_key_manage)
def revoke_api_key(uow: UnitOfWork, actor: Actor, key_id: UUID) -> None:
    """End a key of the caller's now; ending it twice is once."""
    key = uow.session.exec(
        select(ApiKey).where(ApiKey.id == key_id, ApiKey.user_id == actor.person).with_for_update()
    ).first()
    if key is None:
        raise NotFound
    if key.revoked_at is None:
        key.revoked_at = clock.now()
        uow.add(key)
        _audit(uow, actor, "api_key:revoke", key)


@command(Permission.public)
def touch_client(uow: UnitOfWork, actor: Actor) -> None:
    """Note that the caller's key or session is in use, at most every ten minutes."""
    now = clock.now()
    before = now - timedelta(seconds=TOUCH_SECONDS)
    if actor.session_id is not None:
        uow.session.execute(
            sa.update(LoginSession)
            .where(LoginSession.id == actor.session_id, LoginSession.last_seen_at < before)
            .values(last_seen_at=now)
        )
    elif actor.scopes is not None:
        uow.session.execute(
            sa.update(ApiKey)
            .where(
                ApiKey.key_hash == hash_key(actor.credential.bearer),
                sa.or_(ApiKey.last_used_at.is_(None), ApiKey.last_used_at < before),
            )
            .values(last_used_at=now)
        )


def _checked_scopes(actor: Actor, scopes: Sequence[str]) -> list[str]:
    grantable = {scope.value for scope in SCOPES if actor.may(scope)}
    wanted = sorted(set(scopes))
    if not wanted or not grantable.issuperset(wanted):
        raise InvalidInput("error.api_key_scopes", fields={"scopes": "error.api_key_scopes"})
    return wanted


def _row(key: ApiKey) -> ApiKeyRow:
    return ApiKeyRow(
        id=str(key.id),
        name=key.name,
        prefix=key.prefix,
        scopes=list(key.scopes),
        created_at=key.created_at.isoformat(),
        expires_at=key.expires_at.isoformat(),
        last_used_at=key.last_used_at.isoformat() if key.last_used_at else "",
        is_expired=key.expires_at <= clock.now(),
    )


def _audit(uow: UnitOfWork, actor: Actor, action: str, key: ApiKey) -> None:
    """What is kept of a key is how it begins, as its owner sees it, and what it may do."""
    held: audit.Changes = {"api_key": (None, key.prefix), "scopes": ([], list(key.scopes))}
    if key.revoked_at is not None:
        held = {name: (pair[1], pair[0]) for name, pair in held.items()}
    audit.record(uow, actor, action, key.id, person_id=key.user_id, changes=held)
