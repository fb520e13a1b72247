"""Becoming a student of a course, and losing it again."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import select

from lms_app.core import clock
from lms_app.core.actor import Actor
from lms_app.core.errors import Conflict, NotFound
from lms_app.core.events import EnrollmentCreated, EnrollmentRevoked
from lms_app.core.permissions import Permission
from lms_app.core.text import clean_line
from lms_app.core.use_case import command, query
from lms_app.db import audit, queries
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import (
    Course,
    CourseStatus,
    Enrollment,
    EnrollmentStatus,
    InstructorProfile,
)
from lms_app.services import certificate
from lms_app.services import course as courses
from lms_app.services.enrollment.access import Viewer, viewer_of


class AlreadyOwner(Conflict):
    """Who teaches a course does not enroll in it."""

    def __init__(self) -> None:
        super().__init__("error.own_course")


@dataclass(frozen=True)
class Standing:
    """What the caller is to a course: `viewer` is stranger, enrolled, revoked or owner."""

    viewer: str
    percent: int
    done_count: int


@command(Permission.enrollment_create)
def enroll(uow: UnitOfWork, actor: Actor, course_id: UUID) -> str:
    """Enroll the caller in a free, published course; twice is once. Returns the id."""
    course = queries.get_or_404(uow, Course, course_id)
    courses.ensure_can_see(actor, course)
    if course.owner_id == actor.user_id:
        raise AlreadyOwner
    if course.status is not CourseStatus.published:
        raise NotFound
    return str(grant_enrollment(uow, actor.person, course_id))


def grant_enrollment(uow: UnitOfWork, user_id: UUID, course_id: UUID) -> UUID:
    """Add an enrollment in the caller's transaction; an existing one is kept.

    Raises `Conflict` when it was revoked: only an admin gives it back.
    """
    now = clock.now()
    enrollment = Enrollment(user_id=user_id, course_id=course_id, last_activity_at=now)
    added = uow.session.execute(
        insert(Enrollment)
        .values(**enrollment.model_dump())
        .on_conflict_do_nothing(index_elements=["user_id", "course_id"])
        .returning(Enrollment.id)
    ).scalar()
    if added is None:
        existing = uow.session.exec(
            select(Enrollment).where(
                Enrollment.user_id == user_id, Enrollment.course_id == course_id
            )
        ).one()
        if existing.status is EnrollmentStatus.revoked:
            raise Conflict("error.enrollment_revoked")
        return existing.id
    change_student_counts(uow, course_id, 1)
    uow.emit(EnrollmentCreated(enrollment_id=added))
    return UUID(str(added))


def change_student_counts(uow: UnitOfWork, course_id: UUID, by: int) -> None:
    """Move the denormalised counts of course and instructor in the caller's transaction."""
    owner = uow.session.execute(
        sa.update(Course)
        .where(Course.id == course_id)
        .values(enrollment_count=Course.enrollment_count + by, updated_at=Course.updated_at)
        .returning(Course.owner_id)
    ).scalar_one()
    uow.session.execute(
        sa.update(InstructorProfile)
        .where(InstructorProfile.user_id == owner)
        .values(student_count=InstructorProfile.student_count + by)
    )


@command(Permission.enrollment_revoke, step_up=True)
def revoke_enrollment(uow: UnitOfWork, actor: Actor, enrollment_id: UUID, *, reason: str) -> None:
    """Take a course away: keys and playlists are refused from this commit on, and its certificate
    is no longer valid."""
    text = clean_line(reason, "reason", maximum=500)
    course_id = queries.get_or_404(uow, Enrollment, enrollment_id).course_id
    queries.lock_rows(uow, Course, Course.id == course_id)
    enrollment = queries.get_or_404(uow, Enrollment, enrollment_id, lock=True)
    before = enrollment.status
    enrollment.move(EnrollmentStatus.revoked, clock.now())
    uow.add(enrollment)
    certificate.revoke_of_enrollment(uow, enrollment_id)
    change_student_counts(uow, enrollment.course_id, -1)
    audit.record(
        uow,
        actor,
        "enrollment:revoke",
        enrollment_id,
        person_id=enrollment.user_id,
        reason=text,
        changes={"status": (before.value, EnrollmentStatus.revoked.value)},
    )
    uow.emit(EnrollmentRevoked(enrollment_id=enrollment_id))


@query(Permission.public)
def get_standing(uow: UnitOfWork, actor: Actor, course_id: UUID) -> Standing:
    """Say what the caller is to a course they may see. 2 queries."""
    row = uow.session.execute(
        sa.select(Course, Enrollment)
        .options(*courses.without_texts())
        .outerjoin(
            Enrollment,
            sa.and_(Enrollment.course_id == Course.id, Enrollment.user_id == actor.user_id),
        )
        .where(Course.id == course_id)
    ).first()
    if row is None:
        raise NotFound
    course, enrollment = row
    viewer = viewer_of(actor, course, enrollment)
    if viewer is Viewer.stranger:
        courses.ensure_can_see(actor, course)
    done = enrollment.completed_lesson_count if enrollment else 0
    share = min(100, done * 100 // course.lesson_count) if course.lesson_count else 0
    return Standing(viewer=viewer.value, percent=share, done_count=done)
