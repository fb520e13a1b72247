"""The chapters of a lesson's video: where each begins, and its name."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import select

from lms_app.core.actor import Actor
from lms_app.core.errors import InvalidInput
from lms_app.core.permissions import Permission
from lms_app.core.text import clean_line, ensure_unchanged
from lms_app.core.use_case import command, query
from lms_app.db import queries
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import Chapter, Course, Lesson
from lms_app.services.course import policy
from lms_app.services.course.curriculum import editable_lesson
from lms_app.services.course.views import ChapterMark

MAX_CHAPTERS = 100
MAX_TITLE = 100
LATEST_SECOND = 360_000


@dataclass(frozen=True)
class LessonChapters:
    """The chapters of a lesson in order; `mark` changes with them."""

    mark: str
    chapters: list[ChapterMark]


@query(Permission.course_edit)
def list_chapters(uow: UnitOfWork, actor: Actor, lesson_id: UUID) -> LessonChapters:
    """Return the chapters of a lesson that the caller may edit."""
    lesson = queries.get_or_404(uow, Lesson, lesson_id)
    policy.ensure_can_edit(actor, queries.get_or_404(uow, Course, lesson.course_id))
    chapters = _chapters(uow, lesson_id)
    return LessonChapters(_mark(chapters), chapters)


@command(Permission.course_edit)
def save_chapters(
    uow: UnitOfWork,
    actor: Actor,
    lesson_id: UUID,
    *,
    chapters: Sequence[dict[str, Any]],
    before: str | None = None,
) -> str:
    """Replace the chapters of a lesson by {start_seconds, title}, in any order; return their mark.

    `before` is the mark of those the writer saw: `Conflict` when they are others by now.
    """
    _course, lesson = editable_lesson(uow, actor, lesson_id)
    if len(chapters) > MAX_CHAPTERS:
        raise InvalidInput("error.chapters_many", maximum=MAX_CHAPTERS)
    end = lesson.duration_seconds or LATEST_SECOND
    kept: dict[int, ChapterMark] = {}
    for number, chapter in enumerate(chapters, start=1):
        row = _chapter(number, chapter, end)
        if row.start_seconds in kept:
            raise InvalidInput("error.chapter_twice", line=number)
        kept[row.start_seconds] = row
    wanted = [kept[start] for start in sorted(kept)]
    now = _chapters(uow, lesson_id)
    ensure_unchanged(_mark(now), before, _mark(wanted))
    if wanted != now:
        uow.session.execute(sa.delete(Chapter).where(Chapter.lesson_id == lesson_id))  # type: ignore[arg-type]
        for row in wanted:
            uow.add(Chapter(lesson_id=lesson_id, start_seconds=row.start_seconds, title=row.title))
    return _mark(wanted)


def _chapters(uow: UnitOfWork, lesson_id: UUID) -> list[ChapterMark]:
    rows = uow.session.exec(
        select(Chapter).where(Chapter.lesson_id == lesson_id).order_by(Chapter.start_seconds)  # type: ignore[arg-type]
    )
    return [ChapterMark(row.start_seconds, row.title) for row in rows]


def _mark(chapters: list[ChapterMark]) -> str:
    plain = json.dumps([[chapter.start_seconds, chapter.title] for chapter in chapters])
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


def _chapter(number: int, chapter: dict[str, Any], end: int) -> ChapterMark:
    """One chapter as it is kept. Raises `InvalidInput` with its number."""
    start = int(chapter["start_seconds"])
    if not 0 <= start < end:
        raise InvalidInput("error.chapter_time", line=number)
    try:
        title = clean_line(str(chapter["title"]), "title", maximum=MAX_TITLE)
    except InvalidInput as error:
        raise InvalidInput("error.chapter_title", line=number, maximum=MAX_TITLE) from error
    return ChapterMark(start, title)
