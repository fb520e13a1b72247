"""Proving the second factor by a code: of the authenticator app, or one of the recovery codes."""

from __future__ import annotations

import hashlib
import secrets
from uuid import UUID

import sqlalchemy as sa

from lms_app.core import clock
from lms_app.core.errors import InvalidInput
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import RecoveryCode, TotpFactor
from lms_app.services.auth.totp import matching_step

RECOVERY_CODES = 10
# 24 of 32 letters are 120 bits, so a plain hash may be kept (ASVS 6.5.2 asks for 112).
_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
_LENGTH, _GROUP = 24, 4


class WrongCode(InvalidInput):
    """The code is wrong, was used before, or belongs to another moment."""

    def __init__(self) -> None:
        super().__init__("error.wrong_code", fields={"code": "error.wrong_code"})


def spend_code(uow: UnitOfWork, user_id: UUID, typed: str) -> bool:
    """Use up a code in the caller's transaction; False when it proves nothing.

    Both kinds work once: of two tries at the same moment, one row update finds nothing.
    """
    code = "".join(typed[:64].lower().split()).replace("-", "")
    if len(code) == _LENGTH:
        return _spend_recovery_code(uow, user_id, code)
    return _spend_app_code(uow, user_id, code)


def _spend_app_code(uow: UnitOfWork, user_id: UUID, code: str) -> bool:
    app = uow.session.execute(
        sa.select(TotpFactor.id, TotpFactor.sealed_secret).where(
            TotpFactor.user_id == user_id, TotpFactor.confirmed_at.is_not(None)
        )
    ).first()
    if app is None:
        return False
    step = matching_step(open_secret(uow, app.id, app.sealed_secret), code, clock.now())
    if step is None:
        return False
    spent = uow.session.execute(
        sa.update(TotpFactor)
        .where(TotpFactor.id == app.id, TotpFactor.last_used_step < step)
        .values(last_used_step=step)
        .returning(TotpFactor.id)
    ).scalar()
    return spent is not None


def _spend_recovery_code(uow: UnitOfWork, user_id: UUID, code: str) -> bool:
    spent = uow.session.execute(
        sa.update(RecoveryCode)
        .where(
            RecoveryCode.user_id == user_id,
            RecoveryCode.code_hash == _hash(code),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=clock.now())
        .returning(RecoveryCode.id)
    ).scalar()
    return spent is not None


def seal_secret(uow: UnitOfWork, factor_id: UUID, secret: str) -> bytes:
    """Seal an app's secret for its row; it opens for no other."""
    return uow.keys.seal_key(secret.encode(), f"totp {factor_id}")


def open_secret(uow: UnitOfWork, factor_id: UUID, sealed: bytes) -> str:
    """Open what `seal_secret` made."""
    return uow.keys.open_key(sealed, f"totp {factor_id}").decode()


def issue_recovery_codes(uow: UnitOfWork, user_id: UUID) -> tuple[str, ...]:
    """Replace somebody's recovery codes and return the new ones: nobody can read them again."""
    drop_recovery_codes(uow, user_id)
    codes = [
        "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH)) for _ in range(RECOVERY_CODES)
    ]
    uow.session.add_all(RecoveryCode(user_id=user_id, code_hash=_hash(code)) for code in codes)
    uow.flush()
    return tuple(
        "-".join(code[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP)) for code in codes
    )


def drop_recovery_codes(uow: UnitOfWork, user_id: UUID) -> None:
    """Delete all of somebody's recovery codes."""
    uow.session.execute(sa.delete(RecoveryCode).where(RecoveryCode.user_id == user_id))


def count_recovery_codes(uow: UnitOfWork, user_id: UUID) -> int:
    """Return how many are left to use."""
    count: int = uow.session.execute(
        sa.select(sa.func.count())
        .select_from(RecoveryCode)
        .where(RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None))
    ).scalar_one()
    return count


def _hash(code: str) -> bytes:
    return hashlib.sha256(code.encode()).digest()
