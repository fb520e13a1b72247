"""What leaves the enrollment domain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from lms_app.services.course import ChapterMark


@dataclass(frozen=True)
class LearnLesson:
    """A lesson in the learn page's list. `state` is `new`, `started` or `done`;
    `percent` is the share of whole seconds that were really played, `resume_seconds` where the
    player starts."""

    id: str
    number: str
    title: str
    kind: str
    duration_seconds: int
    state: str
    percent: int
    resume_seconds: float
    is_open: bool


@dataclass(frozen=True)
class LearnSection:
    """A section with its lessons and how many of them are done."""

    id: str
    number: int
    title: str
    done_count: int
    lesson_count: int
    lessons: list[LearnLesson] = field(default_factory=list)


@dataclass(frozen=True)
class CaptionChoice:
    """One caption track of the current video."""

    language: str
    label: str
    url: str


@dataclass(frozen=True)
class TranscriptLine:
    """One cue: seconds from the start of the video."""

    start: float
    end: float
    text: str


@dataclass(frozen=True)
class LearnPage:
    """Everything the learn page needs for one lesson.

    `viewer` is `enrolled`, `owner` or `preview` (a free lesson seen by anybody).
    `resume_seconds` is max(0, saved − 3), 0 within the last 15 s.
    """

    course_id: str
    slug: str
    course_title: str
    course_language: str
    instructor_name: str
    category_slug: str
    cover_word: str
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
    playlist_url: str
    poster_url: str
    sprites_url: str
    captions: list[CaptionChoice]
    transcript: dict[str, list[TranscriptLine]]
    resume_seconds: float
    previous_lesson_id: str
    next_lesson_id: str
    next_lesson_title: str
    chapters: list[ChapterMark] = field(default_factory=list)


@dataclass(frozen=True)
class MyCourseCard:
    """One enrolled course in `/my-courses`; the next lesson and where it resumes."""

    course_id: str
    slug: str
    title: str
    cover_word: str
    category_slug: str
    instructor_name: str
    language: str
    version: int
    status: str
    percent: int
    done_count: int
    lesson_count: int
    next_lesson_id: str
    next_lesson_number: str
    next_lesson_title: str
    next_lesson_kind: str
    position_seconds: int
    duration_seconds: int
    poster_url: str
    last_activity_at: str


@dataclass(frozen=True)
class MyCourses:
    """The page of what I learn: the card to resume first, then the rest by last activity."""

    resume: MyCourseCard | None
    active: list[MyCourseCard]
    completed: list[MyCourseCard]


@dataclass(frozen=True)
class PlaybackReport:
    """What a player says: all spans played since its page opened and where it stands (seconds)."""

    lesson_id: UUID
    played: Sequence[tuple[float, float]]
    position_seconds: float


@dataclass(frozen=True)
class BeatResult:
    """What a progress report did: the lesson's and the course's state after it."""

    covered_seconds: int
    lesson_percent: int
    lesson_done: bool
    newly_done: bool
    course_percent: int
