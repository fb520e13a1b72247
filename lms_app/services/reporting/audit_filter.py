"""Which entries of the audit log are asked for: by who, whom, what, when and one request."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from lms_app import i18n
from lms_app.db import queries
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import AuditEntry, Course, User
from lms_app.services.user import email_key, mask_email

LONGEST = 80
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")


@dataclass(frozen=True)
class AuditFilter:
    """Values as somebody typed them; an empty one leaves nothing out.

    `actor` and `target` are an id, a part of a name or a whole address; `target` may be a part of
    a course's title too. `since` and `until` are days (`2026-11-23`) of the site's clock, both
    counted in; a day that is none leaves nothing out.
    """

    actor: str = ""
    target: str = ""
    action: str = ""
    since: str = ""
    until: str = ""
    correlation: str = ""

    def conditions(self) -> list[Any]:
        """Return what an entry must fulfill."""
        entry: Any = AuditEntry
        found: list[Any] = []
        if self.actor:
            found.append(_by(self.actor))
        if self.target:
            found.append(_about(self.target))
        if self.action:
            found.append(entry.action == _clean(self.action))
        if self.correlation:
            found.append(entry.correlation_id == _clean(self.correlation).lower())
        begins, ends = _midnight(self.since, 0), _midnight(self.until, 1)
        if begins:
            found.append(entry.created_at >= begins)
        if ends:
            found.append(entry.created_at < ends)
        return found

    @property
    def facts(self) -> dict[str, str]:
        """Return what was asked for, by name."""
        named = {field.name: _clean(getattr(self, field.name)) for field in fields(self)}
        return {name: value for name, value in named.items() if value}


def without_addresses(uow: UnitOfWork, wanted: AuditFilter) -> AuditFilter:
    """Return a filter that can be kept: the log is not changed, and who leaves takes their address
    along. In its place stands the account, or what little is left of one that nobody has."""
    return replace(
        wanted,
        actor=_without_address(uow, _clean(wanted.actor)),
        target=_without_address(uow, _clean(wanted.target)),
    )


def _without_address(uow: UnitOfWork, text: str) -> str:
    if not _ADDRESS.fullmatch(text):
        return text
    person: Any = User
    found = uow.session.execute(sa.select(person.id).where(person.email_key == email_key(text)))
    return str(found.scalar() or mask_email(text))


def _clean(text: str) -> str:
    return text.replace("\0", "").strip()[:LONGEST]


def _by(text: str) -> Any:
    entry: Any = AuditEntry
    known = _uuid(text)
    return entry.actor_id == known if known else entry.actor_id.in_(_people(text))


def _about(text: str) -> Any:
    entry: Any = AuditEntry
    known = _uuid(text)
    if known:
        return sa.or_(entry.subject_id == known, entry.person_id == known)
    course: Any = Course
    titled = sa.select(course.id).where(
        course.title.ilike(queries.like_pattern(_clean(text)), escape="\\")
    )
    return sa.or_(entry.person_id.in_(_people(text)), entry.subject_id.in_(titled))


def _people(text: str) -> Any:
    """By a part of the name, or by the whole address: no address is guessed letter by letter."""
    person: Any = User
    pattern = queries.like_pattern(_clean(text))
    return sa.select(person.id).where(
        sa.or_(
            person.display_name.ilike(pattern, escape="\\"),
            person.email_key == email_key(_clean(text)),
        )
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(_clean(text))
    except ValueError:
        return None


def _midnight(day: str, later: int) -> datetime | None:
    try:
        found = date.fromisoformat(_clean(day)) + timedelta(days=later)
    except (ValueError, OverflowError):
        return None
    return datetime(found.year, found.month, found.day, tzinfo=ZoneInfo(i18n.DISPLAY_TIME_ZONE))
