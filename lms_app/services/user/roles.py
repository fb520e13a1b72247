"""Giving and taking roles. There is always an admin who can sign in."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from lms_app.core.actor import Actor
from lms_app.core.errors import Conflict, InvalidInput, NotAuthenticated, NotFound
from lms_app.core.permissions import Permission, Role
from lms_app.core.text import clean_line
from lms_app.core.use_case import command
from lms_app.db import queries
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import RoleGrant, User, UserStatus
from lms_app.services.user.auditing import record
from lms_app.services.user.profiles import note_change
from lms_app.services.user.teaching import make_instructor, note_refusal
from lms_app.services.user.telling import tell_role


@command(Permission.user_roles, step_up=True)
def grant_role(uow: UnitOfWork, actor: Actor, user_id: UUID, *, role: str, reason: str) -> None:
    """Give somebody a role, with the reason in the audit log; they are told."""
    wanted, text = _named(role), clean_line(reason, "reason", maximum=500)
    if user_id == actor.user_id:
        raise Conflict("error.role_of_self")
    hold_admins(uow, actor)
    if queries.get_or_404(uow, User, user_id, lock=True).status is UserStatus.erased:
        raise NotFound
    grant = RoleGrant(user_id=user_id, role=wanted)
    added = uow.session.execute(
        insert(RoleGrant)
        .values(**grant.model_dump())
        .on_conflict_do_nothing()
        .returning(RoleGrant.id)
    ).scalar()
    if added is None:
        return
    if wanted is Role.instructor:
        make_instructor(uow, user_id)
    note_change(uow, user_id)
    _note(uow, actor, "role:grant", user_id, wanted, text)


@command(Permission.user_roles, step_up=True)
def revoke_role(uow: UnitOfWork, actor: Actor, user_id: UUID, *, role: str, reason: str) -> None:
    """Take a role away from the next request on, with the reason; they are told.

    Courses of who no longer teaches stay published, and who is enrolled keeps them; nobody but an
    admin changes them.
    """
    wanted, text = _named(role), clean_line(reason, "reason", maximum=500)
    if user_id == actor.user_id:
        raise Conflict("error.role_of_self")
    hold_admins(uow, actor)
    queries.get_or_404(uow, User, user_id, lock=True)
    if wanted is Role.admin:
        ensure_admin_remains(uow, user_id)
    removed = uow.session.execute(
        sa.delete(RoleGrant)
        .where(RoleGrant.user_id == user_id, RoleGrant.role == wanted)  # type: ignore[arg-type]
        .returning(RoleGrant.id)  # type: ignore[arg-type]
    ).scalar()
    if removed is None:
        return
    if wanted is Role.instructor:
        note_refusal(uow, actor, user_id, text)
    note_change(uow, user_id)  # who teaches no longer may have no public page any more
    _note(uow, actor, "role:revoke", user_id, wanted, text)


def hold_admins(uow: UnitOfWork, actor: Actor) -> None:
    """Hold every admin's grant, so that admins are made and unmade one after the other.

    Raises `NotAuthenticated` for a caller who was an admin when they asked and is none any more:
    of two who take it from each other, the second is no admin when their turn comes.
    """
    queries.lock_rows(uow, RoleGrant, RoleGrant.role == Role.admin)
    if not actor.is_system and actor.person not in active_admins(uow):
        raise NotAuthenticated


def ensure_admin_remains(uow: UnitOfWork, without: UUID) -> None:
    """Raise `Conflict` when nobody but this person is an active admin.

    Whoever removes, suspends or deletes an account asks this in the same transaction.
    """
    queries.lock_rows(uow, RoleGrant, RoleGrant.role == Role.admin)
    admins = active_admins(uow)
    if admins and admins <= {without}:
        raise Conflict("error.last_admin")


def active_admins(uow: UnitOfWork) -> set[UUID]:
    """Return who can administer the site, as it is now."""
    statement = (
        sa.select(RoleGrant.user_id)  # type: ignore[call-overload]
        .join(User, User.id == RoleGrant.user_id)
        .where(RoleGrant.role == Role.admin, User.status == UserStatus.active)
    )
    return set(uow.session.execute(statement).scalars())


def _named(role: str) -> Role:
    """A role that is given and taken: everybody is a student."""
    if role not in {Role.instructor, Role.moderator, Role.admin}:
        raise InvalidInput("error.choice", fields={"role": "error.choice"})
    return Role(role)


def _note(
    uow: UnitOfWork, actor: Actor, action: str, user_id: UUID, role: Role, reason: str
) -> None:
    is_grant = action == "role:grant"
    changes = {role.value: [not is_grant, is_grant]}
    entry = record(uow, actor, action, user_id, reason=reason, changes=changes)
    tell_role(uow, user_id, entry.id, role=role, is_given=is_grant, reason=reason)
