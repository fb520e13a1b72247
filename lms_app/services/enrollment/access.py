"""May this person open this lesson? Decided from rows at every request, never remembered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import defer

from lms_app.core.actor import Actor
from lms_app.core.errors import DomainError, NotAuthenticated, NotFound
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import Course, CourseStatus, Enrollment, EnrollmentStatus, Lesson
from lms_app.services import course as courses

OPEN_TO_ENROLLED = frozenset({CourseStatus.published, CourseStatus.archived})
LEARNING = frozenset({EnrollmentStatus.active, EnrollmentStatus.completed})


# Asked at every playlist, key and report: built once, only values are bound.
_ASKED = (
    sa.func.unnest(
        sa.bindparam("lesson_ids", type_=ARRAY(sa.Uuid)),
        sa.bindparam("user_ids", type_=ARRAY(sa.Uuid)),
    )
    .table_valued(
        sa.column("lesson_id", sa.Uuid),
        sa.column("user_id", sa.Uuid),
        with_ordinality="number",
        name="asked",
    )
    .render_derived()
)
_ENTRIES = (
    sa.select(_ASKED.c.number, Lesson, Course, Enrollment)
    .options(defer(Lesson.body_md, raiseload=True), *courses.without_texts())
    .select_from(_ASKED)
    .join(Lesson, Lesson.id == _ASKED.c.lesson_id)
    .join(Course, Course.id == Lesson.course_id)
    .outerjoin(
        Enrollment,
        sa.and_(Enrollment.course_id == Course.id, Enrollment.user_id == _ASKED.c.user_id),
    )
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
    (entry,) = enter_lessons(uow, [(actor, lesson_id)])
    if isinstance(entry, DomainError):
        raise entry
    return entry


def enter_lessons(
    uow: UnitOfWork, asked: Sequence[tuple[Actor, UUID]]
) -> list[Entry | DomainError]:
    """Return each lesson, or why its caller may not open it, in the order asked. 1 query."""
    values = {
        "lesson_ids": [lesson_id for _, lesson_id in asked],
        "user_ids": [actor.user_id for actor, _ in asked],
    }
    found = {row[0]: row[1:] for row in uow.session.execute(_ENTRIES, values)}
    return [
        _entry(actor, *found[number]) if number in found else NotFound()
        for number, (actor, _) in enumerate(asked, 1)
    ]


def _entry(
    actor: Actor, lesson: Lesson, course: Course, enrollment: Enrollment | None
) -> Entry | DomainError:
    viewer = viewer_of(actor, course, enrollment)
    try:
        ensure_can_open(viewer, actor, course, lesson)
    except DomainError as refusal:
        return refusal
    return Entry(lesson, course, viewer, enrollment)
