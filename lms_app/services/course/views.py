"""What leaves the course domain: frozen rows of plain values, ready for a page.

Ids are strings, times ISO 8601 (UTC), durations whole seconds; texts are as typed unless the
name ends in `_html` (rendered and cleaned here).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lms_app.services.media import RungState


@dataclass(frozen=True)
class CourseCard:
    """A tile of the catalogue."""

    id: str
    slug: str
    title: str
    subtitle: str
    cover_word: str
    category_slug: str
    category_name_ko: str
    category_name_en: str
    instructor_name: str
    level: str
    language: str
    lesson_count: int
    duration_seconds: int
    enrollment_count: int
    preview_count: int
    published_on: str
    version: int
    is_new: bool = False


@dataclass(frozen=True)
class LessonRow:
    """One line of a curriculum. `number` reads `2-3`: third lesson of the second section."""

    id: str
    number: str
    title: str
    kind: str
    duration_seconds: int
    is_preview: bool
    is_playable: bool


@dataclass(frozen=True)
class SectionRow:
    """A section with its lessons; `number` counts from 1."""

    id: str
    number: int
    title: str
    lesson_count: int
    duration_seconds: int
    lessons: list[LessonRow] = field(default_factory=list)


@dataclass(frozen=True)
class InstructorCard:
    """The person who teaches, as the course page shows them."""

    user_id: str
    name: str
    handle: str
    headline: str
    bio_html: str
    course_count: int
    student_count: int
    avatar_url: str = ""


@dataclass(frozen=True)
class CourseDetail:
    """The public page of one course. `viewer` says what the caller is to it:
    `stranger`, `enrolled`, `revoked` or `owner` (owners and admins see drafts).

    `has_captions`: some lesson has. `best_quality`: the highest one among several, 1080 for 1080p;
    0 while there is no choice.
    """

    card: CourseCard
    description_html: str
    outcomes: list[str]
    audience: list[str]
    requirements: list[str]
    section_count: int
    updated_on: str
    status: str
    sections: list[SectionRow]
    instructor: InstructorCard
    similar: list[CourseCard]
    first_preview_lesson_id: str
    has_captions: bool
    best_quality: int


@dataclass(frozen=True)
class FacetValue:
    """One choice of a filter with the count of courses it would show."""

    value: str
    label_ko: str
    label_en: str
    count: int


@dataclass(frozen=True)
class CatalogPage:
    """One page of search results with the counts of every filter."""

    cards: list[CourseCard]
    total: int
    number: int
    pages: int
    categories: list[FacetValue]
    levels: list[FacetValue]
    languages: list[FacetValue]
    lengths: list[FacetValue]


@dataclass(frozen=True)
class CourseAddress:
    """Where a public course is, and when it last changed (a date)."""

    slug: str
    updated_on: str


@dataclass(frozen=True)
class CategoryRow:
    """A category with its published courses counted."""

    id: str
    slug: str
    name_ko: str
    name_en: str
    course_count: int


@dataclass(frozen=True)
class HomePage:
    """The shelves of the signed-out home page."""

    popular: list[CourseCard]
    newest: list[CourseCard]
    categories: list[CategoryRow]
    course_count: int
    lesson_count: int
    instructor_count: int
    hero: CourseCard | None
    hero_lesson_id: str


@dataclass(frozen=True)
class OwnCourseRow:
    """A course in its instructor's list (and, with the owner's name, in the admin's)."""

    id: str
    slug: str
    title: str
    status: str
    category_slug: str
    cover_word: str
    instructor_name: str
    section_count: int
    lesson_count: int
    duration_seconds: int
    enrollment_count: int
    updated_at: str
    version: int
    is_taken_down: bool = False


@dataclass(frozen=True)
class ChapterMark:
    """Where a chapter of a video begins, seconds from its start, and its name."""

    start_seconds: int
    title: str


@dataclass(frozen=True)
class EditorLesson:
    """A lesson in the builder. `media_status` is empty when no video was dropped yet, else
    uploading, uploaded, processing, ready or failed; `media_phase` waiting, checking,
    encoding or publishing; `media_reason` the text key of why it was given up, or of what it waits
    for. What begins with `next_` is of the video that takes the place of the one that plays."""

    id: str
    number: str
    title: str
    kind: str
    is_preview: bool
    duration_seconds: int
    media_asset_id: str
    media_status: str
    media_phase: str
    media_percent: int
    media_reason: str
    media_filename: str
    has_body: bool
    media_seconds_left: int = 0
    media_playable: bool = False
    media_rungs: tuple[RungState, ...] = ()
    next_asset_id: str = ""
    next_status: str = ""
    next_phase: str = ""
    next_percent: int = 0
    next_reason: str = ""
    next_filename: str = ""
    next_seconds_left: int = 0
    next_playable: bool = False
    next_rungs: tuple[RungState, ...] = ()


@dataclass(frozen=True)
class EditorSection:
    """A section in the builder."""

    id: str
    number: int
    title: str
    lessons: list[EditorLesson] = field(default_factory=list)


@dataclass(frozen=True)
class ChecklistItem:
    """One condition of publishing: `key` is a text key, `is_met` its state."""

    key: str
    is_met: bool


@dataclass(frozen=True)
class CourseEditor:
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
    checklist: list[ChecklistItem]
    can_publish: bool
    updated_at: str
    is_taken_down: bool = False
    taken_down_reason: str = ""
