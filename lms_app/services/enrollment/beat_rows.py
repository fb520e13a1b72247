"""The rows that a player's report locks and writes.

Every player sends one every ten seconds, so these statements are built once and pass the ORM by:
that halves what a report costs. Everybody locks in one order: meter, progress, enrollment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from psycopg.types.multirange import Multirange
from psycopg.types.range import Range
from sqlalchemy.dialects.postgresql import insert

from lms_app.core import clock
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import Enrollment, LessonProgress, PlaybackMeter
from lms_app.services.enrollment.access import LEARNING
from lms_app.services.enrollment.coverage import Ranges


@dataclass(slots=True)
class Meter:
    """A person's allowance of new seconds, see `PlaybackMeter`."""

    user_id: UUID
    filled_at: datetime
    lesson_id: UUID | None = None
    balance_ms: int = 0


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


def _table(model: type[Any]) -> sa.Table:
    table: sa.Table = model.__table__
    return table


def _lock(table: sa.Table, row: type[Any], *key: str) -> sa.Select[Any]:
    columns = [table.c[name] for name in row.__dataclass_fields__]
    found = [table.c[name] == sa.bindparam(f"the_{name}") for name in key]
    return sa.select(*columns).where(*found).with_for_update()


def _save(table: sa.Table, key: str, *names: str) -> sa.Update:
    values: dict[str, Any] = {name: sa.bindparam(f"new_{name}") for name in names}
    return sa.update(table).where(table.c[key] == sa.bindparam(f"the_{key}")).values(values)


_METERS, _ROWS, _ENROLLMENTS = map(_table, (PlaybackMeter, LessonProgress, Enrollment))
_LOCK_METER = _lock(_METERS, Meter, "user_id")
_SAVE_METER = _save(_METERS, "user_id", "lesson_id", "balance_ms", "filled_at")
_LOCK_PROGRESS = _lock(_ROWS, Progress, "enrollment_id", "lesson_id")
_SAVE_PROGRESS = _save(
    _ROWS, "id", "media_asset_id", "covered", "covered_seconds", "position_seconds", "completed_at"
)
_NOTE_ACTIVITY = (
    _save(_ENROLLMENTS, "id", "last_lesson_id", "last_activity_at")
    .where(sa.or_(*(_ENROLLMENTS.c.status == status for status in sorted(LEARNING))))
    .returning(_ENROLLMENTS.c.completed_lesson_count)
)


def lock_meter(uow: UnitOfWork, user_id: UUID) -> Meter:
    """Lock the person's meter, adding it first: reports of several tabs take turns."""
    fresh = Meter(user_id=user_id, filled_at=clock.now())
    return Meter(**_locked(uow, _METERS, _LOCK_METER, {"the_user_id": user_id}, asdict(fresh)))


def save_meter(uow: UnitOfWork, meter: Meter) -> None:
    values = {
        "the_user_id": meter.user_id,
        "new_lesson_id": meter.lesson_id,
        "new_balance_ms": meter.balance_ms,
        "new_filled_at": meter.filled_at,
    }
    uow.session.execute(_SAVE_METER, values)


def lock_progress(
    uow: UnitOfWork, enrollment_id: UUID, lesson_id: UUID, media_asset_id: UUID | None
) -> Progress:
    """Lock the progress row, adding it first; a replaced video starts with empty coverage."""
    fresh = asdict(Progress(enrollment_id, lesson_id, media_asset_id))
    key = {"the_enrollment_id": enrollment_id, "the_lesson_id": lesson_id}
    values = {**fresh, "covered": Multirange([])}
    progress = Progress(**_locked(uow, _ROWS, _LOCK_PROGRESS, key, values))
    progress.covered = [(span.lower, span.upper) for span in progress.covered]  # type: ignore[attr-defined]
    if progress.media_asset_id != media_asset_id:
        progress.media_asset_id = media_asset_id
        progress.covered, progress.covered_seconds, progress.position_seconds = [], 0, 0
    return progress


def save_progress(uow: UnitOfWork, progress: Progress) -> None:
    values = {
        "the_id": progress.id,
        "new_media_asset_id": progress.media_asset_id,
        "new_covered": Multirange([Range(low, high, "[)") for low, high in progress.covered]),
        "new_covered_seconds": progress.covered_seconds,
        "new_position_seconds": progress.position_seconds,
        "new_completed_at": progress.completed_at,
    }
    uow.session.execute(_SAVE_PROGRESS, values)


def note_activity(uow: UnitOfWork, enrollment_id: UUID, lesson_id: UUID) -> int | None:
    """Say where the person is; returns how many lessons are completed.

    None when the enrollment, read before the meter's lock was waited for, was revoked meanwhile.
    """
    values = {
        "the_id": enrollment_id,
        "new_last_lesson_id": lesson_id,
        "new_last_activity_at": clock.now(),
    }
    done: int | None = uow.session.execute(_NOTE_ACTIVITY, values).scalar()
    return done


def _locked(
    uow: UnitOfWork,
    table: sa.Table,
    lock: sa.Select[Any],
    key: Mapping[str, UUID],
    fresh: Mapping[str, Any],
) -> dict[str, Any]:
    """The row that `lock` finds by `key`; `fresh` is added when there is none yet."""
    row = uow.session.execute(lock, key).mappings().first()
    if row is None:
        times = dict.fromkeys(("created_at", "updated_at"), clock.now())
        uow.session.execute(insert(table).values(**fresh, **times).on_conflict_do_nothing())
        row = uow.session.execute(lock, key).mappings().one()
    return {str(name): value for name, value in row.items()}
