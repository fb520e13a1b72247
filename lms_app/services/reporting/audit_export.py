"""Taking entries of the audit log along: with a reason, by who proved themselves, written down.

The entry that tells of it holds what was asked for; the file is made from it, for ten minutes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from lms_app import i18n
from lms_app.core import clock, csv_text
from lms_app.core.actor import Actor
from lms_app.core.audited import action_key
from lms_app.core.errors import NotFound
from lms_app.core.permissions import Permission
from lms_app.core.text import clean_line
from lms_app.core.use_case import command, query
from lms_app.db import audit
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import AuditEntry
from lms_app.services.reporting.audit import AuditRow, page_of, read_place
from lms_app.services.reporting.audit_filter import AuditFilter, without_addresses

MOST_ROWS = 50_000
PART_ROWS = 1000
OPEN_SECONDS = 600
_ACTION = "audit:export"
_HEADS = (
    "at", "actor", "actor_id", "action", "action_name", "person", "person_id",
    "subject", "subject_id", "subject_name", "reason", "changes", "ip", "correlation_id",
)  # fmt: skip


@dataclass(frozen=True)
class AuditPart:
    """Lines of the file, and where the next ones begin: empty at its end."""

    text: str
    older: str


@command(Permission.audit_read, step_up=True)
def export_audit(uow: UnitOfWork, actor: Actor, *, wanted: AuditFilter, reason: str) -> str:
    """Write down that entries are taken along, and why; return the id under which they are.

    At most 50 000, the newest ones. An address that was asked for is not written down: whose it is,
    is. Raises `InvalidInput` on `reason`.
    """
    text = clean_line(reason, "reason", maximum=500)
    wanted = without_addresses(uow, wanted)
    rows = sa.select(AuditEntry.id).where(*wanted.conditions()).limit(MOST_ROWS).subquery()  # type: ignore[call-overload]
    count = uow.session.execute(sa.select(sa.func.count()).select_from(rows)).scalar_one()
    changes: dict[str, Any] = {"rows": (0, count)}
    changes |= {name: (value, value) for name, value in wanted.facts.items()}
    entry = audit.record(uow, actor, _ACTION, audit.SITE, reason=text, changes=changes)
    return str(entry.id)


@query(Permission.audit_read)
def read_audit_export(
    uow: UnitOfWork, actor: Actor, export_id: UUID, *, after: str = "", language: str = "ko"
) -> AuditPart:
    """Return 1000 lines of what the caller took along, the first with its heads. 2 queries.

    Raises `NotFound` for anybody else's, and ten minutes after it was asked for.
    """
    entry: Any = AuditEntry
    asked = uow.session.execute(
        sa.select(entry.changes, entry.created_at).where(
            entry.id == export_id,
            entry.action == _ACTION,
            entry.actor_id == actor.person,
            entry.created_at > clock.now() - timedelta(seconds=OPEN_SECONDS),
        )
    ).first()
    if asked is None:
        raise NotFound
    facts = {name: pair[0] for name, pair in asked.changes.items() if name != "rows"}
    is_before = entry.created_at < asked.created_at
    page = page_of(uow, AuditFilter(**facts), read_place(after), PART_ROWS, is_before)
    lines = [_cells(row, language) for row in page.rows]
    if after:
        return AuditPart(csv_text.lines(lines), page.older)
    heads = [i18n.lookup(f"audit.csv_{name}", language) for name in _HEADS]
    return AuditPart(csv_text.MARK + csv_text.lines([heads, *lines]), page.older)


def _cells(row: AuditRow, language: str) -> list[str]:
    who = row.actor_name if row.actor_kind == "person" else row.actor_kind
    changes = {change.name: [change.before, change.after] for change in row.changes}
    cells = (
        row.at, who, row.actor_id, row.action, action_name(row.action, language), row.person_name,
        row.person_id, row.subject_type, row.subject_id, row.subject_name, row.reason,
        json.dumps(changes, ensure_ascii=False), row.ip, row.correlation_id,
    )  # fmt: skip
    return [csv_text.plain_cell(cell) for cell in cells]


def action_name(action: str, language: str) -> str:
    """Return an action in words."""
    return i18n.lookup(action_key(action), language)
