"""Learning: enrolling, the course as its student sees it, progress."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from lms_app.api.v1.bodies import Body
from lms_app.api.v1.caller import call
from lms_app.api.v1.courses import Slug
from lms_app.api.v1.cursors import Listed
from lms_app.api.v1.documented import signed_in
from lms_app.core import urls
from lms_app.services import enrollment

router = APIRouter(tags=["learning"])
Seconds = Annotated[float, Field(strict=True, ge=0, le=1e6, allow_inf_nan=False)]


class NewEnrollment(Body):
    """The course to enroll in."""

    course_id: UUID


class Enrolled(BaseModel):
    """The id of an enrollment, new or there already."""

    id: str


class Enrollment(BaseModel):
    """A course that the caller learns, and the lesson to go on with."""

    course_id: str
    slug: str
    title: str
    instructor_name: str
    status: str
    percent: int
    done_count: int
    lesson_count: int
    next_lesson_id: str
    next_lesson_number: str
    next_lesson_title: str
    next_lesson_kind: str
    position_seconds: int
    last_activity_at: str


class LearnLesson(BaseModel):
    """A lesson in the list; `state` is new, started or done."""

    id: str
    number: str
    title: str
    kind: str
    duration_seconds: int
    state: str
    percent: int
    resume_seconds: float
    is_open: bool


class LearnSection(BaseModel):
    """A section and how many of its lessons are done."""

    id: str
    number: int
    title: str
    done_count: int
    lesson_count: int
    lessons: list[LearnLesson]


class ChapterMark(BaseModel):
    """Where a chapter of the video begins, and its name."""

    start_seconds: int
    title: str


class LearnPage(BaseModel):
    """A course as its student sees it, opened at one lesson; `viewer` is what the caller is."""

    course_id: str
    slug: str
    course_title: str
    viewer: str
    percent: int
    done_count: int
    lesson_count: int
    remaining_seconds: int
    sections: list[LearnSection]
    lesson_id: str
    lesson_number: str
    lesson_title: str
    lesson_kind: str
    lesson_done: bool
    lesson_percent: int
    body_html: str
    duration_seconds: int
    resume_seconds: float
    previous_lesson_id: str
    next_lesson_id: str
    chapters: list[ChapterMark]


class Progress(Body):
    """All spans played since playing began, in seconds, and where the player stands."""

    lesson_id: UUID
    played: Annotated[
        list[Annotated[list[Seconds], Field(min_length=2, max_length=2)]], Field(max_length=500)
    ]
    position_seconds: Seconds


class Credited(BaseModel):
    """The lesson and the course after a report."""

    covered_seconds: int
    lesson_percent: int
    lesson_done: bool
    newly_done: bool
    course_percent: int


@router.get("/enrollments", response_model=Listed[Enrollment], **signed_in())
async def list_enrollments(request: Request) -> Any:
    """Return what the caller learns, last active first, 200 at most (`enrollment:read`)."""
    found = await call(request, enrollment.list_my_courses)
    return {"items": [*found.active, *found.completed]}


@router.post("/enrollments", response_model=Enrolled, status_code=201, **signed_in(404, 409))
async def enroll(request: Request, body: NewEnrollment) -> Any:
    """Enroll in a free course; twice is once. Needs the scope `enrollment:create`."""
    return {"id": await call(request, enrollment.enroll, body.course_id)}


@router.get("/learn/{slug}", response_model=LearnPage, **signed_in(404))
async def learn(request: Request, slug: Slug, lesson_id: UUID | None = None) -> Any:
    """Return the learn page; without a lesson, the one to go on with (`enrollment:read`)."""
    return await call(request, enrollment.study, urls.slug_in(slug), lesson_id)


@router.post("/progress", response_model=Credited, **signed_in(404))
async def report(request: Request, body: Progress) -> Any:
    """Credit what was played. Needs the scope `progress:write`."""
    return await call(
        request,
        enrollment.report_playback,
        body.lesson_id,
        played=[(start, end) for start, end in body.played],
        position_seconds=body.position_seconds,
    )


@router.post("/lessons/{lesson_id}/complete", response_model=Credited, **signed_in(404, 409))
async def complete(request: Request, lesson_id: UUID) -> Any:
    """Mark an article as read; videos complete by being watched (`progress:write`)."""
    return await call(request, enrollment.complete_article, lesson_id)
