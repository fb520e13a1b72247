"""Completed lessons counted anew when a course has lost one, a few hundred learners at a time."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from lms_app.core import clock
from lms_app.core.actor import Actor
from lms_app.core.events import CourseCompleted
from lms_app.core.permissions import Permission
from lms_app.core.use_case import command, workflow
from lms_app.db import queries
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import Course, Enrollment, EnrollmentStatus, Lesson, LessonProgress
from lms_app.services.context import Context
from lms_app.services.enrollment.completion import needed_column

RECOUNT_BATCH = 500


@workflow(Permission.system_maintain)
def recount_completed(ctx: Context, actor: Actor, course_id: UUID) -> None:
    """Count completed lessons anew after a lesson was removed or the rule was changed. Repeating
    it is harmless.

    Whoever has completed as many as the course asks for has completed it now; nobody who had
    completed it has not any more.
    """
    after: UUID | None = UUID(int=0)
    while after is not None:
        after = ctx.call(recount_batch, course_id, after)


@command(Permission.system_maintain)
def recount_batch(uow: UnitOfWork, actor: Actor, course_id: UUID, after: UUID) -> UUID | None:
    """Count for the next `RECOUNT_BATCH` enrollments by id; return the last one's, or none.

    Rows that are right are neither locked nor written: players report into them meanwhile.
    """
    done = _done()
    wanted = sa.select(needed_column()).where(Course.id == course_id).scalar_subquery()
    is_off = Enrollment.completed_lesson_count != done
    is_through = sa.and_(Enrollment.status == EnrollmentStatus.active, done > 0, done >= wanted)
    batch = uow.session.execute(
        sa.select(Enrollment.id, sa.or_(is_off, is_through).label("is_wrong"))
        .where(Enrollment.course_id == course_id, Enrollment.id > after)
        .order_by(Enrollment.id)
        .limit(RECOUNT_BATCH)
    ).all()
    wrong = [row.id for row in batch if row.is_wrong]
    if wrong:
        queries.lock_rows(uow, Enrollment, Enrollment.id.in_(wrong))
        # Counted once more: whoever held a row before us may have changed it.
        uow.session.execute(
            sa.update(Enrollment)
            .where(Enrollment.id.in_(wrong), is_off)
            .values(completed_lesson_count=done, updated_at=Enrollment.updated_at)
        )
        _complete(uow, wrong, wanted)
    return batch[-1].id if batch else None


def _done() -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.count())
        .select_from(LessonProgress)
        .join(Lesson, Lesson.id == LessonProgress.lesson_id)
        .where(
            Lesson.is_released,
            LessonProgress.enrollment_id == Enrollment.id,
            LessonProgress.completed_at.is_not(None),
        )
        .scalar_subquery()
    )


def _complete(uow: UnitOfWork, ids: list[UUID], wanted: sa.ScalarSelect[int]) -> None:
    completed = uow.session.execute(
        sa.update(Enrollment)
        .where(
            Enrollment.id.in_(ids),
            Enrollment.status == EnrollmentStatus.active,
            Enrollment.completed_lesson_count > 0,
            Enrollment.completed_lesson_count >= wanted,
        )
        .values(
            status=EnrollmentStatus.completed,
            completed_at=sa.func.coalesce(Enrollment.completed_at, clock.now()),
        )
        .returning(Enrollment.id)
    ).scalars()
    for enrollment_id in completed.all():
        uow.emit(CourseCompleted(enrollment_id=enrollment_id))
