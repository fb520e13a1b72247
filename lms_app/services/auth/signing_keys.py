"""The key pairs of access tokens: made when first needed, changed every month, withdrawn at once.

A private key is stored sealed and opened only to sign. What a retired key signed is believed until
the last of it has expired.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import sqlalchemy as sa
from joserfc.jwk import OKPKey
from sqlalchemy.dialects.postgresql import ARRAY

from lms_app.core import clock
from lms_app.core.actor import Actor
from lms_app.core.permissions import Permission
from lms_app.core.use_case import command, query
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import SigningKey
from lms_app.services.context import Context

ALGORITHM: Final = "Ed25519"
SIGNS_DAYS = 30
ACCESS_SECONDS = 600
LEEWAY_SECONDS = 60
_BELIEVED_AFTER = timedelta(seconds=ACCESS_SECONDS + LEEWAY_SECONDS)
# Any number; whoever adds a key holds this lock, so that two processes make one.
_LOCK = 0x6D617267696E
_KNOWN = sa.select(SigningKey.kid, SigningKey.public_jwk).where(
    SigningKey.kid == sa.any_(sa.bindparam("kids", type_=ARRAY(sa.Text))),
    SigningKey.withdrawn_at.is_(None),  # type: ignore[union-attr]
    SigningKey.retires_at > sa.bindparam("believed_since"),
)


@dataclass(frozen=True)
class SealedKey:
    """A key pair at rest: its name and the private half, sealed for that name."""

    kid: str
    sealed_private: bytes


def current_key(ctx: Context) -> OKPKey:
    """Return the key to sign with; a new one is made when the last has retired."""
    found = ctx.call_as_system(get_signing_key)
    if found is None:
        kid = secrets.token_urlsafe(12)
        made = OKPKey.generate_key(ALGORITHM, {"kid": kid, "use": "sig", "alg": ALGORITHM})
        sealed = ctx.keys.seal_key(made.as_pem(private=True), _context(kid))
        public = dict(made.as_dict(private=False))
        found = ctx.call_as_system(
            add_signing_key, kid=kid, sealed_private=sealed, public_jwk=public
        )
    pem = ctx.keys.open_key(found.sealed_private, _context(found.kid))
    return OKPKey.import_key(pem, {"kid": found.kid})


def _context(kid: str) -> str:
    return f"signing key {kid}"


@query(Permission.system_maintain)
def get_signing_key(uow: UnitOfWork, actor: Actor) -> SealedKey | None:
    """Return the key that signs now, if there is one."""
    row = uow.session.execute(
        sa.select(SigningKey.kid, SigningKey.sealed_private)  # type: ignore[call-overload]
        .where(
            SigningKey.withdrawn_at.is_(None),  # type: ignore[union-attr]
            SigningKey.retires_at > clock.now(),
        )
        .order_by(SigningKey.retires_at.desc())  # type: ignore[attr-defined]
        .limit(1)
    ).first()
    return SealedKey(row.kid, row.sealed_private) if row else None


@command(Permission.system_maintain)
def add_signing_key(
    uow: UnitOfWork, actor: Actor, *, kid: str, sealed_private: bytes, public_jwk: dict[str, Any]
) -> SealedKey:
    """Store a new key unless somebody else just did; return the one that counts."""
    uow.session.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    found = get_signing_key.function(uow, actor)
    if found is not None:
        return found
    uow.add(
        SigningKey(
            kid=kid,
            sealed_private=sealed_private,
            public_jwk=public_jwk,
            retires_at=clock.now() + timedelta(days=SIGNS_DAYS),
        )
    )
    return SealedKey(kid, sealed_private)


@command(Permission.system_maintain)
def withdraw_signing_keys(uow: UnitOfWork, actor: Actor) -> int:
    """Believe no token that was signed so far (a key may have leaked); return how many keys.

    Sessions go on: their clients refresh and get tokens of a new key.
    """
    done = uow.session.execute(
        sa.update(SigningKey)
        .where(SigningKey.withdrawn_at.is_(None))  # type: ignore[union-attr]
        .values(withdrawn_at=clock.now())
        .returning(SigningKey.id)  # type: ignore[arg-type]
    )
    return len(done.all())


@query(Permission.public)
def list_public_keys(uow: UnitOfWork, actor: Actor) -> list[dict[str, Any]]:
    """Return the public half of every key that is believed, as JSON Web Keys."""
    rows = uow.session.execute(
        sa.select(SigningKey.public_jwk)  # type: ignore[call-overload]
        .where(
            SigningKey.withdrawn_at.is_(None),  # type: ignore[union-attr]
            SigningKey.retires_at > clock.now() - _BELIEVED_AFTER,
        )
        .order_by(SigningKey.retires_at.desc())  # type: ignore[attr-defined]
    )
    return [dict(row.public_jwk) for row in rows]


def find_public_keys(uow: UnitOfWork, kids: Iterable[str]) -> dict[str, OKPKey]:
    """Return the believed keys among these names. 1 query, none without a name."""
    wanted = sorted(set(kids))
    if not wanted:
        return {}
    values = {"kids": wanted, "believed_since": clock.now() - _BELIEVED_AFTER}
    rows = uow.session.execute(_KNOWN, values)
    return {row.kid: OKPKey.import_key(row.public_jwk) for row in rows}
