"""Erasing: an account whose week is over becomes a number with nobody in it.

What a law asks to keep goes to a schema that the site never reads; courses that others learn from
stay, under no name. That it was done stands in the store too: a database that is restored from a
backup learns from there who has gone since (`redo_erasures`).
"""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlmodel import select

from lms_app.core import clock
from lms_app.core.actor import Actor
from lms_app.core.events import AccountErased
from lms_app.core.permissions import Permission, Role
from lms_app.core.use_case import command, query, workflow
from lms_app.db import audit, person_rows, queries, retained
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import AccountDeletion, RoleGrant, User, UserProfile, UserStatus
from lms_app.services.certificate import revoke_of_person
from lms_app.services.context import Context
from lms_app.services.course import settle_courses
from lms_app.services.privacy.hindrances import hindrances_of
from lms_app.services.privacy.leaving import is_open_wish, refuse_wish
from lms_app.services.user import avatar_key

AT_ONCE = 100
ERASED = "erased/"
NO_PICTURE = UUID(int=0)
# Longer than any backup is kept (docs/explanation/privacy.md).
ERASURES_KEPT_DAYS = 60
log = structlog.get_logger()


@query(Permission.system_maintain)
def list_due_deletions(uow: UnitOfWork, actor: Actor) -> list[UUID]:
    """Return the accounts whose week is over, the longest waiting first, 100 at most."""
    rows = uow.session.execute(
        sa.select(AccountDeletion.user_id)  # type: ignore[call-overload]
        .where(
            AccountDeletion.due_at <= clock.now(),
            AccountDeletion.done_at.is_(None),  # type: ignore[union-attr]
            AccountDeletion.cancelled_at.is_(None),  # type: ignore[union-attr]
        )
        .order_by(AccountDeletion.due_at)
        .limit(AT_ONCE)
    )
    return list(rows.scalars())


@command(Permission.system_maintain)
def erase_account(uow: UnitOfWork, actor: Actor, user_id: UUID) -> None:
    """Empty an account whose week is over, in one transaction. What stands in the way by now
    ends the wish, and its person is told."""
    _hold(uow, user_id)
    wish = uow.session.exec(
        select(AccountDeletion)
        .where(*is_open_wish(user_id), AccountDeletion.due_at <= clock.now())
        .with_for_update()
    ).first()
    if wish is None:
        return
    hindrances = hindrances_of(uow, user_id)
    if hindrances:
        refuse_wish(uow, wish, hindrances[0])
        return
    wish.done_at = clock.now()
    uow.add(wish)
    _empty(uow, user_id)


@command(Permission.system_maintain)
def erase_again(uow: UnitOfWork, actor: Actor, user_id: UUID) -> bool:
    """Empty an account that a restored backup brought back; False when it is empty or unknown."""
    _hold(uow, user_id)
    status = uow.session.execute(sa.select(User.status).where(User.id == user_id)).scalar()  # type: ignore[call-overload]
    if status is None or status is UserStatus.erased:
        return False
    now = clock.now()
    values = {"done_at": now, "updated_at": now}
    uow.session.execute(sa.update(AccountDeletion).where(*is_open_wish(user_id)).values(**values))
    _empty(uow, user_id)
    return True


def _hold(uow: UnitOfWork, user_id: UUID) -> None:
    """Admins first, as everybody does who makes or unmakes one: of two who leave, one stays."""
    queries.lock_rows(uow, RoleGrant, RoleGrant.role == Role.admin)
    queries.lock_rows(uow, User, User.id == user_id)


def _empty(uow: UnitOfWork, user_id: UUID) -> None:
    picture = sa.select(UserProfile.avatar).where(UserProfile.user_id == user_id)  # type: ignore[call-overload]
    avatar = uow.session.execute(picture).scalar()
    settle_courses(uow, user_id)
    revoke_of_person(uow, user_id)
    uow.flush()
    counts = person_rows.erase(uow.session, user_id, clock.now())
    uow.session.execute(
        sa.update(User).where(User.id == user_id).values(status=UserStatus.erased)  # type: ignore[arg-type]
    )
    audit.forget(uow.session, user_id)
    uow.session.expire_all()
    log.info("account_erased", user_id=str(user_id), rows=sum(counts.values()))
    uow.emit(AccountErased(user_id=user_id, avatar=UUID(avatar or NO_PICTURE.hex)))


@workflow(Permission.system_maintain)
def erase_due_accounts(ctx: Context, actor: Actor) -> int:
    """Empty every account whose week is over; return how many were tried. One that fails keeps
    no other."""
    due = ctx.call(list_due_deletions)
    for user_id in due:
        try:
            ctx.call(erase_account, user_id)
        except Exception:  # it is tried again, and told until it works
            log.exception("account_not_erased", user_id=str(user_id))
    return len(due)


@workflow(Permission.system_maintain)
def remove_objects_of(ctx: Context, actor: Actor, user_id: UUID, avatar: UUID) -> None:
    """Note in the store that somebody has gone, and delete what it holds of them. Safe to repeat."""
    note = json.dumps({"erased_at": clock.now().isoformat()}).encode()
    ctx.objects.put_bytes(f"{ERASED}{user_id}.json", note, "application/json")
    ctx.objects.delete_prefix(f"people/{user_id}/")
    if avatar != NO_PICTURE:
        ctx.objects.delete(avatar_key(avatar.hex))


@workflow(Permission.system_maintain)
def redo_erasures(ctx: Context, actor: Actor) -> int:
    """Empty whoever the store knows as gone and the database, restored, does not; return how many."""
    gone = [user_id for entry in ctx.objects.list_objects(ERASED) for user_id in _noted(entry.key)]
    back = ctx.call(list_come_back, gone) if gone else []
    for user_id in back:
        log.warning("erased_account_was_back", user_id=str(user_id))
        ctx.call(erase_again, user_id)
    return len(back)


def _noted(key: str) -> list[UUID]:
    with suppress(ValueError):
        return [UUID(key.removeprefix(ERASED).removesuffix(".json"))]
    return []


@query(Permission.system_maintain)
def list_come_back(uow: UnitOfWork, actor: Actor, user_ids: list[UUID]) -> list[UUID]:
    """Return which of these accounts there are and are not empty."""
    statement = sa.select(User.id).where(  # type: ignore[call-overload]
        User.id.in_(user_ids),  # type: ignore[attr-defined]
        User.status != UserStatus.erased,
    )
    return list(uow.session.execute(statement).scalars())


@workflow(Permission.system_maintain)
def forget_erasures(ctx: Context, actor: Actor) -> int:
    """Remove notes of who has gone that are older than any backup; return how many."""
    before = clock.now() - timedelta(days=ERASURES_KEPT_DAYS)
    old = [entry.key for entry in ctx.objects.list_objects(ERASED) if entry.modified_at < before]
    for key in old:
        ctx.objects.delete(key)
    return len(old)


@command(Permission.system_maintain)
def purge_retained(uow: UnitOfWork, actor: Actor) -> int:
    """Delete what the law no longer asks to keep; return how many records."""
    return retained.purge(uow.session, clock.now())
