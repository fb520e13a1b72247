"""What grows and is no longer needed, and how long it is kept: one table of rules says both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from lms_app.core import clock
from lms_app.core.actor import Actor
from lms_app.core.permissions import Permission
from lms_app.core.use_case import command, query
from lms_app.db import outbox
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import (
    AuditEntry,
    DataExport,
    ExportStatus,
    FormerHandle,
    Impersonation,
    KnownDevice,
    LoginSession,
    User,
    UserStatus,
)

# 통신비밀보호법 asks for three months of sign-ins.
SESSIONS_KEPT_DAYS = 92
# As long as a device is remembered, so that it is no news.
DEVICES_KEPT_DAYS = 180
# The law asks for two years of acts on personal data; a dispute may come for three.
ACTS_KEPT_DAYS = 3 * 366
EXPORTS_KEPT_DAYS = 366


_ALWAYS = sa.true()


@dataclass(frozen=True)
class Rule:
    """Rows of a table go `days` after `since`, those that `holds` is not true of excepted."""

    model: Any
    since: Any
    days: int
    holds: Any = _ALWAYS

    @property
    def table(self) -> str:
        return str(self.model.__tablename__)

    def due(self) -> Any:
        """Return the condition of a row that is to go now."""
        before = clock.now() - timedelta(days=self.days)
        return sa.and_(self.since < before, self.holds)


# A suspension that lasts is accounted for, and its mailed link works, however old it is.
_LASTS = sa.exists().where(
    User.id == AuditEntry.subject_id,
    User.status == UserStatus.suspended,
    AuditEntry.action == "user:suspend",
)
_ENDED = sa.func.least(LoginSession.ended_at, LoginSession.expires_at)  # null is no time
RULES = (
    Rule(LoginSession, _ENDED, SESSIONS_KEPT_DAYS),
    Rule(KnownDevice, KnownDevice.last_used_at, DEVICES_KEPT_DAYS),
    Rule(AuditEntry, AuditEntry.created_at, ACTS_KEPT_DAYS, ~_LASTS),
    Rule(Impersonation, Impersonation.ended_at, ACTS_KEPT_DAYS),
    Rule(FormerHandle, FormerHandle.kept_until, 0),
    Rule(DataExport, DataExport.created_at, EXPORTS_KEPT_DAYS,
         DataExport.status == ExportStatus.expired),
)  # fmt: skip


@query(Permission.system_maintain)
def count_old_rows(uow: UnitOfWork, actor: Actor) -> dict[str, int]:
    """Return how many rows of each table would go now, without touching one."""
    return {
        rule.table: uow.session.execute(
            sa.select(sa.func.count()).select_from(rule.model).where(rule.due())
        ).scalar_one()
        for rule in RULES
    }


@command(Permission.system_maintain)
def purge_old_rows(uow: UnitOfWork, actor: Actor) -> int:
    """Delete handed-over events after 30 days, and whatever `RULES` say; return how many."""
    done = 0
    for rule in RULES:
        done += uow.session.execute(sa.delete(rule.model).where(rule.due())).rowcount  # type: ignore[attr-defined]
    return outbox.purge(uow.session, clock.now()) + done
