"""Notes as the learn page reads and writes them, and the file of them all."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote as percent_encoded
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, ConfigDict, Field

from lms_app import i18n
from lms_app.api.caller import call, from_own_pages
from lms_app.api.limits import Limited
from lms_app.api.problems import language
from lms_app.core import urls
from lms_app.core.errors import NotAuthenticated
from lms_app.services import enrollment
from lms_app.services.enrollment import NoteRow, Quote

router = APIRouter(prefix=urls.API_NOTES, include_in_schema=False)
NO_STORE = {"Cache-Control": "no-store"}
# A class behind one address writes at the same time; each saves a little after it stops typing.
WRITES_PER_MINUTE = 3000
LISTS_PER_MINUTE = 3000
EXPORTS_PER_MINUTE = 60
WRITING = [Depends(from_own_pages), Depends(Limited("note", WRITES_PER_MINUTE))]
# More than may be saved, so that who wrote too much is told so in words.
Typed = Annotated[str, Field(max_length=200_000)]
SpokenLanguage = Annotated[str, Field(pattern="^[A-Za-z-]{0,12}$")]
Second = Annotated[float, Field(ge=0, le=1e6, allow_inf_nan=False)]


class Written(BaseModel):
    """A note as the page sends it."""

    model_config = ConfigDict(extra="forbid")

    lesson_id: UUID
    body_md: Typed
    second: Second | None = None
    quote: Typed = ""
    quote_language: SpokenLanguage = ""
    quote_end_second: Second | None = None
    revision: Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]


class LessonNotes(BaseModel):
    """A lesson's notes, in the order of the video."""

    items: list[NoteRow]


def quote_of(text: str, spoken: str, end_second: float | None) -> Quote | None:
    """Return what was selected, or None for a note without a quote."""
    return Quote(text, spoken, end_second) if text else None


@router.get("/export.md", dependencies=[Depends(Limited("notes.md", EXPORTS_PER_MINUTE))])
async def export(request: Request, course: UUID | None = None) -> Response:
    """The caller's notes as a Markdown file, of all courses or of one."""
    spoken = language(request)
    try:
        text = await call(request, enrollment.export_notes, course_id=course, language=spoken)
    except NotAuthenticated:
        return RedirectResponse(urls.sign_in(urls.MY_COURSES), status_code=303)
    return markdown_file(text, spoken)


def markdown_file(text: str, spoken: str) -> Response:
    """Return the text as a file to keep, never as a page."""
    name = percent_encoded(i18n.lookup("notes.export_file", spoken))
    kept = f"attachment; filename=\"margin-notes.md\"; filename*=UTF-8''{name}"
    headers = {**NO_STORE, "Content-Disposition": kept, "X-Content-Type-Options": "nosniff"}
    return Response(text, media_type="text/markdown; charset=utf-8", headers=headers)


@router.get("/{lesson_id}", dependencies=[Depends(Limited("notes", LISTS_PER_MINUTE))])
async def of_lesson(request: Request, lesson_id: UUID, response: Response) -> LessonNotes:
    """The caller's notes of a lesson."""
    response.headers.update(NO_STORE)
    return LessonNotes(items=await call(request, enrollment.list_lesson_notes, lesson_id))


@router.put("/{note_id}", dependencies=WRITING)
async def save(request: Request, note_id: UUID, body: Written) -> NoteRow:
    """Keep a note as it is now; the answer has it as it is shown."""
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


@router.delete("/{note_id}", status_code=204, dependencies=WRITING)
async def delete(request: Request, note_id: UUID) -> None:
    """Delete a note; saving it again undoes that."""
    await call(request, enrollment.delete_note, note_id)
