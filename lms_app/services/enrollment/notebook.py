"""All of somebody's notes, over all courses: to read, to search, to take away as Markdown."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from lms_app import i18n
from lms_app.core import urls
from lms_app.core.actor import Actor
from lms_app.core.errors import InvalidInput
from lms_app.core.markdown import render_markdown
from lms_app.core.permissions import Permission
from lms_app.core.slices import Place, Slice, SliceRequest
from lms_app.core.text import one_line
from lms_app.core.use_case import query, workflow
from lms_app.db import queries
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import Course, Lesson, Note, Section
from lms_app.services.context import Context
from lms_app.services.enrollment.note_views import NoteCard, NotedCourse

MOST_WORDS = 6
MOST_EXPORTED = 20_000
_MARKS = re.compile(r"([\\`*_{}\[\]<>()#+!|~-])")


@query(Permission.note_read)
def list_notes(
    uow: UnitOfWork,
    actor: Actor,
    request: SliceRequest,
    *,
    course_id: UUID | None = None,
    text: str = "",
) -> Slice[NoteCard]:
    """Return the caller's notes, newest first: of one course, with all of these words. 1 query."""
    statement = _notes(actor, course_id)
    for word in text.replace("\0", "").split()[:MOST_WORDS]:
        pattern = queries.like_pattern(word[:60])
        statement = statement.where(Note.search_text.ilike(pattern, escape="\\"))
    if request.after is not None:
        at = _moment(request.after)
        later = sa.and_(Note.created_at == at, Note.id > request.after.row_id)  # type: ignore[arg-type]
        statement = statement.where(sa.or_(Note.created_at < at, later))  # type: ignore[arg-type]
    newest = statement.order_by(Note.created_at.desc(), Note.id)  # type: ignore[attr-defined]
    found = uow.session.execute(newest.limit(request.size + 1)).all()
    rows = found[: request.size]
    cards = [_card(row) for row in rows]
    if len(found) <= request.size:
        return Slice(cards, None)
    last: Note = rows[-1][0]
    return Slice(cards, Place(last.created_at.isoformat(), last.id))


@query(Permission.note_read)
def list_noted_courses(uow: UnitOfWork, actor: Actor) -> list[NotedCourse]:
    """Return the courses that the caller wrote something in, by title. 1 query."""
    rows = uow.session.execute(
        sa.select(Course.id, Course.title, sa.func.count())  # type: ignore[call-overload]
        .join(Note, Note.course_id == Course.id)
        .where(Note.user_id == actor.person)
        .group_by(Course.id, Course.title)
        .order_by(Course.title, Course.id)
    )
    return [NotedCourse(str(course_id), title, count) for course_id, title, count in rows]


@query(Permission.note_read)
def read_notebook(uow: UnitOfWork, actor: Actor, course_id: UUID | None) -> list[Any]:
    """Return (note, course, lesson, section) in the order of courses and lessons. 1 query."""
    statement = _notes(actor, course_id).order_by(
        Course.title, Course.id, Section.position.nulls_last(), Lesson.position.nulls_last(),  # type: ignore[attr-defined]
        Note.lesson_id, Note.second.nulls_last(), Note.created_at, Note.id,  # type: ignore[union-attr]
    )  # fmt: skip
    return list(uow.session.execute(statement.limit(MOST_EXPORTED)).all())


@workflow(Permission.note_read)
def export_notes(
    ctx: Context, actor: Actor, *, course_id: UUID | None = None, language: str = "ko"
) -> str:
    """Return the caller's notes as one Markdown text, all or of one course.

    Headings are courses and lessons, times lead to their second, quotes are block quotes.
    """
    lines = [f"# {i18n.lookup('notes.export_title', language)}", ""]
    course, lesson = None, object()
    for row in ctx.call(read_notebook, course_id):
        note = row[0]
        if row.course_id != course:
            course, lesson = row.course_id, object()
            lines += [f"## {_heading(row.course_title)}", ""]
        if note.lesson_id != lesson:
            lesson = note.lesson_id
            gone = i18n.lookup("notes.lesson_gone", language)
            lines += [f"### {_heading(row.lesson_title or gone)}", ""]
        lines += _lines(row, ctx.settings.site_url)
    if course is None:
        lines += [i18n.lookup("notes.export_none", language), ""]
    return "\n".join(lines)


def _notes(actor: Actor, course_id: UUID | None) -> Any:
    statement = (
        sa.select(
            Note,
            Course.id.label("course_id"),  # type: ignore[attr-defined]
            Course.slug.label("slug"),  # type: ignore[attr-defined]
            Course.title.label("course_title"),  # type: ignore[attr-defined]
            Course.language.label("course_language"),  # type: ignore[attr-defined]
            Lesson.title.label("lesson_title"),  # type: ignore[attr-defined]
        )
        .join(Course, Course.id == Note.course_id)
        .outerjoin(Lesson, Lesson.id == Note.lesson_id)
        .outerjoin(Section, Section.id == Lesson.section_id)
        .where(Note.user_id == actor.person)
    )
    return statement if course_id is None else statement.where(Note.course_id == course_id)


def _card(row: Any) -> NoteCard:
    note: Note = row[0]
    return NoteCard(
        id=str(note.id),
        course_id=str(row.course_id),
        course_slug=row.slug,
        course_title=row.course_title,
        course_language=row.course_language,
        lesson_id=str(note.lesson_id or ""),
        lesson_title=row.lesson_title or "",
        second=-1.0 if note.second is None else note.second,
        quote=note.quote,
        quote_language=note.quote_language,
        body_md=note.body_md,
        body_html=render_markdown(note.body_md),
        href=_href(row),
        created_at=note.created_at.isoformat(),
    )


def _href(row: Any) -> str:
    note: Note = row[0]
    if note.lesson_id is None:
        return urls.course(row.slug)
    return urls.learn(row.slug, str(note.lesson_id), note.second)


def _moment(place: Place) -> datetime:
    try:
        at = datetime.fromisoformat(place.value)
    except ValueError as error:
        raise InvalidInput("error.cursor", fields={"cursor": "error.cursor"}) from error
    if at.tzinfo is None:
        raise InvalidInput("error.cursor", fields={"cursor": "error.cursor"})
    return at


def _heading(title: str) -> str:
    """Return a title that stays one: on one line, its marks taken literally."""
    return _MARKS.sub(r"\\\1", one_line(title))


def _lines(row: Any, site_url: str) -> list[str]:
    note: Note = row[0]
    lines = []
    if note.second is not None:
        lines += [f"[{i18n.clock(note.second)}]({site_url}{_href(row)})", ""]
    if note.quote:
        lines += [f"> {_heading(note.quote)}", ""]
    if note.body_md:
        lines += [note.body_md, ""]
    return lines
