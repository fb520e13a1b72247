"""The chapters of a lesson, from its editor's page."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from lms_app.api.caller import call, from_own_pages
from lms_app.api.limits import Limited
from lms_app.core import urls
from lms_app.services import course
from lms_app.services.course import LessonChapters

REQUESTS_PER_MINUTE = 1200
router = APIRouter(
    prefix=urls.API_CHAPTERS,
    dependencies=[Depends(from_own_pages), Depends(Limited("chapters", REQUESTS_PER_MINUTE))],
    include_in_schema=False,
)


class Chapter(BaseModel):
    """Where a chapter begins, whole seconds from the start of the video, and its name."""

    model_config = ConfigDict(extra="forbid")

    start_seconds: Annotated[int, Field(strict=True, ge=0, le=10**6)]
    title: Annotated[str, Field(max_length=1000)]


class Chapters(BaseModel):
    """All chapters; `before` is the mark of those the writer saw."""

    model_config = ConfigDict(extra="forbid")

    chapters: Annotated[list[Chapter], Field(max_length=1000)]
    before: Annotated[str, Field(max_length=16)]


@router.get("/{lesson_id}")
async def chapters(request: Request, lesson_id: UUID, response: Response) -> LessonChapters:
    """The chapters of a lesson."""
    response.headers["Cache-Control"] = "no-store"
    return await call(request, course.list_chapters, lesson_id)


@router.put("/{lesson_id}")
async def save(request: Request, lesson_id: UUID, body: Chapters) -> dict[str, str]:
    """Keep the chapters; answers with their mark, 409 when somebody else changed them."""
    mark = await call(
        request,
        course.save_chapters,
        lesson_id,
        chapters=[chapter.model_dump() for chapter in body.chapters],
        before=body.before,
    )
    return {"mark": mark}
