"""The catalogue."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, Field

from lms_app.api.v1.caller import call
from lms_app.api.v1.cursors import Cursor, Limit, Listed, listed, read_cursor
from lms_app.api.v1.documented import open_to_all
from lms_app.core import urls
from lms_app.services import course
from lms_app.services.course import CatalogFilter

router = APIRouter(tags=["catalogue"])
Several = Annotated[list[str], Query(max_length=20)]
Slug = Annotated[str, Path(min_length=1, max_length=100)]


class CourseCard(BaseModel):
    """A course in a list."""

    id: str
    slug: str
    title: str
    subtitle: str
    category_slug: str
    instructor_name: str
    level: str
    language: str
    lesson_count: int
    duration_seconds: int
    enrollment_count: int
    preview_count: int
    published_on: str = Field(description="A date, empty for a draft.")


class Lesson(BaseModel):
    """A line of a curriculum; `number` reads `2-3`, the third lesson of the second section."""

    id: str
    number: str
    title: str
    kind: str
    duration_seconds: int
    is_preview: bool
    is_playable: bool


class Section(BaseModel):
    """A section of a curriculum."""

    id: str
    number: int
    title: str
    lesson_count: int
    duration_seconds: int
    lessons: list[Lesson]


class Instructor(BaseModel):
    """The person who teaches a course."""

    user_id: str
    name: str
    handle: str
    headline: str
    bio_html: str
    course_count: int
    student_count: int


class CourseDetail(BaseModel):
    """A course's public page."""

    card: CourseCard
    description_html: str
    outcomes: list[str]
    audience: list[str]
    requirements: list[str]
    status: str
    updated_on: str
    sections: list[Section]
    instructor: Instructor
    has_captions: bool


class Category(BaseModel):
    """A category with its published courses counted."""

    id: str
    slug: str
    name_ko: str
    name_en: str
    course_count: int


@router.get("/courses", response_model=Listed[CourseCard], **open_to_all(may_sign_in=True))
async def search_courses(
    request: Request,
    q: Annotated[str, Query(max_length=200, description="Words that a course must hold.")] = "",
    category: Several = [],  # noqa: B006  (FastAPI copies it)
    level: Several = [],  # noqa: B006
    language: Several = [],  # noqa: B006
    length: Several = [],  # noqa: B006
    sort: Literal["popular", "newest", "title"] = "popular",
    cursor: Cursor = "",
    limit: Limit = 24,
) -> Any:
    """Return published courses that fit; a filter given several times takes any of its values."""
    wanted = CatalogFilter(
        text=q,
        categories=_known(category),
        levels=tuple(level),
        languages=_known(language),
        lengths=tuple(length),
        sort=sort,
    )
    asked = read_cursor(cursor, f"courses:{sort}", limit)
    found = await call(request, course.browse_courses, wanted, asked)
    return listed(found, f"courses:{sort}")


def _known(values: list[str]) -> tuple[str, ...]:
    """Leave out what the database could not even be asked for; unknown values find nothing."""
    return tuple(value.replace("\0", "\ufffd")[:100] for value in values)


@router.get("/courses/{slug}", response_model=CourseDetail, **open_to_all(404, may_sign_in=True))
async def get_course(request: Request, slug: Slug) -> Any:
    """Return a course's page; drafts only to their editors (scope `course:edit`)."""
    return await call(request, course.get_course, urls.slug_in(slug))


@router.get("/categories", response_model=Listed[Category], **open_to_all(may_sign_in=True))
async def list_categories(request: Request) -> Any:
    """Return every category in its order."""
    return {"items": await call(request, course.list_categories)}
