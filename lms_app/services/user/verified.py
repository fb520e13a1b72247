"""What is only for people whose address is confirmed."""

from __future__ import annotations

import sqlalchemy as sa

from lms_app.core.actor import Actor
from lms_app.core.errors import Forbidden
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import User


def ensure_verified(uow: UnitOfWork, actor: Actor) -> None:
    """Raise `Forbidden("error.email_unverified")` unless the caller confirmed their address.

    Asked in the use case's own transaction, however the caller came in. 1 query.
    """
    if actor.is_system:
        return
    verified_at = uow.session.execute(
        sa.select(User.email_verified_at).where(User.id == actor.person)  # type: ignore[call-overload]
    ).scalar()
    if verified_at is None:
        raise Forbidden("error.email_unverified")
