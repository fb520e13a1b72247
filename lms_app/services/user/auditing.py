"""An entry of the audit log about a person, written in the transaction of what it tells."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from lms_app.core.actor import Actor
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import AuditEntry


def record(
    uow: UnitOfWork,
    actor: Actor,
    action: str,
    user_id: UUID,
    *,
    reason: str,
    changes: dict[str, Any],
) -> AuditEntry:
    """Add an entry: who did what to whom, why, and what changed (`name: [before, after]`)."""
    entry = AuditEntry(
        actor_id=actor.user_id,
        action=action,
        subject_type="user",
        subject_id=user_id,
        reason=reason,
        ip=actor.credential.ip[:45],
        changes=changes,
    )
    uow.add(entry)
    return entry
