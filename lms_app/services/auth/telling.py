"""Telling people by mail what was done with their account."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import User
from lms_app.services.notification import post_mail

KEEP_TRYING_SECONDS = 3 * 86_400


def tell(uow: UnitOfWork, user_id: UUID, template: str, *, key: str, **params: str) -> None:
    """Post a mail to somebody in the caller's transaction, once a `key`; they are named in it."""
    row = uow.session.execute(
        sa.select(User.email, User.display_name, User.language).where(User.id == user_id)  # type: ignore[call-overload]
    ).one()
    post_mail(
        uow,
        template=template,
        user_id=user_id,
        to=row.email,
        language=row.language or "",
        key=key,
        params={"name": row.display_name, **params},
        expires_in_seconds=KEEP_TRYING_SECONDS,
    )
