"""Sections and lessons: adding, naming, moving, removing; counts follow in the transaction."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import defer
from sqlmodel import select

from lms_app.core.actor import Actor
from lms_app.core.errors import Conflict, InvalidInput, NotFound
from lms_app.core.events import LessonRemoved, MediaDiscarded
from lms_app.core.permissions import Permission
from lms_app.core.text import clean_line, clean_text, ensure_unchanged
from lms_app.core.use_case import command
from lms_app.db import queries
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import Course, CourseStatus, Lesson, LessonKind, Section
from lms_app.services.course import policy
from lms_app.services.course.editing import touch

MAX_SECTIONS = 100
MAX_LESSONS = 500


def _editable(uow: UnitOfWork, actor: Actor, course_id: UUID) -> Course:
    """Lock the course: two editors' moves of its curriculum take turns."""
    course = queries.get_or_404(uow, Course, course_id, lock=True)
    policy.ensure_can_edit(actor, course)
    return course


def _section(uow: UnitOfWork, actor: Actor, section_id: UUID) -> tuple[Course, Section]:
    course_id = uow.session.exec(select(Section.course_id).where(Section.id == section_id)).first()
    if course_id is None:
        raise NotFound
    course = _editable(uow, actor, course_id)
    return course, queries.get_or_404(uow, Section, section_id)


def editable_lesson(uow: UnitOfWork, actor: Actor, lesson_id: UUID) -> tuple[Course, Lesson]:
    """Return the lesson and its locked course, if the caller may edit them."""
    course_id = uow.session.exec(select(Lesson.course_id).where(Lesson.id == lesson_id)).first()
    if course_id is None:
        raise NotFound
    course = _editable(uow, actor, course_id)
    return course, queries.get_or_404(uow, Lesson, lesson_id)


def recount(uow: UnitOfWork, course: Course) -> None:
    """Release what has content by now, and bring the course's counts and duration up to date.

    Counts are of released lessons: what learners see. In the caller's transaction.
    """
    uow.flush()
    uow.session.execute(
        sa.update(Lesson)
        .where(
            Lesson.course_id == course.id,
            ~Lesson.is_released,
            sa.or_(
                sa.and_(Lesson.kind == LessonKind.article, Lesson.has_text.is_(True)),
                sa.and_(Lesson.kind == LessonKind.video, Lesson.duration_seconds > 0),
            ),
        )
        .values(is_released=True)
        .execution_options(synchronize_session=False)
    )
    totals = uow.session.execute(
        sa.select(
            sa.func.count(Lesson.id),
            sa.func.count(Lesson.id).filter(Lesson.is_preview),
            sa.func.coalesce(sa.func.sum(Lesson.duration_seconds), 0),
            sa.select(sa.func.count())
            .select_from(Section)
            .where(Section.course_id == course.id)
            .scalar_subquery(),
        ).where(Lesson.course_id == course.id, Lesson.is_released)
    ).one()
    course.lesson_count, course.preview_count = totals[0], totals[1]
    course.duration_seconds, course.section_count = int(totals[2]), totals[3] or 0
    touch(uow, course)


@command(Permission.course_edit)
def add_section(uow: UnitOfWork, actor: Actor, course_id: UUID, *, title: str) -> str:
    """Add a section at the end and return its id."""
    course = _editable(uow, actor, course_id)
    if course.section_count >= MAX_SECTIONS:
        raise Conflict("error.too_many_sections", maximum=MAX_SECTIONS)
    section = Section(
        course_id=course_id,
        title=clean_line(title, "title", maximum=200),
        position=course.section_count,
    )
    uow.add(section)
    recount(uow, course)
    return str(section.id)


@command(Permission.course_edit)
def rename_section(uow: UnitOfWork, actor: Actor, section_id: UUID, *, title: str) -> None:
    """Give a section another title."""
    course, section = _section(uow, actor, section_id)
    section.title = clean_line(title, "title", maximum=200)
    uow.add(section)
    touch(uow, course)


@command(Permission.course_edit)
def move_section(uow: UnitOfWork, actor: Actor, section_id: UUID, *, index: int) -> None:
    """Move a section to `index` (from 0, brought into range)."""
    course, section = _section(uow, actor, section_id)
    rows = list(
        uow.session.exec(
            select(Section).where(Section.course_id == course.id).order_by(Section.position)  # type: ignore[arg-type]
        )
    )
    rows.remove(section)
    rows.insert(min(max(0, index), len(rows)), section)
    for position, row in enumerate(rows):
        row.position = position
    touch(uow, course)


@command(Permission.course_edit)
def delete_section(uow: UnitOfWork, actor: Actor, section_id: UUID) -> None:
    """Remove a section with its lessons; videos no other lesson uses are discarded."""
    course, section = _section(uow, actor, section_id)
    lessons = uow.session.exec(
        select(Lesson)
        .options(defer(Lesson.body_md, raiseload=True))  # type: ignore[arg-type]
        .where(Lesson.section_id == section_id)
    ).all()
    _ensure_some_content_stays(course, lessons)
    for lesson in lessons:
        _remove_lesson(uow, lesson)
    if lessons:
        uow.emit(LessonRemoved(course_id=course.id))
    uow.session.delete(section)
    uow.flush()
    uow.session.execute(
        sa.update(Section)
        .where(Section.course_id == course.id, Section.position > section.position)
        .values(position=Section.position - 1)
    )
    recount(uow, course)


@command(Permission.course_edit)
def add_lesson(
    uow: UnitOfWork,
    actor: Actor,
    section_id: UUID,
    *,
    title: str,
    kind: str = "video",
    released: bool = False,
) -> str:
    """Add a lesson at the end of a section and return its id.

    On a course that was published it stays with its editors until it has content, unless it is
    `released` at once.
    """
    course, section = _section(uow, actor, section_id)
    if kind not in LessonKind.__members__:
        raise InvalidInput("error.lesson_kind", fields={"kind": "error.lesson_kind"})
    count, position = uow.session.execute(
        sa.select(sa.func.count(), sa.func.count().filter(Lesson.section_id == section_id)).where(
            Lesson.course_id == course.id
        )
    ).one()
    if count >= MAX_LESSONS:
        raise Conflict("error.too_many_lessons", maximum=MAX_LESSONS)
    lesson = Lesson(
        course_id=course.id,
        section_id=section.id,
        title=clean_line(title, "title", maximum=200),
        kind=LessonKind(kind),
        position=position,
        is_released=released or course.published_at is None,
    )
    uow.add(lesson)
    recount(uow, course)
    return str(lesson.id)


@command(Permission.course_edit)
def update_lesson(
    uow: UnitOfWork,
    actor: Actor,
    lesson_id: UUID,
    *,
    title: str | None = None,
    is_preview: bool | None = None,
    body_md: str | None = None,
    body_before: str | None = None,
) -> None:
    """Change what is given: title, free preview, text of an article.

    `body_before` is the text the writer saw: `Conflict` when it is another one by now.
    """
    course, lesson = editable_lesson(uow, actor, lesson_id)
    if title is not None:
        lesson.title = clean_line(title, "title", maximum=200)
    if is_preview is not None:
        lesson.is_preview = is_preview
    if body_md is not None:
        wanted = clean_text(body_md, "body_md", maximum=50_000)
        ensure_unchanged(lesson.body_md, body_before, wanted)
        lesson.body_md = wanted
        _ensure_text_stays(course, lesson)
    uow.add(lesson)
    recount(uow, course)


@command(Permission.course_edit)
def move_lesson(
    uow: UnitOfWork, actor: Actor, lesson_id: UUID, *, section_id: UUID, index: int
) -> None:
    """Move a lesson to `index` of a section of the same course."""
    course, lesson = editable_lesson(uow, actor, lesson_id)
    target = queries.get_or_404(uow, Section, section_id)
    if target.course_id != course.id:
        raise NotFound
    source_id = lesson.section_id
    rows = _lessons(uow, section_id)
    if lesson in rows:
        rows.remove(lesson)
    rows.insert(min(max(0, index), len(rows)), lesson)
    lesson.section_id = section_id
    for position, row in enumerate(rows):
        row.position = position
    if source_id != section_id:
        for position, row in enumerate(r for r in _lessons(uow, source_id) if r is not lesson):
            row.position = position
    touch(uow, course)


@command(Permission.course_edit)
def delete_lesson(uow: UnitOfWork, actor: Actor, lesson_id: UUID) -> None:
    """Remove a lesson and everybody's progress in it."""
    course, lesson = editable_lesson(uow, actor, lesson_id)
    _ensure_some_content_stays(course, [lesson])
    section_id, position = lesson.section_id, lesson.position
    _remove_lesson(uow, lesson)
    uow.emit(LessonRemoved(course_id=course.id))
    uow.session.execute(
        sa.update(Lesson)
        .where(Lesson.section_id == section_id, Lesson.position > position)
        .values(position=Lesson.position - 1)
    )
    recount(uow, course)


def _lessons(uow: UnitOfWork, section_id: UUID) -> list[Lesson]:
    with uow.session.no_autoflush:
        return list(
            uow.session.exec(
                select(Lesson).where(Lesson.section_id == section_id).order_by(Lesson.position)  # type: ignore[arg-type]
            )
        )


def _ensure_some_content_stays(course: Course, removed: Sequence[Lesson]) -> None:
    released = sum(lesson.is_released for lesson in removed)
    if course.status is CourseStatus.published and released and course.lesson_count <= released:
        raise Conflict("error.published_needs_lesson")


def _ensure_text_stays(course: Course, lesson: Lesson) -> None:
    is_read = course.published_at is not None and lesson.is_released
    if is_read and lesson.kind is LessonKind.article and not lesson.body_md:
        raise Conflict("error.published_needs_text")


def _remove_lesson(uow: UnitOfWork, lesson: Lesson) -> None:
    asset_ids = [x for x in (lesson.media_asset_id, lesson.next_media_asset_id) if x]
    uow.session.delete(lesson)
    uow.flush()
    for asset_id in asset_ids:
        discard_if_unused(uow, asset_id)


def discard_if_unused(uow: UnitOfWork, asset_id: UUID) -> None:
    """Say that a video is no longer needed when no lesson shows it."""
    shown = sa.or_(Lesson.media_asset_id == asset_id, Lesson.next_media_asset_id == asset_id)  # type: ignore[arg-type]
    used = uow.session.exec(select(Lesson.id).where(shown)).first()
    if used is None:
        uow.emit(MediaDiscarded(asset_id=asset_id))
