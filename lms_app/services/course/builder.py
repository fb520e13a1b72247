"""A course as its instructor edits it, and the list of their courses."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import defer

from lms_app.core.actor import Actor
from lms_app.core.errors import NotFound
from lms_app.core.pagination import Page, PageRequest
from lms_app.core.permissions import Permission
from lms_app.core.use_case import query
from lms_app.db import queries
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import Category, Course, Lesson
from lms_app.services import media
from lms_app.services.course import policy
from lms_app.services.course.cards import select_cards, without_texts
from lms_app.services.course.detail import curriculum
from lms_app.services.course.publishing import check_list
from lms_app.services.course.views import (
    CourseEditor,
    EditorLesson,
    EditorSection,
    OwnCourseRow,
)
from lms_app.services.media import AssetState

_NO_ASSET = AssetState("", "", "", 0, "", "", 0, 0)


@query(Permission.course_edit)
def list_own_courses(
    uow: UnitOfWork, actor: Actor, request: PageRequest = PageRequest()
) -> Page[OwnCourseRow]:
    """Return the caller's courses, last changed first. 2 queries."""
    statement = (
        select_cards()
        .where(Course.owner_id == actor.person)
        .order_by(Course.updated_at.desc(), Course.id)  # type: ignore[attr-defined]
    )
    page = queries.paginate(uow, statement, request)
    return Page([own_course_row(row) for row in page.rows], page.total, page.number, page.size)


def own_course_row(row: Any) -> OwnCourseRow:
    """Turn a row of `select_cards` into a line of a list."""
    course: Course = row[0]
    return OwnCourseRow(
        id=str(course.id),
        slug=course.slug,
        title=course.title,
        status=course.status.value,
        category_slug=row.category_slug,
        cover_word=course.cover_word,
        instructor_name=row.display_name,
        section_count=course.section_count,
        lesson_count=course.lesson_count,
        duration_seconds=course.duration_seconds,
        enrollment_count=course.enrollment_count,
        updated_at=course.updated_at.isoformat(),
        version=course.version,
        is_taken_down=course.taken_down_at is not None,
    )


@query(Permission.course_edit)
def get_course_editor(uow: UnitOfWork, actor: Actor, course_id: UUID) -> CourseEditor:
    """Return a course for its builder, with every lesson's media state. 4 queries, 5 while
    videos are in work."""
    row = uow.session.execute(
        sa.select(Course, Category.slug)
        .options(defer(Course.search_text, raiseload=True))
        .join(Category, Category.id == Course.category_id)
        .where(Course.id == course_id)
    ).first()
    if row is None:
        raise NotFound
    course: Course = row[0]
    policy.ensure_can_edit(actor, course)
    sections = curriculum(uow, course.id)
    ordered = [lesson for _, lessons in sections for lesson in lessons]
    shown = [id_ for x in ordered for id_ in (x.media_asset_id, x.next_media_asset_id) if id_]
    states = media.asset_states(uow, shown)
    checklist = check_list(course, ordered, states)
    return CourseEditor(
        id=str(course.id),
        slug=course.slug,
        title=course.title,
        subtitle=course.subtitle,
        description_md=course.description_md,
        category_slug=row[1],
        level=course.level.value,
        language=course.language,
        cover_word=course.cover_word,
        outcomes=list(course.outcomes),
        audience=list(course.audience),
        requirements=list(course.requirements),
        status=course.status.value,
        version=course.version,
        lesson_count=course.lesson_count,
        duration_seconds=course.duration_seconds,
        enrollment_count=course.enrollment_count,
        sections=[
            EditorSection(
                id=str(section.id),
                number=number,
                title=section.title,
                lessons=[
                    _lesson(f"{number}-{position}", lesson, states)
                    for position, lesson in enumerate(lessons, start=1)
                ],
            )
            for number, (section, lessons) in enumerate(sections, start=1)
        ],
        checklist=checklist,
        can_publish=course.taken_down_at is None and all(item.is_met for item in checklist),
        updated_at=course.updated_at.isoformat(),
        is_taken_down=course.taken_down_at is not None,
        taken_down_reason=course.taken_down_reason,
    )


def _lesson(number: str, lesson: Lesson, states: dict[UUID, AssetState]) -> EditorLesson:
    state = states.get(lesson.media_asset_id, _NO_ASSET) if lesson.media_asset_id else _NO_ASSET
    following = lesson.next_media_asset_id
    coming = states.get(following, _NO_ASSET) if following else _NO_ASSET
    return EditorLesson(
        id=str(lesson.id),
        number=number,
        title=lesson.title,
        kind=lesson.kind.value,
        is_preview=lesson.is_preview,
        duration_seconds=lesson.duration_seconds or state.duration_seconds,
        media_asset_id=state.asset_id,
        media_status=state.status,
        media_phase=state.phase,
        media_percent=state.percent,
        media_reason=state.reason,
        media_filename=state.filename,
        has_body=bool(lesson.has_text),
        media_seconds_left=state.seconds_left,
        media_playable=state.is_playable,
        media_rungs=state.rungs,
        next_asset_id=coming.asset_id,
        next_status=coming.status,
        next_phase=coming.phase,
        next_percent=coming.percent,
        next_reason=coming.reason,
        next_filename=coming.filename,
        next_seconds_left=coming.seconds_left,
        next_playable=coming.is_playable,
        next_rungs=coming.rungs,
    )


@query(Permission.course_edit)
def get_lesson_text(uow: UnitOfWork, actor: Actor, lesson_id: UUID) -> str:
    """Return the Markdown of a lesson the caller may edit."""
    row = uow.session.execute(
        sa.select(Lesson.body_md, Course)
        .options(*without_texts())
        .join(Course, Course.id == Lesson.course_id)
        .where(Lesson.id == lesson_id)
    ).first()
    if row is None:
        raise NotFound
    policy.ensure_can_edit(actor, row[1])
    return str(row[0])
