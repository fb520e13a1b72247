"""Whose account it is, for a client of the API and for the settings."""

from __future__ import annotations

import sqlalchemy as sa

from lms_app.core.actor import Actor
from lms_app.core.permissions import Permission
from lms_app.core.use_case import query
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import User
from lms_app.services.auth.api_views import Account
from lms_app.services.auth.views import OwnCredentials


@query(Permission.account_read)
def get_account(uow: UnitOfWork, actor: Actor) -> Account:
    """Return the caller's account, and what their credential reaches.

    Without the address for an admin who looks on as somebody else.
    """
    row = uow.session.execute(
        sa.select(User.id, User.display_name, User.email, User.language, User.created_at).where(  # type: ignore[call-overload]
            User.id == actor.person
        )
    ).one()
    return Account(
        id=str(row.id),
        display_name=row.display_name,
        email="" if actor.impersonator else row.email,
        language=row.language or "",
        roles=sorted(role.value for role in actor.roles),
        scopes=None if actor.scopes is None else sorted(scope.value for scope in actor.scopes),
        created_at=row.created_at.isoformat(),
    )


@query(Permission.account_secure)
def get_own_credentials(uow: UnitOfWork, actor: Actor) -> OwnCredentials:
    """Return the caller's address, and whether they have a password. 1 query."""
    row = uow.session.execute(
        sa.select(User.email, User.password_hash.is_not(None)).where(User.id == actor.person)  # type: ignore[call-overload,union-attr]
    ).one()
    return OwnCredentials(email=row[0], has_password=row[1])
