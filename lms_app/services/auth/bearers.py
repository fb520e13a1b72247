"""Callers of the API: whom an access token or an API key stands for, read at every call."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from lms_app.core import clock
from lms_app.core.actor import Actor, Credential
from lms_app.core.config import settings
from lms_app.core.permissions import SCOPES, Role
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import ApiKey, LoginSession, RoleGrant, SessionKind, User, UserStatus
from lms_app.services.auth.access_tokens import Claims, key_name, read_access
from lms_app.services.auth.signing_keys import find_public_keys

KEY_MARK = "margin_"
KEY_LENGTH = 60
_ROLES = sa.func.array_remove(sa.func.array_agg(RoleGrant.role), None).label("roles")
_OF_SESSIONS = (
    sa.select(LoginSession.id, LoginSession.user_id, LoginSession.stepped_up_at, _ROLES)
    .join(User, User.id == LoginSession.user_id)
    .outerjoin(RoleGrant, RoleGrant.user_id == User.id)
    .where(
        LoginSession.id == sa.any_(sa.bindparam("session_ids", type_=ARRAY(sa.Uuid))),
        LoginSession.kind == SessionKind.api,
        LoginSession.awaits_second_factor.is_(False),
        LoginSession.ended_at.is_(None),
        LoginSession.expires_at > sa.bindparam("now"),
        User.status == UserStatus.active,
    )
    .group_by(LoginSession.id)
)
_OF_KEYS = (
    sa.select(ApiKey.key_hash, ApiKey.user_id, ApiKey.scopes, _ROLES)
    .join(User, User.id == ApiKey.user_id)
    .outerjoin(RoleGrant, RoleGrant.user_id == User.id)
    .where(
        ApiKey.key_hash == sa.any_(sa.bindparam("hashes", type_=ARRAY(sa.LargeBinary))),
        ApiKey.revoked_at.is_(None),
        ApiKey.expires_at > sa.bindparam("now"),
        User.status == UserStatus.active,
    )
    .group_by(ApiKey.id)
)


def hash_key(key: str) -> bytes:
    """Return what is stored of an API key (256 random bits need no salt)."""
    return hashlib.sha256(key.encode("utf-8", "replace")).digest()


def resolve_bearers(uow: UnitOfWork, credentials: Sequence[Credential]) -> dict[Credential, Actor]:
    """Return whom these tokens and keys stand for; who is missing is nobody.

    At most three queries however many they are: signing keys, sessions, API keys.
    """
    keys = [c for c in credentials if c.bearer.startswith(KEY_MARK)]
    tokens = [c for c in credentials if c.bearer and not c.bearer.startswith(KEY_MARK)]
    return {**_of_tokens(uow, tokens), **_of_api_keys(uow, keys)}


def _of_tokens(uow: UnitOfWork, credentials: Sequence[Credential]) -> dict[Credential, Actor]:
    known = find_public_keys(uow, filter(None, (key_name(c.bearer) for c in credentials)))
    site_url = settings().site_url
    read = {c: read_access(c.bearer, known, site_url) for c in credentials} if known else {}
    claims: dict[Credential, Claims] = {c: found for c, found in read.items() if found}
    if not claims:
        return {}
    ids = sorted({found.session_id for found in claims.values()})
    rows = uow.session.execute(_OF_SESSIONS, {"session_ids": ids, "now": clock.now()})
    sessions = {(row.id, row.user_id): row for row in rows}
    return {
        credential: Actor(
            user_id=row.user_id,
            session_id=row.id,
            roles=_roles(row),
            credential=credential,
            stepped_up_at=row.stepped_up_at,
        )
        for credential, found in claims.items()
        if (row := sessions.get((found.session_id, found.user_id))) is not None
    }


def _of_api_keys(uow: UnitOfWork, credentials: Sequence[Credential]) -> dict[Credential, Actor]:
    hashes = {c: hash_key(c.bearer) for c in credentials if len(c.bearer) <= KEY_LENGTH}
    if not hashes:
        return {}
    values = {"hashes": sorted(set(hashes.values())), "now": clock.now()}
    found = {row.key_hash: row for row in uow.session.execute(_OF_KEYS, values)}
    return {
        credential: Actor(
            user_id=row.user_id,
            roles=_roles(row),
            scopes=frozenset(scope for scope in SCOPES if scope.value in row.scopes),
            credential=credential,
        )
        for credential, hashed in hashes.items()
        if (row := found.get(hashed)) is not None
    }


def _roles(row: Any) -> frozenset[Role]:
    return frozenset(Role(role) for role in row.roles) | {Role.student}
