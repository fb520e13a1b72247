"""What leaves the enrollment domain about notes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class NoteRow:
    """A note of the caller's: `second` from the start of the video, -1 beside an article.

    `quote` is what was selected in the transcript, up to `quote_end_second`; without a body the
    note is a highlight. `body_html` is the body, safe to show. `revision` grows with each change.
    """

    id: str
    second: float
    quote: str
    quote_language: str
    quote_end_second: float
    body_md: str
    body_html: str
    revision: int
    updated_at: str


@dataclass(frozen=True)
class NoteCard:
    """A note with where it was written; `lesson_id` is empty when the lesson is gone, `href`
    leads to its second."""

    id: str
    course_id: str
    course_slug: str
    course_title: str
    course_language: str
    lesson_id: str
    lesson_title: str
    second: float
    quote: str
    quote_language: str
    body_md: str
    body_html: str
    href: str
    created_at: str


@dataclass(frozen=True)
class NotedCourse:
    """A course with notes of the caller's in it, and how many."""

    course_id: str
    title: str
    note_count: int
