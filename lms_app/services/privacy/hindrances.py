"""What keeps somebody from leaving: people who learn from them, or a site without an admin."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from lms_app.core.permissions import Role
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import (
    Course,
    CourseStatus,
    Enrollment,
    EnrollmentStatus,
    RoleGrant,
    User,
    UserStatus,
)

STUDENTS = "privacy.hindrance_students"
LAST_ADMIN = "privacy.hindrance_last_admin"


def hindrances_of(uow: UnitOfWork, user_id: UUID) -> tuple[str, ...]:
    """Return text keys of what keeps this account from being emptied. 2 queries."""
    learns = (
        sa.select(Enrollment.id)  # type: ignore[call-overload]
        .join(Course, Course.id == Enrollment.course_id)
        .join(User, User.id == Enrollment.user_id)
        .where(
            Course.owner_id == user_id,
            Course.status == CourseStatus.published,
            Enrollment.status != EnrollmentStatus.revoked,
            Enrollment.user_id != user_id,
            User.status != UserStatus.erased,
        )
    )
    found = [STUDENTS] if uow.session.execute(learns.limit(1)).first() else []
    admins = (
        sa.select(RoleGrant.user_id)  # type: ignore[call-overload]
        .join(User, User.id == RoleGrant.user_id)
        .where(RoleGrant.role == Role.admin, User.status == UserStatus.active)
    )
    if set(uow.session.execute(admins).scalars()) == {user_id}:
        found.append(LAST_ADMIN)
    return tuple(found)
