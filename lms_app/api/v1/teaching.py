"""A person's own courses: making, changing, publishing."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Request, Response
from pydantic import BaseModel, Field

from lms_app.api.v1.bodies import Body, Line, Text
from lms_app.api.v1.caller import call
from lms_app.api.v1.cursors import Cursor, Limit, Listed, listed, read_cursor
from lms_app.api.v1.documented import signed_in
from lms_app.services import course
from lms_app.services.course import CourseTexts
from lms_app.services.course.views import CourseEditor

router = APIRouter(prefix="/teaching/courses", tags=["teaching"])
ORDER = "own"
Lines = Annotated[list[Line], Field(max_length=24)]
Word = Annotated[str, Field(max_length=100)]


class NewCourse(Body):
    """A draft. Without `slug` its address is made from the title."""

    title: Line
    subtitle: Line = ""
    description_md: Text = ""
    category_slug: Word = "dev"
    level: Word = "beginner"
    language: Word = "ko"
    cover_word: Word = ""
    outcomes: Lines = Field(default_factory=list)
    audience: Lines = Field(default_factory=list)
    requirements: Lines = Field(default_factory=list)
    slug: Word = ""


class CourseChange(Body):
    """What is to be different; what is left out stays."""

    title: Line | None = None
    subtitle: Line | None = None
    description_md: Text | None = None
    category_slug: Word | None = None
    level: Word | None = None
    language: Word | None = None
    cover_word: Word | None = None
    outcomes: Lines | None = None
    audience: Lines | None = None
    requirements: Lines | None = None
    slug: Word | None = None


class Created(BaseModel):
    """The id of what was made."""

    id: str


class OwnCourse(BaseModel):
    """A course in its instructor's list."""

    id: str
    slug: str
    title: str
    status: str
    category_slug: str
    section_count: int
    lesson_count: int
    duration_seconds: int
    enrollment_count: int
    updated_at: str
    version: int


class EditorLesson(BaseModel):
    """A lesson with the state of its video; `media_status` is empty while there is none."""

    id: str
    number: str
    title: str
    kind: str
    is_preview: bool
    duration_seconds: int
    has_body: bool
    media_asset_id: str
    media_status: str
    media_phase: str
    media_percent: int
    media_reason: str
    media_filename: str


class EditorSection(BaseModel):
    """A section with its lessons."""

    id: str
    number: int
    title: str
    lessons: list[EditorLesson]


class Condition(BaseModel):
    """A condition of publishing and whether it is met."""

    key: str
    is_met: bool


class EditedCourse(BaseModel):
    """A course as its instructor edits it."""

    id: str
    slug: str
    title: str
    subtitle: str
    description_md: str
    category_slug: str
    level: str
    language: str
    cover_word: str
    outcomes: list[str]
    audience: list[str]
    requirements: list[str]
    status: str
    version: int
    lesson_count: int
    duration_seconds: int
    enrollment_count: int
    sections: list[EditorSection]
    checklist: list[Condition]
    can_publish: bool
    updated_at: str


@router.get("", response_model=Listed[OwnCourse], **signed_in())
async def list_courses(request: Request, cursor: Cursor = "", limit: Limit = 24) -> Any:
    """Return the caller's courses, last changed first. Needs the scope `course:edit`."""
    asked = read_cursor(cursor, ORDER, limit)
    return listed(await call(request, course.browse_own_courses, asked), ORDER)


@router.post("", response_model=Created, status_code=201, **signed_in(409))
async def create_course(
    request: Request,
    body: NewCourse,
    idempotency_key: Annotated[
        str,
        Header(
            max_length=255,
            pattern=r"^[\x21-\x7e]*$",
            description="A name for this wish: repeating it returns the course made first.",
        ),
    ] = "",
) -> Any:
    """Make a draft. Needs the scope `course:edit`."""
    texts = _texts(body.model_dump(exclude={"slug"}))
    made = await call(
        request, course.create_course, texts=texts, slug=body.slug, once=idempotency_key
    )
    return {"id": made}


@router.get("/{course_id}", response_model=EditedCourse, **signed_in(404))
async def get_course(request: Request, course_id: UUID) -> Any:
    """Return a course for editing, with every lesson's video."""
    return await call(request, course.get_course_editor, course_id)


@router.patch("/{course_id}", response_model=EditedCourse, **signed_in(404, 409))
async def change_course(request: Request, course_id: UUID, body: CourseChange) -> Any:
    """Change what is given. `409` when somebody else changed the course at the same time."""
    found: CourseEditor = await call(request, course.get_course_editor, course_id)
    before = _texts({name: getattr(found, name) for name in asdict(CourseTexts(title=""))})
    given = body.model_dump(exclude_none=True, exclude={"slug"})
    wanted = replace(before, **_tuples(given))
    await call(
        request,
        course.update_course,
        course_id,
        texts=wanted,
        slug=body.slug if body.slug is not None else found.slug,
        before=(before, found.slug),
    )
    return await call(request, course.get_course_editor, course_id)


@router.post("/{course_id}/publish", status_code=204, **signed_in(404, 409))
async def publish(request: Request, course_id: UUID) -> Response:
    """Put a course into the catalogue. Needs the scope `course:publish`."""
    await call(request, course.publish_course, course_id)
    return Response(status_code=204)


@router.post("/{course_id}/archive", status_code=204, **signed_in(404, 409))
async def archive(request: Request, course_id: UUID) -> Response:
    """Take a course out of the catalogue; who is enrolled keeps it."""
    await call(request, course.archive_course, course_id)
    return Response(status_code=204)


def _texts(values: dict[str, Any]) -> CourseTexts:
    return CourseTexts(**_tuples(values))


def _tuples(values: dict[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}
