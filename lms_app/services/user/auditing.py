"""An entry of the audit log about a person, written in the transaction of what it tells."""

from __future__ import annotations

from uuid import UUID

from lms_app.core.actor import Actor
from lms_app.db import audit
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import AuditEntry


def record(
    uow: UnitOfWork,
    actor: Actor,
    action: str,
    user_id: UUID,
    *,
    reason: str,
    changes: audit.Changes,
) -> AuditEntry:
    """Add an entry: who did what to whom, why, and what changed (`name: [before, after]`)."""
    return audit.record(uow, actor, action, user_id, reason=reason, changes=changes)
