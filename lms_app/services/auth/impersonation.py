"""An admin sees the site as a person does: to look only, for half an hour, with a reason.

The session stays the admin's; while it shows somebody else it is named anew, so that open tabs, and
what is remembered of them, end with the old name. That nothing is changed the door sees to.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import select

from lms_app.core import clock
from lms_app.core.actor import Actor
from lms_app.core.errors import Conflict, Forbidden, NotFound
from lms_app.core.permissions import Permission
from lms_app.core.text import clean_line
from lms_app.core.use_case import command
from lms_app.db import audit, queries
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import Impersonation, RoleGrant, User, UserStatus
from lms_app.services.auth.impersonation_rows import STAFF, close, note_end, over
from lms_app.services.auth.renewal import rename
from lms_app.services.auth.views import SignedIn

IMPERSONATION_SECONDS = 1800


@command(Permission.user_impersonate, step_up=True)
def begin_impersonation(uow: UnitOfWork, actor: Actor, user_id: UUID, *, reason: str) -> SignedIn:
    """Show the site as this person sees it, in the caller's session; return its new token.

    Raises `Forbidden` for programs, `Conflict` for oneself, for admins and moderators, and for who cannot sign in.
    """
    text = clean_line(reason, "reason", maximum=500)
    if actor.session_id is None or actor.credential.bearer:  # a program has no pages to look at
        raise Forbidden
    if user_id == actor.user_id:
        raise Conflict("error.impersonate_self")
    person = queries.get_or_404(uow, User, user_id, lock=True)
    if person.status is UserStatus.erased:
        raise NotFound
    if person.status is not UserStatus.active:
        raise Conflict("error.impersonate_suspended")
    staff = sa.exists().where(RoleGrant.user_id == user_id, RoleGrant.role.in_(STAFF))  # type: ignore[attr-defined]
    if uow.session.execute(sa.select(staff)).scalar():
        raise Conflict("error.impersonate_staff")
    until = clock.now() + timedelta(seconds=IMPERSONATION_SECONDS)
    uow.add(
        Impersonation(
            user_id=user_id,
            admin_id=actor.person,
            session_id=actor.session_id,
            reason=text,
            ends_at=until,
        )
    )
    changes = {"until": [None, until.isoformat()]}
    audit.record(uow, actor, "impersonation:begin", user_id, reason=text, changes=changes)
    return SignedIn(token=rename(uow, actor.session_id), user_id=str(user_id))


@command(Permission.public, ends_impersonation=True)
def end_impersonation(uow: UnitOfWork, actor: Actor) -> SignedIn | None:
    """Give the session back to its admin; return its new token and whom they looked on as.

    None when there is nothing to end: another tab was faster, or the session is over.
    """
    if actor.impersonator is None or actor.session_id is None:
        return None
    ended = close(uow, actor, by="by_hand")
    if ended is None:
        return None
    return SignedIn(token=rename(uow, actor.session_id), user_id=str(ended.user_id))


@command(Permission.system_maintain)
def note_ended_impersonations(uow: UnitOfWork, actor: Actor) -> int:
    """Note what is over though nobody pressed anything: the time, the session, the role, the
    account; return how many."""
    now = clock.now()
    found = uow.session.exec(
        select(Impersonation).where(over()).limit(100).with_for_update(skip_locked=True),
        params={"now": now},
    ).all()
    for row in found:
        note_end(uow, row, by="time_out" if row.ends_at <= now else "not_allowed")
    return len(found)
