"""The link in the mail about a suspension: who cannot sign in reaches their own data with it.

Sealed, so that nobody can make one, and good for this suspension only: it dies when the account is
restored, and the next one brings its own.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID

import sqlalchemy as sa

from lms_app.core.errors import NotFound
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import AuditEntry, User, UserStatus
from lms_app.ports.key_vault import KeyUnreadable

SUSPENDED = "user:suspend"
TOKEN_LENGTH = 200
_CONTEXT = "suspended account"


def suspended_token(uow: UnitOfWork, user_id: UUID) -> str:
    """Return what the link of a suspended account carries; empty for any other account."""
    act = _last_act(uow, user_id)
    if act is None:
        return ""
    sealed = uow.keys.seal_key(user_id.bytes + act.bytes, _CONTEXT)
    return urlsafe_b64encode(sealed).decode().rstrip("=")


def suspended_holder(uow: UnitOfWork, token: str) -> UUID:
    """Return whose suspended account a link leads to, else raise `NotFound`."""
    try:
        kept = token[:TOKEN_LENGTH]
        sealed = urlsafe_b64decode(kept + "=" * (-len(kept) % 4))
        opened = uow.keys.open_key(sealed, _CONTEXT)
        user_id, act = UUID(bytes=opened[:16]), UUID(bytes=opened[16:])
    except (KeyUnreadable, ValueError) as error:
        raise NotFound from error
    if _last_act(uow, user_id) != act:
        raise NotFound
    return user_id


def _last_act(uow: UnitOfWork, user_id: UUID) -> UUID | None:
    """The act that suspended an account which still is."""
    found: UUID | None = uow.session.execute(
        sa.select(AuditEntry.id)  # type: ignore[call-overload]
        .join(User, User.id == AuditEntry.subject_id)
        .where(
            User.id == user_id,
            User.status == UserStatus.suspended,
            AuditEntry.action == SUSPENDED,
        )
        .order_by(AuditEntry.created_at.desc(), AuditEntry.id)  # type: ignore[attr-defined]
        .limit(1)
    ).scalar()
    return found
