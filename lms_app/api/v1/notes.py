"""Notes and highlights of the caller's, which nobody else reads."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from lms_app.api.languages import accepted_language
from lms_app.api.notes import SpokenLanguage, markdown_file, quote_of
from lms_app.api.v1.bodies import Body
from lms_app.api.v1.caller import call
from lms_app.api.v1.cursors import Cursor, Limit, Listed, listed, read_cursor
from lms_app.api.v1.documented import signed_in
from lms_app.api.v1.learning import Seconds
from lms_app.services import enrollment

router = APIRouter(tags=["notes"])
ORDER = "notes"


class Note(BaseModel):
    """A note at a second of a lesson (-1 beside an article); with a quote of the transcript and
    no text it is a highlight."""

    id: str
    second: float
    quote: str
    quote_language: str
    quote_end_second: float
    body_md: str
    body_html: str
    revision: int
    updated_at: str


class NoteCard(BaseModel):
    """A note with where it was written; without `lesson_id` the lesson is gone."""

    id: str
    course_id: str
    course_slug: str
    course_title: str
    lesson_id: str
    lesson_title: str
    second: float
    quote: str
    quote_language: str
    body_md: str
    body_html: str
    href: str
    created_at: str


class WrittenNote(Body):
    """A note as it should be. The id in the address is the caller's invention; `revision` grows
    with every change, so that what comes late writes over nothing newer."""

    lesson_id: UUID
    body_md: Annotated[str, Field(max_length=200_000, description="20,000 characters at most.")]
    second: Seconds | None = None
    quote: Annotated[str, Field(max_length=200_000, description="2,000 characters at most.")] = ""
    quote_language: SpokenLanguage = ""
    quote_end_second: Seconds | None = None
    revision: Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)] = 1


@router.get("/notes", response_model=Listed[NoteCard], **signed_in())
async def list_notes(
    request: Request,
    q: Annotated[str, Query(max_length=200, description="Words that a note must hold.")] = "",
    course_id: UUID | None = None,
    cursor: Cursor = "",
    limit: Limit = 24,
) -> Any:
    """Return the caller's notes over all courses, newest first (`note:read`)."""
    asked = read_cursor(cursor, ORDER, limit)
    found = await call(request, enrollment.list_notes, asked, course_id=course_id, text=q)
    return listed(found, ORDER)


_FILE: dict[str, Any] = signed_in()
_FILE["responses"][200] = {
    "description": "One Markdown text.",
    "content": {"text/markdown": {"schema": {"type": "string"}}},
}


@router.get("/notes/export", response_class=Response, **_FILE)
async def export_notes(request: Request, course_id: UUID | None = None) -> Response:
    """Return the caller's notes as a Markdown file, all or of one course (`note:read`)."""
    spoken = accepted_language(request)
    found = enrollment.export_notes
    return markdown_file(await call(request, found, course_id=course_id, language=spoken), spoken)


@router.get("/lessons/{lesson_id}/notes", response_model=Listed[Note], **signed_in())
async def list_lesson_notes(request: Request, lesson_id: UUID) -> Any:
    """Return the caller's notes of a lesson in the order of the video (`note:read`)."""
    return {"items": await call(request, enrollment.list_lesson_notes, lesson_id)}


@router.put("/notes/{note_id}", response_model=Note, **signed_in(404, 409))
async def save_note(request: Request, note_id: UUID, body: WrittenNote) -> Any:
    """Write a note, or write it anew; the same twice is once. Needs the scope `note:write`."""
    return await call(
        request,
        enrollment.save_note,
        note_id,
        lesson_id=body.lesson_id,
        body_md=body.body_md,
        second=body.second,
        quote=quote_of(body.quote, body.quote_language, body.quote_end_second),
        revision=body.revision,
    )


@router.delete("/notes/{note_id}", status_code=204, **signed_in(404))
async def delete_note(request: Request, note_id: UUID) -> None:
    """Delete a note (`note:write`)."""
    await call(request, enrollment.delete_note, note_id)
