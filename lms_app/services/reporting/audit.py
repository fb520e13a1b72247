"""The audit log as administrators read it: newest first, never a count of everything."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from lms_app.core.actor import Actor
from lms_app.core.permissions import Permission
from lms_app.core.use_case import query
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import AuditEntry, Course, Enrollment, User
from lms_app.services.reporting.audit_filter import AuditFilter

PAGE_ROWS = 50
EVERYTHING = AuditFilter()


@dataclass(frozen=True)
class AuditChange:
    """One value before and after, as text; `is_fact` when nothing about it changed."""

    name: str
    before: str
    after: str
    is_fact: bool


@dataclass(frozen=True)
class AuditRow:
    """One entry. `actor_kind` is person, system or unknown; an erased person has no name.

    `subject_name` is a course's title, where the entry is about one.
    """

    id: str
    at: str
    action: str
    actor_kind: str
    actor_id: str
    actor_name: str
    person_id: str
    person_name: str
    subject_type: str
    subject_id: str
    subject_name: str
    reason: str
    ip: str
    correlation_id: str
    changes: list[AuditChange]


@dataclass(frozen=True)
class AuditPage:
    """Rows, and where the next older ones begin: empty when there are none."""

    rows: list[AuditRow]
    older: str


@query(Permission.audit_read)
def list_audit(
    uow: UnitOfWork, actor: Actor, *, wanted: AuditFilter = EVERYTHING, before: str = ""
) -> AuditPage:
    """Return 50 entries, those older than the place `before`. 1 query."""
    return page_of(uow, wanted, read_place(before), PAGE_ROWS)


def page_of(
    uow: UnitOfWork,
    wanted: AuditFilter,
    place: tuple[datetime, UUID] | None,
    size: int,
    *also: Any,
) -> AuditPage:
    """Return up to `size` entries from a place on, and the place after them. 1 query."""
    entry: Any = AuditEntry
    acted, concerned = aliased(User), aliased(User)
    statement = (
        sa.select(
            AuditEntry,
            acted.display_name.label("actor_name"),  # type: ignore[attr-defined]
            concerned.display_name.label("person_name"),  # type: ignore[attr-defined]
            Course.title.label("course_title"),  # type: ignore[attr-defined]
        )
        .select_from(AuditEntry)
        .outerjoin(acted, acted.id == entry.actor_id)  # type: ignore[arg-type]
        .outerjoin(concerned, concerned.id == entry.person_id)  # type: ignore[arg-type]
        .outerjoin(Enrollment, Enrollment.id == entry.subject_id)  # type: ignore[arg-type]
        .outerjoin(Course, Course.id == sa.func.coalesce(Enrollment.course_id, entry.subject_id))  # type: ignore[arg-type]
        .where(*wanted.conditions(), *also)
        .order_by(entry.created_at.desc(), entry.id.desc())
        .limit(size + 1)
    )
    if place is not None:
        statement = statement.where(sa.tuple_(entry.created_at, entry.id) < place)
    found = uow.session.execute(statement).all()
    rows = [_row(row) for row in found[:size]]
    older = _place(found[size - 1].AuditEntry) if len(found) > size else ""
    return AuditPage(rows, older)


def _row(row: Any) -> AuditRow:
    entry: AuditEntry = row.AuditEntry
    return AuditRow(
        id=str(entry.id),
        at=entry.created_at.isoformat(),
        action=entry.action,
        actor_kind=entry.actor_kind.value,
        actor_id=str(entry.actor_id or ""),
        actor_name=row.actor_name or "",
        person_id=str(entry.person_id or ""),
        person_name=row.person_name or "",
        subject_type=entry.subject_type,
        subject_id=str(entry.subject_id),
        subject_name=row.course_title or "",
        reason=entry.reason,
        ip=entry.ip,
        correlation_id=entry.correlation_id,
        changes=[_change(name, value) for name, value in entry.changes.items()],
    )


def _change(name: str, value: Any) -> AuditChange:
    """Entries from before there were pairs hold bare values."""
    is_pair = isinstance(value, list) and len(value) == 2
    before, after = value if is_pair else (value, value)
    return AuditChange(name, shown(before), shown(after), before == after)


def shown(value: Any) -> str:
    """Return a value as a text; what is none is empty."""
    if value is None or value == []:
        return ""
    if isinstance(value, list):
        return ", ".join(shown(one) for one in value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _place(entry: AuditEntry) -> str:
    text = f"{entry.created_at.isoformat()}/{entry.id}"
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_place(text: str) -> tuple[datetime, UUID] | None:
    """Return the place a text names, None for a text that names none."""
    try:
        known = urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
        at, _, row_id = known.partition("/")
        moment = datetime.fromisoformat(at)
        return (moment, UUID(row_id)) if moment.tzinfo else None
    except ValueError:
        return None
