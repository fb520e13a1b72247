"""Learners with a past: many enrollments and their progress in one transaction (demo school)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from psycopg.types.multirange import Multirange
from psycopg.types.range import Range
from sqlalchemy.dialects.postgresql import insert

from lms_app.core.actor import Actor
from lms_app.core.permissions import Permission
from lms_app.core.use_case import command
from lms_app.db import queries
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import Course, Enrollment, EnrollmentStatus, InstructorProfile, LessonProgress


@dataclass(frozen=True)
class PastProgress:
    """One lesson of a past: played seconds as half-open ranges, and when it was completed."""

    lesson_id: UUID
    media_asset_id: UUID | None
    covered: tuple[tuple[int, int], ...]
    position_seconds: float
    completed_at: datetime | None


@dataclass(frozen=True)
class PastEnrollment:
    """One enrollment of a past; `completed_at` says that the course was finished."""

    user_id: UUID
    course_id: UUID
    enrolled_at: datetime
    last_activity_at: datetime
    last_lesson_id: UUID | None = None
    completed_at: datetime | None = None
    lessons: tuple[PastProgress, ...] = field(default=())


@command(Permission.seed_write)
def import_enrollments(uow: UnitOfWork, actor: Actor, past: list[PastEnrollment]) -> int:
    """Add enrollments that are not there yet, with progress and counts; return how many."""
    added: list[PastEnrollment] = []
    for item in past:
        enrollment = Enrollment(
            user_id=item.user_id,
            course_id=item.course_id,
            status=(EnrollmentStatus.completed if item.completed_at else EnrollmentStatus.active),
            completed_lesson_count=sum(x.completed_at is not None for x in item.lessons),
            last_lesson_id=item.last_lesson_id,
            last_activity_at=item.last_activity_at,
            completed_at=item.completed_at,
            created_at=item.enrolled_at,
        )
        enrollment_id = uow.session.execute(
            insert(Enrollment)
            .values(**enrollment.model_dump())
            .on_conflict_do_nothing(index_elements=["user_id", "course_id"])
            .returning(Enrollment.id)
        ).scalar()
        if enrollment_id is None:
            continue
        added.append(item)
        for lesson in item.lessons:
            uow.session.add(_progress(enrollment.id, lesson))
    uow.flush()
    _recount(uow, {item.course_id for item in added})
    return len(added)


def _progress(enrollment_id: UUID, lesson: PastProgress) -> LessonProgress:
    return LessonProgress(
        enrollment_id=enrollment_id,
        lesson_id=lesson.lesson_id,
        media_asset_id=lesson.media_asset_id,
        covered=Multirange([Range(low, high, "[)") for low, high in lesson.covered]),
        covered_seconds=sum(high - low for low, high in lesson.covered),
        position_seconds=lesson.position_seconds,
        completed_at=lesson.completed_at,
    )


def _recount(uow: UnitOfWork, course_ids: set[UUID]) -> None:
    """Count the students of these courses and of who teaches them anew."""
    touched = queries.lock_rows(uow, Course, Course.id.in_(course_ids))  # type: ignore[attr-defined]
    students = (
        sa.select(sa.func.count())
        .where(Enrollment.course_id == Course.id, Enrollment.status != EnrollmentStatus.revoked)
        .scalar_subquery()
    )
    uow.session.execute(
        sa.update(Course)
        .where(Course.id.in_(touched))  # type: ignore[attr-defined]
        .values(enrollment_count=students, updated_at=Course.updated_at)
    )
    owners = sa.select(Course.owner_id).where(Course.id.in_(touched))  # type: ignore[attr-defined]
    profiles = queries.lock_rows(
        uow,
        InstructorProfile,
        InstructorProfile.user_id.in_(owners),  # type: ignore[attr-defined]
    )
    per_owner = (
        sa.select(sa.func.coalesce(sa.func.sum(Course.enrollment_count), 0))
        .where(Course.owner_id == InstructorProfile.user_id)
        .scalar_subquery()
    )
    uow.session.execute(
        sa.update(InstructorProfile)
        .where(InstructorProfile.id.in_(profiles))  # type: ignore[attr-defined]
        .values(student_count=per_owner)
    )
