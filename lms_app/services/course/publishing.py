"""When a course may be shown, and the moves in and out of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import defer
from sqlmodel import select

from lms_app.core import clock
from lms_app.core.actor import Actor
from lms_app.core.errors import Conflict
from lms_app.core.events import CoursePublished
from lms_app.core.permissions import Permission
from lms_app.core.use_case import command
from lms_app.db import queries
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import Course, CourseStatus, InstructorProfile, Lesson, LessonKind
from lms_app.services import media
from lms_app.services.course import policy
from lms_app.services.course.categories import recount_categories
from lms_app.services.course.curriculum import recount
from lms_app.services.course.views import ChecklistItem
from lms_app.services.media import AssetState
from lms_app.services.user import ensure_verified


class NotReadyToPublish(Conflict):
    """Something of the checklist is missing; `missing` counts it."""

    def __init__(self, missing: int) -> None:
        super().__init__("error.not_ready_to_publish", missing=missing)


def check_list(
    course: Course, lessons: Sequence[Lesson], states: Mapping[UUID, AssetState]
) -> list[ChecklistItem]:
    """Return the conditions of publishing and which of them hold."""

    def is_ready(lesson: Lesson) -> bool:
        if lesson.kind is LessonKind.article:
            return bool(lesson.has_text)
        state = states.get(lesson.media_asset_id) if lesson.media_asset_id else None
        return state is not None and state.status == "ready"

    return [
        ChecklistItem("checklist.title", bool(course.title and course.subtitle)),
        ChecklistItem("checklist.description", bool(course.description_md.strip())),
        ChecklistItem("checklist.lesson", bool(lessons)),
        ChecklistItem("checklist.content", bool(lessons) and all(map(is_ready, lessons))),
    ]


@command(Permission.course_publish)
def publish_course(uow: UnitOfWork, actor: Actor, course_id: UUID) -> None:
    """Put a course into the catalogue; raises `NotReadyToPublish`, `InvalidTransition`, and
    `Conflict` for one that was taken down."""
    course = queries.get_or_404(uow, Course, course_id, lock=True)
    policy.ensure_can_edit(actor, course)
    ensure_verified(uow, actor)
    if course.taken_down_at is not None:
        raise Conflict("error.course_taken_down")
    lessons = uow.session.exec(
        select(Lesson)
        .options(defer(Lesson.body_md, raiseload=True))  # type: ignore[arg-type]
        .where(Lesson.course_id == course_id)
    ).all()
    states = media.asset_states(uow, [x.media_asset_id for x in lessons if x.media_asset_id])
    missing = [item for item in check_list(course, lessons, states) if not item.is_met]
    if missing:
        raise NotReadyToPublish(len(missing))
    for lesson in lessons:
        if lesson.media_asset_id:
            lesson.duration_seconds = states[lesson.media_asset_id].duration_seconds
    course.move(CourseStatus.published, clock.now())
    recount(uow, course)
    recount_around(uow, course)
    uow.emit(CoursePublished(course_id=course_id))


@command(Permission.course_publish)
def archive_course(uow: UnitOfWork, actor: Actor, course_id: UUID) -> None:
    """Take a course out of the catalogue; who is enrolled keeps it."""
    course = queries.get_or_404(uow, Course, course_id, lock=True)
    policy.ensure_can_edit(actor, course)
    course.move(CourseStatus.archived, clock.now())
    recount(uow, course)
    recount_around(uow, course)


def recount_around(uow: UnitOfWork, course: Course) -> None:
    """Bring the counts of categories and of the instructor up to date."""
    recount_categories(uow, course.category_id)
    own_profile = InstructorProfile.user_id == course.owner_id
    queries.lock_rows(uow, InstructorProfile, own_profile)
    published = (
        sa.select(sa.func.count())
        .where(Course.owner_id == course.owner_id, Course.status == CourseStatus.published)
        .scalar_subquery()
    )
    uow.session.execute(
        sa.update(InstructorProfile).where(own_profile).values(published_course_count=published)
    )
