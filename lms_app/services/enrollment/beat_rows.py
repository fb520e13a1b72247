"""The rows that players' reports lock and write, many at a time.

Every player sends a report every ten seconds, so these statements are built once, pass the ORM by
and take any number of rows: a report in company costs a fraction of one alone. Everybody locks in
one order: meters, progress, enrollments, each by its key.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from psycopg.types.multirange import Multirange
from sqlalchemy.dialects.postgresql import ARRAY, INT4MULTIRANGE, insert

from lms_app.core import clock
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import Enrollment, LessonProgress, PlaybackMeter
from lms_app.services.enrollment.access import LEARNING
from lms_app.services.enrollment.coverage import Ranges
from lms_app.services.enrollment.meter import Meter

ProgressKey = tuple[UUID, UUID]
"""Enrollment and lesson."""


@dataclass(slots=True)
class Progress:
    """What of a lesson was played, see `LessonProgress`; `covered` is a range list of seconds."""

    enrollment_id: UUID
    lesson_id: UUID
    media_asset_id: UUID | None
    covered: Ranges = field(default_factory=list)
    covered_seconds: int = 0
    position_seconds: float = 0
    completed_at: datetime | None = None
    id: UUID = field(default_factory=uuid4)

    def follow(self, media_asset_id: UUID | None) -> None:
        """Begin again with empty coverage when the lesson's video was replaced."""
        if self.media_asset_id != media_asset_id:
            self.media_asset_id = media_asset_id
            self.covered, self.covered_seconds, self.position_seconds = [], 0, 0


def _table(model: type[Any]) -> sa.Table:
    table: sa.Table = model.__table__
    return table


_METERS, _ROWS, _ENROLLMENTS = map(_table, (PlaybackMeter, LessonProgress, Enrollment))


def _rows_of(table: sa.Table, *names: str) -> Any:
    """A table made of one array a column; times and numbers as in `table`, ranges as text."""
    arrays, columns = [], []
    for name in names:
        kind = table.c[name].type
        kind = sa.Text() if isinstance(kind, INT4MULTIRANGE) else kind
        arrays.append(sa.bindparam(f"all_{name}", type_=ARRAY(kind)))
        columns.append(sa.column(name, kind))
    return sa.func.unnest(*arrays).table_valued(*columns, name="given").render_derived()


def _lock(table: sa.Table, row: type[Any], *key: str) -> sa.Select[Any]:
    given = _rows_of(table, *key)
    return (
        sa.select(*(table.c[column.name] for column in fields(row)))
        .join(given, sa.and_(*(table.c[name] == given.c[name] for name in key)))
        .order_by(*(table.c[name] for name in key))
        .with_for_update(of=table)
    )


def _save(table: sa.Table, key: str, *names: str) -> sa.Update:
    given = _rows_of(table, key, *names)
    values: dict[str, Any] = {name: sa.cast(given.c[name], table.c[name].type) for name in names}
    return sa.update(table).where(table.c[key] == given.c[key]).values(values)


_LOCK_METERS = _lock(_METERS, Meter, "user_id")
_METER = tuple(column.name for column in fields(Meter))
_SAVE_METERS = _save(_METERS, *_METER)
_LOCK_PROGRESS = _lock(_ROWS, Progress, "enrollment_id", "lesson_id")
_PROGRESS = ("media_asset_id", "covered", "covered_seconds", "position_seconds", "completed_at")
_SAVE_PROGRESS = _save(_ROWS, "id", *_PROGRESS)
_ACTIVE = (
    _save(_ENROLLMENTS, "id", "last_lesson_id", "last_activity_at")
    .where(
        _ENROLLMENTS.c.id.in_(
            sa.select(_ENROLLMENTS.c.id)
            .where(
                _ENROLLMENTS.c.id == sa.any_(sa.bindparam("all_id", type_=ARRAY(sa.Uuid))),
                sa.or_(*(_ENROLLMENTS.c.status == status for status in sorted(LEARNING))),
            )
            .order_by(_ENROLLMENTS.c.id)
            .with_for_update()
            .scalar_subquery()
        )
    )
    .returning(_ENROLLMENTS.c.id, _ENROLLMENTS.c.completed_lesson_count)
)


def lock_meters(uow: UnitOfWork, people: Collection[UUID]) -> dict[UUID, Meter]:
    """Lock people's meters, adding those that lack: reports of several tabs take turns."""
    now = clock.now()
    missing = sorted(set(people))
    found: dict[UUID, Meter] = {}
    while missing:
        rows = uow.session.execute(_LOCK_METERS, {"all_user_id": missing})
        found |= {row.user_id: Meter(**row._mapping) for row in rows}  # noqa: SLF001  (its name)
        missing = [person for person in missing if person not in found]
        _add(uow, _METERS, [asdict(Meter(person, now)) for person in missing])
    return found


def save_meters(uow: UnitOfWork, meters: Collection[Meter]) -> None:
    uow.session.execute(_SAVE_METERS, _arrays(meters, *_METER))


def lock_progress(uow: UnitOfWork, keys: Iterable[ProgressKey]) -> dict[ProgressKey, Progress]:
    """Lock progress rows, adding those that lack."""
    missing = sorted(set(keys))
    found: dict[ProgressKey, Progress] = {}
    while missing:
        enrollments, lessons = zip(*missing, strict=True)
        values = {"all_enrollment_id": list(enrollments), "all_lesson_id": list(lessons)}
        for row in uow.session.execute(_LOCK_PROGRESS, values):
            progress = Progress(**row._mapping)  # noqa: SLF001  (its name)
            progress.covered = [(span.lower, span.upper) for span in row.covered]
            found[progress.enrollment_id, progress.lesson_id] = progress
        missing = [key for key in missing if key not in found]
        fresh = [asdict(Progress(*key, media_asset_id=None)) for key in missing]
        _add(uow, _ROWS, [{**row, "covered": Multirange([])} for row in fresh])
    return found


def save_progress(uow: UnitOfWork, rows: Sequence[Progress]) -> None:
    values = _arrays(rows, "id", *_PROGRESS)
    values["all_covered"] = [_written(row.covered) for row in rows]
    uow.session.execute(_SAVE_PROGRESS, values)


def note_activity(uow: UnitOfWork, last_lessons: dict[UUID, UUID]) -> dict[UUID, int]:
    """Say where each enrollment's person is; returns how many lessons are completed.

    Enrollments that were revoked since they were read are left out.
    """
    values = {
        "all_id": list(last_lessons),
        "all_last_lesson_id": list(last_lessons.values()),
        "all_last_activity_at": [clock.now()] * len(last_lessons),
    }
    return {row[0]: row[1] for row in uow.session.execute(_ACTIVE, values)}


def _arrays(rows: Iterable[Any], *names: str) -> dict[str, list[Any]]:
    return {f"all_{name}": [getattr(row, name) for row in rows] for name in names}


def _written(covered: Ranges) -> str:
    return "{" + ",".join(f"[{low},{high})" for low, high in covered) + "}"


def _add(uow: UnitOfWork, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        times = dict.fromkeys(("created_at", "updated_at"), clock.now())
        statement = insert(table).on_conflict_do_nothing()
        uow.session.execute(statement, [{**row, **times} for row in rows])
