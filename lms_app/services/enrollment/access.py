"""May this person open this lesson? Decided from rows at every request, never remembered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import defer

from lms_app.core.actor import Actor
from lms_app.core.errors import NotAuthenticated, NotFound
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import Course, CourseStatus, Enrollment, EnrollmentStatus, Lesson
from lms_app.services import course as courses

OPEN_TO_ENROLLED = frozenset({CourseStatus.published, CourseStatus.archived})
LEARNING = frozenset({EnrollmentStatus.active, EnrollmentStatus.completed})


# Asked at every playlist, key and report: built once, only values are bound.
_ENTRY = (
    sa.select(Lesson, Course, Enrollment)
    .options(defer(Lesson.body_md, raiseload=True), *courses.without_texts())
    .join(Course, Course.id == Lesson.course_id)
    .outerjoin(
        Enrollment,
        sa.and_(Enrollment.course_id == Course.id, Enrollment.user_id == sa.bindparam("user_id")),
    )
    .where(Lesson.id == sa.bindparam("lesson_id"))
)


class Viewer(StrEnum):
    """What the caller is to a course."""

    stranger = "stranger"
    enrolled = "enrolled"
    revoked = "revoked"
    owner = "owner"


@dataclass(frozen=True)
class Entry:
    """A lesson that may be opened, and as whom."""

    lesson: Lesson
    course: Course
    viewer: Viewer
    enrollment: Enrollment | None


def viewer_of(actor: Actor, course: Course, enrollment: Enrollment | None) -> Viewer:
    """Say what the caller is to the course. Pure."""
    if (
        enrollment is not None
        and enrollment.status in LEARNING
        and course.status in OPEN_TO_ENROLLED
    ):
        return Viewer.enrolled
    if courses.can_edit(actor, course):
        return Viewer.owner
    if enrollment is not None and enrollment.status is EnrollmentStatus.revoked:
        return Viewer.revoked
    return Viewer.stranger


def ensure_can_open(viewer: Viewer, actor: Actor, course: Course, lesson: Lesson) -> None:
    """Raise unless the viewer may open the lesson. Pure.

    Drafts and their lessons do not exist for others; a locked lesson of a published course asks
    strangers to sign in or enroll. A lesson that was not released yet exists for editors only.
    """
    if not lesson.is_released and viewer is not Viewer.owner:
        raise NotFound
    if viewer in {Viewer.enrolled, Viewer.owner}:
        return
    if course.status is CourseStatus.published and lesson.is_preview:
        return
    if course.status is CourseStatus.published and actor.user_id is None:
        raise NotAuthenticated
    raise NotFound("error.lesson_locked")


def enter_lesson(uow: UnitOfWork, actor: Actor, lesson_id: UUID) -> Entry:
    """Return the lesson if the caller may open it. 1 query. Raises `NotFound`, `NotAuthenticated`."""
    row = uow.session.execute(_ENTRY, {"lesson_id": lesson_id, "user_id": actor.user_id}).first()
    if row is None:
        raise NotFound
    lesson, course, enrollment = row
    viewer = viewer_of(actor, course, enrollment)
    ensure_can_open(viewer, actor, course, lesson)
    return Entry(lesson, course, viewer, enrollment)
