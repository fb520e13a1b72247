"""Notes and highlights: written by who learns here, read by their author alone, and theirs for good.

Who lost a course keeps what they wrote: they read it, take it away and delete it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import select

from lms_app.core import clock
from lms_app.core.actor import Actor
from lms_app.core.errors import Conflict, InvalidInput, NotFound
from lms_app.core.markdown import render_markdown
from lms_app.core.permissions import Permission
from lms_app.core.text import clean_line, clean_text
from lms_app.core.use_case import command, query
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import Note
from lms_app.services.enrollment.access import Entry, Viewer, enter_lesson
from lms_app.services.enrollment.note_views import NoteRow

LONGEST_BODY = 20_000
LONGEST_QUOTE = 2_000
MOST_OF_A_LESSON = 500
LAST_SECOND = 1e6
LAST_REVISION = 2**31 - 1


@dataclass(frozen=True)
class Quote:
    """What was selected in the transcript of `language`, from the note's second to `end_second`."""

    text: str
    language: str
    end_second: float | None = None


@command(Permission.note_write)
def save_note(
    uow: UnitOfWork,
    actor: Actor,
    note_id: UUID,
    *,
    lesson_id: UUID,
    body_md: str,
    second: float | None = None,
    quote: Quote | None = None,
    revision: int = 1,
) -> NoteRow:
    """Write a note of a lesson, or write it anew; the same once more changes nothing. 4 queries.

    Raises `NotFound` for who does not learn here and for an id that is another note's, `Conflict`
    for other words of a revision that is there already, `InvalidInput`.
    """
    entry = _writable(uow, actor, lesson_id)
    written = _cleaned(entry, body_md, second, quote, revision)
    note = _mine(uow, actor, note_id)
    if note is None:
        _ensure_room(uow, actor.person, lesson_id)
        note = Note(
            id=note_id, user_id=actor.person, course_id=entry.course.id, lesson_id=lesson_id,
            **written,
        )  # fmt: skip
        values = note.model_dump(exclude={"search_text"})
        added = uow.session.execute(
            insert(Note).values(**values).on_conflict_do_nothing().returning(Note.id)  # type: ignore[arg-type]
        ).first()
        if added is not None:
            return row_of(note)
        note = _mine(uow, actor, note_id)  # it came twice at the same moment
    if note is None or note.lesson_id != lesson_id:
        raise NotFound
    if revision > note.revision:
        for name, value in written.items():
            setattr(note, name, value)
        uow.add(note)
    elif (note.body_md, note.quote) != (written["body_md"], written["quote"]):
        raise Conflict("error.note_changed")
    return row_of(note)


@command(Permission.note_write)
def delete_note(uow: UnitOfWork, actor: Actor, note_id: UUID) -> None:
    """Delete a note of the caller's; saving the same id again brings it back. 1 query.

    Raises `NotFound` for what is not there and for what is somebody else's.
    """
    gone = uow.session.execute(
        sa.delete(Note).where(Note.id == note_id, Note.user_id == actor.person).returning(Note.id)  # type: ignore[arg-type]
    ).first()
    if gone is None:
        raise NotFound


@query(Permission.note_read)
def list_lesson_notes(uow: UnitOfWork, actor: Actor, lesson_id: UUID) -> list[NoteRow]:
    """Return the caller's notes of a lesson in the order of the video, 500 at most. 1 query.

    Of a lesson that is not theirs, or not there, there are none.
    """
    rows = uow.session.exec(
        select(Note)
        .where(Note.lesson_id == lesson_id, Note.user_id == actor.person)
        .order_by(Note.second.nulls_last(), Note.created_at, Note.id)  # type: ignore[union-attr, arg-type]
        .limit(MOST_OF_A_LESSON)
    )
    return [row_of(note) for note in rows]


def row_of(note: Note) -> NoteRow:
    """Return a note as its author sees it beside the lesson."""
    return NoteRow(
        id=str(note.id),
        second=-1.0 if note.second is None else note.second,
        quote=note.quote,
        quote_language=note.quote_language,
        quote_end_second=-1.0 if note.quote_end_second is None else note.quote_end_second,
        body_md=note.body_md,
        body_html=render_markdown(note.body_md),
        revision=note.revision,
        updated_at=(note.updated_at or clock.now()).isoformat(),
    )


def _writable(uow: UnitOfWork, actor: Actor, lesson_id: UUID) -> Entry:
    entry = enter_lesson(uow, actor, lesson_id)
    if entry.viewer not in {Viewer.enrolled, Viewer.owner}:
        raise NotFound("error.lesson_locked")
    return entry


def _mine(uow: UnitOfWork, actor: Actor, note_id: UUID) -> Note | None:
    """Return the caller's note, held; raises `NotFound` when the id is somebody else's."""
    note = uow.session.exec(
        select(Note)
        .where(Note.id == note_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if note is not None and note.user_id != actor.person:
        raise NotFound
    return note


def _ensure_room(uow: UnitOfWork, user_id: UUID, lesson_id: UUID) -> None:
    counted = sa.select(sa.func.count()).where(Note.lesson_id == lesson_id, Note.user_id == user_id)  # type: ignore[arg-type]
    if uow.session.execute(counted).scalar_one() >= MOST_OF_A_LESSON:
        raise Conflict("error.notes_full")


def _cleaned(
    entry: Entry, body_md: str, second: float | None, quote: Quote | None, revision: int
) -> dict[str, Any]:
    """Return the columns that a writer fills; raises `InvalidInput` in words."""
    body = clean_text(body_md, "body_md", maximum=LONGEST_BODY)
    text = clean_line(quote.text, "quote", minimum=0, maximum=LONGEST_QUOTE) if quote else ""
    if not body and not text:
        raise InvalidInput("error.note_empty", fields={"body_md": "error.note_empty"})
    if not 1 <= revision <= LAST_REVISION:
        raise InvalidInput("error.form")
    return {
        "body_md": body,
        "second": _second(second),
        "quote": text,
        "quote_language": _language(quote) if quote and text else "",
        "quote_end_second": _second(quote.end_second) if quote and text else None,
        "revision": revision,
    }


def _language(quote: Quote) -> str:
    return clean_line(quote.language, "quote_language", minimum=0, maximum=12)


def _second(value: float | None) -> float | None:
    if value is None:
        return None
    if not math.isfinite(value) or not 0 <= value <= LAST_SECOND:
        raise InvalidInput("error.form")
    return round(float(value), 3)
