"""Sections and lessons of a person's own courses. Needs the scope `course:edit`."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from lms_app.api.v1.bodies import Body, Flag, Index, Line
from lms_app.api.v1.caller import call
from lms_app.api.v1.documented import signed_in
from lms_app.api.v1.teaching import Created
from lms_app.services import course

router = APIRouter(prefix="/teaching", tags=["teaching"])
Article = Annotated[str, Field(max_length=50_000)]


class Titled(Body):
    """A title."""

    title: Line


class NewLesson(Body):
    """A lesson at the end of a section."""

    title: Line
    kind: Literal["video", "article"] = "video"


class LessonChange(Body):
    """What is to be different; `body_before` is the text that was seen."""

    title: Line | None = None
    is_preview: Flag | None = None
    body_md: Article | None = None
    body_before: Article | None = None


class SectionPlace(Body):
    """Where a section goes, from 0."""

    index: Index


class LessonPlace(Body):
    """Where a lesson goes: a section of the same course and the place in it, from 0."""

    section_id: UUID
    index: Index


class NewChapter(Body):
    """Where a chapter begins, whole seconds from the start of the video, and its name."""

    start_seconds: Annotated[int, Field(strict=True, ge=0, le=1_000_000)]
    title: Line


class ChapterChange(Body):
    """All chapters; `before` is the mark of those that were seen."""

    chapters: Annotated[list[NewChapter], Field(max_length=100)]
    before: Annotated[str, Field(max_length=16)] | None = None


class Chapter(BaseModel):
    """A chapter as it is kept."""

    start_seconds: int
    title: str


class Chapters(BaseModel):
    """The chapters of a lesson in order; `mark` changes with them."""

    mark: str
    chapters: list[Chapter]


class Marked(BaseModel):
    """The mark of what was kept."""

    mark: str


class LessonText(BaseModel):
    """An article as Markdown."""

    body_md: str


@router.post(
    "/courses/{course_id}/sections", response_model=Created, status_code=201, **signed_in(404, 409)
)
async def add_section(request: Request, course_id: UUID, body: Titled) -> Any:
    """Add a section at the end of a course."""
    return {"id": await call(request, course.add_section, course_id, title=body.title)}


@router.patch("/sections/{section_id}", status_code=204, **signed_in(404, 409))
async def rename_section(request: Request, section_id: UUID, body: Titled) -> Response:
    """Give a section another title."""
    await call(request, course.rename_section, section_id, title=body.title)
    return Response(status_code=204)


@router.post("/sections/{section_id}/move", status_code=204, **signed_in(404, 409))
async def move_section(request: Request, section_id: UUID, body: SectionPlace) -> Response:
    """Put a section at another place of its course."""
    await call(request, course.move_section, section_id, index=body.index)
    return Response(status_code=204)


@router.delete("/sections/{section_id}", status_code=204, **signed_in(404, 409))
async def delete_section(request: Request, section_id: UUID) -> Response:
    """Remove a section with its lessons."""
    await call(request, course.delete_section, section_id)
    return Response(status_code=204)


@router.post(
    "/sections/{section_id}/lessons", response_model=Created, status_code=201, **signed_in(404, 409)
)
async def add_lesson(request: Request, section_id: UUID, body: NewLesson) -> Any:
    """Add a lesson at the end of a section."""
    made = await call(request, course.add_lesson, section_id, title=body.title, kind=body.kind)
    return {"id": made}


@router.patch("/lessons/{lesson_id}", status_code=204, **signed_in(404, 409))
async def change_lesson(request: Request, lesson_id: UUID, body: LessonChange) -> Response:
    """Change a lesson's title, whether it is a free preview, or an article's text."""
    await call(request, course.update_lesson, lesson_id, **body.model_dump(exclude_none=True))
    return Response(status_code=204)


@router.get("/lessons/{lesson_id}/text", response_model=LessonText, **signed_in(404))
async def get_text(request: Request, lesson_id: UUID) -> Any:
    """Return an article as it was written."""
    return {"body_md": await call(request, course.get_lesson_text, lesson_id)}


@router.post("/lessons/{lesson_id}/move", status_code=204, **signed_in(404, 409))
async def move_lesson(request: Request, lesson_id: UUID, body: LessonPlace) -> Response:
    """Put a lesson at another place of its course."""
    await call(request, course.move_lesson, lesson_id, section_id=body.section_id, index=body.index)
    return Response(status_code=204)


@router.delete("/lessons/{lesson_id}", status_code=204, **signed_in(404, 409))
async def delete_lesson(request: Request, lesson_id: UUID) -> Response:
    """Remove a lesson and everybody's progress in it."""
    await call(request, course.delete_lesson, lesson_id)
    return Response(status_code=204)


@router.get("/lessons/{lesson_id}/chapters", response_model=Chapters, **signed_in(404))
async def list_chapters(request: Request, lesson_id: UUID) -> Any:
    """Return the chapters of a lesson's video."""
    return await call(request, course.list_chapters, lesson_id)


@router.put("/lessons/{lesson_id}/chapters", response_model=Marked, **signed_in(404, 409))
async def save_chapters(request: Request, lesson_id: UUID, body: ChapterChange) -> Any:
    """Replace the chapters of a lesson. `409` when others than `before` are there by now."""
    mark = await call(
        request,
        course.save_chapters,
        lesson_id,
        chapters=[chapter.model_dump() for chapter in body.chapters],
        before=body.before,
    )
    return {"mark": mark}
