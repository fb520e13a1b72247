"""The key pairs of certificates: made when first needed, changed by hand, published for good.

A private half is stored sealed and opened only to sign.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from joserfc.jwk import OKPKey
from sqlmodel import select

from lms_app.core import clock
from lms_app.core.actor import Actor
from lms_app.core.permissions import Permission
from lms_app.core.use_case import command, query
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import CertificateKey

ALGORITHM: Final = "Ed25519"
# Any number; whoever adds or retires a key holds this lock, so that one is current.
_LOCK = 0x6D617267636572


@dataclass(frozen=True)
class Signer:
    """The current key, opened: its name and what signs."""

    kid: str
    key: OKPKey


def current_signer(uow: UnitOfWork) -> Signer | None:
    """Return the key that signs now, opened, if there is one. 1 query."""
    row = uow.session.exec(
        select(CertificateKey).where(CertificateKey.retired_at.is_(None))  # type: ignore[union-attr]
    ).first()
    if row is None:
        return None
    pem = uow.keys.open_key(row.sealed_private, _context(row.kid))
    return Signer(row.kid, OKPKey.import_key(pem, {"kid": row.kid}))


def signer_in(uow: UnitOfWork) -> Signer:
    """Return the key that signs now; the first one is made in the caller's transaction."""
    found = current_signer(uow)
    if found is not None:
        return found
    _hold(uow)
    return current_signer(uow) or _add(uow)


@command(Permission.system_maintain)
def rotate_certificate_key(uow: UnitOfWork, actor: Actor) -> str:
    """Sign with a new key from now on; return its name. What the former ones signed stays valid."""
    _hold(uow)
    uow.session.execute(
        sa.update(CertificateKey)
        .where(CertificateKey.retired_at.is_(None))  # type: ignore[union-attr]
        .values(retired_at=clock.now())
    )
    return _add(uow).kid


@query(Permission.public)
def list_certificate_keys(uow: UnitOfWork, actor: Actor) -> list[dict[str, Any]]:
    """Return the public half of every key there ever was, as JSON Web Keys, the newest first."""
    rows = uow.session.execute(
        sa.select(CertificateKey.public_jwk).order_by(  # type: ignore[call-overload]
            CertificateKey.created_at.desc()  # type: ignore[attr-defined]
        )
    )
    return [dict(row.public_jwk) for row in rows]


def _hold(uow: UnitOfWork) -> None:
    uow.session.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))


def _add(uow: UnitOfWork) -> Signer:
    kid = secrets.token_urlsafe(12)
    made = OKPKey.generate_key(ALGORITHM, {"kid": kid, "use": "sig", "alg": ALGORITHM})
    uow.add(
        CertificateKey(
            kid=kid,
            sealed_private=uow.keys.seal_key(made.as_pem(private=True), _context(kid)),
            public_jwk=dict(made.as_dict(private=False)),
        )
    )
    return Signer(kid, made)


def _context(kid: str) -> str:
    return f"certificate key {kid}"
