"""Who came last: the newest students of an instructor's own courses."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from lms_app.core.actor import Actor
from lms_app.core.permissions import Permission
from lms_app.core.use_case import query
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import Course, Enrollment, EnrollmentStatus, User

AT_MOST = 20


@dataclass(frozen=True)
class RecentStudent:
    """One enrollment; `percent` is lessons finished of lessons there are, 0 to 100."""

    id: str
    display_name: str
    course_id: str
    course_title: str
    enrolled_at: str
    percent: int


@query(Permission.course_edit)
def list_recent_students(uow: UnitOfWork, actor: Actor, *, limit: int = 6) -> list[RecentStudent]:
    """Return the newest enrollments in the caller's courses, the last first. 1 query."""
    rows = uow.session.execute(
        sa.select(
            Enrollment.id,
            User.display_name,
            Course.id.label("course_id"),
            Course.title,
            Enrollment.created_at,
            Enrollment.completed_lesson_count,
            Course.lesson_count,
        )
        .join(Course, Course.id == Enrollment.course_id)
        .join(User, User.id == Enrollment.user_id)
        .where(Course.owner_id == actor.person, Enrollment.status != EnrollmentStatus.revoked)
        .order_by(Enrollment.created_at.desc(), Enrollment.id)  # type: ignore[attr-defined]
        .limit(max(1, min(limit, AT_MOST)))
    )
    return [
        RecentStudent(
            id=str(row.id),
            display_name=row.display_name,
            course_id=str(row.course_id),
            course_title=row.title,
            enrolled_at=row.created_at.isoformat(),
            percent=min(100, 100 * row.completed_lesson_count // max(1, row.lesson_count)),
        )
        for row in rows
    ]
