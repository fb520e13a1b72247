"""A lesson's video: dropping a file on it, attaching, replacing, removing, and what follows.

A lesson that plays keeps its video until the one that takes its place is ready.
"""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import select

from lms_app.core.actor import Actor
from lms_app.core.errors import Conflict, DomainError, NotFound, PortUnavailable
from lms_app.core.events import LessonRemoved
from lms_app.core.permissions import Permission
from lms_app.core.use_case import command, query, workflow
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import Course, Lesson, LessonKind, MediaStatus
from lms_app.services import media
from lms_app.services.context import Context
from lms_app.services.course import policy
from lms_app.services.course.curriculum import discard_if_unused, editable_lesson, recount
from lms_app.services.media import UploadPlan


@workflow(Permission.media_upload)
def begin_lesson_upload(
    ctx: Context, actor: Actor, lesson_id: UUID, *, filename: str, size_bytes: int
) -> UploadPlan:
    """Open an upload for a lesson of the caller's; the lesson shows it from now on."""
    owner_id = ctx.call(ensure_lesson_takes_video, lesson_id)
    plan: UploadPlan = ctx.call(
        media.begin_upload, filename=filename, size_bytes=size_bytes, owner_id=owner_id
    )
    asset_id = UUID(plan.asset_id)
    try:
        ctx.call(attach_video, lesson_id, asset_id)
    except (DomainError, PortUnavailable):
        # No page would show it, and it would count among its owner's for a week.
        with suppress(DomainError, PortUnavailable):
            ctx.call(media.cancel_upload, asset_id)
        raise
    return plan


@query(Permission.media_upload)
def ensure_lesson_takes_video(uow: UnitOfWork, actor: Actor, lesson_id: UUID) -> UUID:
    """Raise unless the caller may put a video on this lesson now; return the course's owner."""
    lesson, course = _editable_pair(uow, actor, lesson_id)
    _ensure_takes(uow, lesson)
    return course.owner_id


def _editable_pair(uow: UnitOfWork, actor: Actor, lesson_id: UUID) -> tuple[Lesson, Course]:
    row = uow.session.execute(
        sa.select(Lesson, Course)
        .join(Course, Course.id == Lesson.course_id)
        .where(Lesson.id == lesson_id)
    ).first()
    if row is None:
        raise NotFound
    policy.ensure_can_edit(actor, row[1])
    return row[0], row[1]


def _ensure_takes(uow: UnitOfWork, lesson: Lesson) -> bool:
    """Raise while a video of the lesson is in work; say whether a new one replaces another."""
    if lesson.kind is not LessonKind.video:
        raise Conflict("error.lesson_is_article")
    ids = [x for x in (lesson.media_asset_id, lesson.next_media_asset_id) if x]
    states = media.asset_states(uow, ids)
    if any(state.status in {"uploaded", "processing"} for state in states.values()):
        raise Conflict("error.lesson_has_video")
    current = states.get(lesson.media_asset_id) if lesson.media_asset_id else None
    return current is not None and current.status == "ready"


@command(Permission.media_upload)
def attach_video(uow: UnitOfWork, actor: Actor, lesson_id: UUID, asset_id: UUID) -> None:
    """Show an asset in a lesson; the caller must be able to edit both ends.

    A failed or unfinished asset is replaced at once, one that plays as soon as the new one is
    ready; while one is in work, no other is taken.
    """
    course, lesson = editable_lesson(uow, actor, lesson_id)
    asset = media.get_own_asset(uow, actor, asset_id)
    if not (actor.is_system or actor.is_admin) and asset.owner_id != course.owner_id:
        raise NotFound
    if asset_id in {lesson.media_asset_id, lesson.next_media_asset_id}:
        return
    if _ensure_takes(uow, lesson) and asset.status is not MediaStatus.ready:
        before, lesson.next_media_asset_id = lesson.next_media_asset_id, asset_id
        uow.add(lesson)
    else:
        before, lesson.media_asset_id = lesson.media_asset_id, asset_id
        lesson.duration_seconds = round(asset.duration_seconds or 0)
        uow.add(lesson)
        recount(uow, course)
    if before is not None:
        discard_if_unused(uow, before)


@command(Permission.media_upload)
def keep_video(uow: UnitOfWork, actor: Actor, lesson_id: UUID) -> None:
    """Forget the video that was to take the place of the one that plays."""
    _, lesson = editable_lesson(uow, actor, lesson_id)
    before, lesson.next_media_asset_id = lesson.next_media_asset_id, None
    uow.add(lesson)
    if before is not None:
        discard_if_unused(uow, before)


@command(Permission.media_upload)
def remove_video(uow: UnitOfWork, actor: Actor, lesson_id: UUID) -> None:
    """Take the video off a lesson; it is discarded when no other lesson shows it."""
    course, lesson = editable_lesson(uow, actor, lesson_id)
    if lesson.media_asset_id is None:
        return
    if course.published_at is not None and course.status.value == "published":
        raise Conflict("error.published_needs_video")
    before = [x for x in (lesson.media_asset_id, lesson.next_media_asset_id) if x]
    lesson.media_asset_id = lesson.next_media_asset_id = None
    lesson.duration_seconds = 0
    if course.published_at is not None:
        lesson.is_released = False
        uow.emit(LessonRemoved(course_id=course.id))
    uow.add(lesson)
    uow.flush()
    for asset_id in before:
        discard_if_unused(uow, asset_id)
    recount(uow, course)


@command(Permission.media_process)
def apply_ready_media(uow: UnitOfWork, actor: Actor, asset_id: UUID) -> None:
    """Give the asset's lessons its real duration, and those that waited for it the asset.

    Repeating it is harmless. The video that had a lesson before is discarded.
    """
    asset = media.get_own_asset(uow, actor, asset_id)
    if asset.status is not MediaStatus.ready:
        return
    seconds = round(asset.duration_seconds or 0)
    course_ids = uow.session.exec(
        select(Lesson.course_id)
        .where(
            sa.or_(Lesson.media_asset_id == asset_id, Lesson.next_media_asset_id == asset_id)  # type: ignore[arg-type]
        )
        .distinct()
    ).all()
    for course_id in sorted(course_ids):
        course = uow.session.exec(
            select(Course).where(Course.id == course_id).with_for_update()
        ).one()
        _take_over(uow, course_id, asset_id)
        uow.session.execute(
            sa.update(Lesson)
            .where(Lesson.course_id == course_id, Lesson.media_asset_id == asset_id)
            .values(duration_seconds=seconds)
        )
        recount(uow, course)


def _take_over(uow: UnitOfWork, course_id: UUID, asset_id: UUID) -> None:
    """Show the asset in the lessons of a course that waited for it."""
    waiting = uow.session.exec(
        select(Lesson)
        .where(Lesson.course_id == course_id, Lesson.next_media_asset_id == asset_id)
        .with_for_update()
    ).all()
    for lesson in waiting:
        before, lesson.media_asset_id = lesson.media_asset_id, asset_id
        lesson.next_media_asset_id = None
        uow.add(lesson)
        if before is not None:
            media.carry_captions(uow, before, asset_id)
            discard_if_unused(uow, before)
