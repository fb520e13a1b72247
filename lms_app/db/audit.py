"""The one way into the audit log, in the transaction of what it tells; and out, on erasure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from lms_app.core import correlation
from lms_app.core.actor import Actor
from lms_app.core.audited import AUDITED
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models.audit import ActorKind, AuditEntry

SITE = UUID(int=0)  # the subject of what is done to the site as a whole
Changes = Mapping[str, tuple[Any, Any] | list[Any]]
# Of what nobody may read it only says that there was one, or is.
NONE, SET, RENEWED = "none", "set", "renewed"


def record(
    uow: UnitOfWork,
    actor: Actor,
    action: str,
    subject_id: UUID,
    *,
    changes: Changes,
    reason: str = "",
    person_id: UUID | None = None,
    acted_as: UUID | None = None,
) -> AuditEntry:
    """Add an entry: who did what to what, why, and what it was before and is after.

    `changes` has at least one `name: (before, after)`, never a secret; what only tells a fact has
    it on both sides. `person_id` is whom it concerns, unless it is done to an account. `acted_as`
    is who proved themselves by other means than a session. Raises `ValueError` for an action that
    is not in `AUDITED` and for changes without both sides.
    """
    if action not in AUDITED:
        raise ValueError(f"{action} is not in core/audited.py")
    if not changes or any(len(pair) != 2 for pair in changes.values()):
        raise ValueError(f"{action}: changes have a before and an after")
    subject_type = AUDITED[action]
    who = acted_as or actor.impersonator or actor.user_id
    entry = AuditEntry(
        actor_id=who,
        actor_kind=_kind(actor, who),
        person_id=subject_id if subject_type == "user" else person_id,
        action=action,
        subject_type=subject_type,
        subject_id=subject_id,
        reason=reason,
        ip=actor.credential.ip[:45],
        changes={name: list(pair) for name, pair in changes.items()},
        correlation_id=correlation.current(),
    )
    uow.add(entry)
    return entry


def _kind(actor: Actor, who: UUID | None) -> ActorKind:
    if who is not None:
        return ActorKind.person
    return ActorKind.system if actor.is_system else ActorKind.unknown


def forget(session: Session, person_id: UUID) -> int:
    """Take from the entries of an erased account what says more of them than the act itself.

    Their address wherever they acted, and the values and words of what they did about themselves.
    What admins did about them keeps its reason and whose act it was until its time is over: the
    law asks for these records. The trigger lets nothing else be changed, and nobody else's.
    """
    acted = AuditEntry.actor_id == person_id
    own = sa.and_(
        AuditEntry.person_id == person_id,  # type: ignore[arg-type]
        sa.or_(acted, AuditEntry.actor_kind == ActorKind.unknown),  # type: ignore[arg-type]
    )
    table: Any = AuditEntry
    emptied = session.execute(
        sa.update(table)
        .where(own)
        .values(ip="", reason="", changes={}, updated_at=table.updated_at)
    )
    # What concerns nobody, as what is done to the site, is theirs to lose the address of too.
    others = sa.not_(sa.func.coalesce(own, sa.false()))
    session.execute(
        sa.update(table).where(acted, others).values(ip="", updated_at=table.updated_at)
    )
    return int(emptied.rowcount)  # type: ignore[attr-defined]
