"""What an instructor sees first: totals of their own courses, and how far the first one is."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from lms_app.core.actor import Actor
from lms_app.core.permissions import Permission
from lms_app.core.use_case import query
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import (
    Course,
    CourseStatus,
    Enrollment,
    EnrollmentStatus,
    Lesson,
    MediaAsset,
    MediaStatus,
)


@dataclass(frozen=True)
class InstructorOverview:
    """Totals of the caller's courses. `ever_published_count` includes those taken back since;
    `student_count` counts people once, `new_student_count` those of the last seven days;
    `first_course_id` is the oldest course, or empty."""

    first_course_id: str
    course_count: int
    published_count: int
    ever_published_count: int
    student_count: int
    new_student_count: int
    lesson_count: int
    video_seconds: int
    media_working_count: int
    media_failed_count: int
    media_ready_count: int


@query(Permission.course_edit)
def get_instructor_overview(uow: UnitOfWork, actor: Actor) -> InstructorOverview:
    """Count what the first page shows. 1 query."""
    own = Course.owner_id == actor.person
    week = sa.func.now() - sa.text("interval '7 days'")
    first = sa.select(Course.id).where(own).order_by(Course.created_at, Course.id).limit(1)
    row = uow.session.execute(
        sa.select(
            first.scalar_subquery(),
            _courses(sa.func.count(), own),
            _courses(sa.func.count(), own, Course.status == CourseStatus.published),
            _courses(sa.func.count(), own, Course.published_at.is_not(None)),
            _students(own),
            _students(own, Enrollment.created_at > week),
            _courses(sa.func.sum(Course.lesson_count), own),
            _courses(sa.func.sum(Course.duration_seconds), own),
            _videos(own, MediaStatus.uploaded, MediaStatus.processing),
            _videos(own, MediaStatus.failed),
            _videos(own, MediaStatus.ready),
        )
    ).one()
    first_id, *counts = row
    return InstructorOverview(str(first_id or ""), *map(int, counts))


def _courses(
    total: sa.ColumnElement[int], *conditions: sa.ColumnElement[bool]
) -> sa.ScalarSelect[int]:
    return sa.select(sa.func.coalesce(total, 0)).where(*conditions).scalar_subquery()


def _students(*conditions: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.count(sa.distinct(Enrollment.user_id)))
        .join(Course, Course.id == Enrollment.course_id)
        .where(Enrollment.status != EnrollmentStatus.revoked, *conditions)
        .scalar_subquery()
    )


def _videos(own: sa.ColumnElement[bool], *statuses: MediaStatus) -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.count(sa.distinct(MediaAsset.id)))
        .join(Lesson, Lesson.media_asset_id == MediaAsset.id)
        .join(Course, Course.id == Lesson.course_id)
        .where(own, MediaAsset.status.in_(statuses))
        .scalar_subquery()
    )
